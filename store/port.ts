/**
 * The store port: what any document engine must be able to do, and no more.
 *
 * It is shaped by what both engines can do well: guarded writes of one document, and one commit of a
 * guarded root together with plain inserts. There are no multi-document transactions and no joins.
 * `test/conformance/store.ts` holds every engine to what is promised here.
 */
import type { CollectionName, Documents } from "#core/documents.js";

export type { CollectionName, Documents };

/** Every stored document: `_id` is unique in its collection; `version` counts its writes, 1 at the insert. */
export interface Stored {
  _id: string;
  version: number;
}

/** A value an index can hold. Booleans are allowed; `undefined` is not (make the field always there). */
export type IndexValue = string | number | boolean;

/** A page of an index walk. All `where` fields must be a prefix of the named index's fields. */
export interface Find {
  /** Name of an index declared for the collection in `store/collections.ts`. */
  index: string;
  /** Equality on the first fields of the index, in any order. */
  where: Readonly<Record<string, IndexValue>>;
  /** Inclusive lower / exclusive upper bound on the index field that follows those in `where`. */
  from?: IndexValue;
  before?: IndexValue;
  /** Cursor returned by the page before this one. */
  after?: string;
  /** 1 to 1,000; 100 unless told. */
  limit?: number;
  /** Walk the index backwards. */
  descending?: boolean;
}

export interface Page<T> {
  items: T[];
  /** Present when more may follow. */
  next?: string;
}

/** A guarded write: `doc.version` is the version that was read; the store writes version + 1. */
export type Guarded<T extends Stored> = T;

export type InsertOutcome = "inserted" | "exists";
export type ReplaceOutcome = "replaced" | "conflict";

export interface Collection<T extends Stored> {
  get(id: string): Promise<T | undefined>;
  /** Many at once, in no promised order; what is missing is left out. */
  getMany(ids: readonly string[]): Promise<T[]>;
  /** The document with these values of a declared unique key, e.g. `by("code", {office, code})`. */
  by(unique: string, values: Readonly<Record<string, IndexValue>>): Promise<T | undefined>;
  /** Durable once it resolves. `exists`: the `_id` or a unique key is taken; nothing was written. `doc.version` is ignored: it becomes 1. */
  insert(doc: T): Promise<InsertOutcome>;
  /** Writes only if the stored version still is `doc.version`; a changed unique key that is taken is a conflict too. */
  replace(doc: Guarded<T>): Promise<ReplaceOutcome>;
  /** Removes; `true` when it was there. For expiry, erasure and demo removal only: history is never removed. */
  remove(id: string): Promise<boolean>;
  find(query: Find): Promise<Page<T>>;
  /** Streams an index walk without holding it in memory; sees a document at most once. */
  scan(query: Omit<Find, "after" | "limit">): AsyncIterable<T>;
  count(query: Pick<Find, "index" | "where" | "from" | "before">): Promise<number>;
  /** Groups by the index field `by` (which must be in the index); the sum of `sum` (in the index too) or the count. */
  group(query: Pick<Find, "index" | "where"> & { by: string; sum?: string }): Promise<Map<string, number>>;
  /** Guarded replaces, each on its own; resolves with the ids that conflicted. */
  bulk(docs: readonly Guarded<T>[]): Promise<string[]>;
}

/** The root of a commit: a guarded replace, or the insert of a new document. */
export type Root = {
  [N in CollectionName]:
    { op: "replace"; collection: N; doc: Documents[N] } | { op: "insert"; collection: N; doc: Documents[N] };
}[CollectionName];

export type Insert = { [N in CollectionName]: { collection: N; doc: Documents[N] } }[CollectionName];

export type CommitOutcome =
  | { type: "committed" }
  /** The root changed since it was read, or is already there: load again and decide again. */
  | { type: "conflict" }
  /** One of the inserts is already there: this very change was made before. Nothing was written. */
  | { type: "repeated"; collection: CollectionName; id: string };

export type Store = { readonly [N in CollectionName]: Collection<Documents[N]> } & {
  /**
   * One guarded root and any number of inserts, all or nothing, durable once it resolves.
   * Root first, then the inserts in order; the first obstacle decides the outcome.
   */
  commit(root: Root, also: readonly Insert[]): Promise<CommitOutcome>;
  /**
   * Writes documents as they are, versions too, over whatever has their ids; durable once it resolves. For moving and
   * restoring a store, while nothing else writes there.
   */
  put<N extends CollectionName>(collection: N, docs: readonly Documents[N][]): Promise<void>;
  /** Finishes the commits that a stopped process has left half done, where an engine can have such; how many. */
  mend(): Promise<number>;
  /** Rejects when the engine cannot answer. */
  ping(): Promise<void>;
  /** A consistent copy of everything at `path`. */
  backup(path: string): Promise<void>;
  /** Finishes what is waiting, then lets go of the file or connection. */
  close(): Promise<void>;
};

/** How a collection is laid out; `store/collections.ts` holds one per collection. */
export interface Layout {
  /** Unique keys besides `_id`: name → fields. All fields are always present. */
  unique?: Readonly<Record<string, readonly string[]>>;
  /** Indexes: name → fields, in order. `_id` follows implicitly as the tie-breaker. */
  indexes?: Readonly<Record<string, readonly string[]>>;
}
