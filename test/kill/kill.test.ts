/** SIGKILL at every step of a pledge's life (reliability.md, figures to hold): nothing is lost, doubled or left to do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSeededIds } from "../kit/ids.js";
import { bundleChild, startHouse, type House } from "./house.js";
import { checkInvariants } from "./invariants.js";
import { playLives } from "./life.js";
import { lifePoints, type Kill, type Point } from "./points.js";
import { prepare } from "./prepare.js";

const SEEDS = [1017, 1018, 1019];
/** From exec to ready, after any kill. */
const READY_MS = 5_000;

let child: string;
beforeAll(async () => {
  child = await bundleChild();
});
afterAll(() => rm(child, { force: true }));

/** A folder for the length of `use`. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-kill-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** These come early: a house has them only in its first hours, in this order. */
const early: readonly Point[] = ["strike.before", "strike.after", "stop.before", "stop.after"];
/** Each leaves a message of which nobody knows whether it arrived. */
const unsure: readonly Point[] = ["send.sending", "send.calling", "send.arrived", "send.answered"];
/** These come so often that any of their first few times may be the one. */
const often = /^(conversation\.(before|after)|tell|plan|send|wake\.send)/;

/** Two houses' kills: every point in one of them, in an order and at occurrences that the dice choose. */
function planKills(random: () => number): [Kill[], Kill[]] {
  const shuffle = <T>(items: readonly T[]): T[] =>
    items.map((item) => ({ item, at: random() })).toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  const kill = (point: Point): Kill => ({ point, occurrence: often.test(point) ? 1 + Math.floor(random() * 3) : 1 });
  const placed = new Set<Point>([...early, ...unsure, "sweep.unknown.before", "sweep.unknown.after"]);
  const rest = shuffle(lifePoints.filter((point) => !placed.has(point)));
  const [first, second, ...others] = shuffle(unsure);
  // what is unsure is given up by the sweep of the next start
  const swept = [first, "sweep.unknown.before", second, "sweep.unknown.after", ...others] as Point[];
  const half = Math.ceil((rest.length + swept.length - early.length) / 2);
  return [[...early, ...rest.slice(0, half)].map(kill), [...rest.slice(half), ...swept].map(kill)];
}

async function liveAndDie(kills: readonly Kill[], random: () => number): Promise<House> {
  return inFolder(async (folder) => {
    const tokens = await prepare(folder);
    const house = startHouse(child, folder, kills);
    try {
      const lived = await playLives(house, folder, tokens, random);
      await house.finish();
      expect(await checkInvariants(folder, lived)).toEqual([]);
      return house;
    } finally {
      house.abandon();
    }
  });
}

it.each(SEEDS)("seed %i: whatever the moment, nothing is lost, doubled or left to do", { timeout: 180_000 }, async (seed) => {
  const { random } = createSeededIds(seed);
  const plans = planKills(random);
  const houses = await Promise.all(plans.map((kills) => liveAndDie(kills, random)));
  const died = houses.flatMap((house) => house.died);
  console.log(`seed ${seed}: killed at ${died.map(({ point, occurrence }) => `${point}:${occurrence}`).join(" ")}`);
  expect(new Set(died.map(({ point }) => point))).toEqual(new Set(lifePoints));
  const slowest = Math.max(...houses.flatMap((house) => house.startsMs));
  console.log(`seed ${seed}: ${died.length} kills, slowest start ${Math.round(slowest)} ms`);
  expect(slowest).toBeLessThanOrEqual(READY_MS);
});
