/** Dates in cells, as precise as they are given. */
import { realDay } from "#core/calendar.js";
import type { Cell } from "../cell.js";
import { faults } from "../faults.js";
import { read, wrong, type Reading } from "./reading.js";
import { readFact } from "./text.js";

/** Days of a spreadsheet's calendar (day 1 is 1 January 1900, with the 29 February it invented): 1954 to 2119. */
const SERIAL_FROM = 20_000;
const SERIAL_TO = 80_000;
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

const TIME = /(?<=\d日?)(?:T| +)\d{1,2}:.*$/;
const DIGITS = /^(\d{4})(\d{2})?(\d{2})?$/;
const ISO = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
const PARTED = /^(\d{4})\s*[-/.年]\s*(?:(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*日?)?)?)?$/;

/**
 * `YYYY-MM-DD`, `YYYY-MM` or `YYYY` from a spreadsheet's day number, 20220315, 202203, 2022-03, 2022/3/5,
 * 2022年3月15日. A time of day is left out.
 */
export function readDate(cell: Cell): Reading<string> {
  if (typeof cell === "number" && isSerial(cell)) return read(dayOfSerial(cell));
  if (typeof cell === "string") {
    // What lists of the national system hold, without the questions for everything else.
    const [, year, month, day] = ISO.exec(cell) ?? [];
    if (year !== undefined) return join(year, month, day);
  }
  const words = readFact(cell);
  if (words.type !== "read") return words;
  if (/^\d{5}(?:\.\d+)?$/.test(words.value) && isSerial(Number(words.value))) {
    return read(dayOfSerial(Number(words.value)));
  }
  const text = words.value.replace(TIME, "");
  const [, year, month, day] = DIGITS.exec(text) ?? PARTED.exec(text) ?? [];
  if (year === undefined) return wrong(faults.date);
  return join(year, month, day);
}

/** Four digits of a year, from 2018 or 2018年, or from a whole date. */
export function readYear(cell: Cell): Reading<string> {
  const date = readDate(cell);
  if (date.type === "wrong") return wrong(faults.year);
  return date.type === "read" ? read(date.value.slice(0, 4)) : date;
}

function isSerial(value: number): boolean {
  return value >= SERIAL_FROM && value < SERIAL_TO + 1;
}

function dayOfSerial(serial: number): string {
  const at = new Date(SERIAL_ZERO + Math.floor(serial) * DAY_MS);
  return `${at.getUTCFullYear()}-${twoDigits(at.getUTCMonth() + 1)}-${twoDigits(at.getUTCDate())}`;
}

function twoDigits(value: number | string): string {
  return String(value).padStart(2, "0");
}

function join(year: string, month: string | undefined, day: string | undefined): Reading<string> {
  if (Number(year) < 1900 || Number(year) > 2119) return wrong(faults.day);
  if (month === undefined) return read(year);
  if (Number(month) < 1 || Number(month) > 12) return wrong(faults.day);
  const date = `${year}-${twoDigits(month)}`;
  if (day === undefined) return read(date);
  return isDay(Number(year), Number(month), Number(day)) ? read(`${date}-${twoDigits(day)}`) : wrong(faults.day);
}

/** Is there such a day? */
export function isDay(year: number, month: number, day: number): boolean {
  // Asking the calendar takes longer than all the rest.
  return day >= 1 && (day <= 28 || realDay(year, month, day) !== null);
}
