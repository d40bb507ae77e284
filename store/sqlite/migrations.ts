/** Numbered changes of stored data. Tables, columns and indexes need none: they follow `store/collections.ts`. */
import type { Database } from "./database.js";
import { readMeta, writeMeta } from "./meta.js";
import { StoreRefused } from "../refused.js";
import { ensureIndexes, ensureTables, refillColumns, type TableShape } from "./tables.js";

/** One step from the schema number before it to `number`. It finds all tables and columns, but not yet new indexes. */
export interface Migration {
  number: number;
  /** What it changes, in one sentence. */
  about: string;
  run(db: Database): void;
}

/** All steps, in order. Never change one that was released; add the next. */
export const migrations: readonly Migration[] = [
  { number: 1, about: "One table of JSON documents for each collection.", run() {} },
  {
    number: 2,
    about: "Fields of the national lists on households, members, people, units and areas.",
    run(db) {
      db.exec("UPDATE households SET body = json_set(body, '$.number', 'none:' || id, '$.other', NULL)");
      db.exec(
        "UPDATE members SET body = json_set(body, '$.number', NULL, '$.phone', NULL, '$.phoneKey', 'none:' || id, '$.other', NULL)",
      );
      db.exec("UPDATE people SET body = json_set(body, '$.other', NULL)");
      db.exec("UPDATE units SET body = json_set(body, '$.sort', NULL, '$.level', NULL)");
      db.exec("UPDATE areas SET body = json_set(body, '$.code', NULL, '$.prefix', NULL)");
    },
  },
  // `ensureTables` does it; the number keeps out earlier versions, which would write bodies alone
  { number: 3, about: "Fields of keys and indexes in columns of their own, no more derived from the body.", run() {} },
  {
    number: 4,
    about: "The number of a conversation's newest message.",
    run(db) {
      db.exec(
        "UPDATE contacts SET body = json_set(body, '$.lastSeq', 0) WHERE json_extract(body, '$.lastSeq') IS NULL",
      );
    },
  },
];

/** Brings the file to the newest schema in one transaction; throws `StoreRefused` when it is newer than this program. */
export function migrate(
  db: Database,
  shapes: readonly TableShape[],
  nowMs: number,
  steps: readonly Migration[] = migrations,
): void {
  const newest = steps.at(-1)?.number ?? 0;
  db.transaction(() => {
    db.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)");
    const current = Number(readMeta(db, "schema") ?? 0);
    if (current > newest) {
      throw new StoreRefused(
        "newer-schema",
        `This data was written by a newer Fourhelp (schema ${current}; this one knows ${newest}). Install the newer version again, or restore a backup made before the update.`,
      );
    }
    ensureTables(db, shapes);
    for (const step of steps) if (step.number > current) step.run(db);
    if (current < newest) refillColumns(db, shapes);
    ensureIndexes(db, shapes);
    if (current === newest) return;
    writeMeta(db, "schema", String(newest));
    writeMeta(db, `schema ${newest} since`, new Date(nowMs).toISOString());
  });
}
