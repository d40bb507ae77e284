/** Days in Chinese: each form is a pattern over tidied words (numbers already in digits). The first that fits counts. */
import { addDays, addMonths, realDay, weekdayOf } from "#core/calendar.js";
import type { Day } from "#core/fields.js";
import {
  type DayRule,
  festivalDay,
  holidayDay,
  type MonthDay,
  nextDate,
  partOfMonth,
  partOfMonthOn,
  single,
  type Span,
  weekOf,
  wholeYear,
  yearOf,
} from "./day-span.js";

const YEARS: ReadonlyMap<string, number> = new Map([
  ["去", -1],
  ["明", 1],
  ["后", 2],
  ["大后", 3],
]);
const SAID_YEAR = "(?:(\\d{4}|去|今|本|当|明|后|大后)年)";
const ON: ReadonlyMap<string, number> = new Map([
  ["上", -1],
  ["下", 1],
  ["下下", 2],
]);
const DAYS: ReadonlyMap<string, number> = new Map([
  ["前天", -2],
  ["昨天", -1],
  ["今天", 0],
  ["今日", 0],
  ["现在", 0],
  ["马上", 0],
  ["明天", 1],
  ["明日", 1],
  ["后天", 2],
  ["大后天", 3],
]);
const HOLIDAYS: ReadonlyMap<string, MonthDay> = new Map([
  ["元旦", [1, 1]],
  ["五一", [5, 1]],
  ["劳动", [5, 1]],
  ["六一", [6, 1]],
  ["国庆", [10, 1]],
  ["十一", [10, 1]],
]);

/** 2027 or 明 (of 明年) as a year; null when none was said. */
function saidYear(said: string | undefined, today: Day): number | null {
  if (said === undefined) return null;
  return /^\d/.test(said) ? Number(said) : yearOf(today) + (YEARS.get(said) ?? 0);
}

/** More than this of any unit is too far, and further on days would have five-digit years. */
const FAR = 2000;

/** So long from today; half a month is 15 days. */
function later(today: Day, [count = "", unit = "", half]: readonly (string | undefined)[]): Span | null {
  const amount = (count === "半" ? 0.5 : Math.min(Number(count), FAR)) + (half === undefined ? 0 : 0.5);
  if (unit === "天" || unit === "日" || unit === "周" || unit === "星期" || unit === "礼拜") {
    const days = amount * (unit === "天" || unit === "日" ? 1 : 7);
    return Number.isInteger(days) ? single(addDays(today, days)) : null;
  }
  const months = amount * (unit === "年" ? 12 : 1);
  return single(addDays(addMonths(today, Math.floor(months)), Number.isInteger(months) ? 0 : 15));
}

const holidayRules: readonly DayRule[] = [
  {
    pattern: new RegExp(`^${SAID_YEAR}?(?:春节|过年|(除夕|大?年30))$`),
    days: ([, year, eve], today, before) => festivalDay(today, saidYear(year, today), before || eve !== undefined),
  },
  // 年前, whose 前 was taken off.
  { pattern: /^年$/, days: (_, today, before) => (before ? festivalDay(today, null, true) : undefined) },
  {
    pattern: new RegExp(`^${SAID_YEAR}?(元旦|五一|劳动|六一|国庆|十一)节?$`),
    days: ([, year, name = ""], today, before) =>
      holidayDay(today, saidYear(year, today), HOLIDAYS.get(name) ?? [1, 1], before),
  },
];

const dateRules: readonly DayRule[] = [
  {
    pattern: new RegExp(`^${SAID_YEAR}?(\\d{1,2})月(\\d{1,2})[日号]?$`),
    days: ([, said, month, date], today) => {
      const year = saidYear(said, today);
      const day =
        year === null ? nextDate(Number(month), Number(date), today) : realDay(year, Number(month), Number(date));
      return single(day);
    },
  },
  {
    pattern: new RegExp(`^${SAID_YEAR}?(\\d{1,2})月份?(初|上旬|中旬?|下旬|底|末)?$`),
    days: ([, year, month, part], today) => partOfMonth(today, saidYear(year, today), Number(month), part),
  },
  {
    pattern: /^(?:(下下|下|上|本|这|当)个?月)?(\d{1,2})[日号]$/,
    days: ([, which, date], today) => {
      const first = `${today.slice(0, 8)}01`;
      const inMonth = (months: number): Day | null => {
        const month = addMonths(first, months);
        return realDay(yearOf(month), Number(month.slice(5, 7)), Number(date));
      };
      if (which !== undefined) return single(inMonth(ON.get(which) ?? 0));
      return single([inMonth(0), inMonth(1)].find((day) => day !== null && day >= today) ?? null);
    },
  },
];

const relativeRules: readonly DayRule[] = [
  {
    pattern: new RegExp(`^(${[...DAYS.keys()].join("|")})$`),
    days: ([, word = ""], today) => single(addDays(today, DAYS.get(word) ?? 0)),
  },
  {
    pattern: /^(下下|下|上|本|这)个?(?:周|星期|礼拜)内?$/,
    days: ([, which = ""], today) => weekOf(today, ON.get(which) ?? 0),
  },
  {
    pattern: /^(?:(下下|下|上|本|这)个?)?(?:周|星期|礼拜)([1-6日天末])$/,
    days: ([, which, name = ""], today) => {
      const weekday = /\d/.test(name) ? Number(name) : 7;
      if (which !== undefined) return single(addDays(weekOf(today, ON.get(which) ?? 0).from, weekday - 1));
      return single(addDays(today, (weekday - weekdayOf(today) + 7) % 7));
    },
  },
  {
    pattern: /^(?:(下下|下|上|本|这|当)个?)?月(初|上旬|中旬?|下旬|底|末|内)?$/,
    days: ([, which, part], today) =>
      which === undefined && part === undefined ? undefined : partOfMonthOn(today, ON.get(which ?? "") ?? 0, part),
  },
  {
    pattern: new RegExp(`^(?:${SAID_YEAR}?年?(底|末|终)|(\\d{4}|去|今|本|当|明|后|大后)?年内?)$`),
    days: ([said = "", endOf, end, whole], today) => {
      if (said === "年" || said === "底" || said === "末" || said === "终") return undefined;
      const year = wholeYear(saidYear(endOf ?? whole, today) ?? yearOf(today));
      return end === undefined ? year : single(year.to);
    },
  },
  {
    pattern: new RegExp(`^${SAID_YEAR}?([上下])半年$`),
    days: ([, said, half], today) => {
      const { from, to } = wholeYear(saidYear(said, today) ?? yearOf(today));
      return half === "上" ? { from, to: `${from.slice(0, 4)}-06-30` } : { from: `${from.slice(0, 4)}-07-01`, to };
    },
  },
];

const AFTER = "(?:之内|以内|内|之后|以后|后)";
// "3天前" is ago, so none of these is a day with 前.
const laterRules: readonly DayRule[] = [
  new RegExp(`^(\\d{1,4}|半)个?(年|月|周|星期|礼拜|天|日)(半)?${AFTER}$`),
  /^(\d{1,4}|半)个(月|星期|礼拜)$/,
  /^(\d{1,4}|半)(年|周|天)(半)?$/,
].map((pattern) => ({
  pattern,
  days: ([, ...parts], today, before) => (before ? undefined : later(today, parts)),
}));
const halfMonthRule: DayRule = {
  pattern: new RegExp(`^(\\d{1,4})个(半)月${AFTER}?$`),
  days: ([, count, half], today, before) => (before ? undefined : later(today, [count, "月", half])),
};

export const chineseDayRules: readonly DayRule[] = [
  ...holidayRules,
  ...dateRules,
  ...relativeRules,
  ...laterRules,
  halfMonthRule,
];
