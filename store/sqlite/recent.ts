/**
 * Documents that were read or written lately, by id and unique key: a conversation is read at each of its messages, and
 * nobody but this process writes the file. What is kept is frozen, so that nobody can change what others read.
 */
import type { CollectionName } from "#core/documents.js";
import type { IndexValue, Stored } from "../port.js";
import type { Shape } from "../shape.js";
import { freeze } from "./parsed.js";

/** Documents kept at most of one collection. */
const MOST = 2_000;

export interface Recent<T extends Stored> {
  get(id: string): T | undefined;
  by(unique: string, values: Readonly<Record<string, IndexValue>>): T | undefined;
  /** This is how it is stored now. */
  keep(doc: T): T;
  /** Somebody else wrote it, or it is gone. */
  drop(id: string): void;
}

export function createRecent<T extends Stored>(shape: Shape): Recent<T> {
  const known = new Map<string, { readonly doc: T; readonly keys: readonly string[] }>();
  const ids = new Map<string, string>();
  const keyOf = (unique: string, valueOf: (field: string) => unknown): string =>
    JSON.stringify([unique, ...(shape.unique.get(unique) ?? []).map(valueOf)]);

  function drop(id: string): void {
    for (const key of known.get(id)?.keys ?? []) ids.delete(key);
    known.delete(id);
  }

  return {
    get: (id) => known.get(id)?.doc,
    by: (unique, values) => known.get(ids.get(keyOf(unique, (field) => values[field])) ?? "")?.doc,
    keep(doc) {
      const { _id: id } = doc;
      drop(id);
      // the one that was not written or read for the longest time goes first
      if (known.size >= MOST) drop(known.keys().next().value ?? "");
      const fields = new Map<string, unknown>(Object.entries(doc));
      const keys = [...shape.unique.keys()].map((unique) => keyOf(unique, (field) => fields.get(field)));
      known.set(id, { doc: freeze(doc), keys });
      for (const key of keys) ids.set(key, id);
      return doc;
    },
    drop,
  };
}

/** Those of the collections whose documents are read again and again. */
export type Recents = ReadonlyMap<CollectionName, Recent<Stored>>;
