/** The process that is killed: the real house on a folder, and one moment at which it dies by its own hand. */
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import type { Timers } from "#core/clock.js";
import { compose, type Fourhelp } from "../../compose.js";
import { createPass, readKill, watchStore, type Pass } from "./points.js";
import { createPushDouble } from "./push.js";
import { onExec } from "./watched-sqlite.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kill: { type: "string" }, "later-ms": { type: "string", default: "0" }, demo: { type: "boolean" } },
});
const [dataDir = ""] = positionals;
const pass = createPass(values.kill === undefined ? null : readKill(values.kill));

/** The machine was off for a while: the clock stands where it stands then. */
function laterTimers(byMs: number): Timers {
  const timers = systemTimers();
  return { now: () => timers.now() + byMs, after: (delayMs, fn) => timers.after(delayMs, fn) };
}

/** The two moments of making the key that no port sees. */
function watchKey(): void {
  const { link } = fsPromises;
  const watched: typeof link = async (draft, path) => {
    pass("key.drafted");
    await link(draft, path);
    pass("key.linked");
  };
  Object.assign(fsPromises, { link: watched });
  syncBuiltinESMExports();
}

/** Likewise of making the tables. */
function watchSchema(): void {
  onExec((sql) => {
    if (sql.includes("CREATE TABLE")) pass("schema.table");
    else if (sql.includes("INDEX")) pass("schema.index");
  });
}

/** Resolves when nothing waits to be told or sent; a message may wait for its turn, which is no job that is due. */
async function settle({ deps: { store }, queue, office }: Fourhelp): Promise<void> {
  for (let left = 1; left > 0;) {
    await queue.idle();
    const of = { office: office._id };
    const planned = await store.messages.count({ index: "byState", where: { ...of, state: "planned" } });
    left = planned + (await store.outbox.count({ index: "byDone", where: { ...of, done: false } }));
    if (left > 0) await sleep(50);
  }
}

async function run(passing: Pass): Promise<void> {
  watchKey();
  watchSchema();
  const house = await compose(
    {
      port: 0,
      host: "127.0.0.1",
      dataDir,
      demo: values.demo ? "on" : "off",
      roles: ["bot", "api", "worker"],
      store: { engine: "sqlite", dir: dataDir },
      queue: { engine: "memory" },
      telegram: { mode: "off" },
      logLevel: "info",
      officeName: null,
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      publicUrl: null,
    },
    {
      timers: laterTimers(Number(values["later-ms"])),
      ids: systemIds(),
      log: createLog({ level: "info" }),
      channels: [createPushDouble(join(dataDir, "push.jsonl"), passing)],
      rateFactor: 1_000,
      wrapStore: (store) => watchStore(store, passing),
    },
  );
  process.once("SIGTERM", () => {
    void settle(house)
      .then(() => house.close(5_000))
      .then(() => process.exit(0));
  });
  await house.server?.listen({ port: 0, host: "127.0.0.1" });
  const address = house.server?.server.address();
  if (typeof address === "object") process.stdout.write(`ready ${address?.port}\n`);
}

// no house outlives the test that started it
process.stdin.on("end", () => process.exit(1)).resume();
await run(pass);
