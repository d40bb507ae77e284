import { describe, expect, it } from "vitest";
import { createGuesses } from "#app/guesses.js";
import { createLog } from "#app/log.js";

const MINUTE = 60_000;

function bench() {
  const clock = { at: 0, now: () => clock.at };
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  return { clock, lines, guesses: createGuesses({ clock, log }) };
}

describe("wrong codes of an office", () => {
  it("close short codes for the rest of the hour after sixty of them, and tell the log once", () => {
    const { clock, lines, guesses } = bench();
    for (let wrong = 0; wrong < 60; wrong++) {
      expect(guesses.waitMinutes("a")).toBe(0);
      guesses.wrong("a");
      clock.at += MINUTE / 2;
    }
    expect(guesses.waitMinutes("a")).toBe(30);
    expect(lines.filter((line) => line.includes("codes.guessed"))).toHaveLength(1);
    clock.at += 30 * MINUTE;
    expect(guesses.waitMinutes("a")).toBe(0);
  });

  it("close nothing in another office", () => {
    const { guesses } = bench();
    for (let wrong = 0; wrong < 100; wrong++) guesses.wrong("a");
    expect(guesses.waitMinutes("a")).toBe(60);
    expect(guesses.waitMinutes("b")).toBe(0);
  });
});
