/** Things that one process does at a time: a key that its holder renews, and that lapses when it dies. */
import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Timers } from "#core/clock.js";
import type { Leases } from "../shared/port.js";

export interface LeaseTimes {
  /** A lease that is not renewed lapses after this. */
  readonly ttlMs: number;
  readonly renewMs: number;
  /** How often those who wait look. */
  readonly lookMs: number;
}

export interface RedisLeasesDeps {
  readonly redis: Pick<Redis, "set" | "eval">;
  readonly timers: Timers;
  /** Stands for this process. */
  readonly self: string;
  readonly prefix: string;
  readonly times?: LeaseTimes;
}

const usual: LeaseTimes = { ttlMs: 20_000, renewMs: 5_000, lookMs: 2_000 };
/** Both act only on a lease that is still ours. */
const renewScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`;
const dropScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`;

export function createRedisLeases({ redis, timers, self, prefix, times = usual }: RedisLeasesDeps): Leases {
  const { ttlMs, renewMs, lookMs } = times;

  /** Waits `ms`, or until one of them aborts. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        signal.removeEventListener("abort", over);
        resolve();
      };
      const cancel = timers.after(ms, over);
      signal.addEventListener("abort", over, { once: true });
      if (signal.aborted) over();
    });
  }

  async function take(key: string, token: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const got = await redis.set(key, token, "PX", ttlMs, "NX").catch(() => null);
      if (got === "OK") return true;
      await pause(lookMs, signal);
    }
    return false;
  }

  /** Renews until told to stop; aborts `lost` once nobody can be sure any more that the lease is ours. */
  async function keep(key: string, token: string, over: AbortSignal, lost: AbortController): Promise<void> {
    let sureUntil = timers.now() + ttlMs;
    while (!over.aborted && !lost.signal.aborted) {
      await pause(renewMs, over);
      if (over.aborted) return;
      const asked = timers.now();
      const ours = await redis.eval(renewScript, 1, key, token, ttlMs).catch(() => undefined);
      if (ours === 1) sureUntil = asked + ttlMs;
      else if (ours !== undefined || timers.now() + renewMs > sureUntil) lost.abort();
    }
  }

  return {
    async hold(name, signal, work) {
      const key = `${prefix}:lease-${name}`;
      const token = `${self}-${randomUUID()}`;
      if (!(await take(key, token, signal))) return false;
      const lost = new AbortController();
      const over = new AbortController();
      const keeping = keep(key, token, over.signal, lost);
      try {
        await work(AbortSignal.any([signal, lost.signal]));
        return !signal.aborted && !lost.signal.aborted;
      } finally {
        over.abort();
        await keeping;
        await redis.eval(dropScript, 1, key, token).catch(() => undefined);
      }
    },
  };
}
