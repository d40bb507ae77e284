/** From a query of the port to SQL. Pure; every statement names its index, so that none can fall back to a full scan. */
import type { Find, IndexValue } from "../port.js";
import type { SqlValue } from "./database.js";
import { StoreMisuse } from "./refused.js";
import { isIndexable } from "./rows.js";
import { column, indexName, NOTHING, nothing, type TableShape, uniqueName } from "./tables.js";

/** A statement and its parameters. */
export interface Statement {
  sql: string;
  params: SqlValue[];
}

/** An index walk, understood: the fields held equal, and those it runs along. */
interface Walk {
  from: string;
  equal: readonly (readonly [field: string, value: IndexValue])[];
  free: readonly string[];
}

type Bounds = Pick<Find, "from" | "before" | "after" | "descending">;

/** One page of these columns, and the fields that its cursor must carry (before the id). */
export function findStatement(
  shape: TableShape,
  query: Find,
  rows: number,
  columns: string,
): Statement & { free: readonly string[] } {
  const walk = planWalk(shape, query);
  const order = [...walk.free.map(column), "id"].map((name) => (query.descending ? `${name} DESC` : name));
  const { sql, params } = conditions(shape, walk, query);
  return {
    sql: `SELECT ${columns} FROM ${walk.from}${sql} ORDER BY ${order.join(", ")} LIMIT ?`,
    params: [...params, rows],
    free: walk.free,
  };
}

/** How many documents a walk would meet. */
export function countStatement(shape: TableShape, query: Pick<Find, "index" | "where" | "from" | "before">): Statement {
  const walk = planWalk(shape, query);
  const { sql, params } = conditions(shape, walk, query);
  return { sql: `SELECT count(*) FROM ${walk.from}${sql}`, params };
}

/** Group and sum; both fields come out of the index, so no document is read. */
export function groupStatement(
  shape: TableShape,
  query: Pick<Find, "index" | "where"> & { by: string; sum?: string },
): Statement {
  const walk = planWalk(shape, query);
  const fields = indexFields(shape, query.index);
  for (const field of [query.by, query.sum ?? query.by]) {
    if (fields.includes(field)) continue;
    throw new StoreMisuse(
      `${shape.collection}.${query.index} (${fields.join(", ")}) has no field ${field} to group by or sum`,
    );
  }
  const { sql, params } = conditions(shape, walk, {});
  const value = query.sum === undefined ? "count(*)" : `ifnull(sum(nullif(${column(query.sum)}, ${nothing})), 0)`;
  const by = column(query.by);
  return { sql: `SELECT ${by}, ${value} FROM ${walk.from}${sql} GROUP BY ${by}`, params };
}

/** The document of a unique key. */
export function byStatement(shape: TableShape, name: string, values: Readonly<Record<string, IndexValue>>): Statement {
  const fields = shape.unique.get(name);
  if (!fields) throw unknownName(shape, "unique key", name, shape.unique);
  const given = Object.keys(values);
  if (given.length !== fields.length || !fields.every((field) => values[field] !== undefined)) {
    throw new StoreMisuse(`${shape.collection}.${name} is found by ${fields.join(", ")}; given: ${given.join(", ")}`);
  }
  const where = fields.map((field) => `${column(field)} = ?`).join(" AND ");
  return {
    sql: `SELECT body FROM ${shape.collection} INDEXED BY ${uniqueName(shape, name)} WHERE ${where}`,
    params: fields.map((field) => bind(values[field])),
  };
}

/** The cursor behind the last document of a page. */
export function writeCursor(free: readonly string[], doc: object): string {
  const fields = new Map<string, unknown>(Object.entries(doc));
  return Buffer.from(JSON.stringify([...free, "_id"].map((field) => fields.get(field) ?? null))).toString("base64url");
}

/** The text or number to look for. What cannot be stored becomes NULL, which equals nothing. */
export function bind(value: unknown): SqlValue {
  if (typeof value === "string") return isIndexable(value) ? value : null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new StoreMisuse("a value to look for must be a text, number or boolean");
}

function indexFields(shape: TableShape, name: string): readonly string[] {
  const fields = shape.indexes.get(name);
  if (!fields) throw unknownName(shape, "index", name, shape.indexes);
  return fields;
}

function planWalk(shape: TableShape, query: Pick<Find, "index" | "where" | "from" | "before">): Walk {
  const fields = indexFields(shape, query.index);
  const given = Object.keys(query.where);
  const described = `${shape.collection}.${query.index} (${fields.join(", ")})`;
  const equal = fields.slice(0, given.length).map((field) => {
    const value = query.where[field];
    if (value !== undefined) return [field, value] as const;
    throw new StoreMisuse(`where {${given.join(", ")}} must name the first fields of ${described}, each with a value`);
  });
  if (given.length > fields.length)
    throw new StoreMisuse(`where {${given.join(", ")}} has more fields than ${described}`);
  const free = fields.slice(given.length);
  if (free.length === 0 && (query.from !== undefined || query.before !== undefined)) {
    throw new StoreMisuse(`from and before bound the field after those in where, but ${described} has none left`);
  }
  return { from: `${shape.collection} INDEXED BY ${indexName(shape, query.index)}`, equal, free };
}

function conditions(shape: TableShape, walk: Walk, bounds: Bounds): Statement {
  const terms = walk.equal.map(([field]) => `${column(field)} = ?`);
  const params: SqlValue[] = walk.equal.map(([, value]) => bind(value));
  const add = (term: string, ...values: SqlValue[]) => {
    terms.push(term);
    params.push(...values);
  };
  const next = walk.free[0];
  // A cursor is past one bound already; leaving that out lets SQLite start right at the cursor.
  const past = bounds.after === undefined ? undefined : bounds.descending ? "before" : "from";
  if (next !== undefined && bounds.from !== undefined && past !== "from")
    add(`${column(next)} >= ?`, bind(bounds.from));
  if (next !== undefined && bounds.before !== undefined) {
    if (past !== "before") add(`${column(next)} < ?`, bind(bounds.before));
    if (bounds.from === undefined) add(`${column(next)} > ${nothing}`);
  }
  if (bounds.after !== undefined) {
    const names = [...walk.free.map(column), "id"];
    const values = readCursor(bounds.after, names.length, shape);
    add(`(${names.join(", ")}) ${bounds.descending ? "<" : ">"} (${names.map(() => "?").join(", ")})`, ...values);
  }
  return { sql: terms.length > 0 ? ` WHERE ${terms.join(" AND ")}` : "", params };
}

function readCursor(cursor: string, length: number, shape: TableShape): SqlValue[] {
  const values = parseCursor(cursor);
  if (values?.length !== length || typeof values.at(-1) !== "string") {
    throw new StoreMisuse(`after is no cursor of this walk of ${shape.collection}; use next of the page before it`);
  }
  return values.map((value) => (value === null ? NOTHING : bind(value)));
}

function parseCursor(cursor: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(values) ? values : undefined;
  } catch {
    return undefined; // Told by the caller, which knows the walk.
  }
}

function unknownName(shape: TableShape, sort: string, name: string, known: ReadonlyMap<string, unknown>): StoreMisuse {
  const names = [...known.keys()].join(", ") || "none";
  return new StoreMisuse(`${shape.collection} has no ${sort} ${name}; store/collections.ts declares: ${names}`);
}
