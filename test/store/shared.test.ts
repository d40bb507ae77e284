import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemTimers } from "#app/clock.js";
import { openRedisShared, type RedisShared } from "#store/redis/open.js";
import { createInProcessShared } from "#store/shared/in-process.js";
import { sharedConformance } from "../conformance/shared.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";
import { createManualTimers } from "../kit/timers.js";

const timers = systemTimers();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = new AbortController().signal;
const leaseTimes = { ttlMs: 600, renewMs: 150, lookMs: 50 };

sharedConformance("One process", () => {
  const clock = createManualTimers(Date.UTC(2026, 9, 17));
  const shared = createInProcessShared(clock);
  return Promise.resolve({ shared: [shared, shared], advance: clock.advance, dispose: shared.close });
});

describe.skipIf(!hasRedis())("on a real Redis", () => {
  let server: RedisServer;
  let houses = 0;
  const open = (prefix: string): Promise<RedisShared> =>
    openRedisShared({ url: server.url, timers, prefix, leaseTimes });
  const two = async () => {
    const prefix = `house-${(houses += 1)}`;
    return Promise.all([open(prefix), open(prefix)]);
  };

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  sharedConformance("Redis", async () => {
    const shared = await two();
    // who listens is told to Redis behind our back
    await sleep(30);
    const dispose = async (): Promise<void> => {
      for (const one of shared) await one.close();
    };
    return { shared, advance: sleep, dispose };
  });

  it("hands a lease on when its holder dies", async () => {
    const [one, other] = await two();
    let took = false;
    void one.leases.hold("poll", never, () => {
      took = true;
      return new Promise(() => {});
    });
    while (!took) await sleep(5);
    // its connections end with it, and nothing is let go
    await one.close();
    const began = performance.now();
    expect(await other.leases.hold("poll", never, () => Promise.resolve())).toBe(true);
    expect(performance.now() - began).toBeLessThan(leaseTimes.ttlMs + 1_000);
    await other.close();
  });

  it("goes on by itself while Redis is away, and tells who held a lease", async () => {
    const [one, other] = await two();
    const limit = { most: 2, windowMs: 60_000 };
    let lost = false;
    const holding = one.leases.hold("poll", never, (held) => {
      return new Promise((resolve) =>
        held.addEventListener("abort", () => {
          lost = true;
          resolve();
        }),
      );
    });
    await one.limits.hit("codes", limit);
    await server.kill();
    const heard: string[] = [];
    one.signals.subscribe("chat", (about) => heard.push(about));
    one.signals.publish("chat", "here");
    expect(heard).toEqual(["here"]);
    expect(await one.limits.hit("codes", limit)).toBe(2);
    expect(await one.limits.waitMs("codes", limit)).toBeGreaterThan(0);
    expect(await holding).toBe(false);
    expect(lost).toBe(true);
    await server.restart();
    const back: string[] = [];
    other.signals.subscribe("chat", (about) => back.push(about));
    while (back.length === 0) {
      one.signals.publish("chat", "again");
      await sleep(20);
    }
    expect(await one.leases.hold("poll", never, () => Promise.resolve())).toBe(true);
    await one.close();
    await other.close();
  }, 20_000);
});
