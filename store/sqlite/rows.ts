/** From a document to the row that holds it, and the plain writes of rows. */
import type { z } from "zod";
import { documents } from "#core/documents.js";
import type { Stored } from "../port.js";
import type { Database } from "./database.js";
import type { TableShape } from "./tables.js";

/** A checked document, ready to be written with its new version. */
export interface Row {
  id: string;
  /** The version it will have. */
  version: number;
  body: string;
}

/** A document that does not fit its schema: a bug. Names fields, never values. */
export class InvalidDocument extends Error {
  override readonly name = "InvalidDocument";
}

/**
 * Checks a document against its schema and gives the row that holds it. What the schema does not know is left out, so
 * that nothing unclassified is stored. Throws `InvalidDocument`.
 */
export function toRow(shape: TableShape, doc: Stored, version: number): Row {
  const schema: z.ZodType<Stored> = documents[shape.collection];
  const checked = schema.safeParse({ ...doc, version });
  if (!checked.success) throw invalid(shape, checked.error.issues.map(describeIssue));
  const body = JSON.stringify(checked.data);
  // JSON writes both as escapes, so that one look at the body is enough nearly always.
  if (/\\u(0000|d[89a-f])/.test(body)) refuseUnindexable(shape, checked.data);
  return { id: checked.data._id, version, body };
}

/** Can SQLite keep and compare this text? It cuts a text at NUL and garbles half a surrogate pair. */
export function isIndexable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function refuseUnindexable(shape: TableShape, doc: Stored): void {
  const fields = new Set(["_id", ...shape.fields]);
  const broken = Object.entries(doc).flatMap(([field, value]: [string, unknown]) =>
    fields.has(field) && typeof value === "string" && !isIndexable(value) ? [`${field} (control character)`] : [],
  );
  if (broken.length > 0) throw invalid(shape, broken);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.map(String).join(".") || "document"} (${issue.code})`;
}

function invalid(shape: TableShape, faults: readonly string[]): InvalidDocument {
  return new InvalidDocument(`${shape.collection}: a document does not fit its schema at ${faults.join(", ")}`);
}

/** Writes a new row; false when its id or a unique key is taken. */
export function insertRow(db: Database, { collection }: TableShape, row: Row): boolean {
  const sql = `INSERT INTO ${collection} (id, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`;
  return db.run(sql, row.id, row.version, row.body) === 1;
}

/** Writes over the version before; false when that is not what is stored, or a unique key is taken. */
export function replaceRow(db: Database, { collection }: TableShape, row: Row): boolean {
  const sql = `UPDATE OR IGNORE ${collection} SET version = ?, body = ? WHERE id = ? AND version = ?`;
  return db.run(sql, row.version, row.body, row.id, row.version - 1) === 1;
}
