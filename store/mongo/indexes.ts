/** Makes the indexes that `store/collections.ts` declares, and drops those it no longer does. */
import type { Collection, Db, IndexDescription } from "mongodb";
import type { Shape } from "../shape.js";
import type { StoredRow } from "./rows.js";

/** Finds the roots whose commit is not finished. */
const HALF_DONE = "half_done";

/** Brings a collection's indexes up to date; several processes may do so at once. */
export async function ensureIndexes(db: Db, shape: Shape): Promise<void> {
  const collection = db.collection<StoredRow>(shape.collection);
  const declared = declaredIndexes(shape);
  const there = await namesThere(collection);
  const stale = [...there].filter(([name, keys]) => name !== "_id_" && !sameAs(declared.get(name), keys));
  for (const [name] of stale) await collection.dropIndex(name).catch(() => undefined);
  const missing = [...declared.values()].filter(({ name = "", key }) => there.get(name) !== JSON.stringify(key));
  if (missing.length > 0) await collection.createIndexes(missing);
}

/** By name, with their fields; none where the collection is not there yet. */
async function namesThere(collection: Collection<StoredRow>): Promise<Map<string, string>> {
  try {
    const indexes = await collection.listIndexes().toArray();
    return new Map(indexes.map(({ name, key }) => [String(name), JSON.stringify(key)]));
  } catch {
    return new Map();
  }
}

function sameAs(declared: IndexDescription | undefined, keys: string): boolean {
  return declared !== undefined && JSON.stringify(declared.key) === keys;
}

/** A collection's indexes by name. All fields are always there, so that a unique key needs no exception. */
export function declaredIndexes(shape: Shape): Map<string, IndexDescription> {
  const keyOf = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, 1] as const));
  const unique = [...shape.unique].map(([name, fields]): IndexDescription => ({
    name: `key_${name}`,
    key: keyOf(fields),
    unique: true,
  }));
  const walked = [...shape.indexes].map(([name, fields]): IndexDescription => ({
    name: `by_${name}`,
    key: keyOf([...fields, "_id"]),
  }));
  const halfDone: IndexDescription = { name: HALF_DONE, key: { "pending.id": 1 }, sparse: true };
  return new Map([...unique, ...walked, halfDone].map((index) => [String(index.name), index]));
}
