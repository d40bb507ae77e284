/**
 * Jobs a second through our queue on Redis and through BullMQ as it comes: 50 in parallel add, one worker runs 50 at
 * once, adding and running at the same time. In turns, on one redis-server that keeps nothing.
 */
import { performance } from "node:perf_hooks";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { systemTimers } from "#app/clock.js";
import { createBullQueue } from "#jobs/queue/bullmq/queue.js";
import { startRedis } from "../kit/redis.js";
import { quantile, report, round } from "./report.js";

const ROUNDS = 7;
const JOBS = 20_000;
const AT_ONCE = 50;
const LEAST_RATIO = 0.8;
const KEPT = { age: 3_600, count: 500 };

const timers = systemTimers();

export async function queue(): Promise<void> {
  const redis = await startRedis();
  const rates = { ours: [] as number[], raw: [] as number[] };
  let bytesEach: number;
  try {
    bytesEach = await bytesOfOne(redis.url);
    // the first turn of each is for the compiler
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const ours = await perSecondOfOurs(redis.url, `ours${turn}`);
      const raw = await perSecondOfRaw(redis.url, `raw${turn}`);
      if (turn === 0) continue;
      rates.ours.push(ours);
      rates.raw.push(raw);
    }
  } finally {
    await redis.stop();
  }
  const [ours, raw] = [quantile(rates.ours, 0.5), quantile(rates.raw, 0.5)];
  report({
    bench: "queue",
    jobs: JOBS,
    ours: Math.round(ours),
    raw: Math.round(raw),
    ratio: round(ours / raw),
    bytesEach: Math.round(bytesEach),
    within: ours / raw >= LEAST_RATIO,
  });
}

/** What one job that waits takes of Redis' memory. */
async function bytesOfOne(url: string): Promise<number> {
  const jobs = createBullQueue({ url, prefix: "waiting", timers, random: Math.random });
  const redis = new Redis(url);
  const memory = async () => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  await jobs.ping();
  const before = await memory();
  await inParallel((n) => jobs.add({ job: "send", key: `send:${n}`, payload: { office: "o1", id: `${n}` } }));
  const after = await memory();
  await jobs.close(1_000);
  redis.disconnect();
  return (after - before) / JOBS;
}

async function perSecondOfOurs(url: string, prefix: string): Promise<number> {
  const jobs = createBullQueue({ url, prefix, timers, random: Math.random });
  await jobs.ping();
  const { end, one } = counter();
  const took = await timed(async () => {
    jobs.work("send", { concurrency: AT_ONCE, retry: { attempts: 3, backoffMs: 1_000 } }, async () => one());
    await inParallel((n) => jobs.add({ job: "send", key: `send:${n}`, payload: { office: "o1", id: `${n}` } }));
    await end;
  });
  await jobs.close(1_000);
  return JOBS / took;
}

async function perSecondOfRaw(url: string, prefix: string): Promise<number> {
  const [adding, working] = [new Redis(url), new Redis(url, { maxRetriesPerRequest: null })];
  const jobs = new Queue("send", { connection: adding, prefix });
  await jobs.waitUntilReady();
  const { end, one } = counter();
  let worker: Worker | undefined;
  const took = await timed(async () => {
    const options = { connection: working, prefix, concurrency: AT_ONCE, removeOnComplete: KEPT };
    worker = new Worker("send", async () => one(), options);
    await inParallel((n) => jobs.add("send", { office: "o1", id: `${n}` }));
    await end;
  });
  await worker?.close();
  await jobs.close();
  adding.disconnect();
  working.disconnect();
  return JOBS / took;
}

function counter(): { readonly end: Promise<void>; readonly one: () => void } {
  let left = JOBS;
  let done = () => {};
  const end = new Promise<void>((resolve) => (done = resolve));
  const one = () => {
    left -= 1;
    if (left === 0) done();
  };
  return { end, one };
}

async function inParallel(add: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const line = async () => {
    while (next < JOBS) await add((next += 1));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}

async function timed(fn: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await fn();
  return (performance.now() - began) / 1_000;
}
