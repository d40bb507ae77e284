/** Reads one whole number with the words people put round it; amounts and counts are both made of it. */
import { shortAnswer } from "./normalise.js";
import { scanNumerals, type Numeral } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";
import { clauseAfter, clauseBefore, madeOf, vocabulary } from "./words.js";

/** Why no number was read. `several`: two different numbers or a range; `not-exact`: 二十来个, at least 5. */
export type NumberWhy =
  "empty" | "not-a-number" | "not-whole" | "too-small" | "too-big" | "negative" | "several" | "not-exact";

export interface WholeRules {
  readonly min: number;
  readonly max: number;
  /** Words that may stand before and after the number. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Words that make a number a bound; such an answer needs to be asked again. */
export const BOUND_WORDS =
  /以上|以下|以内|之内|至少|最少|起码|至多|最多|不超过|不低于|不少于|超过|(?:at (?:least|most)|up to|more than|less than|over|under|max|min)(?![a-z])|\+$/;

const MINUS = vocabulary("- − – — 负 负数 minus");

/** Reads a whole number between `min` and `max`, both included. */
export function readWhole(text: string, rules: WholeRules): ReadResult<number, NumberWhy> {
  const words = shortAnswer(text);
  if (words === null) return unread("not-a-number");
  if (words === "") return unread("empty");
  const { numerals, gaps } = scanNumerals(words);
  const [first] = numerals;
  if (first === undefined) return unread("not-a-number");
  if (numerals.length > 1 && !sayTheSame(numerals, gaps, rules)) return unread("several");
  return readOne(first, gaps[0] ?? "", gaps.at(-1) ?? "", rules);
}

/** "50,000元（五万元）" is one number twice. */
function sayTheSame(numerals: readonly Numeral[], gaps: readonly string[], rules: WholeRules): boolean {
  const values = numerals.map((numeral) => (numeral.type === "number" ? numeral.value : Number.NaN));
  const between = gaps.slice(1, -1).every((gap) => madeOf(gap, [...rules.after, ...rules.before]));
  return between && values.every((value) => value === values[0]);
}

function readOne(numeral: Numeral, head: string, tail: string, rules: WholeRules): ReadResult<number, NumberWhy> {
  if (numeral.type === "between") return unread("several");
  if (numeral.type === "vague") return unread("not-exact");
  if (numeral.type === "senseless") return unread("not-a-number");
  const before = clauseBefore(head);
  const after = clauseAfter(tail);
  if (before === null || after === null) return unread("not-a-number");
  if (BOUND_WORDS.test(before) || BOUND_WORDS.test(after)) return unread("not-exact");
  if (!madeOf(after, rules.after)) return unread("not-a-number");
  if (!madeOf(before, rules.before)) {
    return madeOf(before, [...MINUS, ...rules.before]) ? unread("negative") : unread("not-a-number");
  }
  return within(numeral.value, rules);
}

function within(value: number, rules: WholeRules): ReadResult<number, NumberWhy> {
  if (!Number.isInteger(value)) return unread(value > rules.max ? "too-big" : "not-whole");
  if (value < rules.min) return unread("too-small");
  return value > rules.max ? unread("too-big") : read(value);
}
