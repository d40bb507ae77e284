/** The plain writes of rows. */
import type { Database, SqlValue } from "./database.js";

/** What is known of a table to write its rows. */
export interface Table {
  readonly collection: string;
  /** Fields of keys and indexes: each has a column. */
  readonly fields: readonly string[];
  /** Writes a new row: id, version, body, and the columns of `fields`. */
  readonly insertSql: string;
  /** The columns of a row in one version: id and version. */
  readonly beforeSql: string;
}

/** A checked document, ready to be written with its new version. */
export interface Row {
  id: string;
  /** The version it will have. */
  version: number;
  body: string;
  /** What the columns of the shape's fields hold, in their order. */
  columns: readonly SqlValue[];
}

/** The column of a field. */
export const column = (field: string): string => `f_${field}`;

/** Writes a new row; false when its id or a unique key is taken. */
export function insertRow(db: Database, table: Table, row: Row): boolean {
  return db.run(table.insertSql, row.id, row.version, row.body, ...row.columns) === 1;
}

/** Writes over the version before; false when that is not what is stored, or a unique key is taken. */
export function replaceRow(db: Database, table: Table, row: Row): boolean {
  const before = db.first(table.beforeSql, row.id, row.version - 1);
  if (!before) return false;
  let sql = `UPDATE OR IGNORE ${table.collection} SET version = ?, body = ?`;
  const params: SqlValue[] = [row.version, row.body];
  // only what has changed: each column that is named costs its indexes two pages, even where it stays the same
  for (const [index, field] of table.fields.entries()) {
    const value = row.columns[index];
    if (value === undefined || value === before[index]) continue;
    sql += `, ${column(field)} = ?`;
    params.push(value);
  }
  return db.run(`${sql} WHERE id = ?`, ...params, row.id) === 1;
}
