/**
 * Documents that were read or written lately, by id and unique key: a conversation is read at each of its messages, and
 * nobody but this process writes the file. What is kept is the stored text, so that each reader gets a document of its own.
 */
import type { CollectionName } from "#core/documents.js";
import type { IndexValue, Stored } from "../port.js";
import type { Shape } from "../shape.js";
import type { SqlValue } from "./database.js";
import type { Op, OutcomeOf } from "./ops.js";
import type { Row } from "./rows.js";
import type { TableShapes } from "./tables.js";
import { columnsOf, columnValue } from "./to-row.js";
import type { Writes } from "./writes.js";

/** Documents kept at most of one collection. */
const MOST = 2_000;
/** Conversations are read at each message. */
const KEPT: readonly CollectionName[] = ["contacts"];

export interface Recent {
  /** The body. */
  get(id: string): string | undefined;
  by(unique: string, values: Readonly<Record<string, IndexValue>>): string | undefined;
  /** This was read now. */
  read(doc: Stored, body: string): void;
}

interface Keeping extends Recent {
  /** This is how it is stored now. */
  keep(row: Pick<Row, "id" | "body" | "columns">): void;
  /** How it is stored is not known any more. */
  drop(id: string): void;
}

export type Recents = ReadonlyMap<CollectionName, Recent>;

/** What is kept, and writes that keep it as it is stored. */
export function keepRecent(shapes: TableShapes, writes: Writes): { recents: Recents; writes: Writes } {
  const recents = new Map(KEPT.map((name) => [name, createRecent(shapes[name])]));
  return {
    recents,
    writes: {
      async submit<O extends Op>(op: O) {
        try {
          const outcome = await writes.submit(op);
          const written = isWritten(op, outcome);
          for (const { table, row } of rowsOf(op)) {
            const recent = recents.get(table);
            if (written) recent?.keep(row);
            else recent?.drop(row.id);
          }
          if (op.do === "remove") recents.get(op.table)?.drop(op.id);
          return outcome;
        } catch (error) {
          // a COMMIT that fails may have been kept all the same
          for (const { table, row } of rowsOf(op)) recents.get(table)?.drop(row.id);
          if (op.do === "remove") recents.get(op.table)?.drop(op.id);
          throw error;
        }
      },
      close: () => writes.close(),
    },
  };
}

/** Does the outcome say that each row of it is stored? Where some may be and some not, none is taken to be. */
function isWritten(op: Op, outcome: OutcomeOf<Op>): boolean {
  if (op.do === "insert" || op.do === "replace") return outcome === true;
  return (
    op.do === "commit" &&
    typeof outcome === "object" &&
    outcome !== null &&
    "type" in outcome &&
    outcome.type === "committed"
  );
}

function rowsOf(op: Op): readonly { readonly table: CollectionName; readonly row: Row }[] {
  switch (op.do) {
    case "insert":
    case "replace":
      return [op];
    case "commit":
      return [op.root, ...op.also];
    case "replace-many":
    case "put":
      return op.rows.map((row) => ({ table: op.table, row }));
    case "remove":
    case "fact":
      return [];
  }
}

function createRecent(shape: Shape): Keeping {
  const known = new Map<string, { readonly body: string; readonly keys: readonly string[] }>();
  const ids = new Map<string, string>();
  const keyOf = (unique: string, valueOf: (field: string) => SqlValue | undefined): string =>
    JSON.stringify([unique, ...(shape.unique.get(unique) ?? []).map(valueOf)]);

  function drop(id: string): void {
    for (const key of known.get(id)?.keys ?? []) ids.delete(key);
    known.delete(id);
  }

  function keep({ id, body, columns }: Pick<Row, "id" | "body" | "columns">): void {
    drop(id);
    // the one that was not written or read for the longest time goes first
    if (known.size >= MOST) drop(known.keys().next().value ?? "");
    const keys = [...shape.unique.keys()].map((unique) =>
      keyOf(unique, (field) => columns[shape.fields.indexOf(field)]),
    );
    known.set(id, { body, keys });
    for (const key of keys) ids.set(key, id);
  }

  return {
    get: (id) => known.get(id)?.body,
    by: (unique, values) => known.get(ids.get(keyOf(unique, (field) => columnValue(values[field]))) ?? "")?.body,
    read: (doc, body) => keep({ id: doc._id, body, columns: columnsOf(shape, doc) }),
    keep,
    drop,
  };
}
