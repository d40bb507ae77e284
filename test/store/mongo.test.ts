import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { openMongoStore } from "#store/mongo/engine.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { storeConformance } from "../conformance/store.js";
import { fixedClock } from "../kit/store.js";
import { hasMongo, startMongo, type MongoServer } from "../kit/mongo/index.js";

/** Nobody else writes here, so that a backup need not wait for others. */
const gate = { lookMs: 20, writeMs: 50 };

describe.skipIf(!hasMongo())("on a server of MongoDB's protocol", () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo();
  }, 120_000);
  afterAll(() => server.stop());

  storeConformance("MongoDB", async () => {
    const url = server.database();
    const folder = await mkdtemp(join(tmpdir(), "fourhelp-store-"));
    const open = () => openMongoStore({ url, clock: fixedClock, gate });
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      openBackup: (path) => openSqliteStore({ path, clock: fixedClock }),
      backupPath: () => join(folder, "copy.db"),
      async dispose() {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  });
});
