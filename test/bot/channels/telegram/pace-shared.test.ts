/** Several processes that send with one token: together they keep to what one may send, and use nearly all of it. */
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import type { Pace } from "#bot/channels/telegram/pace.js";
import { createSharedPace } from "#bot/channels/telegram/pace-shared.js";
import { slotRules } from "#bot/channels/telegram/slot-rules.js";
import type { Timers } from "#core/clock.js";
import type { Slots } from "#core/shared-slots.js";
import { createRedisSlots } from "#store/redis/slots.js";
import { hasRedis, startRedis } from "../../../kit/redis.js";
import { createMemorySlots } from "../../../kit/slots.js";
import { createManualTimers } from "../../../kit/timers.js";

const START = 1_800_000_000_000;
const log = createLog({ level: "silent" });
const chatOf = (address: string) => ({ chat: address.replace("-", "g"), group: address.startsWith("-") });
const many = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index + 1));

interface Left {
  readonly who: string;
  readonly at: number;
  readonly urgency: "reply" | "notice";
}

/** A process with its pace; `left` is shared by all of them, as the network is. */
function processOf(timers: Timers, slots: Slots, left: Left[]) {
  const pace: Pace = createSharedPace({ timers, line: slots.line("bot-1", slotRules), chatOf, log });
  const send = async (who: string, urgency: "reply" | "notice"): Promise<void> => {
    for (;;) {
      const turn = await pace.turn(who, urgency);
      const heldMs = await pace.leave(who, turn);
      if (heldMs === 0) {
        left.push({ who, at: timers.now(), urgency });
        return pace.answered(who, turn);
      }
      await new Promise<void>((resolve) => void timers.after(heldMs, resolve));
    }
  };
  return { pace, send };
}

/** The most that left within any second. */
function mostInASecond(left: readonly Left[]): number {
  const times = left.map(({ at }) => at).toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? 0) <= at - 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe.each([2, 4])("%i processes with one token", (count) => {
  function setUp() {
    const timers = createManualTimers(START);
    const slots = createMemorySlots(timers);
    slots.wayMs = 1;
    const left: Left[] = [];
    const all = Array.from({ length: count }, (_, index) => processOf(timers, slots.of(`p${index}`), left));
    return { timers, slots, left, all };
  }

  it("send no more than one may, and nine tenths of that", async () => {
    const { timers, left, all } = setUp();
    const messages = 600;
    for (const [index, { send }] of all.entries())
      for (const who of many(messages / count, index * 1_000)) void send(who, "notice");
    await timers.advance(30_000);
    expect(left.length).toBe(messages);
    expect(mostInASecond(left)).toBeLessThanOrEqual(30);
    const seconds = (Math.max(...left.map(({ at }) => at)) - START) / 1_000;
    expect(messages / 30 / seconds).toBeGreaterThanOrEqual(0.9);
  });

  it("let a reply of any of them go ahead of the notices of all", async () => {
    const { timers, left, all } = setUp();
    for (const [index, { send }] of all.entries()) for (const who of many(100, index * 1_000)) void send(who, "notice");
    await timers.advance(1_000);
    for (const [index, { send }] of all.entries()) void send(`reader-${index}`, "reply");
    await timers.advance(1_000);
    const replies = left.filter(({ urgency }) => urgency === "reply");
    expect(replies).toHaveLength(count);
    // each waits for a few slots of the schedule at most
    for (const { at } of replies) expect(at - START - 1_000).toBeLessThanOrEqual(100 + 40 * count);
    await timers.advance(20_000);
    expect(mostInASecond(left)).toBeLessThanOrEqual(30);
  });

  it("answer at once while none of them sends notices", async () => {
    const { timers, left, all } = setUp();
    for (const [index, { send }] of all.entries()) await Promise.race([send(`r${index}`, "reply"), timers.advance(5)]);
    await timers.advance(5);
    expect(left.map(({ at }) => at - START).every((at) => at <= 10 * count)).toBe(true);
    expect(left).toHaveLength(count);
  });

  it("go on when they lose each other, slower and still within what one may, and come back", async () => {
    const { timers, slots, left, all } = setUp();
    for (const [index, { send }] of all.entries()) for (const who of many(200, index * 1_000)) void send(who, "notice");
    await timers.advance(3_000);
    const before = left.length;
    slots.isAway = true;
    await timers.advance(5_000);
    const alone = left.length - before;
    expect(alone).toBeGreaterThan(40);
    expect(alone).toBeLessThanOrEqual(150);
    slots.isAway = false;
    await timers.advance(40_000);
    expect(left).toHaveLength(200 * count);
    // at the moment of parting each may have one on its way that the others do not know of
    expect(mostInASecond(left)).toBeLessThanOrEqual(30 + count);
  });
});

describe.skipIf(!hasRedis())("on a real Redis", () => {
  it("two processes keep to the allowance of one, also after it was emptied and restarted", async () => {
    const server = await startRedis();
    const timers = systemTimers();
    const left: Left[] = [];
    const connections = ["a", "b"].map((self) => {
      const redis = new Redis(server.url, { enableOfflineQueue: false, retryStrategy: () => 50, commandTimeout: 500 });
      redis.on("error", () => undefined);
      return { self, redis };
    });
    try {
      await Promise.all(connections.map(({ redis }) => new Promise((resolve) => redis.once("ready", resolve))));
      const all = connections.map(({ self, redis }) =>
        processOf(timers, createRedisSlots({ redis, timers, self }), left),
      );
      const began = timers.now();
      const sending = all.flatMap(({ send }, index) => many(90, index * 1_000).map((who) => send(who, "notice")));
      while (left.length < 60) await new Promise((resolve) => setTimeout(resolve, 10));
      await connections[0]?.redis.flushall();
      while (left.length < 100) await new Promise((resolve) => setTimeout(resolve, 10));
      await server.restart();
      await Promise.all(sending);
      expect(left).toHaveLength(180);
      // what was emptied does not know of the last second: a few may be too many then
      expect(mostInASecond(left)).toBeLessThanOrEqual(40);
      expect(timers.now() - began).toBeLessThan(20_000);
    } finally {
      for (const { redis } of connections) redis.disconnect();
      await server.stop();
    }
  }, 40_000);
});
