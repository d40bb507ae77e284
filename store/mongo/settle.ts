/**
 * Readers never see half a commit: who meets a root that is marked waits a little for its writer, then finishes the
 * commit in its place.
 */
import type { CollectionName } from "#core/documents.js";
import type { MongoDeps } from "./deps.js";
import { finish } from "./finish.js";
import type { StoredRow } from "./rows.js";

/** A writer that has not finished after so long has died, or stands still. */
export const PATIENCE_MS = 1_000;
const LOOK_MS = 5;

export interface Settle {
  /** The row once its commit is whole or undone; undefined when it is gone then. */
  one(collection: CollectionName, row: StoredRow): Promise<StoredRow | undefined>;
  /** The same of many, in their order; what is gone is left out. */
  many(collection: CollectionName, rows: readonly StoredRow[]): Promise<StoredRow[]>;
  /** Its inserts are all there: this process need not wait for the mark to be taken off. */
  known(commit: string): void;
  /** The mark is off. */
  forget(commit: string): void;
  /** Commits whose marks may be overlooked. */
  overlooked(): readonly string[];
  /** Finishes all that is half done in every collection; how many. */
  mend(): Promise<number>;
}

export function createSettle(deps: MongoDeps): Settle {
  const whole = new Set<string>();

  async function one(collection: CollectionName, first: StoredRow): Promise<StoredRow | undefined> {
    const since = deps.tick();
    let row: StoredRow | null = first;
    while (row?.pending && !whole.has(row.pending.id)) {
      const commit = row.pending;
      if (deps.tick() - since > PATIENCE_MS) await finish(deps, { collection, id: row._id, commit });
      else await deps.pause(LOOK_MS);
      row = await deps.rows(collection).findOne({ _id: first._id });
    }
    return row ?? undefined;
  }

  async function many(collection: CollectionName, rows: readonly StoredRow[]): Promise<StoredRow[]> {
    if (!rows.some(({ pending: commit }) => commit && !whole.has(commit.id))) return [...rows];
    const settled = await Promise.all(rows.map((row) => one(collection, row)));
    return settled.filter((row) => row !== undefined);
  }

  async function mendOne(collection: CollectionName): Promise<number> {
    const half = await deps
      .rows(collection)
      .find({ "pending.id": { $exists: true } })
      .toArray();
    const foreign = half.filter(({ pending: commit }) => commit && !whole.has(commit.id));
    await many(collection, foreign);
    return foreign.length;
  }

  return {
    one,
    many,
    known: (commit) => void whole.add(commit),
    forget: (commit) => void whole.delete(commit),
    overlooked: () => [...whole],
    async mend() {
      const counts = await Promise.all(Object.values(deps.shapes).map((shape) => mendOne(shape.collection)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
