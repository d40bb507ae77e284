/** From a document to the row that holds it. */
import { checkDocument } from "../check.js";
import type { Stored } from "../port.js";
import type { Shape } from "../shape.js";
import type { SqlValue } from "./database.js";
import type { Row } from "./rows.js";
import { NOTHING, type TableShape } from "./tables.js";

/** Checks a document that will have this version and gives the row that holds it. Throws `InvalidDocument`. */
export function toRow(shape: TableShape, doc: Stored, version: number): Row {
  const { doc: checked, body } = checkDocument(shape, doc, version);
  return { id: checked._id, version, body, columns: columnsOf(shape, checked) };
}

/** What the columns of a document hold. */
export function columnsOf(shape: Shape, doc: object): SqlValue[] {
  const fields = doc as Readonly<Record<string, unknown>>;
  return shape.fields.map((field) => columnValue(fields[field]));
}

/** As `json_extract` gives it, with `NOTHING` for null. */
export function columnValue(value: unknown): SqlValue {
  if (typeof value === "string" || typeof value === "number") return value;
  if (value === undefined || value === null) return NOTHING;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}
