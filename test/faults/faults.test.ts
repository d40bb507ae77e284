/** Faults of the servers and of the processes under load, on MongoDB and Redis: nothing lost, doubled or left to do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { checkInvariants, type Breach } from "../kill/invariants.js";
import { playLives } from "../kill/life.js";
import { prepare } from "../kill/prepare.js";
import { createSeededIds } from "../kit/ids.js";
import { hasMongo, mongoKind } from "../kit/mongo/index.js";
import { hasRedis } from "../kit/redis.js";
import { startFleet, type Fleet } from "./fleet.js";
import { useServers } from "./servers.js";

/** Everything is rebuilt within a minute of a fault's end; a round may meet one at its beginning and at its end. */
const ROUND_MS = 150_000;
const REBUILT_WITHIN_MS = 60_000;

describe.skipIf(!hasMongo() || !hasRedis())("a house of four processes", { timeout: 300_000 }, () => {
  const servers = useServers({ kept: true });

  let lives = 0;

  /** Lives go on until the faults are over and each pledge is confirmed; what of the invariants does not hold then. */
  async function live(faults: (fleet: Fleet) => Promise<void>): Promise<Breach[]> {
    const folder = await mkdtemp(join(tmpdir(), "fourhelp-faults-"));
    const { child, fresh } = servers();
    const stack = fresh();
    const tokens = await prepare(folder, stack);
    const fleet = await startFleet(child, folder, stack);
    try {
      const { random } = createSeededIds(1017 + (lives += 1));
      const playing = playLives(fleet, folder, tokens, random, ROUND_MS);
      await sleep(500);
      await Promise.race([faults(fleet), playing]);
      fleet.calm();
      const over = performance.now();
      const lived = await playing;
      const rebuiltMs = performance.now() - over;
      await fleet.finish();
      const late = rebuiltMs > REBUILT_WITHIN_MS ? [`took ${Math.round(rebuiltMs)} ms after the last fault`] : [];
      return [...late, ...(await checkInvariants(folder, stack, lived))];
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
        await servers().redis.restart();
        await sleep(200);
      }
    });
    expect(breaches).toEqual([]);
  });

  it("goes on after Redis was emptied under load, again and again", async () => {
    const breaches = await live(async () => {
      const hand = new Redis(servers().redis.url);
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
      const { redis } = servers();
      await redis.kill();
      await sleep(60_000);
      await redis.restart();
    });
    expect(breaches).toEqual([]);
  });

  it.skipIf(mongoKind() === "given")("goes on after MongoDB was killed and restarted under load", async () => {
    const breaches = await live(async () => {
      for (let restarts = 0; restarts < 3; restarts++) {
        await servers().mongo.restart();
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
