/**
 * Documents that were parsed before, by id and version: matching reads the same open needs again at every run, and
 * parsing them was most of it. What is kept is frozen, so that nobody can change what others read.
 */
import type { Stored } from "../port.js";

/** Documents kept at most; a county's open needs and pledges fit several times over. */
const MOST = 20_000;

export interface Parsed<T extends Stored> {
  /** The document in this version; read and parsed by `body` when it is not known. */
  of(id: string, version: number, body: () => string): T;
  /** A removed id may come again with version 1. */
  forget(id: string): void;
}

export function createParsed<T extends Stored>(): Parsed<T> {
  const known = new Map<string, T>();
  return {
    of(id, version, body) {
      const found = known.get(id);
      if (found?.version === version) return found;
      const doc: T = freeze(JSON.parse(body()));
      // the oldest goes first; what is read all the time comes back at once
      if (known.size >= MOST) known.delete(known.keys().next().value ?? "");
      known.set(id, doc);
      return doc;
    },
    forget: (id) => void known.delete(id),
  };
}

function freeze<V>(value: V): V {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
