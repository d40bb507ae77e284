/**
 * The connections of one process. Who adds must not wait long while Redis is away: the sweep adds again what was not
 * taken. Who works waits as long as it takes.
 */
import { Redis, type RedisOptions } from "ioredis";
import { addScript } from "./add-script.js";
import type { News } from "./news.js";
import { settleScript } from "./settle-script.js";

/** Our two scripts, as commands. */
export interface Scripts {
  fourhelpAdd(base: string, key: string, name: string, payload: string, ...rest: number[]): Promise<unknown>;
  fourhelpSettle(base: string, id: string, token: string, ...rest: (string | number)[]): Promise<unknown>;
}

export type Connection = Redis & Scripts;

/** The connections of one queue. */
export interface Connections {
  /** Rejects soon while Redis is away. */
  readonly quick: Connection;
  /** Waits while Redis is away; made when first asked for. */
  readonly patient: () => Connection;
  /** Calls `fn` each time Redis has become reachable. */
  readonly onReady: (fn: () => void) => void;
  /** Ends them all at once, those too that BullMQ made of ours. What still waits on them is rejected. */
  readonly end: () => void;
}

/** How long a closed connection may take to end; its timer keeps the process. */
const DISCONNECT_MS = 200;

type Options = Omit<RedisOptions, "replyMapping">;

/** No command of the quick one waits longer, in milliseconds. */
const COMMAND_MS = 800;

const quickOptions: Options = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: COMMAND_MS,
  connectTimeout: 2_000,
  disconnectTimeout: DISCONNECT_MS,
  maxLoadingRetryTime: 100,
  retryStrategy: (times) => Math.min(50 * times, 500),
};

const patientOptions: Options = {
  // null: until it is back
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  disconnectTimeout: DISCONNECT_MS,
  retryStrategy: (times) => Math.min(50 * times, 1_000),
  // a server that vanished says nothing; longer than BullMQ's longest wait (10 s)
  socketTimeout: 20_000,
};

/** Makes the connections; `url` may hold a password, and is never told. */
export function createConnections(url: string, news: News): Connections {
  const all = new Set<Redis>();
  let ended = false;
  let patient: Connection | undefined;

  function track(redis: Redis): Redis {
    all.add(redis);
    // an error without a listener would end the process; what matters is told by the quick one
    redis.on("error", () => {});
    hidePolicy(redis);
    return redis;
  }

  function make(options: Options): Connection {
    const redis = track(new Redis(url, options));
    const duplicate = redis.duplicate.bind(redis);
    // BullMQ makes one that blocks for each worker, and leaves it open when it closes while Redis is away
    redis.duplicate = (override?: Options) => track(duplicate(override));
    redis.defineCommand("fourhelpAdd", { numberOfKeys: 1, lua: addScript });
    redis.defineCommand("fourhelpSettle", { numberOfKeys: 1, lua: settleScript });
    return redis as Connection;
  }

  const quick = make(quickOptions);
  quick.on("error", news.away);
  quick.on("ready", news.back);
  quick.on("close", () => {
    if (!ended) news.away(undefined);
  });

  return {
    quick,
    patient: () => (patient ??= make(patientOptions)),
    onReady: (fn) => void quick.on("ready", fn),
    end() {
      ended = true;
      for (const redis of all) redis.disconnect();
    },
  };
}

/** BullMQ writes a line about eviction to the console, once for each connection; `checkRedis` says it once. */
function hidePolicy(redis: Redis): void {
  const info = redis.info.bind(redis);
  const hidden = async () => (await info()).replace(/^maxmemory_policy:.*$/m, "");
  // ioredis itself asks with a callback
  redis.info = ((...args: Parameters<typeof info>) => (args.length === 0 ? hidden() : info(...args))) as typeof info;
}
