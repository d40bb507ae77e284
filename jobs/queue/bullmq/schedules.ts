/** Schedules as BullMQ's job schedulers. Their moments are a queue of their own, whose worker adds the job. */
import { Queue, type RepeatOptions } from "bullmq";
import type { Timers } from "#core/clock.js";
import type { Add, Schedule } from "../port.js";
import { readCron } from "../schedules.js";
import type { Ask } from "./ask.js";
import { encode, SCHEDULES } from "./names.js";
import { inTime } from "./within.js";
import { openWorker, type OpenWorker, type WorkerDeps } from "./worker.js";

/** What schedules are given. */
export interface BullSchedulesDeps extends WorkerDeps {
  readonly timers: Timers;
  readonly ask: Ask;
  /** Adds a job, waiting while Redis is away. */
  readonly add: (job: Add) => Promise<void>;
}

/** The schedules this process has set. */
export interface BullSchedules extends OpenWorker {
  /** Resolves when it is set, or when Redis is away: it is set then when Redis is back. Throws on a bad pattern. */
  set(schedule: Schedule): Promise<void>;
  /** Rejects while Redis is away. Another process that has set it sets it again: drop it there too. */
  drop(name: string): Promise<void>;
  /** Turns the moments of all processes' schedules into jobs, in this process too. */
  work(): void;
}

/** A moment that is so long past was lost; one that is just past is with a worker. */
const LOST_MS = 30_000;
const SET_MS = 1_000;
const AT_ONCE = 5;

type Moment = Pick<Add, "job" | "key" | "payload">;

/** croner reads patterns for both engines, so that a schedule means the same on both. */
function repeatStrategy(after: number, { pattern = "", tz = "UTC" }: RepeatOptions): number | undefined {
  return readCron({ name: "", cron: pattern, timeZone: tz })(after);
}

/** Makes an empty set of schedules; nothing is asked of Redis before the first is set. */
export function createBullSchedules(deps: BullSchedulesDeps): BullSchedules {
  const { prefix, connections, timers, onTrouble } = deps;
  const known = new Map<string, Schedule>();
  const settings = { repeatStrategy };
  let queue: Queue | undefined;
  let worker: OpenWorker | undefined;
  let cancelLook: (() => void) | undefined;
  let closed = false;

  function open(): Queue {
    if (queue !== undefined) return queue;
    queue = new Queue(SCHEDULES, { connection: connections.quick, prefix, settings });
    queue.on("error", onTrouble);
    connections.onReady(() => void lookAll());
    lookLater();
    return queue;
  }

  function lookLater(): void {
    cancelLook = timers.after(deps.intervals.schedulesMs, () => {
      void lookAll().finally(() => {
        if (!closed) lookLater();
      });
    });
  }

  async function lookAll(): Promise<void> {
    for (const schedule of known.values()) await lookSoon(schedule);
  }

  // what was not set in time is looked for again
  async function lookSoon(schedule: Schedule): Promise<void> {
    if (closed) return;
    try {
      await inTime(timers, SET_MS, ensure(open(), schedule));
    } catch (error) {
      onTrouble(error);
    }
  }

  // Setting one anew would drop its moment that is just due, so that is done only where something differs.
  async function ensure(on: Queue, schedule: Schedule): Promise<void> {
    const { name, cron, timeZone, job, key, payload } = schedule;
    const id = encode(name);
    const data: Moment = { job, key, payload };
    const there = await on.getJobScheduler(id);
    const same = there?.pattern === cron && there.tz === timeZone && isEqual(there.template?.data, data);
    if (same && (there.next ?? 0) > timers.now() - LOST_MS) return;
    if (known.get(name) !== schedule) return;
    const opts = { removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };
    await on.upsertJobScheduler(id, { pattern: cron, tz: timeZone }, { name: job, data, opts });
  }

  return {
    async set(schedule) {
      if (readCron(schedule)(timers.now()) === undefined) {
        throw new RangeError(`Schedule "${schedule.name}" never runs: "${schedule.cron}".`);
      }
      known.set(schedule.name, schedule);
      await lookSoon(schedule);
    },
    async drop(name) {
      known.delete(name);
      await deps.ask(`schedule "${name}" was not taken off`, () => open().removeJobScheduler(encode(name)));
    },
    work() {
      const options = { settings, concurrency: AT_ONCE, maxStalledCount: 1_000 };
      worker ??= openWorker<Moment>(deps, SCHEDULES, ({ data }) => deps.add(data), options);
    },
    async close() {
      closed = true;
      cancelLook?.();
      await worker?.close();
    },
    async letGo() {
      await worker?.letGo();
    },
  };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
