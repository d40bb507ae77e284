import type { Timers } from "#core/clock.js";
import { checkAdd, checkWork } from "./checks.js";
import { createLane, type ErrorOrigin, type Lane } from "./lane.js";
import type { Add, Queue } from "./port.js";
import { createSchedules } from "./schedules.js";

/** What the in-process queue is given. */
export interface InProcessQueueDeps {
  readonly timers: Timers;
  /** A number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Gets every error a handler threw, except `Later`, for the log. */
  readonly onError?: (error: unknown, origin: ErrorOrigin) => void;
}

/**
 * Makes the queue of a single process. It lives in memory and is rebuilt from the store at start, by the sweep. A job
 * is known by its name and key together. `add` and `schedule` reject, and `work` throws, once the queue is closed or
 * when a number is out of range.
 */
export function createInProcessQueue(deps: InProcessQueueDeps): Queue {
  const lanes = createLanes(deps);
  const schedules = createSchedules(deps.timers, add);
  let closing: Promise<void> | undefined;

  function add(job: Add): void {
    refuseClosed(`job "${job.job}" was not added`);
    checkAdd(job);
    lanes.of(job.job).add(job);
  }

  function refuseClosed(consequence: string): void {
    if (closing !== undefined) throw new Error(`The queue is closed: ${consequence}.`);
  }

  async function shut(graceMs: number): Promise<void> {
    schedules.stop();
    lanes.stop();
    await within(graceMs, lanes.idle(), deps.timers);
    lanes.abort();
    // One turn for those aborted to unwind; one that ignores its signal must not keep the process.
    await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    add: async (job) => add(job),
    work(job, options, handler) {
      refuseClosed(`job "${job}" got no handler`);
      checkWork(job, options);
      lanes.of(job).work(options, handler);
    },
    async schedule(schedule) {
      refuseClosed(`schedule "${schedule.name}" was not set`);
      schedules.set({ ...schedule, payload: { ...schedule.payload } });
    },
    unschedule: async (name) => schedules.drop(name),
    counts: async (job) => lanes.of(job).counts(),
    failed: async (job, limit = 100) => lanes.of(job).failed(limit),
    idle: lanes.idle,
    ping: async () => refuseClosed("it takes no more jobs"),
    close(graceMs) {
      closing ??= shut(graceMs);
      return closing;
    },
  };
}

interface Lanes {
  /** The lane of a job, made when first asked for. */
  readonly of: (job: string) => Lane;
  readonly idle: () => Promise<void>;
  readonly stop: () => void;
  readonly abort: () => void;
}

function createLanes({ timers, random, onError }: InProcessQueueDeps): Lanes {
  const lanes = new Map<string, Lane>();
  let waiters: (() => void)[] = [];

  function of(job: string): Lane {
    const known = lanes.get(job);
    if (known !== undefined) return known;
    const made = createLane({ job, timers, random, onError: report, onEnd: tellWaiters });
    lanes.set(job, made);
    return made;
  }

  function report(error: unknown, origin: ErrorOrigin): void {
    try {
      onError?.(error, origin);
    } catch {
      // A log that breaks must not take the queue with it, and there is nobody else to tell.
    }
  }

  function isIdle(): boolean {
    return [...lanes.values()].every((lane) => lane.isIdle());
  }

  function tellWaiters(): void {
    if (waiters.length === 0 || !isIdle()) return;
    const told = waiters;
    waiters = [];
    for (const tell of told) tell();
  }

  async function idle(): Promise<void> {
    if (!isIdle()) await new Promise<void>((resolve) => waiters.push(resolve));
  }

  function stop(): void {
    for (const lane of lanes.values()) lane.stop();
    tellWaiters();
  }

  function abort(): void {
    for (const lane of lanes.values()) lane.abort();
  }

  return { of, idle, stop, abort };
}

async function within(graceMs: number, done: Promise<void>, timers: Timers): Promise<void> {
  let cancel = () => {};
  const grace = new Promise<void>((resolve) => (cancel = timers.after(graceMs, resolve)));
  await Promise.race([done, grace]);
  cancel();
}
