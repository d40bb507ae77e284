/**
 * A dialogue step with its durable commit and its reply over Telegram, beside the stock grammY echo, which keeps
 * nothing: the whole built program on the embedded engines, 50 updates at a time, webhook and polling. Both talk to
 * the same stand-in of the Bot API. Rates are those of updates answered, reply and all.
 */
import { fork, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { quantile, report, round } from "./report.js";
import { freePort, run } from "./server.js";

const UPDATES = 10_000;
/** Before anything is measured: whole talks of all 500 people, so that each begins anew after it. */
const WARM = 3_000;
const CONCURRENCY = 50;
const ROUNDS = 3;
const SECRET = "a-secret-of-the-bench";
const BASELINES = join(import.meta.dirname, "../../../shared/baselines");
const load = join(import.meta.dirname, "updates-load.mjs");
const countedApi = join(import.meta.dirname, "updates-api.mjs");
const bounds = { ratio: 1.5, p99: 20 };

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function updates(): Promise<void> {
  if (!existsSync(join(BASELINES, "echo-bot.mjs"))) {
    throw new Error(`the echo and the stand-in of the Bot API are not in ${BASELINES}`);
  }
  const rounds: { echo: Figures; webhook: Figures; polling: Figures }[] = [];
  for (let done = 0; done < ROUNDS; done++) {
    // interleaved, so that what else the machine does falls on all of them
    rounds.push({ echo: await ofEcho(), webhook: await ofWebhook(), polling: await ofPolling() });
  }
  const echo = middle(rounds.map((one) => one.echo));
  report({ bench: "updates", what: "echo", ...rounded(echo) });
  for (const what of ["webhook", "polling"] as const) {
    const figures = middle(rounds.map((one) => one[what]));
    const ratio = figures.perSecond / echo.perSecond;
    const within = ratio >= bounds.ratio && (what === "polling" || figures.p99 <= bounds.p99);
    report({ bench: "updates", what, ...rounded(figures), ratio: round(ratio), within });
  }
}

async function ofEcho(): Promise<Figures> {
  const api = await startApi();
  const port = await freePort();
  const echo = spawn(process.execPath, [join(BASELINES, "echo-bot.mjs"), String(port), api.root], { stdio: "pipe" });
  await new Promise((resolve) => echo.stdout.once("data", resolve));
  await loaded(port, "/h", WARM, 1);
  const figures = await loaded(port, "/h", UPDATES, 10_000);
  await end(echo);
  await api.end();
  return figures;
}

async function ofWebhook(): Promise<Figures> {
  const api = await startApi();
  const house = await startHouse(api.root, {
    FOURHELP_PUBLIC_URL: "http://127.0.0.1",
    TELEGRAM_WEBHOOK_SECRET: SECRET,
  });
  await loaded(house.port, "/telegram/webhook", WARM, 1);
  const before = await api.settled();
  const began = performance.now();
  const figures = await loaded(house.port, "/telegram/webhook", UPDATES, 10_000);
  await api.sentAll(before + UPDATES);
  const seconds = (performance.now() - began) / 1000 - figures.startSeconds;
  await house.stop();
  await api.end();
  // the echo has replied before it answers; so must ours have, to be counted
  return { ...figures, perSecond: Math.min(figures.perSecond, UPDATES / seconds) };
}

async function ofPolling(): Promise<Figures> {
  const api = await startApi(UPDATES + WARM);
  const house = await startHouse(api.root, {});
  const before = await api.sentAll(WARM);
  const began = performance.now();
  // not quite all: how many were asked for before the first look is not known to the last one
  const after = await api.sentAll(before + UPDATES * 0.95);
  const seconds = (performance.now() - began) / 1000;
  await house.stop();
  await api.end();
  return { perSecond: (after - before) / seconds, p50: Number.NaN, p99: Number.NaN };
}

async function startHouse(root: string, more: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  const env = { DATA_DIR: folder, FOURHELP_DEMO: "off", TELEGRAM_BOT_TOKEN: "1:a", TELEGRAM_API_ROOT: root, ...more };
  const house = await run("dist/main.js", env);
  const stop = async (): Promise<void> => {
    await house.stop();
    await rm(folder, { recursive: true });
  };
  return { port: Number(new URL(house.base).port), stop };
}

interface CountedApi {
  readonly root: string;
  /** Resolves with the number of calls answered once it is at least `count`. */
  sentAll(count: number): Promise<number>;
  /** The same once none has come for a while. */
  settled(): Promise<number>;
  end(): Promise<void>;
}

async function startApi(toPoll = 0): Promise<CountedApi> {
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

async function loaded(
  port: number,
  path: string,
  count: number,
  first: number,
): Promise<Figures & { startSeconds: number }> {
  const began = performance.now();
  const args = [load, String(port), path, String(count), String(CONCURRENCY), String(first), SECRET];
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
function middle(rounds: readonly Figures[]): Figures {
  const rate = quantile(
    rounds.map((one) => one.perSecond),
    0.5,
  );
  const found = rounds.find((one) => one.perSecond === rate);
  if (!found) throw new Error("no rounds");
  return found;
}

function rounded({ perSecond, p50, p99 }: Figures) {
  const times = Number.isNaN(p50) ? {} : { p50: round(p50), p99: round(p99) };
  return { perSecond: Math.round(perSecond), ...times };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
