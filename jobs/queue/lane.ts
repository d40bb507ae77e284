import type { Timers } from "#core/clock.js";
import { createBacklog, type Task } from "./backlog.js";
import type { Add, Counts, Failed, Run, Work } from "./port.js";
import { judge } from "./retry.js";

/** Failed entries kept for each job; the oldest make room. */
const FAILURES_KEPT = 1_000;

/** Where an error came from. `final` when the job ended as failed with it. */
export interface ErrorOrigin {
  readonly job: string;
  readonly key: string;
  readonly attempt: number;
  readonly final: boolean;
}

/** What a lane is given. */
export interface LaneDeps {
  readonly job: string;
  readonly timers: Timers;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  /** Must not throw. */
  readonly onError: (error: unknown, origin: ErrorOrigin) => void;
  /** Called after each run has ended. */
  readonly onEnd: () => void;
}

/** Everything about one job name: what waits, what runs, what failed. */
export interface Lane {
  add(job: Add): void;
  /** Throws when the job has a handler already. */
  work(options: Work, handler: (run: Run) => Promise<void>): void;
  counts(): Counts;
  failed(limit: number): Failed[];
  /** True when nothing runs, and nothing waits that is due and may still run. */
  isIdle(): boolean;
  /** Starts nothing more. */
  stop(): void;
  /** Aborts the signals of the runs under way. */
  abort(): void;
}

interface Worker {
  readonly options: Work;
  readonly handler: (run: Run) => Promise<void>;
}

/** Makes the lane of one job. */
export function createLane({ job, timers, random, onError, onEnd }: LaneDeps): Lane {
  const backlog = createBacklog();
  const failures = new Map<string, Failed>();
  const running = new Set<AbortController>();
  let worker: Worker | undefined;
  let stopped = false;
  let kicked = false;
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined;

  function pump(): void {
    while (worker !== undefined && !stopped && running.size < worker.options.concurrency) {
      const task = backlog.take(timers.now());
      if (task === undefined) break;
      void run(worker, task);
    }
    setAlarm();
  }

  // Runs start from an immediate, not from a microtask: a chain of short jobs must leave the event loop to others.
  function kick(): void {
    if (kicked || stopped) return;
    kicked = true;
    setImmediate(() => {
      kicked = false;
      pump();
    });
  }

  function setAlarm(): void {
    const now = timers.now();
    const at = stopped ? undefined : backlog.nextDue(now);
    if (at === alarm?.at) return;
    alarm?.cancel();
    alarm = undefined;
    if (at === undefined) return;
    const ring = () => {
      alarm = undefined;
      pump();
    };
    alarm = { at, cancel: timers.after(at - now, ring) };
  }

  async function run(by: Worker, task: Task): Promise<void> {
    const { key, payload } = task;
    const abort = new AbortController();
    running.add(abort);
    try {
      await by.handler({ key, payload, attempt: task.runs + 1, signal: abort.signal });
    } catch (error) {
      settle(by, task, error, abort.signal.aborted);
    }
    running.delete(abort);
    backlog.release(key, timers.now());
    setAlarm();
    kick();
    onEnd();
  }

  function settle(by: Worker, task: Task, error: unknown, aborted: boolean): void {
    const now = timers.now();
    const attempt = task.runs + 1;
    const { key } = task;
    const verdict = judge(error, attempt, by.options.retry, random);
    if (verdict.kind === "again" || aborted) {
      const again = verdict.kind === "again" ? verdict : { delayMs: 0, counts: true };
      backlog.rejoin({ ...task, due: now + again.delayMs, runs: again.counts ? attempt : task.runs }, now);
      if (again.counts) onError(error, { job, key, attempt, final: false });
      return;
    }
    // What was added during the run starts afresh after it, so that the job has not ended.
    if (!backlog.has(key)) keepFailure({ job, key, attempts: attempt, reason: verdict.reason, at: now });
    onError(error, { job, key, attempt, final: true });
  }

  function keepFailure(failure: Failed): void {
    failures.delete(failure.key);
    failures.set(failure.key, failure);
    const oldest = failures.keys().next();
    if (failures.size > FAILURES_KEPT && oldest.done !== true) failures.delete(oldest.value);
  }

  function add({ key, payload, delayMs = 0, priority = 5 }: Add): void {
    const now = timers.now();
    failures.delete(key);
    backlog.join({ key, payload: { ...payload }, due: now + Math.max(0, delayMs), priority, runs: 0 }, now);
    setAlarm();
    kick();
  }

  function counts(): Counts {
    const now = timers.now();
    const waiting = backlog.waiting(now);
    return { waiting, delayed: backlog.delayed(now), running: running.size, failed: failures.size };
  }

  return {
    add,
    work(options, handler) {
      if (worker !== undefined) throw new Error(`Job "${job}" has a handler already: register each job once.`);
      worker = { options, handler };
      kick();
    },
    counts,
    failed: (limit) => [...failures.values()].toReversed().slice(0, limit),
    isIdle: () => running.size === 0 && (stopped || backlog.waiting(timers.now()) === 0),
    stop() {
      stopped = true;
      setAlarm();
    },
    abort() {
      for (const controller of running) controller.abort();
    },
  };
}
