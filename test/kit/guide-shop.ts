/** A folder in which a guide's commands run: a checkout as its reader has it, without data, and Telegram as a double. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { refusals, startBotApi } from "./bot-api.js";

export interface Ran {
  readonly code: number | null;
  /** All that was written, with the folder and the port as a guide shows them. */
  readonly said: string;
}

/** What may stand between the program and Telegram. */
export const troubles = ["wrong-token", "no-network", "conflict"] as const;
export type GuideTrouble = (typeof troubles)[number];

export interface GuideShop {
  readonly folder: string;
  write(file: string, text: string): Promise<void>;
  /** A file that a command has made, without the mark at its beginning. */
  read(file: string): Promise<string>;
  /** Runs commands to their end. */
  run(script: string): Promise<Ran>;
  /** Starts the program, and ends it as Ctrl-C does once it has said all that it says by itself, or enough. */
  start(script: string, trouble: GuideTrouble | null, isEnough: (said: string) => boolean): Promise<Ran>;
  close(): Promise<void>;
}

/** A server that has said something, and then nothing for so long, says no more. */
const QUIET_MS = 3_000;
const LOOK_MS = 50;
/** Nothing listens here: the port for discarding what is sent. */
const NOWHERE = "http://127.0.0.1:9";

/** Makes it; `root` is the checkout, built. */
export async function openGuideShop(root: string): Promise<GuideShop> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-guide-"));
  const api = await startBotApi();
  await symlink(join(root, "bin"), join(folder, "bin"));
  // npx and bin/ are tried by documents.test.ts; here they would cost each command most of a second
  const tools = join(folder, ".tools");
  await mkdir(tools);
  await writeFile(
    join(tools, "npx"),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`,
  );
  await chmod(join(tools, "npx"), 0o755);

  async function environmentFor(trouble: GuideTrouble | null): Promise<NodeJS.ProcessEnv> {
    const settings = await readFile(join(folder, ".env"), "utf8").catch(() => "");
    const telegram = settings.includes("TELEGRAM_BOT_TOKEN=");
    const plain = Object.entries(process.env).filter(
      ([name]) => !/^(FOURHELP_|TELEGRAM_|DATA_DIR|HOST$|NODE_OPTIONS)/.test(name),
    );
    return {
      ...Object.fromEntries(plain),
      PATH: `${tools}:${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      PORT: "0",
      LOG_LEVEL: "silent",
      TELEGRAM_API_ROOT: trouble === "no-network" ? NOWHERE : api.url,
      ...(telegram && trouble !== "wrong-token" ? { TELEGRAM_BOT_TOKEN: api.token } : {}),
    };
  }

  const plain = (text: string): string =>
    text.replaceAll(folder, "…").replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:3000");

  async function begin(script: string, trouble: GuideTrouble | null): Promise<Started> {
    const env = await environmentFor(trouble);
    const process = spawn("bash", ["--norc", "-euo", "pipefail", "-c", script], { cwd: folder, env, detached: true });
    return watch(process);
  }

  return {
    folder,
    async write(file, text) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    async read(file) {
      return (await readFile(join(folder, file), "utf8")).replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
    },
    async run(script) {
      const { over, said } = await begin(script, null);
      return { code: await over, said: plain(said()) };
    },
    async start(script, trouble, isEnough) {
      if (trouble === "conflict") api.fault(refusals.conflict, { method: "getUpdates", times: 100 });
      const { process, over, said } = await begin(script, trouble);
      await untilQuiet(said, (text) => isEnough(plain(text)));
      if (process.pid !== undefined && process.exitCode === null) globalThis.process.kill(-process.pid, "SIGINT");
      const code = await over;
      api.forget();
      return { code, said: plain(said()) };
    },
    async close() {
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Started {
  readonly process: ChildProcess;
  readonly over: Promise<number | null>;
  said(): string;
}

function watch(process: ChildProcess): Started {
  let said = "";
  for (const stream of [process.stdout, process.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => (said += text));
  }
  const over = new Promise<number | null>((resolve) => process.once("close", resolve));
  return { process, over, said: () => said };
}

async function untilQuiet(said: () => string, isEnough: (said: string) => boolean): Promise<void> {
  let before = "";
  for (
    let quiet = 0;
    quiet < QUIET_MS && !isEnough(said());
    quiet = said() === before && before !== "" ? quiet + LOOK_MS : 0
  ) {
    before = said();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
