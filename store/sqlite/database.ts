/** The one place that knows the SQLite driver. With Node 22 as the floor, the import becomes `node:sqlite`. */
import { backup, DatabaseSync, type StatementSyncInstance } from "@photostructure/sqlite";

export type SqlValue = string | number | boolean | null;

/** A connection whose statements are prepared once; rows are arrays of values. */
export interface Database {
  exec(sql: string): void;
  /** Runs a write; how many rows it changed. */
  run(sql: string, ...params: SqlValue[]): number;
  first(sql: string, ...params: SqlValue[]): SqlValue[] | undefined;
  all(sql: string, ...params: SqlValue[]): SqlValue[][];
  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; undone whole when it throws. */
  transaction<T>(work: () => T): T;
  inTransaction(): boolean;
  close(): void;
}

/** Pages kept in memory: a busy county's indexes fit. Negative: in KiB. */
const CACHE_KIB = 32_000;
/** Pages the log may hold before they are written to their places: seldom, since that takes as long as twenty commits. */
const LOG_PAGES = 8_000;

/** Opens `path` for durable writing: WAL, and an fsync at every COMMIT. */
export function openDatabase(path: string): Database {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY",
    );
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return adapt(db);
}

/** Holds `path` for this process alone until it is closed; throws SQLite's BUSY when another holds it. */
export function openExclusive(path: string): { close(): void } {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/**
 * Copies the database at `path` to `target`, in a thread of its own. A second connection in one step, because it then
 * reads one committed state, whatever is written meanwhile.
 */
export async function copyDatabase(path: string, target: string): Promise<void> {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, target, { rate: -1 });
  } finally {
    source.close();
  }
}

function adapt(db: InstanceType<typeof DatabaseSync>): Database {
  const statements = new Map<string, StatementSyncInstance>();
  const prepare = (sql: string): StatementSyncInstance => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  };
  return {
    exec: (sql) => db.exec(sql),
    run: (sql, ...params) => prepare(sql).run(...params).changes,
    first: (sql, ...params): SqlValue[] | undefined => prepare(sql).get(...params),
    all: (sql, ...params): SqlValue[][] => prepare(sql).all(...params),
    transaction(work) {
      prepare("BEGIN IMMEDIATE").run();
      try {
        const result = work();
        prepare("COMMIT").run();
        return result;
      } catch (error) {
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    inTransaction: () => db.isTransaction,
    close() {
      // or what was written last would lie in a file beside it, and a copy of this one alone would lack it
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
    },
  };
}
