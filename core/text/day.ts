/** Days as people say them: 2月5日, 春节前, 一个月内, 下周五, "by March 1", "in 2 weeks". */
import { addDays, addMonths } from "#core/calendar.js";
import type { Day } from "#core/fields.js";
import { chineseDayRules } from "./day-rules-chinese.js";
import { englishDayRules } from "./day-rules-english.js";
import type { Span } from "./day-span.js";
import { shortAnswer } from "./normalise.js";
import { wholeNumeral } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";

/** `no-such-day`: 2月30日; `too-far`: more than three years ahead; `several`: two days or a range. */
export type DayWhy = "empty" | "not-a-day" | "no-such-day" | "past" | "too-far" | "several";

export interface DayOptions {
  /** Which day of a stretch such as "March" or 下周 is meant: its last for a deadline, its first for a start. */
  readonly edge: "first" | "last";
}

const LONGEST = 60;
const MONTHS_AHEAD = 36;
const APART = /到|至|~|—|–|或者?|还是|和| - |(?<=[日号天月])-| to | or /;

/** A day from today to three years ahead. `today` is the day in the office's time zone. */
export function readDay(text: string, today: Day, options: DayOptions = { edge: "last" }): ReadResult<Day, DayWhy> {
  const words = shortAnswer(text);
  if (words === "") return unread("empty");
  if (words === null || words.length > LONGEST) return unread("not-a-day");
  const whole = readOne(words, today, options);
  if (whole.type === "read" || whole.why !== "not-a-day") return whole;
  const parts = words.split(APART).map((part) => readOne(part, today, options));
  const days = parts.filter((part) => part.type === "read" || part.why !== "not-a-day");
  return days.length > 1 ? unread("several") : whole;
}

function readOne(words: string, today: Day, options: DayOptions): ReadResult<Day, DayWhy> {
  const { said, before } = tidy(words);
  for (const { pattern, days } of [...englishDayRules, ...chineseDayRules]) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const span = days(match, today, before);
    if (span === undefined) continue;
    return span === null ? unread("no-such-day") : choose(span, { today, before, edge: options.edge });
  }
  return unread("not-a-day");
}

interface Choosing extends DayOptions {
  readonly today: Day;
  readonly before: boolean;
}

function choose(span: Span, { today, before, edge }: Choosing): ReadResult<Day, DayWhy> {
  const single = span.from === span.to;
  // "Before March" is over when March begins; "before 1 March" is taken as a deadline on that day, as people mean it.
  const wanted = before && !single ? addDays(span.from, -1) : edge === "first" ? span.from : span.to;
  const day = wanted < today && today <= span.to && !before ? today : wanted;
  if (day < today) return unread("past");
  return day > addMonths(today, MONTHS_AHEAD) ? unread("too-far") : read(day);
}

const SOFT_HEAD =
  /^(?:最晚|最迟|不晚于|大概|大约|约|差不多|争取|计划|预计|应该|我们|我|能|可以|在|就|从|等|from |starting |start |on |around |about |maybe |probably |the )/;
const SOFT_TAIL = /(?:吧|左右|到位|到账|开始|开工|起|可以|能|的时候| please| latest)$/;
const BEFORE_HEAD = /^before (?:the )?/;
const BY_HEAD = /^(?:by|until|till|no later than|at the latest|latest) (?:the )?/;
const BEFORE_TAIL = /(?:之前|以前|前)$/;

/** Takes off the words round a day and writes its numbers in digits. */
function tidy(words: string): { said: string; before: boolean } {
  let said = words.replace(/[。.!！?？,]+$/, "").trim();
  for (const pattern of [SOFT_TAIL, SOFT_TAIL, SOFT_HEAD, SOFT_HEAD, BY_HEAD]) said = said.replace(pattern, "").trim();
  const before = BEFORE_HEAD.test(said) || BEFORE_TAIL.test(said);
  said = said.replace(BEFORE_HEAD, "").replace(BEFORE_TAIL, "").trim();
  if (/\p{Script=Han}/u.test(said)) said = said.replace(/\s+/g, "");
  return { said: inDigits(said), before };
}

// 十一 and 五一 are holidays before they are numbers.
const HOLIDAY_NUMBERS = /^(?:(?:今|明|后|\d{4})年)?(?:十一|五一|六一)节?$/;
const ENGLISH_NUMBERS =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?= (?:day|week|month|year))/g;

function inDigits(said: string): string {
  if (HOLIDAY_NUMBERS.test(said)) return said;
  const digits = (run: string): string => String(wholeNumeral(run) ?? run);
  return said
    .replace(/[零〇一二两三四五六七八九十]+/g, digits)
    .replace(ENGLISH_NUMBERS, digits)
    .replace(/\ban? (?=(?:day|week|month|year)s?\b)/g, "1 ");
}
