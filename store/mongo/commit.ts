/**
 * A commit of one guarded root and its inserts without transactions (decision 0014): the root is written first and
 * carries the inserts; then they are written; then the root's mark is taken off. The one write of the root is the commit:
 * before it nothing has happened, after it everything has, whoever finishes it.
 */
import type { CollectionName } from "#core/documents.js";
import type { CommitOutcome } from "../port.js";
import type { Shape } from "../shape.js";
import type { MongoDeps } from "./deps.js";
import { isTaken } from "./duplicate.js";
import { finish, lookAgain, takeMarkOff, writeInserts, type HalfDone } from "./finish.js";
import { bare, byCollection, type Pending, type PendingInsert, type Row, type StoredRow } from "./rows.js";
import { PATIENCE_MS, type Settle } from "./settle.js";

export interface RootRow {
  readonly op: "replace" | "insert";
  readonly collection: CollectionName;
  /** With the version it will have. */
  readonly row: Row;
}

export interface Commits {
  commit(root: RootRow, also: readonly PendingInsert[]): Promise<CommitOutcome>;
  /** A guarded write of one row, and of the mark it carries. */
  replace(collection: CollectionName, row: Row, mark?: Pending): Promise<boolean>;
  /** Resolves when no mark of this process waits to be taken off. */
  rest(): Promise<void>;
}

export function createCommits(deps: MongoDeps, settle: Settle): Commits {
  const tidying = new Set<Promise<unknown>>();

  async function replace(collection: CollectionName, row: Row, mark?: Pending): Promise<boolean> {
    const { _id, ...fields } = row;
    // what was inserted by a commit keeps its mark, so that whoever finishes that commit late knows it for its own
    const change = mark ? { $set: { ...fields, pending: mark } } : { $set: fields, $unset: { pending: "" } };
    const guard = { _id, version: row.version - 1, "pending.id": { $in: [null, ...settle.overlooked()] } };
    try {
      // the driver's types know no field that may hold null as missing
      return (await deps.rows(collection).updateOne(guard, change as object)).matchedCount === 1;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async function replaceSettled(collection: CollectionName, row: Row): Promise<boolean> {
    for (;;) {
      if (await replace(collection, row)) return true;
      const there = await deps.rows(collection).findOne({ _id: row._id, version: row.version - 1 });
      if (!there?.pending) return false;
      await settle.one(collection, there);
    }
  }

  async function insertRoot(collection: CollectionName, row: Row, mark?: Pending): Promise<boolean> {
    try {
      await deps.rows(collection).insertOne({ ...row, ...(mark ? { pending: mark } : {}) });
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  const writeRoot = ({ op, collection, row }: RootRow, mark?: Pending): Promise<boolean> =>
    op === "insert" ? insertRoot(collection, row, mark) : replace(collection, row, mark);

  /** The mark is taken off behind the caller's back; nobody in this process waits for it. */
  function tidy(half: HalfDone): void {
    settle.known(half.commit.id);
    const off = takeMarkOff(deps, half)
      // the sweep, or the next reader elsewhere, does it then
      .catch(() => undefined)
      .finally(() => {
        settle.forget(half.commit.id);
        tidying.delete(off);
      });
    tidying.add(off);
  }

  async function complete(half: HalfDone, since: number): Promise<CommitOutcome> {
    if (deps.tick() - since < PATIENCE_MS) {
      const obstacle = await writeInserts(deps, half);
      await deps.passed("inserted");
      // nobody has lost patience yet, so nobody can have undone it
      if (!obstacle && deps.tick() - since < PATIENCE_MS) {
        tidy(half);
        return { type: "committed" };
      }
    }
    return finishLate(deps, half);
  }

  return {
    async commit(root, also) {
      const found = await look(deps, settle, root, also);
      if (found.outcome) return found.outcome;
      await deps.passed("looked");
      if (also.length === 0) return (await writeRoot(root)) ? { type: "committed" } : { type: "conflict" };
      const commit: Pending = { id: deps.commitId(), also, before: found.before };
      const since = deps.tick();
      if (!(await writeRoot(root, commit))) return { type: "conflict" };
      await deps.passed("rooted");
      return complete({ collection: root.collection, id: root.row._id, commit }, since);
    },
    replace: replaceSettled,
    async rest() {
      while (tidying.size > 0) await Promise.all(tidying);
    },
  };
}

/** This process has stood still, or the server has: others may have finished or undone the commit meanwhile. */
async function finishLate(deps: MongoDeps, half: HalfDone): Promise<CommitOutcome> {
  const root = await deps.rows(half.collection).findOne({ _id: half.id });
  const ours = root?.pending?.id === half.commit.id;
  const finished = await (ours ? finish(deps, half) : lookAgain(deps, half));
  if (finished.type === "whole") return { type: "committed" };
  return { type: "repeated", collection: finished.by.collection, id: finished.by.row._id };
}

/** Before anything is written: is the root as it was read, and are the inserts new? */
async function look(
  deps: MongoDeps,
  settle: Settle,
  { op, collection, row }: RootRow,
  also: readonly PendingInsert[],
): Promise<{ outcome?: CommitOutcome; before: Row | null }> {
  const [found, other, there] = await Promise.all([
    deps.rows(collection).findOne({ _id: row._id }),
    keyHolder(deps, collection, row),
    Promise.all(byCollection(also).map(([name, list]) => thereOf(deps, name, list))),
  ]);
  const root = found ? await settle.one(collection, found) : undefined;
  const fresh = op === "insert" ? root === undefined : root?.version === row.version - 1;
  if (!fresh || other) return { outcome: { type: "conflict" }, before: null };
  const known = new Set(there.flat());
  const taken = also.find((insert) => known.has(insert));
  if (taken) {
    return { outcome: { type: "repeated", collection: taken.collection, id: taken.row._id }, before: null };
  }
  return { before: root ? bare(root) : null };
}

/** Somebody else's document that has a unique key of this row. */
async function keyHolder(deps: MongoDeps, collection: CollectionName, row: Row): Promise<boolean> {
  const keys = [...deps.shapes[collection].unique.values()].map((fields) => keyOf(row, fields));
  if (keys.length === 0) return false;
  const other = { $or: keys, _id: { $ne: row._id } };
  return (await deps.rows(collection).findOne(other, { projection: { _id: 1 } })) !== null;
}

/** Which of these inserts are there already, by id or by a unique key. */
async function thereOf(
  deps: MongoDeps,
  collection: CollectionName,
  inserts: readonly PendingInsert[],
): Promise<PendingInsert[]> {
  const shape = deps.shapes[collection];
  const ids = { _id: { $in: inserts.map(({ row }) => row._id) } };
  const keys = [...shape.unique.values()].flatMap((fields) => inserts.map(({ row }) => keyOf(row, fields)));
  const projection = Object.fromEntries([...shape.unique.values()].flat().map((field) => [field, 1]));
  const found = await deps
    .rows(collection)
    .find(keys.length === 0 ? ids : { $or: [ids, ...keys] }, { projection: { _id: 1, ...projection } })
    .toArray();
  if (found.length === 0) return [];
  return inserts.filter(({ row }) => found.some((other) => isSame(shape, row, other)));
}

function keyOf(row: Row, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

function isSame(shape: Shape, row: Row, other: StoredRow): boolean {
  if (row._id === other._id) return true;
  return [...shape.unique.values()].some((fields) => fields.every((field) => row[field] === other[field]));
}
