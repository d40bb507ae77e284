/** What the benches of updates have in common: the stand-in of the Bot API, counted, the load, and processes' ends. */
import { fork, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { quantile, round } from "./report.js";
import { freePort } from "./server.js";

const CONCURRENCY = 50;
const SECRET = "a-secret-of-the-bench";
export const BASELINES = join(import.meta.dirname, "../../../shared/baselines");
const load = join(import.meta.dirname, "updates-load.mjs");
const countedApi = join(import.meta.dirname, "updates-api.mjs");

/** The program's settings: an office of its own, which talks over the stand-in. */
export function houseEnv(folder: string, apiRoot: string): Record<string, string> {
  return { DATA_DIR: folder, FOURHELP_DEMO: "off", TELEGRAM_BOT_TOKEN: "1:a", TELEGRAM_API_ROOT: apiRoot };
}

export const webhookEnv = { FOURHELP_PUBLIC_URL: "http://127.0.0.1", TELEGRAM_WEBHOOK_SECRET: SECRET };

export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export function needBaselines(): void {
  if (existsSync(join(BASELINES, "echo-bot.mjs"))) return;
  throw new Error(`the echo and the stand-in of the Bot API are not in ${BASELINES}`);
}

export interface CountedApi {
  readonly root: string;
  /** Resolves with the number of calls answered once it is at least `count`. */
  sentAll(count: number): Promise<number>;
  /** The same once none has come for a while. */
  settled(): Promise<number>;
  end(): Promise<void>;
}

export async function startApi(toPoll = 0): Promise<CountedApi> {
  const port = await freePort();
  const baseline = join(BASELINES, "fake-bot-api.mjs");
  const child = fork(countedApi, [baseline, String(port), String(toPoll)], { execArgv: [], stdio: "inherit" });
  const root = `http://127.0.0.1:${port}`;
  const length = await answerLength(root);
  const ask = async (): Promise<{ bytes: number }> => {
    const answer = new Promise<{ bytes: number }>((resolve) => child.once("message", resolve as (m: unknown) => void));
    child.send("count");
    return answer;
  };
  const sent = async (): Promise<number> => (await ask()).bytes / length;
  return {
    root,
    async sentAll(count) {
      for (let waited = 0; ; waited++) {
        const now = await sent();
        if (now >= count) return now;
        if (waited > 6_000) throw new Error(`${Math.round(now)} of ${count} replies came`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async settled() {
      for (let before = -1; ;) {
        const now = await sent();
        if (now === before) return now;
        before = now;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async end() {
      await end(child);
    },
  };
}

/** Asks once, by hand, how long every answer of the stand-in is. */
async function answerLength(root: string): Promise<number> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(`${root}/x`, { method: "POST", body: "{}" }).catch(() => undefined);
    if (response) {
      const body = await response.text();
      return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: keep-alive\r\n\r\n${body}`
        .length;
    }
    if (tries > 500) throw new Error("the stand-in of the Bot API does not answer");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Calls a webhook on these ports in turn. */
export async function loaded(
  ports: readonly number[],
  path: string,
  count: number,
  first: number,
): Promise<Figures & { startSeconds: number }> {
  const began = performance.now();
  const args = [load, ports.join(), path, String(count), String(CONCURRENCY), String(first), SECRET];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  await new Promise((resolve) => child.once("close", resolve));
  const seconds = (performance.now() - began) / 1000;
  const { bad, ...figures } = JSON.parse(text) as Figures & { bad: number };
  if (bad > 0) throw new Error(`${bad} of ${count} updates were not answered with 200`);
  // the load's own start is not the program's time
  return { ...figures, startSeconds: seconds - count / figures.perSecond };
}

/** The round whose rate is in the middle. */
export function middle<F extends { readonly perSecond: number }>(rounds: readonly F[]): F {
  const rate = quantile(
    rounds.map((one) => one.perSecond),
    0.5,
  );
  const found = rounds.find((one) => one.perSecond === rate);
  if (!found) throw new Error("no rounds");
  return found;
}

export function rounded({ perSecond, p50, p99 }: Figures) {
  const times = Number.isNaN(p50) ? {} : { p50: round(p50), p99: round(p99) };
  return { perSecond: Math.round(perSecond), ...times };
}

export async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
