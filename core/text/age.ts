/** Age ranges in whole years: 18-55, 18到55岁, 40岁以下, "over 18", 不限. */
import { foldWords, shortAnswer } from "./normalise.js";
import { type Numeral, scanNumerals } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";
import { leftOver, SOFT_WORDS, vocabulary } from "./words.js";

export interface AgeRange {
  readonly from: number;
  readonly to: number;
}
/** `under-age`: work is for people of 16 and over (Labour Law 劳动法 art. 15); `one-age`: one number without a side. */
export type AgeWhy = "empty" | "not-an-age" | "under-age" | "too-old" | "one-age" | "several" | "not-exact";

export const YOUNGEST = 16;
export const OLDEST = 80;

const ANY: ReadonlySet<string> = new Set(
  vocabulary(
    "不限 不限年龄 年龄不限 无限制 没限制 没有限制 不限制 都可以 都行 都要 任何年龄 任意 无要求 没要求 没有要求",
    "any anyage all allages nolimit nolimits noagelimit nopreference doesn'tmatter doesntmatter",
  ).map(foldWords),
);
const NEUTRAL = vocabulary(
  SOFT_WORDS,
  "岁 周岁 年龄 年纪 要求 需要 要 在 从 之间 人 years year old of age aged ages between from yrs",
);
const AT_LEAST: ReadonlySet<string> = new Set(
  "以上 及以上 往上 起 满 年满 大于 不低于 不小于 至少 最小 + over above min"
    .split(" ")
    .concat(["at least", "older than", "no younger than", "and over", "and above", "and up", "or older", "or over"]),
);
const AT_MOST: ReadonlySet<string> = new Set(
  "以下 及以下 以内 之内 往下 小于 低于 不超过 不大于 不高于 最多 至多 最大 under below max"
    .split(" ")
    .concat(["at most", "up to", "younger than", "no older than", "and under", "and below", "or under", "or younger"]),
);
const BETWEEN: ReadonlySet<string> = new Set("- – — − ~ 到 至 to and 以上".split(" "));

/** An age range within 16–80. A bound includes its number; the side left out is 16 or 80. */
export function readAges(text: string): ReadResult<AgeRange, AgeWhy> {
  const words = shortAnswer(text);
  if (words === null) return unread("not-an-age");
  if (words === "") return unread("empty");
  if (ANY.has(foldWords(words))) return read({ from: YOUNGEST, to: OLDEST });
  const { numerals, gaps } = scanNumerals(words);
  if (numerals.length === 0) return unread("not-an-age");
  if (numerals.length > 2) return unread("several");
  const ages = numerals.map(ageOf);
  if (ages.includes("vague")) return unread("not-exact");
  const known = ages.filter((age) => typeof age === "number");
  if (known.length < ages.length) return unread("not-an-age");
  return readSides(
    known,
    gaps.map((gap) => leftOver(gap, NEUTRAL)),
  );
}

function readSides(ages: readonly number[], words: readonly string[]): ReadResult<AgeRange, AgeWhy> {
  const [first = 0, second] = ages;
  const [head = "", middle = "", tail = ""] = words;
  if (second === undefined) return readOneSided(first, head, middle);
  if (!BETWEEN.has(middle)) return unread("several");
  if (head !== "" && !AT_LEAST.has(head)) return unread("not-an-age");
  if (tail !== "" && !AT_MOST.has(tail)) return unread("not-an-age");
  return bounded(Math.min(first, second), Math.max(first, second));
}

function ageOf(numeral: Numeral): number | "vague" | null {
  if (numeral.type === "vague" || numeral.type === "between") return "vague";
  return numeral.type === "number" && Number.isInteger(numeral.value) ? numeral.value : null;
}

function readOneSided(age: number, head: string, tail: string): ReadResult<AgeRange, AgeWhy> {
  const sides = [head, tail].filter((side) => side !== "");
  const [side] = sides;
  if (side === undefined) return unread("one-age");
  if (sides.length > 1) return unread("not-an-age");
  if (AT_LEAST.has(side)) return bounded(age, OLDEST);
  return AT_MOST.has(side) ? bounded(YOUNGEST, age) : unread("not-an-age");
}

function bounded(from: number, to: number): ReadResult<AgeRange, AgeWhy> {
  if (from < YOUNGEST || to < YOUNGEST) return unread("under-age");
  return from > OLDEST || to > OLDEST ? unread("too-old") : read({ from, to });
}
