/** What the processes of one house share, on Redis: signals, counts, leases and the schedules of bot tokens. */
import { randomUUID } from "node:crypto";
import { Redis, type RedisOptions } from "ioredis";
import type { Timers } from "#core/clock.js";
import type { Shared } from "../shared/port.js";
import { createRedisLeases, type LeaseTimes } from "./leases.js";
import { createRedisLimits } from "./limits.js";
import { createRedisSignals } from "./signals.js";
import { createRedisSlots } from "./slots.js";

export interface RedisSharedDeps {
  /** `redis://` or `rediss://`; may hold a password, and is never told. */
  readonly url: string;
  readonly timers: Timers;
  /** What all keys and channels begin with; `fourhelp` unless told. */
  readonly prefix?: string;
  /** Half a minute and less unless told. */
  readonly leaseTimes?: LeaseTimes;
}

/** Shared over Redis; `redis` is for whoever counts there by itself (the rate limits of the HTTP server). */
export type RedisShared = Shared & { readonly redis: Redis };

type Options = Omit<RedisOptions, "replyMapping">;

/** Nobody waits long for what may be lost. */
const quick: Options = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 800,
  connectTimeout: 2_000,
  maxLoadingRetryTime: 100,
  retryStrategy: (times) => Math.min(50 * times, 500),
};
/** Told again after every new connection. */
const listening: Options = { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(50 * times, 500) };
/** How long the first connection is waited for; without it everything counts by itself until it is there. */
const FIRST_MS = 1_000;

export async function openRedisShared(deps: RedisSharedDeps): Promise<RedisShared> {
  const { url, timers, prefix = "fourhelp" } = deps;
  const self = randomUUID();
  const redis = connect(url, quick);
  const ears = connect(url, listening);
  await firstOf(redis);
  return {
    others: true,
    redis,
    signals: createRedisSignals({ redis, ears, self, prefix }),
    limits: createRedisLimits({ redis, timers, prefix }),
    leases: createRedisLeases({ redis, timers, self, prefix, ...(deps.leaseTimes ? { times: deps.leaseTimes } : {}) }),
    slots: createRedisSlots({ redis, timers, self, prefix }),
    close() {
      redis.disconnect();
      ears.disconnect();
      return Promise.resolve();
    },
  };
}

function connect(url: string, options: Options): Redis {
  const redis = new Redis(url, options);
  // an error without a listener would end the process; the queue tells when Redis is away
  redis.on("error", () => undefined);
  return redis;
}

function firstOf(redis: Redis): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FIRST_MS);
    redis.once("ready", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
