/**
 * How a document lies in MongoDB: the fields of its keys and indexes as fields, and the whole of it as JSON in `body`. So
 * any key and any text that people's lists bring is kept as it is, on every server, and both engines keep the same bytes.
 */
import type { CollectionName } from "#core/documents.js";
import { checkDocument } from "../check.js";
import type { IndexValue, Stored } from "../port.js";
import type { Shape } from "../shape.js";

/** What a field of an index holds. */
export type FieldValue = IndexValue | null;

/** A document as it is stored, without what belongs to commits. */
export interface Row {
  readonly _id: string;
  readonly version: number;
  readonly body: string;
  readonly [field: string]: FieldValue;
}

/** One insert of a commit that is not finished. */
export interface PendingInsert {
  readonly collection: CollectionName;
  readonly row: Row;
}

/** What a root carries until all that belongs to its commit is written. */
export interface Pending {
  readonly id: string;
  readonly also: readonly PendingInsert[];
  /** The root as it was; null where the commit inserts it. */
  readonly before: Row | null;
}

/** Everything that may stand in a stored document. */
export interface StoredRow {
  readonly _id: string;
  readonly version: number;
  readonly body: string;
  readonly [field: string]: unknown;
  /** The commit that inserted it. */
  readonly insertedBy?: string;
  readonly pending?: Pending;
  /** Commits of this root that were taken back, the last ones. */
  readonly undone?: readonly string[];
}

/** Checks a document and gives the row that holds it. Throws `InvalidDocument`. */
export function toRow(shape: Shape, doc: Stored, version: number): Row {
  const { doc: checked, body } = checkDocument(shape, doc, version);
  const values = new Map<string, unknown>(Object.entries(checked));
  const fields = shape.fields.map((field): [string, FieldValue] => [field, toField(values.get(field))]);
  return { ...Object.fromEntries(fields), _id: checked._id, version, body };
}

function toField(value: unknown): FieldValue {
  if (typeof value === "string") return sortable(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}

const BEHIND = "\uFFFF";
/** After `BEHIND`: that sign itself, before all that stands behind it. */
const ITSELF = "\u0001";

/**
 * A text that sorts the same by its UTF-8 bytes, as MongoDB does, and by its UTF-16 units, as others do: what lies beyond
 * U+FFFF is put behind it. The sign U+FFFF stands in no text of this world.
 */
export function sortable(text: string): string {
  if (!/[\uFFFF\u{10000}-\u{10FFFF}]/u.test(text)) return text;
  return text.replaceAll(BEHIND, `${BEHIND}${ITSELF}`).replaceAll(/[\u{10000}-\u{10FFFF}]/gu, `${BEHIND}$&`);
}

/** The text that `sortable` was made of. */
export function plain(text: string): string {
  const parts = text.split(`${BEHIND}${ITSELF}`);
  return parts.map((part) => part.replaceAll(BEHIND, "")).join(BEHIND);
}

/** Inserts by collection, each in its order. */
export function byCollection(inserts: readonly PendingInsert[]): [CollectionName, PendingInsert[]][] {
  const groups = new Map<CollectionName, PendingInsert[]>();
  for (const insert of inserts) {
    const group = groups.get(insert.collection);
    if (group) group.push(insert);
    else groups.set(insert.collection, [insert]);
  }
  return [...groups];
}

/** A stored row without what belongs to commits. */
export function bare(row: StoredRow): Row {
  const { insertedBy: _by, pending: _pending, undone: _undone, ...rest } = row;
  // what is left are the fields of an index, which hold nothing else
  return rest as Row;
}
