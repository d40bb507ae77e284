/** exec → listening with the demo's data present, and memory, beside a bare `node:http` server in the same run. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantile, report, round } from "./report.js";
import { run } from "./server.js";

const RUNS = 9;
const BARE = `import http from "node:http";
http.createServer((q, s) => s.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");`;

export async function start(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  const bare = join(folder, "bare.mjs");
  await writeFile(bare, BARE);
  const env = { DATA_DIR: join(folder, "data") };
  // the first start loads the demo; what is measured is every later one
  await (await run("dist/main.js", env)).stop();
  const ready: number[] = [];
  const memory: number[] = [];
  const floor: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const base = await run(bare);
    floor.push(base.readyMs);
    await base.stop("SIGKILL");
    const house = await run("dist/main.js", env);
    ready.push(house.readyMs);
    memory.push(await house.rssMb());
    await house.stop();
  }
  await rm(folder, { recursive: true });
  report({
    bench: "start",
    medianMs: round(quantile(ready, 0.5)),
    maxMs: round(Math.max(...ready)),
    bareNodeMs: round(quantile(floor, 0.5)),
    ratio: round(quantile(ready, 0.5) / quantile(floor, 0.5)),
    rssMb: round(quantile(memory, 0.5)),
    withinMs: quantile(ready, 0.5) <= 300,
    withinMb: quantile(memory, 0.5) <= 90,
  });
}
