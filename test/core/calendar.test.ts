import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  answerBy,
  dayOf,
  daysBetween,
  endOfDay,
  lastOfMonth,
  realDay,
  startOfDay,
  weekdayOf,
} from "#core/calendar.js";

const ZONES = [
  "Asia/Shanghai",
  "UTC",
  "America/New_York",
  "Europe/London",
  "America/Havana",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Kathmandu",
];
const days = fc.integer({ min: 0, max: 25_000 }).map((n) => addDays("2000-01-01", n));

describe("days", () => {
  it.each([
    ["2026-11-24", 7, "2026-12-01"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2027-03-01", -1, "2027-02-28"],
  ])("%s and %i days is %s", (day, n, other) => {
    expect(addDays(day, n)).toBe(other);
    expect(daysBetween(day, other)).toBe(n);
  });

  it.each([
    ["2027-01-31", 1, "2027-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-11-24", 36, "2029-11-24"],
    ["2026-11-24", 2, "2027-01-24"],
    ["2026-01-15", -1, "2025-12-15"],
  ])("%s and %i months is %s", (day, n, other) => {
    expect(addMonths(day, n)).toBe(other);
  });

  it("knows which days there are", () => {
    expect(realDay(2028, 2, 29)).toBe("2028-02-29");
    expect(realDay(2027, 2, 29)).toBeNull();
    expect(realDay(2027, 13, 1)).toBeNull();
    expect(realDay(2027, 1, 0)).toBeNull();
    expect(realDay(27, 1, 1)).toBeNull();
    expect(lastOfMonth(2027, 2)).toBe("2027-02-28");
    expect(["2026-11-23", "2026-11-24", "2026-11-29", "1969-12-31"].map(weekdayOf)).toEqual([1, 2, 7, 3]);
  });

  it("adding and counting agree", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (day, n) => {
        expect(daysBetween(day, addDays(day, n))).toBe(n);
      }),
    );
  });
});

describe("moments", () => {
  it("a day in Shanghai begins at 16:00 UTC the day before", () => {
    expect(startOfDay("2026-11-24", "Asia/Shanghai")).toBe(Date.parse("2026-11-23T16:00:00Z"));
    expect(endOfDay("2026-11-24", "Asia/Shanghai")).toBe(Date.parse("2026-11-24T15:59:59.999Z"));
    expect(dayOf(Date.parse("2026-11-23T16:00:00Z"), "Asia/Shanghai")).toBe("2026-11-24");
    expect(dayOf(Date.parse("2026-11-23T15:59:59.999Z"), "Asia/Shanghai")).toBe("2026-11-23");
  });

  it.each([
    ["America/New_York", "2027-03-14", 23],
    ["America/New_York", "2026-11-01", 25],
    ["America/Havana", "2026-03-08", 23],
    ["Africa/Cairo", "2026-04-24", 23],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Asia/Shanghai", "2026-03-08", 24],
  ])("in %s, %s has %d hours", (zone, day, hours) => {
    expect(endOfDay(day, zone) + 1 - startOfDay(day, zone)).toBe(hours * 3_600_000);
  });

  it("the first and last millisecond are of the day, those beside them are not", () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (day, zone) => {
        const [start, end] = [startOfDay(day, zone), endOfDay(day, zone)];
        fc.pre(dayOf(start, zone) === day);
        expect(dayOf(start - 1, zone)).toBe(addDays(day, -1));
        expect(dayOf(end, zone)).toBe(day);
        expect(dayOf(end + 1, zone)).toBe(addDays(day, 1));
      }),
      { numRuns: 200 },
    );
  });

  it("an answer within two days is due at the end of the second day after", () => {
    const now = Date.parse("2026-11-24T01:00:00Z");
    expect(answerBy(now, 2, "Asia/Shanghai")).toBe(endOfDay("2026-11-26", "Asia/Shanghai"));
    expect(answerBy(now, 0, "Asia/Shanghai")).toBe(endOfDay("2026-11-24", "Asia/Shanghai"));
  });

  it("an unknown zone is a bug", () => {
    expect(() => dayOf(0, "Mars/Olympus")).toThrow(RangeError);
  });
});
