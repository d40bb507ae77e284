import { Queue as BullQueue } from "bullmq";
import type { Timers } from "#core/clock.js";
import { checkAdd, checkWork } from "../checks.js";
import type { ErrorOrigin } from "../lane.js";
import type { Queue } from "../port.js";
import { createAdding, type Adding } from "./adding.js";
import { createAsk } from "./ask.js";
import { createConnections } from "./connections.js";
import { createBullLane, type BullLane } from "./lane.js";
import { createLooks, type Looks } from "./looks.js";
import { encode } from "./names.js";
import { createNews, type RedisNews } from "./news.js";
import { createBullSchedules, type BullSchedules } from "./schedules.js";
import { endsWithin } from "./within.js";
import type { Intervals } from "./worker.js";

/** What the queue on Redis is given. */
export interface BullQueueDeps {
  /** `redis://` or `rediss://`; may hold a password, and is never told. */
  readonly url: string;
  /** What all keys in Redis begin with, so that several installations can share one; `fourhelp` unless told. */
  readonly prefix?: string;
  readonly timers: Timers;
  /** A number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Gets every error a handler threw, except `Later`, for the log. */
  readonly onError?: (error: unknown, origin: ErrorOrigin) => void;
  /** Is told when Redis goes away and comes back, and of what goes wrong between. */
  readonly onNews?: (news: RedisNews) => void;
  /** 30 s, 10 s and 20 s unless told. */
  readonly intervals?: Partial<Intervals>;
}

/** The queue on Redis. */
export interface RedisQueue extends Queue {
  /** What all its keys in Redis begin with. */
  readonly prefix: string;
  /** BullMQ's own queues of these jobs, for the page that shows them; they end with this queue. */
  bull(jobs: readonly string[]): BullQueue[];
}

const IDLE_LOOK_MS = 20;
/** How long Redis may take to be told of the last runs. */
const TELL_MS = 1_000;
/** How long BullMQ may take to end once its connections have. */
const UNWIND_MS = 300;

/**
 * Makes the queue of many processes. `add`, `unschedule`, `counts`, `failed` and `ping` reject with `QueueAway` within
 * about 1.5 s while Redis is away; handlers and schedules wait, and go on by themselves. Schedules that Redis lost are set
 * again within 20 s. Otherwise it refuses what the in-process queue refuses.
 */
export function createBullQueue(deps: BullQueueDeps): RedisQueue {
  const parts = createParts(deps);
  const { timers, looks, schedules } = parts;
  const lanes = new Map<string, BullLane>();
  const seen = new Set<string>();
  const bull = createShown(parts);
  let closing: Promise<void> | undefined;

  function refuseClosed(consequence: string): void {
    if (closing !== undefined) throw new Error(`The queue is closed: ${consequence}.`);
  }

  return {
    prefix: parts.prefix,
    async add(job) {
      refuseClosed(`job "${job.job}" was not added`);
      checkAdd(job);
      seen.add(job.job);
      await parts.adding.soon(job);
    },
    work(job, options, handler) {
      refuseClosed(`job "${job}" got no handler`);
      checkWork(job, options);
      if (lanes.has(job)) throw new Error(`Job "${job}" has a handler already: register each job once.`);
      lanes.set(job, createBullLane({ ...parts, job }, options, handler));
      seen.add(job);
      schedules.work();
    },
    async schedule(schedule) {
      refuseClosed(`schedule "${schedule.name}" was not set`);
      await schedules.set({ ...schedule, payload: { ...schedule.payload } });
      schedules.work();
    },
    async unschedule(name) {
      if (closing === undefined) await schedules.drop(name);
    },
    counts: (job) => looks.counts(job, timers.now()),
    failed: (job, limit = 100) => looks.failed(job, limit),
    async idle() {
      while (closing === undefined && !(await isIdle(looks, seen, timers))) {
        await new Promise<void>((resolve) => void timers.after(IDLE_LOOK_MS, resolve));
      }
    },
    async ping() {
      refuseClosed("it takes no more jobs");
      await parts.ask("there is no queue now", (redis) => redis.ping());
    },
    close(graceMs) {
      closing ??= shut(parts, [...lanes.values()], graceMs);
      return closing;
    },
    bull: (jobs) => jobs.map(bull),
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(deps: BullQueueDeps) {
  const { timers, random, prefix = "fourhelp" } = deps;
  const intervals: Intervals = { lockMs: 30_000, stalledMs: 10_000, schedulesMs: 20_000, ...deps.intervals };
  const news = createNews(deps.onNews, timers);
  const connections = createConnections(deps.url, news);
  const onError = (error: unknown, origin: ErrorOrigin) => {
    try {
      deps.onError?.(error, origin);
    } catch {
      // A log that breaks must not take the queue with it, and there is nobody else to tell.
    }
  };
  const ask = createAsk(connections, timers);
  const adding: Adding = createAdding({ ask, connections, timers, prefix });
  const common = { prefix, connections, timers, random, intervals, ask, onError, onTrouble: news.trouble };
  const schedules: BullSchedules = createBullSchedules({ ...common, add: adding.surely });
  return { ...common, adding, schedules, looks: createLooks(ask, prefix) };
}

function createShown({ connections, prefix }: Parts): (job: string) => BullQueue {
  const shown = new Map<string, BullQueue>();
  return (job) => {
    const known = shown.get(job);
    if (known !== undefined) return known;
    const made = new BullQueue(encode(job), { connection: connections.quick, prefix });
    made.on("error", () => {});
    shown.set(job, made);
    return made;
  };
}

async function isIdle(looks: Looks, jobs: Iterable<string>, timers: Timers): Promise<boolean> {
  try {
    const all = await Promise.all([...jobs].map((job) => looks.counts(job, timers.now())));
    return all.every(({ waiting, running }) => waiting + running === 0);
  } catch {
    // away: what waits there is not known
    return false;
  }
}

async function shut({ schedules, connections, timers }: Parts, lanes: BullLane[], graceMs: number): Promise<void> {
  const workers = [schedules, ...lanes];
  const ends = Promise.all(workers.map((worker) => worker.close()));
  const rested = Promise.all(lanes.map((lane) => lane.rested()));
  if (!(await endsWithin(timers, graceMs, rested))) for (const lane of lanes) lane.abort();
  if (connections.quick.status === "ready") await endsWithin(timers, TELL_MS, ends);
  connections.end();
  if (await endsWithin(timers, UNWIND_MS, ends)) return;
  await Promise.all(workers.map((worker) => worker.letGo()));
}
