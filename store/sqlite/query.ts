/** From a query of the port to SQL. Pure; every statement names its index, so that none can fall back to a full scan. */
import type { Find, IndexValue } from "../port.js";
import type { SqlValue } from "./database.js";
import { isIndexable } from "../check.js";
import { StoreMisuse } from "../refused.js";
import { checkGroup, keyValues, planWalk, readCursor, type Walk } from "../walk.js";
import { column } from "./rows.js";
import { indexName, NOTHING, nothing, type TableShape, uniqueName } from "./tables.js";

/** A statement and its parameters. */
export interface Statement {
  sql: string;
  params: SqlValue[];
}

/** A walk, and the index it takes. */
type FromWalk = Walk & { readonly from: string };

type Bounds = Pick<Find, "from" | "before" | "after" | "descending">;

/** One page of these columns, and the fields that its cursor must carry (before the id). */
export function findStatement(
  shape: TableShape,
  query: Find,
  rows: number,
  columns: string,
): Statement & { free: readonly string[] } {
  const walk = walkOf(shape, query);
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
  const walk = walkOf(shape, query);
  const { sql, params } = conditions(shape, walk, query);
  return { sql: `SELECT count(*) FROM ${walk.from}${sql}`, params };
}

/** Group and sum; both fields come out of the index, so no document is read. */
export function groupStatement(
  shape: TableShape,
  query: Pick<Find, "index" | "where"> & { by: string; sum?: string },
): Statement {
  const walk = walkOf(shape, query);
  checkGroup(shape, query);
  const { sql, params } = conditions(shape, walk, {});
  const value = query.sum === undefined ? "count(*)" : `ifnull(sum(nullif(${column(query.sum)}, ${nothing})), 0)`;
  const by = column(query.by);
  return { sql: `SELECT ${by}, ${value} FROM ${walk.from}${sql} GROUP BY ${by}`, params };
}

/** The document of a unique key. */
export function byStatement(shape: TableShape, name: string, values: Readonly<Record<string, IndexValue>>): Statement {
  const key = keyValues(shape, name, values);
  const where = key.map(([field]) => `${column(field)} = ?`).join(" AND ");
  return {
    sql: `SELECT body FROM ${shape.collection} INDEXED BY ${uniqueName(shape, name)} WHERE ${where}`,
    params: key.map(([, value]) => bind(value)),
  };
}

/** The text or number to look for. What cannot be stored becomes NULL, which equals nothing. */
export function bind(value: unknown): SqlValue {
  if (typeof value === "string") return isIndexable(value) ? value : null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new StoreMisuse("a value to look for must be a text, number or boolean");
}

function walkOf(shape: TableShape, query: Pick<Find, "index" | "where" | "from" | "before">): FromWalk {
  return { ...planWalk(shape, query), from: `${shape.collection} INDEXED BY ${indexName(shape, query.index)}` };
}

function conditions(shape: TableShape, walk: FromWalk, bounds: Bounds): Statement {
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
    const values = readCursor(shape, walk, bounds.after).map((value) => (value === null ? NOTHING : bind(value)));
    add(`(${names.join(", ")}) ${bounds.descending ? "<" : ">"} (${names.map(() => "?").join(", ")})`, ...values);
  }
  return { sql: terms.length > 0 ? ` WHERE ${terms.join(" AND ")}` : "", params };
}
