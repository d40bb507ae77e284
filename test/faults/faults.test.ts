/** Faults of the servers and of the processes under load, on MongoDB and Redis: nothing lost, doubled or left to do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleChild } from "../kill/house.js";
import { checkInvariants, type Breach } from "../kill/invariants.js";
import { playLives } from "../kill/life.js";
import { prepare } from "../kill/prepare.js";
import { scaledStack } from "../kill/stack.js";
import { createSeededIds } from "../kit/ids.js";
import { hasMongo, mongoKind, startMongo, type MongoServer } from "../kit/mongo/index.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";
import { startFleet, type Fleet } from "./fleet.js";

/** Everything is rebuilt within a minute of a fault's end; a round may meet one at its beginning and at its end. */
const ROUND_MS = 150_000;

describe.skipIf(!hasMongo() || !hasRedis())("a house of four processes", { timeout: 300_000 }, () => {
  let child: string;
  let mongo: MongoServer;
  let redis: RedisServer;
  let houses = 0;
  beforeAll(async () => {
    child = await bundleChild();
    [mongo, redis] = await Promise.all([startMongo({ kept: true }), startRedis({ appendonly: true })]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([mongo.stop(), redis.stop(), rm(child, { force: true })]);
  });

  /** Lives go on until the faults are over and each pledge is confirmed; what of the invariants does not hold then. */
  async function live(faults: (fleet: Fleet) => Promise<void>): Promise<Breach[]> {
    const folder = await mkdtemp(join(tmpdir(), "fourhelp-faults-"));
    const stack = scaledStack(mongo, redis, (houses += 1));
    const tokens = await prepare(folder, stack);
    const fleet = await startFleet(child, folder, stack);
    try {
      const { random } = createSeededIds(1017 + houses);
      const playing = playLives(fleet, folder, tokens, random, ROUND_MS);
      await sleep(500);
      await Promise.race([faults(fleet), playing]);
      fleet.calm();
      const lived = await playing;
      await fleet.finish();
      return await checkInvariants(folder, stack, lived);
    } finally {
      fleet.abandon();
      await rm(folder, { recursive: true, force: true });
    }
  }

  it("answers each conversation in order, though each message meets another process", async () => {
    expect(await live(() => sleep(2_000))).toEqual([]);
  });

  it("goes on after Redis was restarted twenty times under load", async () => {
    const breaches = await live(async () => {
      for (let restarts = 0; restarts < 20; restarts++) {
        await redis.restart();
        await sleep(200);
      }
    });
    expect(breaches).toEqual([]);
  });

  it("goes on after Redis was emptied under load, again and again", async () => {
    const breaches = await live(async () => {
      const hand = new Redis(redis.url);
      for (let times = 0; times < 5; times++) {
        await hand.flushall();
        await sleep(400);
      }
      hand.disconnect();
    });
    expect(breaches).toEqual([]);
  });

  it("serves while Redis is away for a minute, and makes up for it when it is back", async () => {
    const breaches = await live(async () => {
      await redis.kill();
      await sleep(60_000);
      await redis.restart();
    });
    expect(breaches).toEqual([]);
  });

  it.skipIf(mongoKind() === "given")("goes on after MongoDB was killed and restarted under load", async () => {
    const breaches = await live(async () => {
      for (let restarts = 0; restarts < 3; restarts++) {
        await mongo.restart();
        await sleep(1_500);
      }
    });
    expect(breaches).toEqual([]);
  });

  it("does nothing twice when a worker stands still past its lock and goes on", async () => {
    const breaches = await live(async ({ workers }) => {
      for (const worker of [...workers, ...workers]) {
        worker.kill("SIGSTOP");
        await sleep(2_500);
        worker.kill("SIGCONT");
        await sleep(300);
      }
    });
    expect(breaches).toEqual([]);
  });
});
