/** Writes without end and prints what was acknowledged, until it is killed. Arguments: the database file, and from how many writes on a thread does them. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { aNeed, anAudit, anOutbox, aPledge } from "../kit/store.js";

const [path, threadFrom = "none"] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: kill-child FILE [THREAD_FROM]");
const store = await openSqliteStore({ path, ...(threadFrom === "none" ? {} : { threadFrom: Number(threadFrom) }) });
const before = (await store.needs.get("counter")) ?? undefined;
if (!before) await store.needs.insert(aNeed("counter", { quantity: 1 }));
const life = before?.version ?? 0;
writeSync(1, "ready\n");

/** Several of these run side by side, so that a kill falls into shared commits too. */
async function writeOn(lane: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${life}-${lane}-${n}`;
    await store.commit({ op: "insert", collection: "pledges", doc: aPledge(id) }, [
      { collection: "audit", doc: anAudit(id) },
      { collection: "outbox", doc: anOutbox(id) },
    ]);
    // Straight to the pipe: what is printed here was acknowledged before.
    writeSync(1, `${id}\n`);
    if (lane === 0) {
      const counter = await store.needs.get("counter");
      if (counter) await store.needs.replace(counter);
    }
  }
}
await Promise.all([0, 1, 2, 3, 4].map(writeOn));
