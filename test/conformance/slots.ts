/** What a shared schedule promises (core/shared-slots.ts), whatever keeps it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlotAnswer, SlotLine, SlotRules, SlotWant } from "#core/shared-slots.js";
import { slotRules } from "#bot/channels/telegram/slot-rules.js";

export interface SlotsBench {
  /** The line as another process sees it. */
  of(self: string, rules?: SlotRules): SlotLine;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
  now(): number;
  dispose(): Promise<void>;
}

/** Clocks and ways of real engines. */
const SLACK_MS = 12;
const INTERVAL_MS = 1_000 / 30 / slotRules.share.most;
const soon = { ...slotRules, underWayMs: 150, quietMs: 200, carefulMs: 150 };

/** Holds an engine to its promises. `make` gives one without any message yet. */
export function slotsConformance(name: string, make: () => Promise<SlotsBench>): void {
  describe(`${name} keeps the promises of the shared schedule`, () => {
    let bench: SlotsBench;
    let one: SlotLine;
    let other: SlotLine;
    let slots = 0;

    beforeEach(async () => {
      bench = await make();
      one = bench.of("one", soon);
      other = bench.of("other", soon);
      slots = 0;
    });
    afterEach(() => bench.dispose());

    const want = (urgency: SlotWant["urgency"], chat = `c${slots + 1}`, group = false): SlotWant => ({
      slot: ++slots,
      urgency,
      chat,
      group,
    });

    /** Asks until it is given; resolves to its moment. */
    async function get(line: SlotLine, wanted: SlotWant): Promise<number> {
      for (;;) {
        const answer = await line.ask(wanted);
        if (answer.type === "given") return answer.at;
        await bench.advance(Math.max(1, answer.until - bench.now()));
      }
    }

    it("gives replies their moment at once while nothing is under way", async () => {
      for (let i = 0; i < 5; i++) {
        const at = await get(one, want("reply", "same"));
        expect(Math.abs(at - bench.now())).toBeLessThanOrEqual(SLACK_MS);
      }
    });

    it("gives notices of all processes moments that are an interval apart, each shortly before it", async () => {
      const times: number[] = [];
      for (let i = 0; i < 24; i++) {
        const at = await get(i % 3 === 0 ? one : other, want("notice"));
        expect(at - bench.now()).toBeLessThanOrEqual(slotRules.aheadMs.notice + SLACK_MS);
        times.push(at);
      }
      const mean = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1);
      expect(Math.abs(mean - INTERVAL_MS)).toBeLessThanOrEqual(1.5);
    });

    it("gives a reply the next moment, ahead of notices that ask later", async () => {
      for (let i = 0; i < 3; i++) await get(one, want("notice"));
      const first = expectGiven(await other.ask(want("reply")));
      const second = expectGiven(await other.ask(want("reply")));
      const after = await get(one, want("notice"));
      expect(first - bench.now()).toBeLessThanOrEqual(3 * INTERVAL_MS + SLACK_MS);
      expect(second - first).toBeGreaterThanOrEqual(INTERVAL_MS / 2 - 1);
      expect(after - second).toBeGreaterThanOrEqual(INTERVAL_MS / 2 - 1);
    });

    it("tells everybody that notices are under way, and when that is over", async () => {
      await get(one, want("notice"));
      const heard = await other.look(false);
      expect(heard.busyUntil).toBeGreaterThan(bench.now());
      await bench.advance(soon.underWayMs + 60);
      expect((await other.look(false)).busyUntil).toBeLessThanOrEqual(bench.now());
    });

    it("keeps a second between notices to one chat, whoever sends them, and holds up no other", async () => {
      const first = await get(one, want("notice", "same"));
      const answer = await other.ask(want("notice", "same"));
      expect(answer).toMatchObject({ type: "wait", whom: "chat" });
      const elsewhere = await get(other, want("notice", "else"));
      expect(elsewhere - first).toBeLessThanOrEqual(2 * INTERVAL_MS + SLACK_MS);
      const second = await get(other, want("notice", "same"));
      expect(second - first).toBeGreaterThanOrEqual(1_000);
    });

    it("gives a group 20 a minute", async () => {
      await one.took(
        Array.from({ length: 20 }, () => ({ slot: ++slots, chat: "crowd", group: true, at: bench.now() })),
      );
      const answer = await other.ask(want("notice", "crowd", true));
      expect(answer.type === "wait" && answer.until - bench.now()).toBeGreaterThan(59_000);
    });

    it("counts what has left without asking: no more than 30 in any second", async () => {
      const at = bench.now();
      const sent = Array.from({ length: 30 }, (_, i) => ({ slot: ++slots, chat: `r${i}`, group: false, at }));
      await one.took(sent);
      expect((await get(other, want("notice"))) - at).toBeGreaterThanOrEqual(1_000 - SLACK_MS);
    });

    it("counts what has left late when it has left", async () => {
      const began = bench.now();
      const sent = Array.from({ length: 30 }, (_, i) => ({ slot: ++slots, chat: `r${i}`, group: false, at: began }));
      await one.took(sent);
      await bench.advance(200);
      const at = bench.now();
      for (const message of sent) await one.moved({ ...message, at });
      expect((await get(other, want("notice"))) - at).toBeGreaterThanOrEqual(1_000 - SLACK_MS);
    });

    it("lets nothing leave while a refusal holds, tells everybody, and goes on slower", async () => {
      await get(one, want("notice"));
      const told = await one.refused({ chat: "c1", group: false }, 300);
      expect(told.heldUntil - bench.now()).toBeGreaterThan(250);
      const heard = await other.look(false);
      expect(Math.abs(heard.heldUntil - told.heldUntil)).toBeLessThanOrEqual(SLACK_MS);
      const at = await get(other, want("notice"));
      expect(at).toBeGreaterThanOrEqual(told.heldUntil - SLACK_MS);
      const times = [at];
      for (let i = 0; i < 12; i++) times.push(await get(one, want("notice")));
      const mean = ((times.at(-1) ?? 0) - at) / 12;
      expect(mean).toBeGreaterThan(INTERVAL_MS);
      expect(mean).toBeLessThan((INTERVAL_MS / slotRules.share.kept) * 1.04);
    });

    it("takes a refusal of a chat that has just got two for that chat's own", async () => {
      const chat = { chat: "busy", group: false };
      await one.took([
        { slot: ++slots, ...chat, at: bench.now() },
        { slot: ++slots, ...chat, at: bench.now() },
      ]);
      const told = await other.refused(chat, 400);
      expect(told.chatHeldUntil - bench.now()).toBeGreaterThan(350);
      expect(told.heldUntil).toBeLessThan(bench.now());
      expect((await one.ask(want("reply", "busy"))).type).toBe("wait");
      expectGiven(await one.ask(want("reply", "idle")));
    });

    it("lets notices rest after somebody has come back from pacing alone, and replies go", async () => {
      await get(one, want("notice"));
      const at = bench.now();
      await other.look(true);
      expectGiven(await one.ask(want("reply")));
      expect((await get(one, want("notice"))) - at).toBeGreaterThanOrEqual(soon.quietMs - SLACK_MS);
    });

    it("never bursts after a standstill", async () => {
      for (let i = 0; i < 3; i++) await get(one, want("notice"));
      await bench.advance(400);
      const times: number[] = [];
      for (let i = 0; i < 8; i++) times.push(await get(one, want("notice")));
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(INTERVAL_MS / 2 - 1);
    });
  });
}

function expectGiven(answer: SlotAnswer): number {
  expect(answer.type).toBe("given");
  return answer.type === "given" ? answer.at : Number.NaN;
}
