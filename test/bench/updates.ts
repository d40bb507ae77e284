/**
 * A dialogue step with its durable commit and its reply over Telegram, beside the stock grammY echo, which keeps
 * nothing: the whole built program on the embedded engines, 50 updates at a time, webhook and polling. Both talk to
 * the same stand-in of the Bot API. Rates are those of updates answered, reply and all.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { report, round } from "./report.js";
import { freePort, run } from "./server.js";
import { stackName, startStack, type BenchStack } from "./stack.js";
import {
  BASELINES,
  end,
  houseEnv,
  loaded,
  middle,
  needBaselines,
  rounded,
  startApi,
  webhookEnv,
  type Figures,
} from "./updates-rig.js";

const UPDATES = 10_000;
/** Before anything is measured: whole talks of all 500 people, so that each begins anew after it. */
const WARM = 3_000;
const ROUNDS = 3;
/** Beside the plain echo, and beside one that keeps a session in Redis, as a bot of several processes must. */
const bounds = {
  embedded: { ratio: 1.5, p99: 20 },
  redis: { ratio: 1, p99: Infinity },
  scaled: { ratio: 1, p99: Infinity },
};

export async function updates(word?: string): Promise<void> {
  needBaselines();
  const name = stackName(word);
  const stack = await startStack(name);
  const rounds: { echo: Figures; webhook: Figures; polling: Figures }[] = [];
  for (let done = 0; done < ROUNDS; done++) {
    // interleaved, so that what else the machine does falls on all of them
    rounds.push({ echo: await ofEcho(stack), webhook: await ofWebhook(stack), polling: await ofPolling(stack) });
  }
  await stack.stop();
  const echo = middle(rounds.map((one) => one.echo));
  report({ bench: "updates", ...stack.line, what: "echo", ...rounded(echo) });
  for (const what of ["webhook", "polling"] as const) {
    const figures = middle(rounds.map((one) => one[what]));
    const ratio = figures.perSecond / echo.perSecond;
    const within = ratio >= bounds[name].ratio && (what === "polling" || figures.p99 <= bounds[name].p99);
    report({ bench: "updates", ...stack.line, what, ...rounded(figures), ratio: round(ratio), within });
  }
}

async function ofEcho(stack: BenchStack): Promise<Figures> {
  const api = await startApi();
  const port = await freePort();
  const script =
    stack.redis === null
      ? [join(BASELINES, "echo-bot.mjs"), String(port), api.root]
      : [join(import.meta.dirname, "echo-session.mjs"), String(port), api.root, stack.redis];
  const echo = spawn(process.execPath, script, { stdio: "pipe" });
  await new Promise((resolve) => echo.stdout.once("data", resolve));
  await loaded([port], "/h", WARM, 1);
  const figures = await loaded([port], "/h", UPDATES, 10_000);
  await end(echo);
  await api.end();
  return figures;
}

async function ofWebhook(stack: BenchStack): Promise<Figures> {
  const api = await startApi();
  const house = await startHouse(api.root, { ...stack.fresh(), ...webhookEnv });
  await loaded([house.port], "/telegram/webhook", WARM, 1);
  const before = await api.settled();
  const began = performance.now();
  const figures = await loaded([house.port], "/telegram/webhook", UPDATES, 10_000);
  await api.sentAll(before + UPDATES);
  const seconds = (performance.now() - began) / 1000 - figures.startSeconds;
  await house.stop();
  await api.end();
  // the echo has replied before it answers; so must ours have, to be counted
  return { ...figures, perSecond: Math.min(figures.perSecond, UPDATES / seconds) };
}

async function ofPolling(stack: BenchStack): Promise<Figures> {
  const api = await startApi(UPDATES + WARM);
  const house = await startHouse(api.root, stack.fresh());
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
  const house = await run("dist/main.js", { ...houseEnv(folder, root), ...more });
  const stop = async (): Promise<void> => {
    await house.stop();
    await rm(folder, { recursive: true });
  };
  return { port: house.port, stop };
}
