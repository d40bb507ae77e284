import { describe, expect, it } from "vitest";
import { createGuesses } from "#app/guesses.js";
import { createLog } from "#app/log.js";
import { createLocalLimits } from "#store/shared/in-process.js";

const MINUTE = 60_000;

function bench() {
  const clock = { at: 0, now: () => clock.at };
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  return { clock, lines, guesses: createGuesses({ limits: createLocalLimits(clock), log }) };
}

describe("wrong codes of an office", () => {
  it("close short codes for the rest of the hour after sixty of them, and tell the log once", async () => {
    const { clock, lines, guesses } = bench();
    for (let wrong = 0; wrong < 60; wrong++) {
      expect(await guesses.waitMinutes("a")).toBe(0);
      await guesses.wrong("a");
      clock.at += MINUTE / 2;
    }
    expect(await guesses.waitMinutes("a")).toBe(30);
    expect(lines.filter((line) => line.includes("codes.guessed"))).toHaveLength(1);
    clock.at += 30 * MINUTE;
    expect(await guesses.waitMinutes("a")).toBe(0);
  });

  it("close nothing in another office", async () => {
    const { guesses } = bench();
    for (let wrong = 0; wrong < 100; wrong++) await guesses.wrong("a");
    expect(await guesses.waitMinutes("a")).toBe(60);
    expect(await guesses.waitMinutes("b")).toBe(0);
  });
});
