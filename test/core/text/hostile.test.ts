import { describe, expect, it } from "vitest";
import { readAges } from "#core/text/age.js";
import { readAmount } from "#core/text/amount.js";
import { findArea } from "#core/text/area-name.js";
import { pickChoice } from "#core/text/choice.js";
import { readCount } from "#core/text/count.js";
import { readCreditCode } from "#core/text/credit-code.js";
import { readDay } from "#core/text/day.js";
import { readIdNumber } from "#core/text/id-number.js";
import { readMonths } from "#core/text/months.js";
import { foldWords, normalise } from "#core/text/normalise.js";
import { scanNumerals } from "#core/text/numerals.js";
import { readPhone } from "#core/text/phone.js";
import { readWage } from "#core/text/wage.js";

const SIZE = 10_000;
/** Texts of 10 000 characters, each made to hurt one kind of pattern. */
const hostile: readonly [string, string][] = [
  ["digits", "9"],
  ["groups", "1,111"],
  ["spaced groups", "1 000 "],
  ["mixed groups", "111 1111,"],
  ["spaces", " "],
  ["tabs and newlines", "\t\n \u3000"],
  ["Chinese numerals", "一万二"],
  ["zeros", "零"],
  ["units", "千万亿"],
  ["point", "一点"],
  ["English numbers", "two hundred and "],
  ["hyphens", "-"],
  ["tens", "twenty-"],
  ["fillers", "大约捐"],
  ["brackets", "(.)"],
  ["marks", "\u0316\u0301"],
  ["marks in wrong order", "\u0301\u0316\u0327\u0328"],
  ["ligatures", "\ufdfa"],
  ["zero width", "\u200b1"],
  ["surrogates", "\ud800"],
  ["label", "帮资金 "],
  ["place", "板长村"],
  ["particles", "吧的里"],
].map(([name = "", piece = ""]) => [name, piece.repeat(SIZE).slice(0, SIZE - 1) + "x"]);

const choices = [{ value: 1, labels: ["帮资金", "Funds"] }];
const areas = Array.from({ length: 500 }, (_, i) => ({ id: String(i), name: `板长${i}村`, level: 4 }));
const readers: readonly [string, (text: string) => unknown][] = [
  ["normalise", normalise],
  ["foldWords", foldWords],
  ["readAmount", readAmount],
  ["readCount", readCount],
  ["readWage", readWage],
  ["readAges", readAges],
  ["readMonths", readMonths],
  ["readDay", (text) => readDay(text, "2026-11-24")],
  ["readPhone", readPhone],
  ["readCreditCode", readCreditCode],
  ["readIdNumber", readIdNumber],
  ["pickChoice", (text) => pickChoice(text, choices, { numbers: true })],
  ["findArea", (text) => findArea(text, areas)],
];

/** The shortest of several runs, so that a busy machine does not count. */
function fastest(run: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < 7 && best > 2; i += 1) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe.each(readers)("%s on hostile texts of 10 000 characters", (_, reader) => {
  it.each(hostile)("takes no more than 10 ms: %s", (_name, text) => {
    expect(fastest(() => reader(text))).toBeLessThan(10);
  });

  it.each(hostile)("and on the longest answer it takes: %s", (_name, text) => {
    expect(fastest(() => reader(text.slice(0, 200)))).toBeLessThan(10);
    expect(fastest(() => reader(text.slice(0, 60)))).toBeLessThan(10);
  });
});

describe("scanNumerals", () => {
  it.each(hostile)("has a gap on each side of every number: %s", (_name, text) => {
    const { numerals, gaps } = scanNumerals(text.slice(0, 200));
    expect(gaps).toHaveLength(numerals.length + 1);
  });
});
