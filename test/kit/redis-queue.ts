/** Queues on a Redis of the tests, and what is looked at in it. */
import { Redis } from "ioredis";
import { systemTimers } from "#app/clock.js";
import { createBullQueue, type BullQueueDeps, type RedisQueue } from "#jobs/queue/bullmq/queue.js";
import type { Work } from "#jobs/queue/port.js";

export const timers = systemTimers();
export const ONCE: Work = { concurrency: 1, retry: { attempts: 1, backoffMs: 10 } };
export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export interface Queues {
  /** One more process, on the same jobs. */
  open(more?: Partial<BullQueueDeps>): RedisQueue;
  /** Looks into Redis. */
  readonly redis: Redis;
  /** Closes all that were opened. */
  close(): Promise<void>;
}

/** Queues of one installation. */
export function openQueues(url: string, prefix: string): Queues {
  const opened: RedisQueue[] = [];
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  return {
    open(more) {
      const queue = createBullQueue({ url, prefix, timers, random: () => 0, ...more });
      opened.push(queue);
      return queue;
    },
    redis,
    async close() {
      await Promise.all(opened.map((queue) => queue.close(0)));
      redis.disconnect();
    },
  };
}

/** Waits until it holds; throws after `ms`. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${holds.toString()}`);
    await sleep(5);
  }
}

/** Every key in Redis, with all that it holds, as text. */
export async function dump(redis: Redis, prefix: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const key of await redis.keys(`${prefix}:*`)) all.set(key, JSON.stringify(await read(redis, key)));
  return all;
}

async function read(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  if (type === "hash") return redis.hgetall(key);
  if (type === "list") return redis.lrange(key, 0, -1);
  if (type === "zset") return redis.zrangebyscore(key, "-inf", "+inf", "WITHSCORES");
  if (type === "set") return redis.smembers(key);
  if (type === "stream") return redis.xrange(key, "-", "+");
  return redis.get(key);
}
