/**
 * Updates a second of 1 and 2 processes that talk, beside one worker, on MongoDB and Redis: who takes how much of the
 * processors for an update, and how much of them nobody wanted. If processes waited for a lock they share, the second
 * would add idle time and no updates.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { countProcessor, type ProcessorUse } from "./processor.js";
import { report, round } from "./report.js";
import { launch, run, type Running } from "./server.js";
import { startStack, type BenchStack } from "./stack.js";
import { houseEnv, loaded, middle, needBaselines, startApi, webhookEnv } from "./updates-rig.js";

const UPDATES = 1_000;
const WARM = 500;
const ROUNDS = 3;
const counts = [1, 2] as const;

interface Round extends ProcessorUse {
  readonly perSecond: number;
}

export async function scale(): Promise<void> {
  needBaselines();
  const stack = await startStack("scaled");
  const rounds = { 1: [] as Round[], 2: [] as Round[] };
  for (let done = 0; done < ROUNDS; done++) for (const count of counts) rounds[count].push(await ofCount(stack, count));
  await stack.stop();
  const one = middle(rounds[1]);
  for (const count of counts) {
    const { perSecond, seconds, idle } = middle(rounds[count]);
    const msEach = Object.entries(seconds).map(([name, used]) => [`${name}Ms`, round((used * 1_000) / UPDATES)]);
    report({
      bench: "scale",
      ...stack.line,
      processes: count,
      perSecond: Math.round(perSecond),
      ratio: round(perSecond / one.perSecond),
      ...Object.fromEntries(msEach),
      idle: round(idle),
    });
  }
}

async function ofCount(stack: BenchStack, count: number): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  const api = await startApi();
  const env = { ...houseEnv(folder, api.root), ...stack.fresh(), ...webhookEnv };
  const apps: Running[] = [];
  for (let started = 0; started < count; started++) apps.push(await run("dist/main.js", { ...env, ROLES: "bot,api" }));
  const worker = launch("dist/main.js", { ...env, ROLES: "worker" });
  const ports = apps.map(({ port }) => port);
  await loaded(ports, "/telegram/webhook", WARM, 1);
  const before = await api.settled();
  const used = await countProcessor({ app: apps.map(({ pid }) => pid), worker: [worker.pid], ...stack.pids });
  const began = performance.now();
  await loaded(ports, "/telegram/webhook", UPDATES, 10_000);
  await api.sentAll(before + UPDATES);
  const seconds = (performance.now() - began) / 1_000;
  const use = await used();
  for (const app of apps) await app.stop();
  await worker.stop();
  await api.end();
  await rm(folder, { recursive: true });
  return { perSecond: UPDATES / seconds, ...use };
}
