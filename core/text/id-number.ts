/** The resident ID number 公民身份号码 (GB 11643-1999), and the disability certificate number built on it. */
import { realDay } from "#core/calendar.js";
import type { Day } from "#core/fields.js";
import { shortAnswer } from "./normalise.js";
import { read, unread } from "./result.js";

export type IdNumberResult =
  | { readonly type: "read"; readonly value: string }
  | {
      readonly type: "unread";
      readonly why: "empty" | "not-a-number" | "wrong-character" | "wrong-date" | "wrong-checksum";
    }
  /** 18, or 20 or 22 for a disability certificate; `given` were sent. */
  | { readonly type: "unread"; readonly why: "wrong-length"; readonly given: number };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const LENGTHS: ReadonlySet<number> = new Set([18, 20, 22]);

/**
 * The number in upper case. Of a disability certificate (20 characters: the ID number, kind and degree; 22 when
 * issued again) the ID number is checked, of the rest only its length. Never echo what was refused: it is P3.
 */
export function readIdNumber(text: string): IdNumberResult {
  const words = shortAnswer(text);
  if (words === null) return unread("not-a-number");
  if (words === "") return unread("empty");
  const given = words.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (!/\d/.test(given)) return unread("not-a-number");
  if (!LENGTHS.has(given.length)) return { type: "unread", why: "wrong-length", given: given.length };
  const id = given.slice(0, 18);
  if (!/^\d{17}[\dX]$/.test(id)) return unread("wrong-character");
  if (bornOn(id) === null) return unread("wrong-date");
  return idNumberCheck(id.slice(0, 17)) === id.at(17) ? read(given) : unread("wrong-checksum");
}

/** The 18th character for the first 17 digits (ISO 7064 MOD 11-2). Throws RangeError for other input. */
export function idNumberCheck(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError("needs 17 digits");
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17.charAt(i)), 0);
  return CHECKS.charAt(sum % 11);
}

/** The day of birth within an ID number, or null when there is no such day. */
export function bornOn(idNumber: string): Day | null {
  const day = realDay(Number(idNumber.slice(6, 10)), Number(idNumber.slice(10, 12)), Number(idNumber.slice(12, 14)));
  return day !== null && day >= "1880-01-01" ? day : null;
}
