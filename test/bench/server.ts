/** Starts the built program on a data folder, waits until it serves, and ends it by its pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { performance } from "node:perf_hooks";

export interface Launched {
  readonly pid: number;
  /** Resident memory now, in MB. */
  rssMb(): Promise<number>;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

export interface Running extends Launched {
  readonly base: string;
  readonly port: number;
  /** From exec to the first answer of `/healthz`. */
  readonly readyMs: number;
}

/** Runs a script of Node with these variables on a free port, and waits until it serves. */
export async function run(script: string, env: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const began = performance.now();
  const child = start(script, { PORT: String(port), ...env });
  const base = `http://127.0.0.1:${port}`;
  await answering(child, `${base}/healthz`);
  return { base, port, readyMs: performance.now() - began, ...launched(child) };
}

/** The same for one that serves nothing. */
export function launch(script: string, env: Record<string, string>): Launched {
  return launched(start(script, env));
}

function start(script: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [script], {
    env: { PATH: process.env["PATH"] ?? "", LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function launched(child: ChildProcess): Launched {
  const { pid } = child;
  if (pid === undefined) throw new Error("the program has no pid");
  return {
    pid,
    async rssMb() {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    stop: (signal = "SIGTERM") =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill(signal);
      }),
  };
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
