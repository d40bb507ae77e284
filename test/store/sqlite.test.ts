import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { storeConformance } from "../conformance/store.js";
import { fixedClock } from "../kit/store.js";

storeConformance("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-store-"));
  const open = (path: string) => openSqliteStore({ path, clock: fixedClock });
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
});
