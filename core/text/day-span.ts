/** What the forms of days are made of. */
import { addDays, addMonths, lastOfMonth, realDay, weekdayOf } from "#core/calendar.js";
import type { Day } from "#core/fields.js";
import { nextSpringFestival, springFestivalOf } from "./spring-festival.js";

/** A day (`from` = `to`) or a stretch of days. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

export interface DayRule {
  readonly pattern: RegExp;
  /**
   * The days meant; null when there are no such days, undefined when the words mean something else after all.
   * `before`: the words said 前 or "before".
   */
  readonly days: (match: RegExpExecArray, today: Day, before: boolean) => Span | null | undefined;
}

/** Month and day of the month. */
export type MonthDay = readonly [number, number];

/** A stretch of a single day; null stays null. */
export function single(day: Day | null): Span | null {
  return day === null ? null : { from: day, to: day };
}

/** The year of a day. */
export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** The next such day of the year, this year or next. */
export function nextDate(month: number, date: number, today: Day): Day | null {
  const year = yearOf(today);
  const days = [realDay(year, month, date), realDay(year + 1, month, date)];
  return days.find((day) => day !== null && day >= today) ?? null;
}

/** A part of a month: the whole, its beginning, middle or end; without a year, the next such month. */
export function partOfMonth(today: Day, year: number | null, month: number, part = ""): Span | null {
  if (month < 1 || month > 12) return null;
  const next = yearOf(today) + (lastOfMonth(yearOf(today), month) < today ? 1 : 0);
  const last = lastOfMonth(year ?? next, month);
  const on = (date: string): Day => `${last.slice(0, 8)}${date}`;
  if (/^(?:初|上旬|early)$/.test(part)) return { from: on("01"), to: on("10") };
  if (/^(?:中|中旬|mid)$/.test(part)) return { from: on("11"), to: on("20") };
  if (/^(?:下旬|late)$/.test(part)) return { from: on("21"), to: last };
  return /^(?:底|末|end)$/.test(part) ? single(last) : { from: on("01"), to: last };
}

/** A part of the month `months` months on. */
export function partOfMonthOn(today: Day, months: number, part = ""): Span | null {
  const month = addMonths(`${today.slice(0, 8)}01`, months);
  return partOfMonth(today, yearOf(month), Number(month.slice(5, 7)), part);
}

/** A whole year. */
export function wholeYear(year: number): Span {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** Spring Festival of a year, or the next; its eve for those who must be done before. */
export function festivalDay(today: Day, year: number | null, eve: boolean): Span | null {
  const day = year === null ? nextSpringFestival(today) : springFestivalOf(year);
  return day === null ? null : single(eve ? addDays(day, -1) : day);
}

/** A holiday of fixed date, or the day before it. */
export function holidayDay(today: Day, year: number | null, [month, date]: MonthDay, before: boolean): Span | null {
  // Today is no longer before today's holiday.
  const from = before ? addDays(today, 1) : today;
  const day = year === null ? nextDate(month, date, from) : realDay(year, month, date);
  return day === null ? null : single(before ? addDays(day, -1) : day);
}

/** The week `weeks` weeks on, Monday to Sunday. */
export function weekOf(today: Day, weeks: number): Span {
  const monday = addDays(today, 1 - weekdayOf(today) + 7 * weeks);
  return { from: monday, to: addDays(monday, 6) };
}
