/** Group commit: writes that are submitted together share one transaction, and so one fsync. */
import { performance } from "node:perf_hooks";
import type { Database } from "./database.js";

/**
 * One write; `undo` takes back what it did, and nothing else. Must not await, and may be run a second time, after the
 * first one was taken back.
 */
export type Write<T> = (undo: () => void) => T;

/** What one shared COMMIT did. */
export interface Flush {
  writes: number;
  /** True when nothing of it was kept, because COMMIT or the disk failed. */
  failed: boolean;
}

export interface Writes {
  /** Resolves with the write's outcome once it is on disk; rejects when it is not. First come, first served. */
  submit<T>(write: Write<T>): Promise<T>;
  /** The same for one statement, which changes nothing when it fails and so needs no savepoint. */
  submitOne<T>(write: () => T): Promise<T>;
  /** Commits all that waits, now. */
  drain(): void;
}

/** Bounds how long one transaction keeps everyone else waiting. */
const LARGEST_BATCH = 500;
/** A commit that takes longer than this comes from a slow or busy disk. */
const SLOW_COMMIT_MS = 3;
/** On such a disk there is a pause of half the last commit between two, at most this, so that more can share the next. */
const LONGEST_PAUSE_MS = 5;

interface Waiting {
  /** Runs the write, and may be called twice; returns how to tell its caller once it is durable. */
  attempt(careful: boolean): () => void;
  reject(error: unknown): void;
}

/** Collects writes until the event loop has nothing else to do, then commits them together. */
export function createWrites(db: Database, onFlush: (flush: Flush) => void): Writes {
  const waiting: Waiting[] = [];
  let scheduled = false;
  let notBefore = 0;

  function schedule(): void {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    const run = (): void => {
      scheduled = false;
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
    if (batch.length === 0) return;
    const told = commitTogether(db, batch);
    onFlush({ writes: batch.length, failed: told.failed });
    for (const tell of told.callers) tell();
  }

  function wait<T>(write: (careful: boolean) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = (careful: boolean) => {
        const outcome = write(careful);
        return () => resolve(outcome);
      };
      waiting.push({ attempt, reject });
      schedule();
    });
  }

  return {
    submit: (write) => wait((careful) => (careful ? inSavepoint(db, write) : write(giveUpBare))),
    submitOne: wait,
    drain() {
      while (waiting.length > 0) flush();
    },
  };
}

function commitTogether(db: Database, batch: readonly Waiting[]): { failed: boolean; callers: (() => void)[] } {
  try {
    return { failed: false, callers: commitBare(db, batch) ?? commitCarefully(db, batch) };
  } catch (error) {
    return {
      failed: true,
      callers: batch.map(
        ({ reject }) =>
          () =>
            reject(error),
      ),
    };
  }
}

/** Thrown by a write that must take back what it did, where it stands in no savepoint. */
const needsCare = new Error("one write of a batch has to be undone");

function giveUpBare(): never {
  throw needsCare;
}

/**
 * Nearly always no write has to be undone, and savepoints would be a third of the statements. When one has, nothing of
 * the batch is kept: undefined, and it is to be done again with savepoints.
 */
function commitBare(db: Database, batch: readonly Waiting[]): (() => void)[] | undefined {
  let running = true;
  try {
    return db.transaction(() => {
      const callers = batch.map((write) => write.attempt(false));
      running = false;
      return callers;
    });
  } catch (error) {
    // COMMIT itself has failed
    if (!running) throw error;
    return undefined;
  }
}

function commitCarefully(db: Database, batch: readonly Waiting[]): (() => void)[] {
  return db.transaction(() => batch.map((write) => attemptAlone(db, write)));
}

/** A write that throws fails alone, unless it cost the whole transaction (disk full, I/O error). */
function attemptAlone(db: Database, write: Waiting): () => void {
  try {
    return write.attempt(true);
  } catch (error) {
    if (!db.inTransaction()) throw error;
    return () => write.reject(error);
  }
}

function inSavepoint<T>(db: Database, write: Write<T>): T {
  let undone = false;
  db.run("SAVEPOINT one");
  try {
    return write(() => {
      undone = true;
    });
  } catch (error) {
    undone = true;
    throw error;
  } finally {
    if (db.inTransaction()) {
      if (undone) db.run("ROLLBACK TO one");
      db.run("RELEASE one");
    }
  }
}
