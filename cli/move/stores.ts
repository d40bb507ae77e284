/** Moves everything from one store to another: looks, copies, compares. Started again, it goes on where it stopped. */
import type { Clock } from "#core/clock.js";
import { collectionNames, type CollectionName, type Documents } from "#core/documents.js";
import { officeIndex } from "#store/collections.js";
import { readMoveMark, writeMoveMark, type MoveMark } from "#store/moving.js";
import type { WholeStore } from "#store/open.js";
import type { Collection, Stored } from "#store/port.js";
import { vaultKeyFact } from "#store/vault.js";
import { batchesOf, digestOf, type Digest } from "./digest.js";

export interface Moving {
  readonly source: WholeStore;
  readonly target: WholeStore;
  /** The source in words that may be stored. */
  readonly from: string;
  readonly clock: Clock;
  /** Asks to stop after the batch in hand. */
  readonly signal: AbortSignal;
  /** Told after every batch; `part` says what is being done. */
  readonly show?: (part: "copy" | "compare", done: number, total: number) => void;
}

export type Counts = Readonly<Record<CollectionName, number>>;
export type Digests = Readonly<Record<CollectionName, Digest>>;

/** What can be known before anything is written. */
export type Look =
  | { readonly type: "ready"; readonly counts: Counts; readonly documents: number; readonly resumes: boolean }
  | { readonly type: "nothing-there" }
  /** The source is itself the target of a move that has not ended. */
  | { readonly type: "source-half-moved"; readonly mark: MoveMark }
  /** The target holds documents that no unfinished move has brought. */
  | { readonly type: "target-in-use" }
  /** The target is half full from somewhere else. */
  | { readonly type: "other-move"; readonly mark: MoveMark };

export type MoveOutcome =
  | {
      readonly type: "done";
      readonly copied: number;
      /** Was there from an earlier run. */
      readonly kept: number;
      /** Came with an earlier run, and is no longer in the source as it was. */
      readonly removed: number;
      readonly digests: Digests;
    }
  | { readonly type: "stopped" }
  /** These collections are not the same on both sides; the target stays marked as half moved. */
  | { readonly type: "differs"; readonly collections: readonly CollectionName[] };

/** Looks at both sides; writes nothing. Without a `target` there is none yet. */
export async function lookAt(source: WholeStore, target: WholeStore | null, from: string): Promise<Look> {
  const sourceMark = await readMoveMark(source.meta);
  if (sourceMark?.state === "underway") return { type: "source-half-moved", mark: sourceMark };
  const counts = await countAll(source);
  const documents = sumOf(counts);
  if (documents === 0) return { type: "nothing-there" };
  const mark = target && (await readMoveMark(target.meta));
  if (mark?.state === "underway")
    return mark.from === from ? { type: "ready", counts, documents, resumes: true } : { type: "other-move", mark };
  if (target && sumOf(await countAll(target)) > 0) return { type: "target-in-use" };
  return { type: "ready", counts, documents, resumes: false };
}

/** Moves; `lookAt` must have said `ready`. The target is marked as half moved until both sides were found to be the same. */
export async function moveStore(moving: Moving): Promise<MoveOutcome> {
  const { source, target, from, clock, signal } = moving;
  // what a stopped process has left half written is whole before it is read
  await source.mend();
  await writeMoveMark(target.meta, { state: "underway", from, at: clock.now() });
  const tally = await copyAll(moving);
  if (signal.aborted) return { type: "stopped" };
  const compared = await compareAll(moving);
  if (signal.aborted) return { type: "stopped" };
  if (compared.differing.length > 0) return { type: "differs", collections: compared.differing };
  const key = await source.meta.get(vaultKeyFact);
  if (key !== undefined) await target.meta.set(vaultKeyFact, key);
  await writeMoveMark(target.meta, { state: "whole", from, at: clock.now() });
  return { type: "done", ...tally, digests: compared.digests };
}

interface Tally {
  copied: number;
  kept: number;
  removed: number;
}

async function copyAll(moving: Moving): Promise<Tally> {
  const tally: Tally = { copied: 0, kept: 0, removed: 0 };
  const total = sumOf(await countAll(moving.source));
  for (const name of collectionNames) await copyOne(moving, name, tally, total);
  return tally;
}

async function copyOne(
  { source, target, signal, show }: Moving,
  name: CollectionName,
  tally: Tally,
  total: number,
): Promise<void> {
  const [from, to] = [collectionOf(source, name), collectionOf(target, name)];
  const resumes = (await to.count(everything)) > 0;
  // first, so that a unique key that has changed hands since the last run is free
  if (resumes) tally.removed += await takeAway(from, to, signal);
  for await (const docs of batchesOf(from)) {
    if (signal.aborted) return;
    const there = new Set(resumes ? idsOf(await to.getMany(idsOf(docs))) : []);
    const missing = docs.filter(({ _id: id }) => !there.has(id));
    if (missing.length > 0) await target.put(name, missing);
    tally.copied += missing.length;
    tally.kept += docs.length - missing.length;
    show?.("copy", tally.copied + tally.kept, total);
  }
}

/** Removes what an earlier run has brought and what the source has no more in this version; how many. */
async function takeAway<T extends Stored>(
  from: Collection<T>,
  to: Collection<T>,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for await (const docs of batchesOf(to)) {
    if (signal.aborted) break;
    const versions = new Map((await from.getMany(idsOf(docs))).map((doc) => [doc._id, doc.version]));
    for (const { _id: id, version } of docs) {
      if (versions.get(id) === version) continue;
      await to.remove(id);
      removed += 1;
    }
  }
  return removed;
}

async function compareAll({
  source,
  target,
  signal,
  show,
}: Moving): Promise<{ digests: Digests; differing: CollectionName[] }> {
  const total = sumOf(await countAll(source)) + sumOf(await countAll(target));
  let done = 0;
  async function* told<T>(batches: AsyncIterable<T[]>): AsyncGenerator<T[]> {
    for await (const docs of batches) {
      if (signal.aborted) return;
      yield docs;
      done += docs.length;
      show?.("compare", done, total);
    }
  }
  const compared: [CollectionName, Digest][] = [];
  const differing: CollectionName[] = [];
  for (const name of collectionNames) {
    const digest = (store: WholeStore) => digestOf(name, told(batchesOf(collectionOf(store, name))));
    const [ours, theirs] = await Promise.all([digest(source), digest(target)]);
    if (ours.documents !== theirs.documents || ours.sha256 !== theirs.sha256) differing.push(name);
    compared.push([name, theirs]);
  }
  return { digests: byName(compared), differing };
}

type Collections = { readonly [N in CollectionName]: Collection<Documents[N]> };

/** For the compiler, which cannot follow one name through a store of so many types. */
const collectionOf = <N extends CollectionName>(store: Collections, name: N): Collection<Documents[N]> => store[name];

const everything = { index: officeIndex, where: {} };

async function countAll(store: WholeStore): Promise<Counts> {
  return byName(
    await Promise.all(collectionNames.map(async (name) => [name, await store[name].count(everything)] as const)),
  );
}

const byName = <T>(entries: readonly (readonly [CollectionName, T])[]): Record<CollectionName, T> =>
  // the type cannot follow that every name is among them
  Object.fromEntries(entries) as Record<CollectionName, T>;

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
const idsOf = (docs: readonly Stored[]): string[] => docs.map(({ _id: id }) => id);
