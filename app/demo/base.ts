/** What every part of the demo county is made with. */
import { dayOf, startOfDay } from "#core/calendar.js";
import type { Vault } from "#core/fields.js";
import type { Codes, Draw } from "./random.js";

/** The demo's office, and so the tenant of all its documents. */
export const DEMO = "demo";
export const TIME_ZONE = "Asia/Shanghai";
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** First fields of every demo document. */
export function baseOf(id: string): { _id: string; version: number; office: string } {
  return { _id: id, version: 1, office: DEMO };
}

/** `demo-<what>-<number>`, the number with `digits` digits so that ids sort by it. */
export function numbered(what: string, number: number, digits = 2): string {
  return `${DEMO}-${what}-${String(number).padStart(digits, "0")}`;
}

export interface Making {
  readonly now: number;
  readonly vault: Vault;
  readonly draw: Draw;
  readonly codes: Codes;
  /** A moment of the working hours `days` (1 or more) days ago. */
  daysAgo(days: number): number;
  /** Half past six in the evening so many days ago, when that day's matching is done. */
  eveningOf(days: number): number;
}

export function createMaking(given: { now: number; vault: Vault; draw: Draw; codes: Codes }): Making {
  // China keeps one time without summer time, so every day there has 24 hours.
  const today = startOfDay(dayOf(given.now, TIME_ZONE), TIME_ZONE);
  return {
    ...given,
    daysAgo: (days) => today - days * DAY_MS + 8.5 * HOUR_MS + Math.floor(given.draw.random() * 9 * HOUR_MS),
    eveningOf: (days) => today - days * DAY_MS + 18.5 * HOUR_MS,
  };
}
