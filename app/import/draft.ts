/** Documents that a batch reads, makes and changes: the first look loads one, later rows see what earlier rows made of it. */
import type { CollectionName, Documents, Insert, Store } from "#store/port.js";
import type { Edit } from "./decider.js";
import { differing } from "./sealed.js";

/** What a row does to a document. */
export type Fate = "created" | "changed" | "unchanged";

/** A document after a row, and what the row did to it. */
export interface Step<T> {
  readonly doc: T;
  readonly fate: Fate;
}

export function fateBetween(was: object | undefined, is: object): Fate {
  if (was === undefined) return "created";
  return differing({ ...was }, { ...is }).length > 0 ? "changed" : "unchanged";
}

/** What a row did, by what it did to its documents. */
export function worst(fates: readonly Fate[]): Fate {
  return fates.includes("created") ? "created" : fates.includes("changed") ? "changed" : "unchanged";
}

export interface Draft<N extends CollectionName> {
  /** As it stands now. */
  get(id: string): Documents[N] | undefined;
  /** Takes up a stored document, unless this batch has it already; what it is now. */
  stored(doc: Documents[N]): Documents[N];
  /** Makes or changes one. */
  set(doc: Documents[N]): void;
  all(): Iterable<Documents[N]>;
  inserts(): Insert[];
  edits(): Edit[];
}

export function createDraft<N extends Exclude<keyof Store & CollectionName, never>>(collection: N): Draft<N> {
  const before = new Map<string, Documents[N]>();
  const now = new Map<string, Documents[N]>();
  const fieldsOf = (id: string): string[] => {
    const [was, is] = [before.get(id), now.get(id)];
    return was && is ? differing({ ...was }, { ...is }) : [];
  };
  return {
    get: (id) => now.get(id),
    stored(doc) {
      const known = now.get(doc._id);
      if (known) return known;
      before.set(doc._id, doc);
      now.set(doc._id, doc);
      return doc;
    },
    set: (doc) => void now.set(doc._id, doc),
    all: () => now.values(),
    inserts: () =>
      [...now.values()].filter(({ _id }) => !before.has(_id)).map((doc) => ({ collection, doc }) as unknown as Insert),
    edits: () =>
      [...before.keys()].flatMap((id) => {
        const fields = fieldsOf(id);
        const doc = now.get(id);
        return doc && fields.length > 0
          ? [{ root: { op: "replace", collection, doc } as unknown as Edit["root"], fields }]
          : [];
      }),
  };
}
