/** Writes as plain data, so that this thread or another can do them. */
import type { CollectionName } from "#core/documents.js";
import type { CommitOutcome } from "../port.js";
import type { Database } from "./database.js";
import { writeMeta } from "./meta.js";
import { insertRow, replaceRow, type Row, type Table } from "./rows.js";

export interface Insertion {
  readonly table: CollectionName;
  readonly row: Row;
}

export type Op =
  | ({ readonly do: "insert" | "replace" } & Insertion)
  | { readonly do: "replace-many"; readonly table: CollectionName; readonly rows: readonly Row[] }
  | {
      readonly do: "commit";
      readonly root: Insertion & { readonly op: "insert" | "replace" };
      readonly also: readonly Insertion[];
    }
  | { readonly do: "put"; readonly table: CollectionName; readonly rows: readonly Row[] }
  | { readonly do: "remove"; readonly table: CollectionName; readonly id: string }
  | { readonly do: "fact"; readonly key: string; readonly value: string };

/** What each sort of write answers. */
interface Outcomes {
  insert: boolean;
  replace: boolean;
  /** Ids of those that were not in the version before. */
  "replace-many": string[];
  commit: CommitOutcome;
  /** The id whose unique key is taken, when nothing was written for it. */
  put: string | null;
  remove: boolean;
  fact: null;
}

export type OutcomeOf<O extends Op> = Outcomes[O["do"]];

/** What the rows of each collection need to be written. */
export type Tables = Readonly<Record<CollectionName, Table>>;

/** Does one write, within a transaction; `undo` takes back what it did, and nothing else. */
export function perform(db: Database, tables: Tables, op: Op, undo: () => void): Outcomes[Op["do"]] {
  switch (op.do) {
    case "insert":
      return insertRow(db, tables[op.table], op.row);
    case "replace":
      return replaceRow(db, tables[op.table], op.row);
    case "replace-many":
      return op.rows.filter((row) => !replaceRow(db, tables[op.table], row)).map((row) => row.id);
    case "commit":
      return commit(db, tables, op, undo);
    case "put":
      return put(db, tables, op, undo);
    case "remove":
      return db.run(`DELETE FROM ${op.table} WHERE id = ?`, op.id) === 1;
    case "fact":
      writeMeta(db, op.key, op.value);
      return null;
  }
}

/** One statement changes nothing when it fails, so nothing of it ever has to be taken back. */
export function isOneStatement({ do: sort }: Op): boolean {
  return sort === "insert" || sort === "replace" || sort === "remove" || sort === "fact";
}

type OpOf<Do extends Op["do"]> = Extract<Op, { readonly do: Do }>;

function commit(db: Database, tables: Tables, { root, also }: OpOf<"commit">, undo: () => void): CommitOutcome {
  const write = root.op === "insert" ? insertRow : replaceRow;
  if (!write(db, tables[root.table], root.row)) return { type: "conflict" };
  const taken = also.find(({ table, row }) => !insertRow(db, tables[table], row));
  if (!taken) return { type: "committed" };
  undo();
  return { type: "repeated", collection: taken.table, id: taken.row.id };
}

function put(db: Database, tables: Tables, { table, rows }: OpOf<"put">, undo: () => void): string | null {
  for (const row of rows) {
    db.run(`DELETE FROM ${table} WHERE id = ?`, row.id);
    if (insertRow(db, tables[table], row)) continue;
    undo();
    return row.id;
  }
  return null;
}
