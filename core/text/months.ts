/** How long, in whole months: 12, 一年, 两年半, 半年, 6个月, "18 months", "half a year". */
import { shortAnswer } from "./normalise.js";
import { scanNumerals } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";
import { BOUND_WORDS, type NumberWhy } from "./whole.js";
import { leftOver, SOFT_WORDS, vocabulary } from "./words.js";

export const LONGEST_MONTHS = 240;

const PLAIN = vocabulary(SOFT_WORDS, "为期 期限 合同 签 做 干 时间 共 一共 for of term it's 时长 内 and 零 又 long");
const MONTHS: ReadonlySet<string> = new Set(["", "月", "个月", "month", "months", "mo"]);
const YEARS: ReadonlySet<string> = new Set(["年", "year", "years", "yr", "yrs"]);
const YEARS_AND_A_HALF: ReadonlySet<string> = new Set(["年半", "year a half", "years a half"]);
const HALF_A_YEAR: ReadonlySet<string> = new Set(["半年", "half a year", "half year", "half-year"]);

/** Months from 1 to 240; a bare number is months. */
export function readMonths(text: string): ReadResult<number, NumberWhy> {
  const answer = shortAnswer(text);
  if (answer === null) return unread("not-a-number");
  const words = answer.replace(/(?<!half )\b(?:a|an) (?=year|month)/g, "1 ");
  if (words === "") return unread("empty");
  const { numerals, gaps } = scanNumerals(words);
  if (gaps.some((gap) => BOUND_WORDS.test(gap))) return unread("not-exact");
  if (numerals.some((numeral) => numeral.type === "vague")) return unread("not-exact");
  if (numerals.some((numeral) => numeral.type === "between")) return unread("several");
  const values = numerals.flatMap((numeral) => (numeral.type === "number" ? [numeral.value] : []));
  if (values.length < numerals.length) return unread("not-a-number");
  const [head = "", ...units] = gaps.map((gap) => leftOver(gap, PLAIN));
  if (values.length === 0) return HALF_A_YEAR.has(head) ? read(6) : unread("not-a-number");
  if (/^(?:-|−|负|minus)$/.test(head)) return unread("negative");
  if (head !== "" || values.length > 2) return unread(values.length > 1 ? "several" : "not-a-number");
  return inMonths(values, units);
}

function inMonths(values: readonly number[], units: readonly string[]): ReadResult<number, NumberWhy> {
  const [first = 0, second] = values;
  const [unit = "", secondUnit = ""] = units;
  if (second !== undefined) {
    if (!YEARS.has(unit) || !MONTHS.has(secondUnit)) return unread("several");
    return bounded(first * 12 + second);
  }
  if (YEARS.has(unit)) return bounded(first * 12);
  if (YEARS_AND_A_HALF.has(unit)) return bounded(first * 12 + 6);
  if (unit === "个月半" || unit === "个半月") return unread("not-whole");
  return MONTHS.has(unit) ? bounded(first) : unread("not-a-number");
}

function bounded(months: number): ReadResult<number, NumberWhy> {
  if (months > LONGEST_MONTHS) return unread("too-big");
  if (!Number.isInteger(months)) return unread("not-whole");
  return months < 1 ? unread("too-small") : read(months);
}
