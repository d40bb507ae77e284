/** The worker of one job name. */
import { DelayedError, type Job } from "bullmq";
import type { Timers } from "#core/clock.js";
import type { ErrorOrigin } from "../lane.js";
import type { Payload, Run, Work } from "../port.js";
import { judge, type Verdict } from "../retry.js";
import { baseOf, encode } from "./names.js";
import { openWorker, type OpenWorker, type WorkerDeps } from "./worker.js";

/** Failed jobs kept for each job name, and for how long. */
const FAILURES = { count: 1_000, ageMs: 30 * 86_400_000 } as const;
/** Finished ones are kept to be looked at, the last run of each key: seconds and number. */
const FINISHED = { age: 3_600, count: 500 } as const;
/** How often a worker may die of a job until that job ends as failed. */
const DEATHS = 10;
/** A run that is put back because the queue closes lost nothing. */
const BACK: Verdict = { kind: "again", delayMs: 0, counts: false };

/** What a lane is given. */
export interface BullLaneDeps extends WorkerDeps {
  readonly job: string;
  readonly timers: Timers;
  /** A number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Gets what handlers threw; must not throw. */
  readonly onError: (error: unknown, origin: ErrorOrigin) => void;
}

/** A worker that takes jobs until it is closed. */
export interface BullLane extends OpenWorker {
  /** Resolves when no handler runs. */
  rested(): Promise<void>;
  /** Aborts the signals of the runs under way. */
  abort(): void;
}

/** Starts the worker of a job. It waits while Redis is away, and comes back by itself. */
export function createBullLane(deps: BullLaneDeps, work: Work, handler: (run: Run) => Promise<void>): BullLane {
  const { job, prefix, connections, timers } = deps;
  const base = baseOf(prefix, job);
  const running = new Map<Abort, Promise<Verdict | undefined>>();
  let closed = false;

  async function settle(id: string, token: string, verdict: Verdict): Promise<void> {
    const now = timers.now();
    const [due, counts, reason] =
      verdict.kind === "again" ? [now + verdict.delayMs, verdict.counts, ""] : [now, true, verdict.reason];
    const failures = [FAILURES.count, now - FAILURES.ageMs];
    const redis = connections.patient();
    await redis.fourhelpSettle(base, id, token, now, verdict.kind, due, counts ? 1 : 0, reason, ...failures);
  }

  /** Runs the handler; resolves to what follows, or to nothing when it went well. */
  async function run({ name: key, data: payload, attemptsMade }: Job<Payload>, abort: Abort) {
    const attempt = attemptsMade + 1;
    try {
      await handler({
        key,
        payload,
        attempt,
        get signal() {
          return abort.signal();
        },
      });
      return undefined;
    } catch (error) {
      const verdict = judge(error, attempt, work.retry, deps.random);
      if (verdict.kind === "again" && !verdict.counts) return verdict;
      // One that was called off did not fail: it is for the next worker.
      const calledOff: Verdict | undefined = abort.aborted() ? { kind: "again", delayMs: 0, counts: true } : undefined;
      const follows = calledOff ?? verdict;
      deps.onError(error, { job, key, attempt, final: follows.kind === "failed" });
      return follows;
    }
  }

  async function process(bullJob: Job<Payload>, token = ""): Promise<void> {
    const abort = createAbort();
    const ran = closed ? Promise.resolve(BACK) : run(bullJob, abort);
    running.set(abort, ran);
    const verdict = await ran;
    running.delete(abort);
    if (verdict === undefined) return;
    try {
      await settle(bullJob.id ?? "", token, verdict);
    } catch (error) {
      // Its lock runs out then, and it runs again.
      deps.onTrouble(error);
    }
    // Says that the job was moved already. Never the handler's own error: BullMQ would write down its text.
    throw new DelayedError();
  }

  const worker = openWorker(deps, encode(job), process, {
    concurrency: work.concurrency,
    maxStalledCount: DEATHS,
    removeOnComplete: FINISHED,
    removeOnFail: { age: FAILURES.ageMs / 1_000, count: FAILURES.count },
  });

  return {
    async close() {
      closed = true;
      await worker.close();
    },
    async rested() {
      while (running.size > 0) await Promise.all(running.values());
    },
    abort() {
      for (const one of running.keys()) one.abort();
    },
    letGo: worker.letGo,
  };
}

interface Abort {
  signal(): AbortSignal;
  aborted(): boolean;
  abort(): void;
}

/** A signal is dear, and most runs never look at theirs: it is made when asked for. */
function createAbort(): Abort {
  let controller: AbortController | undefined;
  const made = () => (controller ??= new AbortController());
  return {
    signal: () => made().signal,
    aborted: () => controller?.signal.aborted ?? false,
    abort: () => made().abort(),
  };
}
