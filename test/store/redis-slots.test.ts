import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemTimers } from "#app/clock.js";
import { slotRules } from "#bot/channels/telegram/slot-rules.js";
import type { Timers } from "#core/clock.js";
import { createRedisSlots } from "#store/redis/slots.js";
import { slotsConformance } from "../conformance/slots.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";

const timers = systemTimers();
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const want = { slot: 1, urgency: "notice" as const, chat: "a", group: false };

describe.skipIf(!hasRedis())("on a real Redis", () => {
  let server: RedisServer;
  let redis: Redis;
  let names = 0;

  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { enableOfflineQueue: false, lazyConnect: true, retryStrategy: () => 50 });
    redis.on("error", () => undefined);
    await redis.connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(() => void (names += 1));

  const slots = (self: string, clock: Timers = timers) => createRedisSlots({ redis, timers: clock, self });

  slotsConformance("Redis", () =>
    Promise.resolve({
      of: (self, rules = slotRules) => slots(self).line(`bot-${names}`, rules),
      advance: sleep,
      now: timers.now,
      dispose: () => Promise.resolve(),
    }),
  );

  it("speaks the time of whoever asks, though the clocks differ by hours", async () => {
    const shifted: Timers = { ...timers, now: () => timers.now() + 7_200_000 };
    const right = slots("right").line(`bot-${names}`, slotRules);
    const wrong = slots("wrong", shifted).line(`bot-${names}`, slotRules);
    await wrong.took([{ slot: 1, chat: "x", group: false, at: shifted.now() }]);
    const first = await right.ask(want);
    const second = await wrong.ask({ ...want, chat: "b" });
    // its moment is taken, or it is told to ask again shortly before it
    const seconds = second.type === "given" ? second.at : second.until + slotRules.aheadMs.notice;
    const firsts = first.type === "given" ? first.at : Number.NaN;
    expect(firsts - timers.now()).toBeLessThan(60);
    expect(seconds - 7_200_000 - firsts).toBeGreaterThan(12);
    expect(seconds - 7_200_000 - firsts).toBeLessThan(60);
  });

  it("goes on after Redis was emptied, scripts too", async () => {
    const line = slots("one").line(`bot-${names}`, slotRules);
    await line.ask(want);
    await redis.flushall();
    await redis.script("FLUSH");
    expect(await line.ask({ ...want, slot: 2, chat: "b" })).toMatchObject({ type: "given" });
  });

  it("keeps nothing for long, no address, and a chat's moment hardly more than a second", async () => {
    await redis.flushall();
    const line = slots("one").line(`bot-${names}`, slotRules);
    await line.ask(want);
    await line.took([{ slot: 2, chat: "b", group: true, at: timers.now() }]);
    const keys = await redis.keys("*");
    expect(keys.toSorted()).toEqual([
      `fourhelp:{pace-bot-${names}}:arrivals`,
      `fourhelp:{pace-bot-${names}}:chat-a`,
      `fourhelp:{pace-bot-${names}}:chat-b`,
      `fourhelp:{pace-bot-${names}}:group-b`,
      `fourhelp:{pace-bot-${names}}:peers`,
      `fourhelp:{pace-bot-${names}}:state`,
    ]);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
    expect(await redis.pttl(`fourhelp:{pace-bot-${names}}:chat-a`)).toBeLessThan(2_200);
  });

  it("rejects soon, in a plain sentence, when Redis stands still, and when it is gone", async () => {
    const line = slots("one").line(`bot-${names}`, slotRules);
    await line.look(false);
    server.pause();
    const began = performance.now();
    await expect(line.ask(want)).rejects.toThrow("Redis did not answer in time.");
    expect(performance.now() - began).toBeLessThan(400);
    server.resume();
    await expect.poll(() => line.look(false).then(() => "there"), { timeout: 5_000 }).toBe("there");
    await server.kill();
    const killed = performance.now();
    await expect(line.look(false)).rejects.toThrow(/./);
    expect(performance.now() - killed).toBeLessThan(400);
    await server.restart();
    await expect.poll(() => line.look(true).then(() => "back"), { timeout: 5_000 }).toBe("back");
  });
});
