import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeSheet } from "#app/sheets/write.js";
import { root } from "../house/root.js";
import { createSeededIds } from "../kit/ids.js";
import { areaRows, memberHeadings, memberRows, type Made } from "../kit/members.js";

/** Several batches of the command's. */
const COUNTY: Made = { rows: 12_000, townships: 4, villages: 5 };
/** Kills of the one import, each when a batch more is in than at the kill before, and some milliseconds later. */
const KILLS = 3;
const LATER_MS = 150;
const LOOK_MS = 5;

const run = promisify(execFile);
const cli = join(root, "dist/cli.js");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-kill-import-"));
  await write("areas.csv", areaRows(COUNTY));
  await write(
    "members.csv",
    (function* () {
      yield [...memberHeadings];
      yield* memberRows(COUNTY);
    })(),
  );
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, rows: Iterable<(string | number | null)[]>): Promise<void> {
  const sheet = await writeSheet(join(folder, name), "csv", "list");
  for (const row of rows) await sheet.row(row);
  await sheet.end();
}

/** `fourhelp …` on a data folder of that name; what its last line says. */
async function fourhelp(data: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [cli, ...args, "--json"], { cwd: folder, env: envOf(data) });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

const envOf = (data: string) => ({ ...process.env, DATA_DIR: join(folder, data), FOURHELP_DEMO: "off" });

/** The row up to which the import is durable, read beside the process that writes. */
function cursorOf(data: string): number {
  const db = new DatabaseSync(join(folder, data, "fourhelp.db"), { readOnly: true, timeout: 5_000 });
  try {
    const rows = db
      .prepare(
        "SELECT max(json_extract(body, '$.cursor')) AS cursor FROM imports WHERE json_extract(body, '$.kind') = 'households'",
      )
      .all();
    return (rows[0] as { cursor: number | null } | undefined)?.cursor ?? 0;
  } finally {
    db.close();
  }
}

/** Starts the import, and kills it as a power cut would, once it is past that row. True when it was killed. */
async function importAndKill(data: string, past: number, laterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [cli, "import", "households", "members.csv", "--json"], {
    cwd: folder,
    env: envOf(data),
    stdio: "ignore",
  });
  const over = new Promise<NodeJS.Signals | null>((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  const looking = setInterval(() => {
    if (cursorOf(data) <= past) return;
    clearInterval(looking);
    setTimeout(() => child.kill("SIGKILL"), laterMs);
  }, LOOK_MS);
  const signal = await over;
  clearInterval(looking);
  return signal === "SIGKILL";
}

it("an import killed again and again goes on where it was, and ends as one that nobody killed", async () => {
  for (const data of ["whole", "killed"]) await fourhelp(data, "import", "areas", "areas.csv");
  const whole = await fourhelp("whole", "import", "households", "members.csv");
  const { random } = createSeededIds(1021);
  for (let kill = 0; kill < KILLS; kill++)
    expect(await importAndKill("killed", cursorOf("killed"), random() * LATER_MS)).toBe(true);
  const last = await fourhelp("killed", "import", "households", "members.csv");
  expect(last["resumedAt"]).toBeGreaterThan(0);
  for (const count of ["rows", "created", "changed", "unchanged", "rejected"])
    expect([count, last[count]]).toEqual([count, whole[count]]);
  const again = await fourhelp("killed", "import", "households", "members.csv");
  expect(again).toMatchObject({ created: 0, changed: 0, unchanged: COUNTY.rows, rejected: 0 });
  for (const data of ["whole", "killed"]) await fourhelp(data, "export", "households", `${data}.csv`);
  expect(await readFile(join(folder, "killed.csv"), "utf8")).toBe(await readFile(join(folder, "whole.csv"), "utf8"));
}, 120_000);
