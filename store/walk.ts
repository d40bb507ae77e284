/** What may be asked of an index, and what is asked: the same for every engine. Throws `StoreMisuse` for the rest. */
import type { Find, IndexValue } from "./port.js";
import { StoreMisuse } from "./refused.js";
import type { Shape } from "./shape.js";

/** An index walk, understood: the fields held equal, and those it runs along (the id follows them). */
export interface Walk {
  readonly equal: readonly (readonly [field: string, value: IndexValue])[];
  readonly free: readonly string[];
}

/** Understands the first part of a query. */
export function planWalk(shape: Shape, query: Pick<Find, "index" | "where" | "from" | "before">): Walk {
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
  return { equal, free };
}

/** Checks that fields to group by or sum are in the index. */
export function checkGroup(shape: Shape, query: { index: string; by: string; sum?: string }): void {
  const fields = indexFields(shape, query.index);
  for (const field of [query.by, query.sum ?? query.by]) {
    if (fields.includes(field)) continue;
    throw new StoreMisuse(
      `${shape.collection}.${query.index} (${fields.join(", ")}) has no field ${field} to group by or sum`,
    );
  }
}

/** The values of a unique key, in its order. */
export function keyValues(
  shape: Shape,
  name: string,
  values: Readonly<Record<string, IndexValue>>,
): (readonly [field: string, value: IndexValue])[] {
  const fields = shape.unique.get(name);
  if (!fields) throw unknownName(shape, "unique key", name, shape.unique);
  const given = Object.keys(values);
  const found = fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]] as const]));
  if (given.length !== fields.length || found.length !== fields.length) {
    throw new StoreMisuse(`${shape.collection}.${name} is found by ${fields.join(", ")}; given: ${given.join(", ")}`);
  }
  return found;
}

/** Documents of one page: 100 unless told. */
export function checkLimit(limit = 100): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw new StoreMisuse(`limit must be a whole number from 1 to 1,000, not ${limit}`);
}

/** The cursor behind the last document of a page. */
export function writeCursor(free: readonly string[], doc: object): string {
  const fields = new Map<string, unknown>(Object.entries(doc));
  return Buffer.from(JSON.stringify([...free, "_id"].map((field) => fields.get(field) ?? null))).toString("base64url");
}

/** The values in a cursor of this walk: of the free fields, then the id. */
export function readCursor(shape: Shape, { free }: Walk, cursor: string): (IndexValue | null)[] {
  const values = parseCursor(cursor);
  if (values?.length === free.length + 1 && typeof values.at(-1) === "string" && values.every(isCursorValue))
    return values;
  throw new StoreMisuse(`after is no cursor of this walk of ${shape.collection}; use next of the page before it`);
}

const isCursorValue = (value: unknown): value is IndexValue | null =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

function parseCursor(cursor: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(values) ? values : undefined;
  } catch {
    return undefined; // Told by the caller, which knows the walk.
  }
}

function indexFields(shape: Shape, name: string): readonly string[] {
  const fields = shape.indexes.get(name);
  if (!fields) throw unknownName(shape, "index", name, shape.indexes);
  return fields;
}

function unknownName(shape: Shape, sort: string, name: string, known: ReadonlyMap<string, unknown>): StoreMisuse {
  const names = [...known.keys()].join(", ") || "none";
  return new StoreMisuse(`${shape.collection} has no ${sort} ${name}; store/collections.ts declares: ${names}`);
}
