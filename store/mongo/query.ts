/** From a query of the port to a filter of MongoDB. Pure; uses only what every server since 4.4 has. */
import type { Filter, Sort } from "mongodb";
import { isIndexable } from "../check.js";
import type { Find, IndexValue } from "../port.js";
import { StoreMisuse } from "../refused.js";
import type { Shape } from "../shape.js";
import { keyValues, planWalk, readCursor, type Walk } from "../walk.js";
import { sortable, type FieldValue, type StoredRow } from "./rows.js";

export type RowFilter = Filter<StoredRow>;
type Term = Record<string, unknown>;

/** An index walk as filter and order, and the fields its cursor must carry. */
export interface Asked {
  readonly filter: RowFilter;
  readonly sort: Sort;
  readonly free: readonly string[];
}

/** One page. */
export function pageOf(shape: Shape, query: Omit<Find, "limit">): Asked {
  const walk = planWalk(shape, query);
  const direction = query.descending ? -1 : 1;
  const sort = Object.fromEntries([...walk.free, "_id"].map((field) => [field, direction] as const));
  const terms = walkTerms(walk, query);
  if (query.after !== undefined) terms.push(behind(shape, walk, query.after, query.descending ?? false));
  return { filter: all(terms), sort, free: walk.free };
}

/** All that a walk meets. */
export function filterOf(shape: Shape, query: Pick<Find, "index" | "where" | "from" | "before">): RowFilter {
  return all(walkTerms(planWalk(shape, query), query));
}

/** The document of a unique key. */
export function byKey(shape: Shape, name: string, values: Readonly<Record<string, IndexValue>>): RowFilter {
  return all(keyValues(shape, name, values).map(([field, value]) => ({ [field]: lookFor(value) })));
}

function walkTerms({ equal, free }: Walk, { from, before }: Pick<Find, "from" | "before">): Term[] {
  const terms: Term[] = equal.map(([field, value]) => ({ [field]: lookFor(value) }));
  const next = free[0];
  // a comparison meets values of its own type only, so that null is outside of every range
  if (next !== undefined && from !== undefined) terms.push({ [next]: { $gte: lookFor(from) } });
  if (next !== undefined && before !== undefined) terms.push({ [next]: { $lt: lookFor(before) } });
  return terms;
}

/** Behind a cursor: equal in the first fields, and further in the next one. */
function behind(shape: Shape, walk: Walk, cursor: string, descending: boolean): Term {
  const names = [...walk.free, "_id"];
  const values = readCursor(shape, walk, cursor).map((value, index) =>
    typeof value === "string" && index < walk.free.length ? sortable(value) : value,
  );
  const ways = names.flatMap((name, index) => {
    const further = furtherThan(name, values[index] ?? null, descending);
    if (further === null) return [];
    const same = names.slice(0, index).map((field, at) => ({ [field]: values[at] ?? null }));
    return [all([...same, further])];
  });
  return { $or: ways };
}

/** Null comes first in order, and `$gt` and `$lt` never meet it. */
function furtherThan(name: string, value: FieldValue, descending: boolean): Term | null {
  if (!descending) return value === null ? { [name]: { $ne: null } } : { [name]: { $gt: value } };
  if (value === null) return null;
  return name === "_id" ? { [name]: { $lt: value } } : { $or: [{ [name]: { $lt: value } }, { [name]: null }] };
}

/** The value to look for; what cannot be stored is looked for in vain. */
function lookFor(value: unknown): unknown {
  if (typeof value === "string") return isIndexable(value) ? sortable(value) : NOWHERE;
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new StoreMisuse("a value to look for must be a text, number or boolean");
}

/** No field of ours holds a list. */
const NOWHERE: readonly string[] = ["nowhere"];

function all(terms: readonly Term[]): RowFilter {
  const [only] = terms;
  // the driver's type wants to know every field by name
  return (terms.length === 1 ? only : terms.length === 0 ? {} : { $and: terms }) as RowFilter;
}
