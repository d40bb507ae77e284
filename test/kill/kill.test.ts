/** SIGKILL at every step of a pledge's life (reliability.md, figures to hold): nothing is lost, doubled or left to do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectionNames } from "#core/documents.js";
import { openSqliteStore, type SqliteStore } from "#store/sqlite/engine.js";
import { createSeededIds } from "../kit/ids.js";
import { hasMongo, startMongo, type MongoServer } from "../kit/mongo/index.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";
import { bundleChild, startHouse, type House } from "./house.js";
import { checkInvariants } from "./invariants.js";
import { playLives } from "./life.js";
import { looksLike, openWeb, webLine } from "./people.js";
import { demoPoint, lifePoints, mongoPoints, startPoints, type Kill, type Point } from "./points.js";
import { prepare } from "./prepare.js";
import { embeddedStack, scaledStack, type Stack } from "./stack.js";

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
const often = /^(conversation\.(before|after)|tell|plan|reply|send|wake\.send)/;

interface Plan {
  readonly seed: number;
  /** The kills of two houses that live at the same time. */
  readonly houses: readonly [readonly Kill[], readonly Kill[]];
}

/** The dice choose orders and occurrences; of the points that may come at any time each seed leaves out another third. */
function planKills(seed: number, index: number): Plan {
  const { random } = createSeededIds(seed);
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const kill = (point: Point): Kill => ({ point, occurrence: often.test(point) ? 1 + Math.floor(random() * 3) : 1 });
  const placed = new Set<Point>([...early, ...unsure, "sweep.unknown.before", "sweep.unknown.after"]);
  const rest = shuffle(lifePoints.filter((point) => !placed.has(point)).filter((_, at) => at % SEEDS.length !== index));
  const [first, second, ...others] = shuffle(unsure);
  // what is unsure is given up by the sweep of the next start
  const swept = [first, "sweep.unknown.before", second, "sweep.unknown.after", ...others] as Point[];
  const half = Math.ceil((rest.length + swept.length - early.length) / 2);
  return { seed, houses: [[...early, ...rest.slice(0, half)].map(kill), [...rest.slice(half), ...swept].map(kill)] };
}

const plans = SEEDS.map(planKills);

async function liveAndDie(
  kills: readonly Kill[],
  random: () => number,
  stackOf: (folder: string) => Stack,
): Promise<House> {
  return inFolder(async (folder) => {
    const stack = stackOf(folder);
    const tokens = await prepare(folder, stack);
    const house = startHouse(child, folder, kills, stack.options);
    try {
      const lived = await playLives(house, folder, tokens, random);
      await house.finish();
      expect(await checkInvariants(folder, stack, lived)).toEqual([]);
      return house;
    } finally {
      house.abandon();
    }
  });
}

/** Both houses of a plan at the same time. */
async function liveAndDieAll(plan: Plan, random: () => number, stackOf: (folder: string) => Stack): Promise<House[]> {
  const lives = await Promise.allSettled(plan.houses.map((kills) => liveAndDie(kills, random, stackOf)));
  return lives.map((life) => {
    if (life.status === "rejected") throw life.reason;
    return life.value;
  });
}

/** Each kill that was meant to happen has, in its order. */
function tellKills(what: string, houses: readonly House[]): number {
  const died = houses.flatMap((house) => house.died);
  const slowest = Math.max(...houses.flatMap((house) => house.startsMs));
  const at = died.map(({ point, occurrence }) => `${point}:${occurrence}`).join(" ");
  process.stdout.write(`${what}: slowest start ${Math.round(slowest)} ms; ${died.length} kills, at ${at}\n`);
  return slowest;
}

it("leaves no declared point out", () => {
  const planned = plans.flatMap(({ houses }) => houses.flat().map(({ point }) => point));
  expect(new Set(planned)).toEqual(new Set(lifePoints));
});

it.each(plans)(
  "seed $seed: whatever the moment, nothing is lost, doubled or left to do",
  { timeout: 180_000 },
  async (plan) => {
    const { random } = createSeededIds(plan.seed + 1);
    const houses = await liveAndDieAll(plan, random, embeddedStack);
    const slowest = tellKills(`seed ${plan.seed}`, houses);
    // each declared kill has happened, in its order
    expect(houses.map((house) => house.died)).toEqual(plan.houses);
    expect(slowest).toBeLessThanOrEqual(READY_MS);
  },
);

describe.skipIf(!hasMongo() || !hasRedis())("on MongoDB and Redis", () => {
  let mongo: MongoServer;
  let redis: RedisServer;
  beforeAll(async () => {
    [mongo, redis] = await Promise.all([startMongo({ kept: true }), startRedis({ appendonly: true })]);
  }, 120_000);
  afterAll(() => Promise.all([mongo.stop(), redis.stop()]));

  /** Every step of a commit, as often as the dice say, and the points of the first embedded plan. */
  function planScaled(): Plan {
    const { random } = createSeededIds(SEEDS[0] ?? 0);
    const [plan] = plans;
    if (!plan) throw new Error("no plan");
    const steps = mongoPoints.map((point): Kill => ({ point, occurrence: 1 + Math.floor(random() * 12) }));
    const [first, second] = plan.houses;
    return {
      seed: plan.seed,
      houses: [
        [...first, ...steps.slice(0, 2)],
        [...steps.slice(2), ...second],
      ],
    };
  }

  it("whatever the moment, nothing is lost, doubled or left to do", { timeout: 400_000 }, async () => {
    const plan = planScaled();
    const { random } = createSeededIds(plan.seed + 1);
    let number = 0;
    const houses = await liveAndDieAll(plan, random, () => scaledStack(mongo, redis, number++));
    const slowest = tellKills("MongoDB and Redis", houses);
    expect(houses.map((house) => house.died)).toEqual(plan.houses);
    expect(slowest).toBeLessThanOrEqual(READY_MS);
  });
});

/** Starts on an empty folder, dies at each of `kills`, and greets a stranger in the end; what `look` finds then. */
async function startAndDie<T>(
  kills: readonly Kill[],
  look: (store: SqliteStore) => Promise<T>,
  extra: string[] = [],
): Promise<T> {
  return inFolder(async (folder) => {
    const house = startHouse(child, folder, kills, extra);
    try {
      while (house.next()) {
        await house.url();
        await sleep(5);
      }
      const line = webLine(house, await openWeb(house));
      await line.say({ text: "你好" });
      expect((await line.news()).map(({ text }) => text)).toEqual([
        expect.stringMatching(looksLike("welcome.stranger")),
      ]);
      await house.finish();
      expect(house.died).toEqual(kills);
      expect(Math.max(...house.startsMs)).toBeLessThanOrEqual(READY_MS);
      const store = await openSqliteStore({ path: join(folder, "fourhelp.db") });
      try {
        return await look(store);
      } finally {
        await store.close();
      }
    } finally {
      house.abandon();
    }
  });
}

it("a first start that is cut short is finished by the next", { timeout: 60_000 }, async () => {
  const { random } = createSeededIds(SEEDS[0] ?? 0);
  const times = (point: Point): number => (point.startsWith("schema.") ? 1 + Math.floor(random() * 20) : 1);
  const kills = startPoints.map((point): Kill => ({ point, occurrence: times(point) }));
  const all = { index: "office", where: {} };
  await startAndDie(kills, async (store) => {
    expect((await store.offices.find(all)).items.map(({ _id }) => _id)).toEqual(["main"]);
    expect((await store.areas.find(all)).items.map(({ _id }) => _id)).toEqual(["main-area"]);
  });
});

it("a demo that is half loaded is finished by the next start", { timeout: 60_000 }, async () => {
  const { random } = createSeededIds(SEEDS[0] ?? 0);
  const kills = [1, 40, 400].map((most): Kill => ({
    point: demoPoint,
    occurrence: 1 + Math.floor(random() * most),
  }));
  const count = async (store: SqliteStore): Promise<Record<string, number>> => {
    const counts = collectionNames.map(
      async (name) => [name, await store[name].count({ index: "office", where: {} })] as const,
    );
    const { people, households, needs, pledges, matches, offices, areas } = Object.fromEntries(
      await Promise.all(counts),
    );
    return { people, households, needs, pledges, matches, offices, areas } as Record<string, number>;
  };
  const whole = await startAndDie([], count, ["--demo"]);
  expect(whole).toMatchObject({ offices: 1 });
  expect(await startAndDie(kills, count, ["--demo"])).toEqual(whole);
});
