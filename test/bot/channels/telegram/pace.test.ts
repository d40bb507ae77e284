import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPace, type Pace } from "#bot/channels/telegram/pace.js";
import { createManualTimers, type ManualTimers } from "../../../kit/timers.js";

const START = 1_800_000_000_000;

/** Takes a message through its turn as the ledger does; `left` gets the moment, or how long it is held back. */
function createBench(pace: Pace, timers: ManualTimers) {
  const left: { readonly who: string; readonly at: number; readonly urgency: "reply" | "notice" }[] = [];
  const held: number[] = [];
  const early: number[] = [];
  const ask = async (who: string, urgency: "reply" | "notice"): Promise<void> => {
    const turn = await pace.turn(who, urgency);
    early.push(turn.at - timers.now());
    const heldMs = await pace.leave(who, turn);
    if (heldMs > 0) held.push(heldMs);
    else left.push({ who, at: timers.now() - START, urgency });
    if (heldMs === 0) pace.answered(who, turn);
  };
  return { left, held, early, ask };
}

function setUp() {
  const timers = createManualTimers(START);
  const pace = createPace({ timers });
  return { timers, pace, ...createBench(pace, timers) };
}

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

/** The most that left within any second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at > end - 1_000 && at <= end).length));
}

describe("replies", () => {
  it("leave at once, without any timer, while no notice is under way", async () => {
    const { timers, pace } = setUp();
    for (const who of many(500)) {
      const turn = await pace.turn(who, "reply");
      expect(turn.at).toBe(START);
      expect(pace.leave(who, turn)).toBe(0);
    }
    expect(timers.pending()).toBe(0);
  });

  it("several to one person too", () => {
    const { pace } = setUp();
    for (let i = 0; i < 5; i++) expect(pace.leave("7", pace.take("7"))).toBe(0);
  });

  it("go ahead of all waiting notices, at most three slots later", async () => {
    const { timers, left, ask } = setUp();
    for (const who of many(300)) void ask(who, "notice");
    await timers.advance(2_000);
    void ask("reader", "reply");
    await timers.advance(1_000);
    const reply = left.find(({ urgency }) => urgency === "reply");
    expect(reply?.at).toBeLessThanOrEqual(2_000 + 105);
  });

  it("take a slot of the schedule then, none besides it", async () => {
    const { timers, left, ask } = setUp();
    for (const who of many(150)) void ask(who, "notice");
    for (let i = 0; i < 20; i++) {
      void ask(`reader-${i}`, "reply");
      await timers.advance(200);
    }
    await timers.advance(4_000);
    expect(left.length).toBe(170);
    expect(mostInASecond(left.map(({ at }) => at))).toBeLessThanOrEqual(30);
  });

  it("to one person keep a second apart then", async () => {
    const { timers, left, ask } = setUp();
    for (const who of many(150)) void ask(who, "notice");
    void ask("reader", "reply");
    void ask("reader", "reply");
    await timers.advance(3_000);
    const [first, second] = left.filter(({ urgency }) => urgency === "reply");
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("leave at once again a second after the last notice", async () => {
    const { timers, pace, ask } = setUp();
    for (const who of many(3)) void ask(who, "notice");
    await timers.advance(1_200);
    const turn = await pace.turn("reader", "reply");
    expect(turn.at).toBe(timers.now());
  });
});

describe("notices", () => {
  it("keep an absolute schedule that uses nearly all of the allowance", async () => {
    const { timers, left, early, ask } = setUp();
    for (const who of many(900)) void ask(who, "notice");
    await timers.advance(40_000);
    const times = left.map(({ at }) => at);
    expect(left.map(({ who }) => who)).toEqual(many(900));
    expect(times[0]).toBe(0);
    expect(899 / (((times.at(-1) ?? 0) * 30) / 1_000)).toBeGreaterThanOrEqual(0.98);
    expect(mostInASecond(times)).toBeLessThanOrEqual(30);
    // told shortly before, never after
    expect(Math.max(...early)).toBeLessThanOrEqual(40);
    expect(Math.min(...early)).toBeGreaterThanOrEqual(0);
  });

  it("never burst to catch up after the process has stood still", async () => {
    const { timers, pace, left, ask } = setUp();
    for (const who of many(10)) void ask(who, "notice");
    await timers.advance(1_000);
    // a stop of ten seconds during which nothing was asked
    await timers.advance(10_000);
    for (const who of many(40)) void ask(`later-${who}`, "notice");
    await timers.advance(3_000);
    const times = left.map(({ at }) => at).filter((at) => at >= 11_000);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(times.length).toBe(40);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(33);
    expect(pace.leave("anyone", pace.take("anyone"))).toBe(0);
  });

  it("count replies that have just left: no more than 30 in any second", async () => {
    const { timers, left, ask } = setUp();
    for (const who of many(25)) void ask(`reader-${who}`, "reply");
    for (const who of many(60)) void ask(who, "notice");
    await timers.advance(5_000);
    expect(left.length).toBe(85);
    expect(mostInASecond(left.map(({ at }) => at))).toBeLessThanOrEqual(30);
  });

  it("that leave late, or may have arrived late, are counted when they do: no more than 30 arrive in any second", async () => {
    const timers = createManualTimers(START);
    const pace = createPace({ timers });
    const arrived: number[] = [];
    const ask = async (who: number): Promise<void> => {
      const turn = await pace.turn(String(who), "notice");
      // the ledger is slow at times, and so is the way there; the way back always takes 20 ms
      await new Promise<void>((resolve) => timers.after(who % 11 === 0 ? 130 : 5, resolve));
      expect(await pace.leave(String(who), turn)).toBe(0);
      await new Promise<void>((resolve) => timers.after(who % 7 === 0 ? 90 : 20, resolve));
      arrived.push(timers.now() - START);
      await new Promise<void>((resolve) => timers.after(20, resolve));
      pace.answered(String(who), turn);
    };
    for (let who = 1; who <= 400; who++) void ask(who);
    await timers.advance(20_000);
    expect(arrived.length).toBe(400);
    expect(mostInASecond(arrived)).toBeLessThanOrEqual(30);
  });

  it("come to one chat once a second, and hold up nobody else", async () => {
    const { timers, left, ask } = setUp();
    for (let i = 0; i < 3; i++) void ask("7", "notice");
    for (const who of ["a", "b", "c"]) void ask(who, "notice");
    await timers.advance(3_000);
    const times = left.filter(({ who }) => who === "7").map(({ at }) => at);
    expect(times.length).toBe(3);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    for (const who of ["a", "b", "c"]) expect(left.find((one) => one.who === who)?.at).toBeLessThan(200);
  });

  it("come to a group 20 times a minute", async () => {
    const { timers, left, ask } = setUp();
    for (let i = 0; i < 25; i++) void ask("-100", "notice");
    await timers.advance(60_000);
    expect(left.length).toBe(20);
    await timers.advance(60_000);
    expect(left.length).toBe(25);
  });

  it("and replies, in whatever order they come, are never too many, too close in a chat, or lost", async () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 400 }),
      burst: fc.integer({ min: 1, max: 8 }),
      who: fc.integer({ min: 1, max: 12 }),
      urgency: fc.constantFrom("reply" as const, "notice" as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { timers, left, ask } = setUp();
        let asked = 0;
        // one notice at the start: from then on everybody keeps to the schedule
        for (const { waitMs, burst, who, urgency } of [
          { waitMs: 0, burst: 30, who: 100, urgency: "notice" as const },
          ...steps,
        ]) {
          for (let i = 0; i < burst; i++) void ask(String(who + i), urgency);
          asked += burst;
          await timers.advance(waitMs);
        }
        await timers.advance(asked * 1_100);
        expect(left.length).toBe(asked);
        const notices = left.filter(({ urgency }) => urgency === "notice");
        for (const { who, at } of notices) {
          const before = left.filter((one) => one.who === who && one.at < at).map((one) => one.at);
          expect(at - Math.max(-Infinity, ...before)).toBeGreaterThanOrEqual(1_000);
        }
        expect(mostInASecond(notices.map(({ at }) => at))).toBeLessThanOrEqual(30);
      }),
      { numRuns: 15 },
    );
  });
});

describe("a refusal", () => {
  it("for everybody is kept by everybody, replies too, and slows the schedule", async () => {
    const { timers, pace, left, held, ask } = setUp();
    for (const who of many(300)) void ask(who, "notice");
    await timers.advance(1_000);
    const before = left.length;
    pace.told("1", 3_000);
    void ask("reader", "reply");
    await timers.advance(2_990);
    expect(left.length).toBe(before);
    // those whose moment was given out already are held back before the call, not lost
    expect(held.length).toBeGreaterThanOrEqual(1);
    expect(held.length).toBeLessThanOrEqual(2);
    await timers.advance(5_010);
    expect(left[before]).toMatchObject({ who: "reader", at: 4_000 });
    const times = left.slice(before).map(({ at }) => at);
    const rate = (times.length - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000);
    expect(rate).toBeGreaterThan(30 * 0.96);
    expect(rate).toBeLessThan(30 * 0.975);
  });

  it("makes replies keep to the schedule until a minute without one", async () => {
    const { timers, pace, left, ask } = setUp();
    pace.told("1", 1_000);
    await timers.advance(1_000);
    for (const who of many(40)) void ask(who, "reply");
    await timers.advance(3_000);
    expect(left.length).toBe(40);
    expect(mostInASecond(left.map(({ at }) => at))).toBeLessThanOrEqual(30);
    await timers.advance(57_000);
    for (const who of many(40)) void ask(`later-${who}`, "reply");
    await timers.advance(0);
    expect(left.length).toBe(80);
  });

  it("of a chat that has just got something is that chat's own", async () => {
    const { timers, pace, left, held, ask } = setUp();
    for (let i = 0; i < 2; i++) void ask("7", "reply");
    await timers.advance(10);
    pace.told("7", 4_000);
    expect(pace.leave("7", pace.take("7"))).toBe(4_000);
    void ask("8", "reply");
    void ask("7", "reply");
    await timers.advance(3_900);
    expect(left.map(({ who }) => who)).toEqual(["7", "7", "8"]);
    await timers.advance(200);
    expect(left.at(-1)?.who).toBe("7");
    expect(held).toEqual([]);
  });

  it("makes that chat's replies keep a second apart for a minute", async () => {
    const { timers, pace, left, ask } = setUp();
    for (let i = 0; i < 2; i++) void ask("7", "reply");
    await timers.advance(10);
    pace.told("7", 1_000);
    await timers.advance(5_000);
    for (let i = 0; i < 3; i++) void ask("7", "reply");
    await timers.advance(5_000);
    const times = left.slice(2).map(({ at }) => at);
    expect(times.length).toBe(3);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("of a group is the group's own", async () => {
    const { timers, pace, left, ask } = setUp();
    void ask("-5", "reply");
    await timers.advance(0);
    pace.told("-5", 40_000);
    void ask("8", "notice");
    await timers.advance(100);
    expect(left.at(-1)?.who).toBe("8");
    expect(pace.leave("-5", pace.take("-5"))).toBeGreaterThan(39_000);
  });

  it("is forgotten little by little", async () => {
    const { timers, pace, left, ask } = setUp();
    for (let i = 0; i < 5; i++) {
      pace.told(`x${i}`, 1_000);
      await timers.advance(2_000);
    }
    const rateOf = async (name: string): Promise<number> => {
      const from = left.length;
      for (const who of many(200)) void ask(`${name}-${who}`, "notice");
      await timers.advance(10_000);
      const times = left.slice(from).map(({ at }) => at);
      return 199_000 / ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 30;
    };
    const slow = await rateOf("slow");
    expect(slow).toBeLessThan(0.91);
    for (let i = 0; i < 60; i++) {
      void ask(`between-${i}`, "notice");
      await timers.advance(11_000);
    }
    expect(await rateOf("quick")).toBeGreaterThan(0.98);
  });
});

describe("isFree", () => {
  it("says beforehand whether a reply would leave at once", async () => {
    const { timers, pace, ask } = setUp();
    expect(pace.isFree("5")).toBe(true);
    void ask("1", "notice");
    await timers.advance(100);
    expect(pace.isFree("5")).toBe(false);
    await timers.advance(1_000);
    expect(pace.isFree("5")).toBe(true);
    pace.told("1", 1_000);
    await timers.advance(30_000);
    expect(pace.isFree("5")).toBe(false);
    await timers.advance(31_000);
    expect(pace.isFree("5")).toBe(true);
  });

  it("is not so for a chat that was refused for itself", async () => {
    const { timers, pace, ask } = setUp();
    for (let i = 0; i < 2; i++) void ask("7", "reply");
    await timers.advance(0);
    pace.told("7", 1_000);
    await timers.advance(30_000);
    expect(pace.isFree("7")).toBe(false);
    expect(pace.isFree("8")).toBe(true);
  });
});

describe("the clock", () => {
  it("set back by an hour does not stop anybody for an hour", async () => {
    const clock = createManualTimers(START);
    let shift = 0;
    const pace = createPace({ timers: { now: () => clock.now() + shift, after: clock.after } });
    const left: string[] = [];
    const ask = async (who: string): Promise<void> => {
      const turn = await pace.turn(who, "notice");
      if ((await pace.leave(who, turn)) === 0) left.push(who);
    };
    for (const who of many(20)) void ask(who);
    await clock.advance(300);
    shift = -3_600_000;
    for (const who of many(20)) void ask(`later-${who}`);
    await clock.advance(3_000);
    expect(left.length).toBe(40);
  });
});
