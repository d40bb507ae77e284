/** Many writes in one transaction, and so with one fsync. */
import type { Database } from "./database.js";
import { isOneStatement, type Op, perform, type Tables } from "./ops.js";

export type Result = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** What became of each write of a batch. */
export interface Told {
  /** True when nothing of it was kept, because COMMIT or the disk failed. */
  readonly failed: boolean;
  /** In the order of the writes. */
  readonly results: readonly Result[];
}

/** Writes all of them in their order. A write that fails fails alone, unless the whole transaction does. */
export function writeTogether(db: Database, tables: Tables, ops: readonly Op[]): Told {
  try {
    return { failed: false, results: writeBare(db, tables, ops) ?? writeCarefully(db, tables, ops) };
  } catch (error) {
    return { failed: true, results: ops.map(() => ({ ok: false, error })) };
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
function writeBare(db: Database, tables: Tables, ops: readonly Op[]): Result[] | undefined {
  let running = true;
  try {
    return db.transaction(() => {
      const results = ops.map((op): Result => ({ ok: true, value: perform(db, tables, op, giveUpBare) }));
      running = false;
      return results;
    });
  } catch (error) {
    // COMMIT itself has failed
    if (!running) throw error;
    return undefined;
  }
}

function writeCarefully(db: Database, tables: Tables, ops: readonly Op[]): Result[] {
  return db.transaction(() => ops.map((op) => writeAlone(db, tables, op)));
}

/** A write that throws fails alone, unless it cost the whole transaction (disk full, I/O error). */
function writeAlone(db: Database, tables: Tables, op: Op): Result {
  try {
    const value = isOneStatement(op) ? perform(db, tables, op, giveUpBare) : inSavepoint(db, tables, op);
    return { ok: true, value };
  } catch (error) {
    if (!db.inTransaction()) throw error;
    return { ok: false, error };
  }
}

function inSavepoint(db: Database, tables: Tables, op: Op): unknown {
  let undone = false;
  db.run("SAVEPOINT one");
  try {
    return perform(db, tables, op, () => {
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
