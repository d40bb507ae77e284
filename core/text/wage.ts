/** Wages in whole yuan a month, one or a range: 4500, 4000到5000, 四千到五千, 4-5千, "5000 flat". */
import { shortAnswer } from "./normalise.js";
import { type Numeral, scanNumerals } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";
import { BOUND_WORDS, type NumberWhy } from "./whole.js";
import { clauseAfter, clauseBefore, leftOver, madeOf, MONEY_WORDS, SOFT_WORDS, vocabulary } from "./words.js";

export interface Wage {
  readonly from: number;
  readonly to: number;
}
export type WageWhy = NumberWhy | "not-monthly";

/** Outside these a monthly wage is a slip (an hourly rate, a yearly sum). */
export const LEAST_WAGE = 500;
export const LARGEST_WAGE = 100_000;

const MONTHLY =
  /(?:每个?|一个?|1个?)月|月薪|月工资|月收入|\/ ?个?月|(?:per|a|each|every|\/) ?(?:month|mo)(?![a-z])|monthly/g;
const OTHER_PERIOD = /天|日|小时|时薪|周|星期|年|件|day|daily|hour|week|year|annual|annum/;
const around = vocabulary(
  MONEY_WORDS,
  SOFT_WORDS,
  "我们 给 开 出 工资 薪水 薪资 待遇 底薪 从 在 包吃 包住 包吃住 wage wages pay pays salary from between we it it's is flat",
);
const money = vocabulary(MONEY_WORDS);
const BETWEEN: ReadonlySet<string> = new Set("- – — − ~ 到 至 或 to and or".split(" "));

/** A monthly wage; a range said backwards is turned round. `not-monthly`: it was per day, hour, piece or year. */
export function readWage(text: string): ReadResult<Wage, WageWhy> {
  const answer = shortAnswer(text);
  if (answer === null) return unread("not-a-number");
  const words = answer.replace(MONTHLY, " ").trim();
  if (words === "") return unread("empty");
  const { numerals, gaps } = scanNumerals(words);
  const [first, second] = numerals;
  if (first === undefined) return unread("not-a-number");
  if (OTHER_PERIOD.test(gaps.join(" "))) return unread("not-monthly");
  const problem = gapProblem(gaps);
  if (problem !== null) return unread(problem);
  return second === undefined ? readSingle(first) : readRange(first, second);
}

function gapProblem(gaps: readonly string[]): WageWhy | null {
  if (gaps.length > 3) return "several";
  const before = clauseBefore(gaps[0] ?? "");
  const after = clauseAfter(gaps.at(-1) ?? "");
  if (before === null || after === null) return "not-a-number";
  if (/^(?:-|−|负|minus)/.test(before)) return "negative";
  if (BOUND_WORDS.test(before) || BOUND_WORDS.test(after)) return "not-exact";
  if (!madeOf(before, around) || !madeOf(after, around)) return "not-a-number";
  return gaps.length < 3 || BETWEEN.has(leftOver(gaps[1] ?? "", money)) ? null : "several";
}

function readSingle(numeral: Numeral): ReadResult<Wage, WageWhy> {
  if (numeral.type === "vague") return unread("not-exact");
  if (numeral.type === "senseless") return unread("not-a-number");
  if (numeral.type === "between") return bounded(numeral.from, numeral.to);
  return bounded(numeral.value, numeral.value);
}

function readRange(first: Numeral, second: Numeral): ReadResult<Wage, WageWhy> {
  if (first.type === "vague" || second.type === "vague") return unread("not-exact");
  if (first.type !== "number" || second.type !== "number") return unread("not-a-number");
  // 4-5千: the first leaves its unit to the second.
  const shared = first.unit === 1 && second.unit > 1 && first.value < second.lead;
  return bounded(shared ? first.value * second.unit : first.value, second.value);
}

function bounded(a: number, b: number): ReadResult<Wage, WageWhy> {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  if (to > LARGEST_WAGE) return unread("too-big");
  if (!Number.isInteger(from) || !Number.isInteger(to)) return unread("not-whole");
  return from < LEAST_WAGE ? unread("too-small") : read({ from, to });
}
