/** The house as the world outside knows it: a process that is started again whenever it died. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Kill } from "./points.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A restart comes so much later: long enough for the sweep to give up what was being sent (two minutes). */
const OFF_MS = 180_000;

export interface House {
  /** Where it listens; waits while it is being started again. Rejects once it has died of anything but its kill. */
  url(): Promise<string>;
  /** Kills that happened, in order. */
  readonly died: readonly Kill[];
  /** From exec to ready, of every start, in milliseconds. */
  readonly startsMs: readonly number[];
  /** The kill that is to come next. */
  next(): Kill | undefined;
  /** Starts it once more without a kill, some minutes later, and lets it finish what is due; then ends it. */
  finish(): Promise<void>;
  /** For a failed test: no process may outlive it. */
  abandon(): void;
}

/** Bundles the child once, so that its start is as quick as the built program's; returns the file. */
export async function bundleChild(): Promise<string> {
  // inside the project, so that the native driver is found from there
  const folder = join(root, "node_modules", ".cache", "fourhelp-kill");
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `child-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [fileURLToPath(new URL("child.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["source"],
    external: ["mongodb", "bullmq", "ioredis", "@bull-board/*"],
    alias: { "@photostructure/sqlite": fileURLToPath(new URL("watched-sqlite.ts", import.meta.url)) },
    logLevel: "warning",
    banner: { js: 'import { createRequire as r_ } from "node:module"; const require = r_(import.meta.url);' },
  });
  return outfile;
}

/** Starts the house on a folder; each of `kills` ends one process, in that order. */
export function startHouse(child: string, dataDir: string, kills: readonly Kill[], extra: readonly string[]): House {
  const died: Kill[] = [];
  const startsMs: number[] = [];
  let starts = 0;
  let running: ReturnType<typeof begin>;

  function begin(kill: Kill | undefined) {
    const log = openSync(join(dataDir, "house.log"), "a");
    const later = ["--later-ms", String(OFF_MS * starts++)];
    const killing = kill ? ["--kill", `${kill.point}:${kill.occurrence}`] : [];
    const begun = performance.now();
    const started = spawn(process.execPath, [child, dataDir, ...later, ...killing, ...extra], {
      cwd: root,
      // its standard input ends with us, and so does it
      stdio: ["pipe", "pipe", log],
    });
    const exited = once(started, "exit") as Promise<[number | null, string | null]>;
    const { stdout } = started;
    if (!stdout) throw new Error("a child without output");
    const lines = createInterface({ input: stdout });
    const ready = new Promise<string>((resolve) => {
      lines.on("line", (line) => {
        const port = /^ready (\d+)$/.exec(line)?.[1];
        if (port === undefined) return;
        startsMs.push(performance.now() - begun);
        resolve(`http://127.0.0.1:${port}`);
      });
    });
    const life = { process: started, exited, ready, failed: null as Error | null, stopping: false };
    void exited.then(([code, signal]) => {
      if (life.stopping) return;
      if (signal === "SIGKILL" && kill) {
        died.push(kill);
        running = begin(kills[died.length]);
      } else life.failed = new Error(`the house ended by itself (${code ?? signal}); see house.log`);
    });
    return life;
  }

  async function url(): Promise<string> {
    for (;;) {
      const life = running;
      if (life.failed) throw life.failed;
      const where = await Promise.race([life.ready, life.exited.then(() => null)]);
      if (where !== null && running === life && life.process.exitCode === null) return where;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function end(): Promise<void> {
    await url();
    running.stopping = true;
    running.process.kill("SIGTERM");
    const [code] = await running.exited;
    if (code !== 0) throw new Error(`the house did not end well (${code}); see house.log`);
  }

  running = begin(kills[0]);
  return {
    url,
    died,
    startsMs,
    next: () => kills[died.length],
    async finish() {
      await end();
      running = begin(undefined);
      await end();
    },
    abandon() {
      running.stopping = true;
      running.process.kill("SIGKILL");
    },
  };
}
