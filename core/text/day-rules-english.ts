/** Days in figures and in English: patterns over tidied, lower-case words. The first that fits counts. */
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

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const DATE = "(\\d{1,2})(?:st|nd|rd|th)?";
const YEAR = "(?:,? (\\d{4}))?";
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAYS: ReadonlyMap<string, number> = new Map([
  ["yesterday", -1],
  ["today", 0],
  ["now", 0],
  ["tonight", 0],
  ["tomorrow", 1],
  ["day after tomorrow", 2],
]);
const HOLIDAYS: ReadonlyMap<string, MonthDay> = new Map([
  ["new year", [1, 1]],
  ["christmas", [12, 25]],
  ["national day", [10, 1]],
]);

const monthOf = (word = ""): number => MONTHS.indexOf(word.slice(0, 3)) + 1;

function date(today: Day, year: string | undefined, month: number, day: string | undefined): Span | null {
  return single(year === undefined ? nextDate(month, Number(day), today) : realDay(Number(year), month, Number(day)));
}

const figureRules: readonly DayRule[] = [
  {
    pattern: /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})[日号]?$|^(\d{4})(\d{2})(\d{2})$/,
    days: ([, year, , month, day, shortYear, shortMonth, shortDay], today) =>
      date(today, year ?? shortYear, Number(month ?? shortMonth), day ?? shortDay),
  },
  {
    pattern: /^(\d{4})[-/.](\d{1,2})$/,
    days: ([, year, month], today) => partOfMonth(today, Number(year), Number(month)),
  },
  {
    // Month first, as it is written in China; the other way round where only that can be.
    pattern: /^(\d{1,2})[-/.](\d{1,2})$/,
    days: ([, a, b], today) =>
      Number(a) > 12 ? date(today, undefined, Number(b), a) : date(today, undefined, Number(a), b),
  },
  {
    pattern: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/,
    days: ([, a, b, year], today) => {
      if (Number(a) > 12) return date(today, year, Number(b), a);
      // 5/2/2027 is May to one reader and February to another.
      return Number(b) > 12 || a === b ? date(today, year, Number(a), b) : undefined;
    },
  },
];

const namedRules: readonly DayRule[] = [
  {
    pattern: /^(?:the )?(?:spring festival|chinese new year|lunar new year|cny)( eve)?$/,
    days: ([, eve], today, before) => festivalDay(today, null, before || eve !== undefined),
  },
  {
    pattern: /^(?:the )?(new year|christmas|national day)(?:'s)?(?: day)?$/,
    days: ([, name = ""], today, before) => holidayDay(today, null, HOLIDAYS.get(name) ?? [1, 1], before),
  },
  {
    pattern: new RegExp(`^${MONTH} ${DATE}${YEAR}$`),
    days: ([, month, day, year], today) => date(today, year, monthOf(month), day),
  },
  {
    pattern: new RegExp(`^(?:the )?${DATE}(?: of)? ${MONTH}${YEAR}$`),
    days: ([, day, month, year], today) => date(today, year, monthOf(month), day),
  },
  {
    pattern: new RegExp(`^(?:(?:the )?(early|mid|late|end)(?: of| in)?[ -])?${MONTH}${YEAR}$`),
    days: ([, part, month, year], today) =>
      partOfMonth(today, year === undefined ? null : Number(year), monthOf(month), part),
  },
];

const relativeRules: readonly DayRule[] = [
  {
    pattern: new RegExp(`^(?:the )?(${[...DAYS.keys()].join("|")})$`),
    days: ([, word = ""], today) => single(addDays(today, DAYS.get(word) ?? 0)),
  },
  {
    pattern: /^(?:the )?(end of )?(?:the )?(?:(this|next) )?(week|month|year)(?:[ -](end))?$/,
    days: ([, endOf, which, unit, end], today) => {
      const atEnd = endOf !== undefined || end !== undefined;
      if (which === undefined && !atEnd) return undefined;
      const on = which === "next" ? 1 : 0;
      if (unit === "month") return partOfMonthOn(today, on, atEnd ? "end" : "");
      const span = unit === "week" ? weekOf(today, on) : wholeYear(yearOf(today) + on);
      return atEnd ? single(span.to) : span;
    },
  },
  {
    pattern: /^(?:(this|next) )?(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?$/,
    days: ([, which, name = ""], today) => {
      const weekday = WEEKDAYS.indexOf(name) + 1;
      if (which !== undefined) return single(addDays(weekOf(today, which === "next" ? 1 : 0).from, weekday - 1));
      return single(addDays(today, (weekday - weekdayOf(today) + 7) % 7));
    },
  },
  {
    pattern:
      /^(?:(?:with)?in )?(?:the next )?(\d{1,4}|half)(?: 1)? (day|week|month|year)s?'?(?: time| from now| from today| later)?$/,
    days: ([, count, unit], today, before) => {
      if (before) return undefined;
      if (count === "half") {
        if (unit === "year") return single(addMonths(today, 6));
        return unit === "month" ? single(addDays(today, 15)) : undefined;
      }
      if (unit === "day" || unit === "week") return single(addDays(today, Number(count) * (unit === "week" ? 7 : 1)));
      return single(addMonths(today, Number(count) * (unit === "year" ? 12 : 1)));
    },
  },
];

export const englishDayRules: readonly DayRule[] = [...figureRules, ...namedRules, ...relativeRules];
