/** From a document to the row that holds it, and the plain writes of rows. */
import { checkDocument } from "../check.js";
import type { Stored } from "../port.js";
import type { Database, SqlValue } from "./database.js";
import { column, NOTHING, type TableShape } from "./tables.js";

/** A checked document, ready to be written with its new version. */
export interface Row {
  id: string;
  /** The version it will have. */
  version: number;
  body: string;
  /** What the columns of the shape's fields hold, in their order. */
  columns: readonly SqlValue[];
}

/** Checks a document that will have this version and gives the row that holds it. Throws `InvalidDocument`. */
export function toRow(shape: TableShape, doc: Stored, version: number): Row {
  const { doc: checked, body } = checkDocument(shape, doc, version);
  return { id: checked._id, version, body, columns: columnsOf(shape, checked) };
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

/** Writes a new row; false when its id or a unique key is taken. */
export function insertRow(db: Database, shape: TableShape, row: Row): boolean {
  return db.run(shape.insertSql, row.id, row.version, row.body, ...row.columns) === 1;
}

/** Writes over the version before; false when that is not what is stored, or a unique key is taken. */
export function replaceRow(db: Database, shape: TableShape, row: Row): boolean {
  const before = db.first(shape.beforeSql, row.id, row.version - 1);
  if (!before) return false;
  let sql = `UPDATE OR IGNORE ${shape.collection} SET version = ?, body = ?`;
  const params: SqlValue[] = [row.version, row.body];
  // only what has changed: each column that is named costs its indexes two pages, even where it stays the same
  for (const [index, field] of shape.fields.entries()) {
    const value = row.columns[index];
    if (value === undefined || value === before[index]) continue;
    sql += `, ${column(field)} = ?`;
    params.push(value);
  }
  return db.run(`${sql} WHERE id = ?`, ...params, row.id) === 1;
}
