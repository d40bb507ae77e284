/** Days and the moments they begin and end. The office's time zone (IANA name) is always an argument. */
import type { Day } from "#core/fields.js";

const DAY_MS = 86_400_000;

/** The calendar day of a moment (ms since 1970) in a time zone. Throws RangeError for a zone that does not exist. */
export function dayOf(ms: number, timeZone: string): Day {
  return dayTeller(timeZone)(ms);
}

/** The day `days` days later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayAt(numberOf(day) + days);
}

/** The same day `months` months later, or the last of that month where it has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return realDay(target.year, target.month, date) ?? lastOfMonth(target.year, target.month);
}

/** That day, or null when the calendar has no such day (30 February). Years 1000 to 9999. */
export function realDay(year: number, month: number, date: number): Day | null {
  if (year < 1000 || year > 9999) return null;
  const at = new Date(Date.UTC(year, month - 1, date));
  const real = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return real ? at.toISOString().slice(0, 10) : null;
}

/** The last day of a month (1–12). */
export function lastOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return numberOf(b) - numberOf(a);
}

/** The day of the week, 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1;
}

/** The first millisecond of a day in a time zone, also where clocks change at midnight. */
export function startOfDay(day: Day, timeZone: string): number {
  const tell = dayTeller(timeZone);
  const midnight = numberOf(day) * DAY_MS;
  // Every zone lies within 15 hours of UTC; between these two the day begins.
  let before = midnight - 15 * 3_600_000;
  let after = midnight + 15 * 3_600_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (tell(middle) < day) before = middle;
    else after = middle;
  }
  return after;
}

/** The last millisecond of a day in a time zone. */
export function endOfDay(day: Day, timeZone: string): number {
  return startOfDay(addDays(day, 1), timeZone) - 1;
}

/** The moment by which an answer is due: the end of the day `days` days after today. */
export function answerBy(now: number, days: number, timeZone: string): number {
  return endOfDay(addDays(dayOf(now, timeZone), days), timeZone);
}

/** One per zone, made once: making one takes longer than all its uses in a message. It holds nothing that could change. */
const tellers = new Map<string, (ms: number) => Day>();

function dayTeller(timeZone: string): (ms: number) => Day {
  const known = tellers.get(timeZone);
  if (known) return known;
  const made = makeDayTeller(timeZone);
  tellers.set(timeZone, made);
  return made;
}

function makeDayTeller(timeZone: string): (ms: number) => Day {
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const tell = (ms: number): Day => {
    const parts = format.formatToParts(ms);
    const part = (type: "year" | "month" | "day"): string => parts.find((one) => one.type === type)?.value ?? "";
    return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  };
  // asked for with every message; a day begins with a whole second in every zone
  let second = Number.NaN;
  let day: Day = "";
  return (ms) => {
    const now = Math.floor(ms / 1_000);
    if (now !== second) [second, day] = [now, tell(ms)];
    return day;
  };
}

function numberOf(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayAt(dayNumber: number): Day {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}
