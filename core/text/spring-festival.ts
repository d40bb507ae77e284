/** Spring Festival 春节, the first day of the first lunar month. */
import { addDays } from "#core/calendar.js";
import type { Day } from "#core/fields.js";

/**
 * From the Hong Kong Observatory's Gregorian-Lunar Calendar Conversion Table, which follows GB/T 33661-2017.
 * A table and no computation: the Chinese calendar of common runtimes is a day off in 2027 and 2030, when the
 * new moon falls minutes from midnight in Beijing.
 */
const FESTIVALS: readonly Day[] = [
  "2026-02-17",
  "2027-02-06",
  "2028-01-26",
  "2029-02-13",
  "2030-02-03",
  "2031-01-23",
  "2032-02-11",
  "2033-01-31",
  "2034-02-19",
  "2035-02-08",
];

/** Spring Festival of a Gregorian year, or null outside 2026–2035. */
export function springFestivalOf(year: number): Day | null {
  return FESTIVALS.find((day) => day.startsWith(`${year}-`)) ?? null;
}

/** The next Spring Festival whose eve is not yet over, or null when the table ends. */
export function nextSpringFestival(today: Day): Day | null {
  return FESTIVALS.find((day) => addDays(day, -1) >= today) ?? null;
}
