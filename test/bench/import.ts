/**
 * A county's member list, 100,000 rows, from csv and xlsx into a fresh data folder: seconds and peak memory of the
 * built program in a process of its own, beside csv-parse alone over the same file in the same run.
 */
import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parse } from "csv-parse";
import { writeSheet } from "#app/sheets/write.js";
import { areaRows, memberHeadings, memberRows, type Made } from "../kit/members.js";
import { report, round } from "./report.js";

const COUNTY: Made = { rows: 100_000, townships: 20, villages: 25 };
const MOST_SECONDS = 20;
const MOST_MB = 300;
/** How often the peak of the process is looked at. */
const LOOK_MS = 50;

export async function importLists(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  const rows = Number(process.env["BENCH_ROWS"] ?? COUNTY.rows);
  const files = await writeFiles(folder, { ...COUNTY, rows });
  const plain = await parseAlone(files.csv);
  report({ bench: "import", what: "csv-parse alone", rows, seconds: round(plain) });
  for (const format of ["csv", "xlsx"] as const) {
    const env = { DATA_DIR: join(folder, `data-${format}`), FOURHELP_DEMO: "off" };
    await command(["import", "areas", files.areas, "--json"], env);
    for (const run of ["first", "again"] as const) {
      const told = await command(["import", "households", files[format], "--json"], env);
      const seconds = told.ms / 1000;
      report({
        bench: "import",
        what: `households ${format} ${run}`,
        rows,
        seconds: round(seconds),
        cpuSeconds: round(told.cpuMs / 1000),
        rowsPerSecond: Math.round(rows / seconds),
        peakMb: round(told.peakMb),
        timesCsvParse: round(seconds / plain),
        ...countsOf(told.out),
        within: seconds <= MOST_SECONDS && told.peakMb <= MOST_MB,
      });
    }
  }
  await rm(folder, { recursive: true });
}

function countsOf(out: string): { created: number; changed: number; unchanged: number; rejected: number } {
  const { created, changed, unchanged, rejected } = JSON.parse(out.trim().split("\n").at(-1) ?? "");
  return { created, changed, unchanged, rejected };
}

async function writeFiles(folder: string, made: Made) {
  const files = {
    areas: join(folder, "areas.csv"),
    csv: join(folder, "members.csv"),
    xlsx: join(folder, "members.xlsx"),
  };
  await writeAll(files.areas, "csv", areaRows(made));
  const all = function* () {
    yield [...memberHeadings];
    yield* memberRows(made);
  };
  await writeAll(files.csv, "csv", all());
  await writeAll(files.xlsx, "xlsx", all());
  return files;
}

async function writeAll(
  path: string,
  format: "csv" | "xlsx",
  rows: Iterable<(string | number | null)[]>,
): Promise<void> {
  const sheet = await writeSheet(path, format, "members");
  for (const row of rows) await sheet.row(row);
  await sheet.end();
}

async function parseAlone(path: string): Promise<number> {
  const began = performance.now();
  let records = 0;
  for await (const record of createReadStream(path).pipe(parse({ bom: true })))
    records += Number(Array.isArray(record));
  if (records === 0) throw new Error("nothing was parsed");
  return (performance.now() - began) / 1000;
}

interface Told {
  readonly out: string;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Runs the built command line; its peak memory as the kernel counted it. */
async function command(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Told> {
  const began = performance.now();
  const child = spawn(process.execPath, ["dist/cli.js", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (out += text));
  const usage = { peakMb: 0, cpuMs: 0 };
  const look = setInterval(() => void watch(child.pid ?? 0, usage), LOOK_MS);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  clearInterval(look);
  if (code !== 0) throw new Error(`fourhelp ${args.join(" ")} ended with ${code}: ${out}`);
  return { out, ms: performance.now() - began, ...usage };
}

/** Ticks of the kernel in a second, on every Linux that Node runs on. */
const TICKS = 100;

async function watch(pid: number, usage: { peakMb: number; cpuMs: number }): Promise<void> {
  const [status, stat] = await Promise.all(
    ["status", "stat"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")),
  );
  const peak = /VmHWM:\s+(\d+) kB/.exec(status ?? "")?.[1];
  if (peak !== undefined) usage.peakMb = Number(peak) / 1024;
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  if (fields.length > 13) usage.cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
