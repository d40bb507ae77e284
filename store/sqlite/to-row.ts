/** From a document to the row that holds it. */
import { checkDocument } from "../check.js";
import type { Stored } from "../port.js";
import type { SqlValue } from "./database.js";
import type { Row } from "./rows.js";
import { NOTHING, type TableShape } from "./tables.js";

/** A row, and the checked document in it. */
export interface Filled {
  readonly row: Row;
  readonly doc: Stored;
}

/** Checks a document that will have this version and gives the row that holds it. Throws `InvalidDocument`. */
export function fill(shape: TableShape, given: Stored, version: number): Filled {
  const { doc, body } = checkDocument(shape, given, version);
  return { doc, row: { id: doc._id, version, body, columns: columnsOf(shape, doc) } };
}

/** The row alone. */
export function toRow(shape: TableShape, doc: Stored, version: number): Row {
  return fill(shape, doc, version).row;
}

function columnsOf(shape: TableShape, doc: object): SqlValue[] {
  const fields = doc as Readonly<Record<string, unknown>>;
  return shape.fields.map((field) => columnValue(fields[field]));
}

/** As `json_extract` gives it, with `NOTHING` for null. */
function columnValue(value: unknown): SqlValue {
  if (typeof value === "string" || typeof value === "number") return value;
  if (value === undefined || value === null) return NOTHING;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}
