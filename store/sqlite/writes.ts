/**
 * Group commit: writes that are submitted together share one transaction. Few are written in this thread, at once; many
 * by a thread of their own where there is one, so that this one goes on while the disk is written.
 */
import { performance } from "node:perf_hooks";
import type { Result, Told } from "./batch.js";
import type { Op, OutcomeOf } from "./ops.js";

/** What one shared COMMIT did. */
export interface Flush {
  writes: number;
  /** True when nothing of it was kept, because COMMIT or the disk failed. */
  failed: boolean;
  /** Was it done by the other thread? */
  far: boolean;
}

/** Another thread that writes. */
export interface FarWriter {
  /** Can it be given a batch now? Begins to make it so where it is not. */
  ready(): boolean;
  /** Rejects when the thread has ended; it is not ready from then on. */
  write(ops: readonly Op[]): Promise<Told>;
  close(): Promise<void>;
}

export interface WritesDeps {
  /** Writes in this thread. */
  near(ops: readonly Op[]): Told;
  readonly far: FarWriter | null;
  /** So many writes at once go to the other thread: fewer are done before they would have got there. */
  readonly farFrom: number;
  onFlush(flush: Flush): void;
}

export interface Writes {
  /** Resolves with the write's outcome once it is on disk; rejects when it is not. First come, first served. */
  submit<O extends Op>(op: O): Promise<OutcomeOf<O>>;
  /** Commits all that waits; nothing may be submitted any more. */
  close(): Promise<void>;
}

/** Bounds how long one transaction keeps everyone else waiting. */
const LARGEST_BATCH = 500;
/** With so many the other thread begins while this one is still busy with what else came. */
const AT_ONCE = 32;
/** A commit that takes longer than this comes from a slow or busy disk. */
const SLOW_COMMIT_MS = 3;
/** On such a disk there is a pause of half the last commit between two, at most this, so that more can share the next. */
const LONGEST_PAUSE_MS = 5;

interface Waiting {
  readonly op: Op;
  tell(result: Result): void;
}

/** Collects writes until the event loop has nothing else to do, then commits them together. */
export function createWrites({ near, far, farFrom, onFlush }: WritesDeps): Writes {
  const waiting: Waiting[] = [];
  let scheduled = false;
  let notBefore = 0;
  let underWay: Promise<void> | undefined;

  function schedule(): void {
    if (scheduled || underWay || waiting.length === 0) return;
    scheduled = true;
    const run = (): void => {
      scheduled = false;
      if (underWay) return;
      if (waiting.length >= farFrom && handOver()) return;
      const began = performance.now();
      flush();
      const ended = performance.now();
      const took = ended - began;
      // without a pause, a slow disk would be asked for one fsync after another and leave no time for anything else
      notBefore = took > SLOW_COMMIT_MS ? ended + Math.min(took / 2, LONGEST_PAUSE_MS) : ended;
      schedule();
    };
    const pause = notBefore - performance.now();
    if (pause > 0) setTimeout(run, pause);
    else setImmediate(run);
  }

  function flush(): void {
    const batch = waiting.splice(0, LARGEST_BATCH);
    if (batch.length > 0) tellAll(batch, near(batch.map(({ op }) => op)), false);
  }

  /** Gives what waits to the other thread; false where there is none, or it is at work. */
  function handOver(): boolean {
    if (underWay || !far?.ready()) return false;
    underWay = flushFar(far).finally(() => {
      underWay = undefined;
      schedule();
    });
    return true;
  }

  async function flushFar(writer: FarWriter): Promise<void> {
    const batch = waiting.splice(0, LARGEST_BATCH);
    const told = await writer
      .write(batch.map(({ op }) => op))
      .catch((error: unknown): Told => ({ failed: true, results: batch.map(() => ({ ok: false, error })) }));
    tellAll(batch, told, true);
  }

  function tellAll(batch: readonly Waiting[], { failed, results }: Told, isFar: boolean): void {
    onFlush({ writes: batch.length, failed, far: isFar });
    for (const [index, { tell }] of batch.entries()) {
      tell(results[index] ?? { ok: false, error: new Error("a write without an outcome") });
    }
  }

  return {
    submit: <O extends Op>(op: O) =>
      new Promise<OutcomeOf<O>>((resolve, reject) => {
        // `perform` answers each sort of write with its own outcome
        const tell = (result: Result) => (result.ok ? resolve(result.value as OutcomeOf<O>) : reject(result.error));
        waiting.push({ op, tell });
        if (waiting.length < AT_ONCE || !handOver()) schedule();
      }),
    async close() {
      while (underWay) await underWay;
      while (waiting.length > 0) flush();
      await far?.close();
    },
  };
}
