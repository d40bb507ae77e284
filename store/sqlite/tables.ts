/** How a collection lies in SQLite: one table of JSON bodies, and a virtual column for each field of a key or index. */
import { z } from "zod";
import { type CollectionName, collectionNames, documents } from "#core/documents.js";
import { layouts, officeIndex } from "../collections.js";
import type { Layout } from "../port.js";
import type { Database } from "./database.js";

/** A collection's keys and indexes, ready to be asked. */
export interface TableShape {
  collection: CollectionName;
  unique: ReadonlyMap<string, readonly string[]>;
  indexes: ReadonlyMap<string, readonly string[]>;
  /** Fields of keys and indexes. */
  fields: readonly string[];
  /** Those of `fields` that hold booleans: SQLite keeps them as 0 and 1. */
  booleans: ReadonlySet<string>;
}

/** Stands for null in an index. It sorts before everything, as null does, but can be compared with. */
export const NOTHING = -Infinity;
/** `NOTHING` as SQL. */
export const nothing = "-9e999";

/** The virtual column of a field. */
export const column = (field: string): string => `f_${field}`;
export const uniqueName = (shape: TableShape, name: string): string => `${shape.collection}_key_${name}`;
export const indexName = (shape: TableShape, name: string): string => `${shape.collection}_${name}`;

/** The shape of one collection, from its layout and schema. */
export function tableShape(collection: CollectionName, layout: Layout = layouts[collection]): TableShape {
  const unique = new Map(Object.entries(layout.unique ?? {}));
  const indexes = new Map([[officeIndex, ["office"]], ...Object.entries(layout.indexes ?? {})]);
  const fields = [...new Set([...unique.values(), ...indexes.values()].flat())];
  const properties: Record<string, z.ZodType> = documents[collection].shape;
  const booleans = new Set(fields.filter((field) => properties[field] instanceof z.ZodBoolean));
  return { collection, unique, indexes, fields, booleans };
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
    // table_xinfo, unlike table_info, also lists virtual columns.
    const there = new Set(db.all(`SELECT name FROM pragma_table_xinfo('${table}')`).map(([name]) => name));
    for (const field of shape.fields.filter((name) => !there.has(column(name)))) {
      db.exec(
        `ALTER TABLE ${table} ADD COLUMN ${column(field)} AS (ifnull(json_extract(body, '$.${field}'), ${nothing})) VIRTUAL`,
      );
    }
  }
}

/** Makes the indexes that are declared and missing or different, and drops those no longer declared. */
export function ensureIndexes(db: Database, shapes: readonly TableShape[]): void {
  for (const shape of shapes) {
    const declared = declaredIndexes(shape);
    const there = db.all(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
      shape.collection,
    );
    for (const [name, sql] of there) {
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
    declared.set(name, `CREATE INDEX ${name} ON ${table} (${[...fields.map(column), "id"].join(", ")})`);
  }
  return declared;
}
