import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore, type SqliteStore } from "#store/sqlite/engine.js";
import { storeConformance, type StoreBench } from "../conformance/store.js";
import type { Flush } from "#store/sqlite/writes.js";
import { fixedClock } from "../kit/store.js";

storeConformance("SQLite", () => bench((path) => openSqliteStore({ path, clock: fixedClock })));
storeConformance("SQLite, written by another thread,", () => bench(openFar));

/** Resolves when the thread is up; it takes all that is written from then on. */
async function openFar(path: string): Promise<SqliteStore> {
  let far = false;
  const onFlush = (flush: Flush) => (far = flush.far);
  const store = await openSqliteStore({ path, clock: fixedClock, threadFrom: 1, onFlush });
  while (!far) await store.meta.set("warm", "yes");
  return store;
}

async function bench(open: (path: string) => Promise<SqliteStore>): Promise<StoreBench> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-store-"));
  const path = join(folder, "data", "fourhelp.db");
  let store = await open(path);
  return {
    store,
    async reopen() {
      await store.close();
      store = await open(path);
      return store;
    },
    openBackup: open,
    backupPath: () => join(folder, "copy.db"),
    async dispose() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
