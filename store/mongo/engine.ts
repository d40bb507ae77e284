/** The store of many processes: one MongoDB database, any number of clients. */
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#core/clock.js";
import { collectionNames, type CollectionName, type Documents } from "#core/documents.js";
import type { Collection, CommitOutcome, Insert, Root, Store, Stored } from "../port.js";
import { StoreAway, StoreMisuse } from "../refused.js";
import { shapeOf, type Shape } from "../shape.js";
import type { FactStore } from "../vault.js";
import { backupTo } from "./backup.js";
import { createCollection, type CollectionDeps } from "./collection.js";
import { createCommits } from "./commit.js";
import { connect, isAway } from "./connect.js";
import type { CommitStep, MongoDeps } from "./deps.js";
import { createGate } from "./gate.js";
import { ensureIndexes } from "./indexes.js";
import { checkSchema, createMeta } from "./meta.js";
import { toRow, type StoredRow } from "./rows.js";
import { createSettle } from "./settle.js";

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`; its options are the driver's. May hold a password, and is never told. */
  readonly url: string;
  readonly clock?: Clock;
  /** How old a look at the gate may be, and how long a write may take; see `gate.ts`. */
  readonly gate?: { readonly lookMs: number; readonly writeMs: number };
  /** Told after each step of a commit; a test stops it there. */
  readonly onStep?: (step: CommitStep) => Promise<void> | void;
}

/** The store port, and the facts it keeps about itself. */
export type MongoStore = Store & { readonly meta: FactStore };

/** Connects, brings indexes up to date, and finishes what others have left half done. Throws `StoreRefused`. */
export async function openMongoStore(options: MongoOptions): Promise<MongoStore> {
  const { client, db } = await connect(options.url);
  const shapes = Object.fromEntries(collectionNames.map((name) => [name, shapeOf(name)])) as MongoDeps["shapes"];
  const deps: MongoDeps = {
    rows: (collection) => db.collection<StoredRow>(collection),
    shapes,
    tick: () => performance.now(),
    pause: (ms) => sleep(ms),
    commitId: randomUUID,
    passed: options.onStep ?? (() => {}),
  };
  const meta = createMeta(db);
  try {
    await checkSchema(meta);
    await Promise.all(Object.values(shapes).map((shape) => ensureIndexes(db, shape)));
    const clock = options.clock ?? { now: () => Date.now() };
    const gate = createGate({
      ...deps,
      db,
      now: () => clock.now(),
      ...(options.gate ?? { lookMs: 1_000, writeMs: 3_000 }),
    });
    return createStore({ ...deps, gate, meta, end: () => client.close() });
  } catch (error) {
    await client.close();
    throw error;
  }
}

interface Open extends MongoDeps {
  readonly gate: ReturnType<typeof createGate>;
  readonly meta: FactStore;
  end(): Promise<void>;
}

function createStore(open: Open): MongoStore {
  const settle = createSettle(open);
  const commits = createCommits(open, settle);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function run<T>(call: () => Promise<T>): Promise<T> {
    if (closing) throw new StoreMisuse("the store is closed");
    const running = call();
    underWay.add(running);
    try {
      return await running;
    } catch (error) {
      throw isAway(error) ? new StoreAway("MongoDB does not answer", { cause: error }) : error;
    } finally {
      underWay.delete(running);
    }
  }
  const write = async <T>(call: () => Promise<T>): Promise<T> => {
    await open.gate.pass();
    return call();
  };

  async function close(): Promise<void> {
    await Promise.allSettled(underWay);
    await commits.rest();
    await open.end();
  }

  const deps = { ...open, settle, commits, run, write };
  return {
    ...createCollections(deps),
    commit: (root, also) => run(() => commit(deps, root, also)),
    put: (collection, docs) => run(() => put(deps, collection, docs)),
    mend: () => run(() => settle.mend()),
    ping: () => run(async () => void (await open.rows("offices").findOne({ _id: "" }))),
    backup: (path) => run(() => backupTo(deps, path)),
    close: () => (closing ??= close()),
    meta: { get: (key) => run(() => open.meta.get(key)), set: (key, value) => run(() => open.meta.set(key, value)) },
  };
}

type Collections = { readonly [N in CollectionName]: Collection<Documents[N]> };

function createCollections(deps: Omit<CollectionDeps, "shape">): Collections {
  const made = Object.values(deps.shapes).map((shape: Shape) => [
    shape.collection,
    createCollection<Stored>({ ...deps, shape }),
  ]);
  // The type cannot follow a name through `fromEntries`; each collection is checked by the schema of its own name.
  return Object.fromEntries(made) as Collections;
}

function commit(deps: Omit<CollectionDeps, "shape">, root: Root, also: readonly Insert[]): Promise<CommitOutcome> {
  // All documents are checked before anything waits to be written.
  const row = toRow(deps.shapes[root.collection], root.doc, root.op === "insert" ? 1 : root.doc.version + 1);
  const inserts = also.map(({ collection, doc }) => ({ collection, row: toRow(deps.shapes[collection], doc, 1) }));
  return deps.write(() => deps.commits.commit({ op: root.op, collection: root.collection, row }, inserts));
}

async function put(deps: MongoDeps, collection: CollectionName, docs: readonly Stored[]): Promise<void> {
  const rows = docs.map((doc) => toRow(deps.shapes[collection], doc, doc.version));
  if (rows.length === 0) return;
  await deps
    .rows(collection)
    .bulkWrite(rows.map(({ _id, ...row }) => ({ replaceOne: { filter: { _id }, replacement: row, upsert: true } })));
}
