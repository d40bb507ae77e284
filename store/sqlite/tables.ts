/**
 * How a collection lies in SQLite: one table of JSON bodies, and a column for each field of a key or index. The columns
 * are written with the body (`rows.ts`), not derived from it, so that a change leaves alone the indexes it does not touch.
 */
import { z } from "zod";
import { type CollectionName, collectionNames, documents } from "#core/documents.js";
import { layouts, officeIndex } from "../collections.js";
import type { Layout } from "../port.js";
import { shapeOf, type Shape } from "../shape.js";
import type { Database, SqlValue } from "./database.js";
import { column, type Table } from "./rows.js";

/** A collection's keys and indexes, and the statements that write its rows. */
export interface TableShape extends Shape, Table {
  readonly collection: CollectionName;
  /** Those of `fields` that hold booleans: SQLite keeps them as 0 and 1. */
  booleans: ReadonlySet<string>;
}

/** Stands for null in an index. It sorts before everything, as null does, but can be compared with. */
export const NOTHING = -Infinity;
/** `NOTHING` as SQL. */
export const nothing = "-9e999";

/**
 * Grow with every message, and are hardly ever walked by office: that walk goes along their ids and leaves out the other
 * offices, because an index in no order of time costs each commit a page for every new row.
 */
const WALKED_BY_ID: ReadonlySet<CollectionName> = new Set(["contacts", "inbox", "messages", "audit", "outbox"]);

export const uniqueName = (shape: TableShape, name: string): string => `${shape.collection}_key_${name}`;
export const indexName = ({ collection }: Pick<TableShape, "collection">, name: string): string =>
  name === officeIndex && WALKED_BY_ID.has(collection) ? `sqlite_autoindex_${collection}_1` : `${collection}_${name}`;

/** The shape of one collection, from its layout and schema. */
export function tableShape(collection: CollectionName, layout: Layout = layouts[collection]): TableShape {
  const shape = shapeOf(collection, layout);
  const { fields } = shape;
  const properties: Record<string, z.ZodType> = documents[collection].shape;
  const booleans = new Set(fields.filter((field) => properties[field] instanceof z.ZodBoolean));
  const columns = fields.map(column);
  const insertSql = `INSERT INTO ${collection} (${["id", "version", "body", ...columns].join(", ")}) VALUES (?, ?, ?${", ?".repeat(fields.length)}) ON CONFLICT DO NOTHING`;
  const beforeSql = `SELECT ${columns.join(", ")} FROM ${collection} WHERE id = ? AND version = ?`;
  return { ...shape, booleans, insertSql, beforeSql };
}

export type TableShapes = Readonly<Record<CollectionName, TableShape>>;

/** The shapes of all collections. */
export function tableShapes(): TableShapes {
  // `fromEntries` forgets which names it was given.
  return Object.fromEntries(collectionNames.map((name) => [name, tableShape(name)])) as TableShapes;
}

/** Makes the tables and columns that are declared and missing. */
export function ensureTables(db: Database, shapes: readonly TableShape[]): void {
  for (const shape of shapes) {
    const table = shape.collection;
    db.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL)`,
    );
    dropDerived(db, table);
    const there = new Set(db.all(`SELECT name FROM pragma_table_info('${table}')`).map(([name]) => name));
    const missing = shape.fields.filter((name) => !there.has(column(name)));
    for (const field of missing) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column(field)}`);
    fill(db, table, missing);
  }
}

/** Writes all columns anew from the bodies, after something has changed these. */
export function refillColumns(db: Database, shapes: readonly TableShape[]): void {
  for (const { collection, fields } of shapes) fill(db, collection, fields);
}

function fill(db: Database, table: CollectionName, fields: readonly string[]): void {
  if (fields.length === 0) return;
  const all = fields.map((field) => `${column(field)} = ifnull(json_extract(body, '$.${field}'), ${nothing})`);
  db.exec(`UPDATE ${table} SET ${all.join(", ")}`);
}

/** Before schema 3 the columns were derived from the body; their indexes go with them. */
function dropDerived(db: Database, table: CollectionName): void {
  // table_xinfo, unlike table_info, also lists derived columns
  const derived = db.all(`SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden = 2`);
  if (derived.length === 0) return;
  for (const [name] of indexesOf(db, table)) db.exec(`DROP INDEX ${String(name)}`);
  for (const [name] of derived) db.exec(`ALTER TABLE ${table} DROP COLUMN ${String(name)}`);
}

/** Name and SQL of each, but for the one of the table's own key. */
function indexesOf(db: Database, table: CollectionName): SqlValue[][] {
  return db.all("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", table);
}

/** Makes the indexes that are declared and missing or different, and drops those no longer declared. */
export function ensureIndexes(db: Database, shapes: readonly TableShape[]): void {
  for (const shape of shapes) {
    const declared = declaredIndexes(shape);
    for (const [name, sql] of indexesOf(db, shape.collection)) {
      if (declared.get(String(name)) === sql) declared.delete(String(name));
      else db.exec(`DROP INDEX ${String(name)}`);
    }
    for (const sql of declared.values()) db.exec(sql);
  }
}

function declaredIndexes(shape: TableShape): Map<string, string> {
  const table = shape.collection;
  const declared = new Map<string, string>();
  for (const [key, fields] of shape.unique) {
    const name = uniqueName(shape, key);
    declared.set(name, `CREATE UNIQUE INDEX ${name} ON ${table} (${fields.map(column).join(", ")})`);
  }
  for (const [key, fields] of shape.indexes) {
    const name = indexName(shape, key);
    // the one of the table's own key is there
    if (name.startsWith("sqlite_")) continue;
    declared.set(name, `CREATE INDEX ${name} ON ${table} (${[...fields.map(column), "id"].join(", ")})`);
  }
  return declared;
}
