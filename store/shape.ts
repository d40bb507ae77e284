/** Keys and indexes of a collection, ready to be asked; what both engines read from `store/collections.ts`. */
import type { CollectionName } from "#core/documents.js";
import { layouts, officeIndex } from "./collections.js";
import type { Layout } from "./port.js";

export interface Shape {
  readonly collection: CollectionName;
  readonly unique: ReadonlyMap<string, readonly string[]>;
  readonly indexes: ReadonlyMap<string, readonly string[]>;
  /** Fields of keys and indexes. */
  readonly fields: readonly string[];
}

/** The shape of one collection. */
export function shapeOf(collection: CollectionName, layout: Layout = layouts[collection]): Shape {
  const unique = new Map(Object.entries(layout.unique ?? {}));
  const indexes = new Map([[officeIndex, ["office"]], ...Object.entries(layout.indexes ?? {})]);
  const fields = [...new Set([...unique.values(), ...indexes.values()].flat())];
  return { collection, unique, indexes, fields };
}
