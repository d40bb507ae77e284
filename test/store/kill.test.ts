import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { ids, office } from "../kit/store.js";

const child = fileURLToPath(new URL("kill-child.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const SEED = 1017;
const ROUNDS = 3;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-kill-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Lets a child write, kills it after `count` acknowledged commits and `extraMs` more; what it acknowledged by then. */
async function writeAndKill(path: string, threadFrom: string, count: number, extraMs: number): Promise<string[]> {
  const writer = spawn(process.execPath, ["--conditions=source", "--import", "tsx", child, path, threadFrom], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(writer, "exit");
  const acknowledged: string[] = [];
  // A line that the kill cut short lacks its end and could name another commit; only whole lines count.
  let text = "";
  writer.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  let lines = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line === "ready") continue;
    lines++;
    if (lines === count) setTimeout(() => writer.kill("SIGKILL"), extraMs);
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  acknowledged.push(...text.split("\n").slice(1, -1));
  return acknowledged;
}

it.each([
  ["in its own thread", "none"],
  ["in another thread", "1"],
])(
  "a process that writes %s, killed, loses nothing it acknowledged and leaves nothing half done",
  { timeout: 60_000 },
  async (_, threadFrom) => {
    const path = join(folder, "fourhelp.db");
    const moments = fc.sample(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 9 })), {
      seed: SEED,
      numRuns: ROUNDS,
    });
    const acknowledged: string[] = [];
    for (const [count, extraMs] of moments) {
      acknowledged.push(...(await writeAndKill(path, threadFrom, count, extraMs)));
      // Opens at once: the lock went with the process.
      const store = await openSqliteStore({ path });
      try {
        const all = { index: "office", where: { office } };
        const written: string[] = [];
        for await (const pledge of store.pledges.scan(all)) written.push(pledge._id);
        const there = new Set(written);
        expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
        expect(ids(await store.audit.getMany(written)).toSorted()).toEqual(written);
        expect(ids(await store.outbox.getMany(written)).toSorted()).toEqual(written);
        expect(await store.audit.count(all)).toBe(written.length);
        expect(await store.outbox.count(all)).toBe(written.length);
      } finally {
        await store.close();
      }
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(moments.reduce((sum, [count]) => sum + count, 0));
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
  },
);
