/**
 * Finishes a commit whose root is written: its inserts, then the root's mark is taken off. Safe to do twice and by several
 * at once. When an insert's key is taken by somebody else, the root is put back as it was: the commit never happened.
 */
import type { CollectionName } from "#core/documents.js";
import { takenPlaces } from "./duplicate.js";
import type { MongoDeps } from "./deps.js";
import { byCollection, type Pending, type PendingInsert, type StoredRow } from "./rows.js";

/** A root with a commit that may not be finished. */
export interface HalfDone {
  readonly collection: CollectionName;
  readonly id: string;
  readonly commit: Pending;
}

export type Finished =
  | { readonly type: "whole" }
  /** An insert's key was taken; nothing of the commit is left. */
  | { readonly type: "undone"; readonly by: PendingInsert };

/** Undone commits a root remembers, for those who come late to finish one. */
const UNDONE_KEPT = 5;

/** Writes the inserts; the first one, in their order, whose key is somebody else's. */
export async function writeInserts(deps: MongoDeps, { commit }: HalfDone): Promise<PendingInsert | undefined> {
  const taken = await Promise.all(
    byCollection(commit.also).map(([collection, inserts]) => insertMany(deps, collection, inserts, commit.id)),
  );
  const obstacles = new Set(taken.flat());
  return commit.also.find((insert) => obstacles.has(insert));
}

async function insertMany(
  deps: MongoDeps,
  collection: CollectionName,
  inserts: readonly PendingInsert[],
  by: string,
): Promise<PendingInsert[]> {
  const rows = deps.rows(collection);
  try {
    await rows.insertMany(
      inserts.map(({ row }) => ({ ...row, insertedBy: by })),
      { ordered: false },
    );
    return [];
  } catch (error) {
    const places = takenPlaces(error);
    if (places === undefined) throw error;
    const doubtful = places.flatMap((place) => inserts[place] ?? []);
    const ids = doubtful.map(({ row }) => row._id);
    const own = await rows.find({ _id: { $in: ids }, insertedBy: by }, { projection: { _id: 1 } }).toArray();
    const ours = new Set(own.map(({ _id }) => _id));
    return doubtful.filter(({ row }) => !ours.has(row._id));
  }
}

/** Finishes it whole or undoes it. */
export async function finish(deps: MongoDeps, half: HalfDone): Promise<Finished> {
  const obstacle = await writeInserts(deps, half);
  await deps.passed("inserted");
  if (obstacle) return undo(deps, half, obstacle);
  return (await takeMarkOff(deps, half)) ? { type: "whole" } : lookAgain(deps, half);
}

/** False: somebody else has finished or undone it. */
export async function takeMarkOff(deps: MongoDeps, { collection, id, commit }: HalfDone): Promise<boolean> {
  const { matchedCount } = await deps
    .rows(collection)
    .updateOne({ _id: id, "pending.id": commit.id }, { $unset: { pending: "" } });
  await deps.passed("finished");
  return matchedCount === 1;
}

/** Somebody else was there first: where they have undone it, what we have written meanwhile goes too. */
export async function lookAgain(deps: MongoDeps, half: HalfDone): Promise<Finished> {
  const root = await deps.rows(half.collection).findOne({ _id: half.id });
  const [first] = half.commit.also;
  if (!first || (root && !root.undone?.includes(half.commit.id))) return { type: "whole" };
  await removeInserts(deps, half.commit);
  return { type: "undone", by: first };
}

/** The root decides, in one write; then what was inserted goes. */
async function undo(deps: MongoDeps, half: HalfDone, by: PendingInsert): Promise<Finished> {
  const { collection, id, commit } = half;
  const rows = deps.rows(collection);
  const root = await rows.findOne({ _id: id, "pending.id": commit.id });
  if (!root) return lookAgain(deps, half);
  const undone = [...(root.undone ?? []), commit.id].slice(-UNDONE_KEPT);
  const mine = { _id: id, "pending.id": commit.id };
  const decided = commit.before
    ? (await rows.replaceOne(mine, putBack(root, commit, undone))).matchedCount
    : (await rows.deleteOne(mine)).deletedCount;
  await deps.passed("undone");
  if (decided === 0) return lookAgain(deps, half);
  await removeInserts(deps, commit);
  return { type: "undone", by };
}

function putBack(root: StoredRow, { before }: Pending, undone: readonly string[]): Omit<StoredRow, "_id"> {
  const { _id: _, ...row } = before ?? root;
  return { ...row, undone: undone, ...(root.insertedBy === undefined ? {} : { insertedBy: root.insertedBy }) };
}

async function removeInserts(deps: MongoDeps, { id, also }: Pending): Promise<void> {
  for (const [collection, inserts] of byCollection(also)) {
    await deps.rows(collection).deleteMany({ _id: { $in: inserts.map(({ row }) => row._id) }, insertedBy: id });
  }
}
