/** The process that is killed: the real house on a folder, and one moment at which it dies by its own hand. */
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import { openMongoStore } from "#store/mongo/engine.js";
import { compose, type Fourhelp } from "../../compose.js";
import { RoleInProcess } from "../../config.js";
import { createPass, readKill, watchStore, type Pass } from "./points.js";
import { createPushDouble } from "./push.js";
import { onExec } from "./watched-sqlite.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kill: { type: "string" },
    "later-ms": { type: "string", default: "0" },
    demo: { type: "boolean" },
    store: { type: "string" },
    queue: { type: "string" },
    roles: { type: "string", default: "bot,api,worker" },
    "sweep-cron": { type: "string" },
  },
});
const [dataDir = ""] = positionals;
const pass = createPass(values.kill === undefined ? null : readKill(values.kill));

/** The machine was off for a while: the clock stands where it stands then, for every library in this process. */
function setClockLater(byMs: number): void {
  const { now } = Date;
  Date.now = () => now() + byMs;
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
  setClockLater(Number(values["later-ms"]));
  watchKey();
  watchSchema();
  // the same documents by a connection whose commits tell of their steps
  const stepped =
    values.store === undefined
      ? undefined
      : await openMongoStore({
          url: values.store,
          onStep: (step) => void (step === "undone" || passing(`commit.${step}`)),
        });
  const house = await compose(
    {
      port: 0,
      host: "127.0.0.1",
      dataDir,
      demo: values.demo ? "on" : "off",
      roles: RoleInProcess.array().parse(values.roles.split(",")),
      store: values.store === undefined ? { engine: "sqlite", dir: dataDir } : { engine: "mongo", url: values.store },
      queue: values.queue === undefined ? { engine: "memory" } : { engine: "redis", url: values.queue },
      telegram: { mode: "off" },
      logLevel: "info",
      officeName: null,
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      publicUrl: null,
    },
    {
      timers: systemTimers(),
      ids: systemIds(),
      log: createLog({ level: "info" }),
      channels: [createPushDouble(join(dataDir, "push.jsonl"), passing)],
      rateFactor: 1_000,
      wrapStore: (store) => watchStore(stepped ?? store, passing),
      ...(values["sweep-cron"] === undefined ? {} : { sweepCron: values["sweep-cron"] }),
      queueIntervals: { lockMs: 1_500, stalledMs: 500 },
    },
  );
  process.once("SIGTERM", () => {
    void settle(house)
      .then(() => house.close(5_000))
      .then(() => process.exit(0));
  });
  await house.server?.listen({ port: 0, host: "127.0.0.1" });
  const address = house.server?.server.address();
  // one that serves nothing has no port
  process.stdout.write(`ready ${typeof address === "object" ? (address?.port ?? 0) : 0}\n`);
}

// no house outlives the test that started it
process.stdin.on("end", () => process.exit(1)).resume();
await run(pass);
