/** A house of several processes on MongoDB and Redis: those that talk and serve, and two that do the jobs. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../house/root.js";
import type { House } from "../kill/house.js";
import type { Stack } from "../kill/stack.js";

interface Member {
  readonly process: ChildProcess;
  readonly url: string;
}

export interface Fleet extends Pick<House, "url" | "next"> {
  readonly workers: readonly ChildProcess[];
  /** The faults are over: the round under way is the last one. */
  calm(): void;
  /** Lets them finish what is due; rejects when one has ended by itself, or does not end well. */
  finish(): Promise<void>;
  /** For a failed test: no process may outlive it. */
  abandon(): void;
}

/** Sweeps come often here, so that what they make up for is seen soon. */
const SWEEP = "*/5 * * * * *";

/** Starts `count` apps and two workers; `child` is the bundled child of the kill tests. */
export async function startFleet(child: string, dataDir: string, stack: Stack, count = 2): Promise<Fleet> {
  const log = openSync(join(dataDir, "house.log"), "a");
  const start = async (roles: string): Promise<Member> => {
    const options = ["--roles", roles, "--sweep-cron", SWEEP, ...stack.options];
    const started = spawn(process.execPath, [child, dataDir, ...options], { cwd: root, stdio: ["pipe", "pipe", log] });
    const { stdout } = started;
    if (!stdout) throw new Error("a child without output");
    const [line] = (await once(createInterface({ input: stdout }), "line")) as [string];
    return { process: started, url: `http://127.0.0.1:${line.replace("ready ", "")}` };
  };
  const apps: Member[] = [];
  for (let started = 0; started < count; started++) apps.push(await start("bot,api"));
  const workers = [await start("worker"), await start("worker")];
  const all = [...apps, ...workers];
  let stopping = false;
  let failure: Error | undefined;
  for (const { process: one } of all) {
    one.once("exit", (code, signal) => {
      if (!stopping) failure = new Error(`a process of the house ended by itself (${code ?? signal}); see house.log`);
    });
  }
  let calm = false;
  let asked = 0;

  async function end({ process: one }: Member): Promise<void> {
    const gone = once(one, "exit") as Promise<[number | null]>;
    one.kill("SIGTERM");
    const [code] = await gone;
    if (code !== 0) throw new Error(`a process did not end well (${code}); see house.log`);
  }

  return {
    workers: workers.map((worker) => worker.process),
    // everybody meets now one and now the other, in one conversation too
    url() {
      if (failure) return Promise.reject(failure);
      return Promise.resolve(apps[asked++ % apps.length]?.url ?? "");
    },
    next: () => (calm ? undefined : { point: "gap", occurrence: 1 }),
    calm: () => void (calm = true),
    async finish() {
      stopping = true;
      // workers last: the others wait until nothing is left to be told or sent
      for (const member of all) await end(member);
    },
    abandon() {
      stopping = true;
      for (const { process: one } of all) one.kill("SIGKILL");
    },
  };
}
