/** The embedded store: one SQLite file, one process. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Clock } from "#core/clock.js";
import { syncFolder } from "../files.js";
import type { Collection, CollectionName, CommitOutcome, Documents, Insert, Root, Store, Stored } from "../port.js";
import { type CollectionDeps, createCollection } from "./collection.js";
import { copyDatabase, type Database, openDatabase, openExclusive } from "./database.js";
import { writeTogether } from "./batch.js";
import { createFarWriter } from "./far.js";
import { readMeta } from "./meta.js";
import { migrate } from "./migrations.js";
import { StoreMisuse, StoreRefused } from "../refused.js";
import { isBusy, refusalOf } from "./refused.js";
import { keepRecent } from "./recent.js";
import { toRow } from "./to-row.js";
import type { Tables } from "./ops.js";
import { type TableShapes, tableShapes } from "./tables.js";
import { createWrites, type Flush, type Writes } from "./writes.js";

export interface SqliteOptions {
  /** The database file; its folder is made when it is missing. `<name>.lock` beside it keeps a second process out. */
  path: string;
  clock?: Clock;
  /** So many writes at once are done by a thread of its own; none unless told. */
  threadFrom?: number;
  /** Told after each shared COMMIT, before its callers are. */
  onFlush?: (flush: Flush) => void;
}

/** Small facts about the file itself, such as the check value of its key. Not part of the port. */
export interface Meta {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

/** The store port, and what only this engine has. */
export type SqliteStore = Store & { readonly meta: Meta };

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Opens the file, brings its schema up to date and holds it for this process. Throws `StoreRefused`. */
export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const path = resolve(options.path);
  const clock = options.clock ?? { now: () => Date.now() };
  try {
    await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
    const lock = holdLock(path);
    try {
      await prepareFile(path);
      return createStore({ path, lock, db: openMigrated(path, clock), options });
    } catch (error) {
      lock.close();
      throw error;
    }
  } catch (error) {
    throw refusalOf(error, path);
  }
}

/**
 * The file is for this user alone: it holds people's names. SQLite gives its side files the same mode. Only with the
 * lock held, because closing a file drops all locks this process has on it.
 */
async function prepareFile(path: string): Promise<void> {
  await (await open(path, "a", PRIVATE_FILE)).close();
}

/** A transaction that never ends on a file of its own: it works on every system and goes with the process, however that ends. */
function holdLock(path: string): { close(): void } {
  try {
    return openExclusive(join(dirname(path), `${basename(path, extname(path))}.lock`));
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new StoreRefused(
      "locked",
      `Another Fourhelp already runs on ${dirname(path)}. Stop it first, or give this one another DATA_DIR.`,
      { cause: error },
    );
  }
}

function openMigrated(path: string, clock: Clock): Database {
  const db = openDatabase(path);
  try {
    migrate(db, Object.values(tableShapes()), clock.now());
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

interface Open {
  path: string;
  lock: { close(): void };
  db: Database;
  options: SqliteOptions;
}

function createStore({ path, lock, db, options }: Open): SqliteStore {
  const shapes = tableShapes();
  const tables = tablesOf(shapes);
  const bare = createWrites({
    near: (ops) => writeTogether(db, tables, ops),
    far: options.threadFrom === undefined ? null : createFarWriter({ path, tables }),
    farFrom: options.threadFrom ?? Infinity,
    onFlush: options.onFlush ?? (() => {}),
  });
  const { recents, writes } = keepRecent(shapes, bare);
  const copies = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;
  const assertOpen = () => {
    if (closing) throw new StoreMisuse("the store is closed");
  };

  async function close(): Promise<void> {
    await writes.close();
    await Promise.allSettled(copies);
    db.close();
    lock.close();
  }

  return {
    ...createCollections({ db, writes, recents, assertOpen }, shapes),
    async commit(root, also) {
      assertOpen();
      return commit({ writes, shapes }, root, also);
    },
    async put(collection, docs) {
      assertOpen();
      await put({ writes, shapes }, collection, docs);
    },
    // a transaction leaves nothing half done
    mend: () => Promise.resolve(0),
    async ping() {
      assertOpen();
      db.first("SELECT 1");
    },
    async backup(target) {
      assertOpen();
      const copy = backupTo(path, resolve(target));
      copies.add(copy);
      await copy.finally(() => copies.delete(copy));
    },
    close: () => (closing ??= close()),
    meta: {
      async get(key) {
        assertOpen();
        return readMeta(db, key);
      },
      async set(key, value) {
        assertOpen();
        await writes.submit({ do: "fact", key, value });
      },
    },
  };
}

type Collections = { readonly [N in CollectionName]: Collection<Documents[N]> };

function createCollections(deps: Omit<CollectionDeps, "shape">, shapes: TableShapes): Collections {
  const made = Object.values(shapes).map((shape) => [shape.collection, createCollection<Stored>({ ...deps, shape })]);
  // The type cannot follow a name through `fromEntries`; each collection is checked by the schema of its own name.
  return Object.fromEntries(made) as Collections;
}

/** What the writes of rows need of the shapes: plain data, for another thread too. */
function tablesOf(shapes: TableShapes): Tables {
  const tables = Object.entries(shapes).map(([name, { collection, fields, insertSql, beforeSql }]) => [
    name,
    { collection, fields, insertSql, beforeSql },
  ]);
  return Object.fromEntries(tables) as Tables;
}

interface Writing {
  writes: Writes;
  shapes: TableShapes;
}

function commit(
  { writes, shapes }: Writing,
  { op, collection, doc }: Root,
  also: readonly Insert[],
): Promise<CommitOutcome> {
  // All documents are checked before anything waits to be written.
  const row = toRow(shapes[collection], doc, op === "insert" ? 1 : doc.version + 1);
  const inserts = also.map((one) => ({ table: one.collection, row: toRow(shapes[one.collection], one.doc, 1) }));
  return writes.submit({ do: "commit", root: { op, table: collection, row }, also: inserts });
}

async function put({ writes, shapes }: Writing, collection: CollectionName, docs: readonly Stored[]): Promise<void> {
  const rows = docs.map((doc) => toRow(shapes[collection], doc, doc.version));
  const taken = await writes.submit({ do: "put", table: collection, rows });
  if (taken !== null) throw new StoreMisuse(`${collection}: a unique key of ${taken} is taken`);
}

/** Written beside its place and moved there when it is whole, so that a broken backup never looks like one. */
async function backupTo(path: string, target: string): Promise<void> {
  if (target === path) throw new StoreMisuse("a backup cannot go where the database itself lies");
  const part = `${target}.part`;
  await rm(part, { force: true });
  await (await open(part, "wx", PRIVATE_FILE)).close();
  await copyDatabase(path, part);
  const file = await open(part, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, target);
  await syncFolder(dirname(target));
}
