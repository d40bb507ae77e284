/** Phone numbers, to E.164: mainland mobiles and landlines, and any international number with its plus. */
import { shortAnswer } from "./normalise.js";
import { read, unread } from "./result.js";

export type PhoneResult =
  | { readonly type: "read"; readonly value: string }
  | { readonly type: "unread"; readonly why: "empty" | "not-a-phone" | "several" }
  /** A mainland mobile number has 11 digits; `given` were sent. */
  | { readonly type: "unread"; readonly why: "wrong-length"; readonly given: number };

const RUN = /\+?\d[\d\s\-().–—]*/g;
const LONGEST = 60;
const MOBILE = /^1[3-9]\d{9}$/;
// Area codes: 10 and 2x with eight digits, the others three digits with seven or eight.
const LANDLINE = /^(?:10|2\d)[2-9]\d{7}$|^[3-9]\d{2}[2-9]\d{6,7}$/;

/** The number as E.164, `+8613812345678`. Words may stand round it, a second number may not. */
export function readPhone(text: string): PhoneResult {
  const words = shortAnswer(text);
  if (words === "") return unread("empty");
  if (words === null || words.length > LONGEST) return unread("not-a-phone");
  const runs = (words.match(RUN) ?? []).map((run) => run.trim());
  if (runs.length > 1) return unread("several");
  const [run] = runs;
  if (run === undefined) return unread("not-a-phone");
  return readDigits(run.replace(/[^\d+]/g, ""));
}

/** A phone number in the one form in which it is stored and looked up, or null when it is none. */
export function normalisePhone(text: string): string | null {
  const result = readPhone(text);
  return result.type === "read" ? result.value : null;
}

function readDigits(digits: string): PhoneResult {
  const international = /^(?:\+|00)(.*)$/.exec(digits)?.[1];
  if (international === undefined) return readMainland(digits.replace(/^86(?=1[3-9]\d{9}$|0\d{9,11}$)/, ""));
  // Behind the country code a landline has lost its 0.
  if (international.startsWith("86")) return readMainland(international.slice(2).replace(/^0?(?=[2-9]|10)/, "0"));
  return /^[1-9]\d{7,14}$/.test(international) ? read(`+${international}`) : unread("not-a-phone");
}

function readMainland(local: string): PhoneResult {
  if (MOBILE.test(local)) return read(`+86${local}`);
  if (local.startsWith("0") && LANDLINE.test(local.slice(1))) return read(`+86${local.slice(1)}`);
  if (MOBILE.test(local.slice(0, 11)) && MOBILE.test(local.slice(11))) return unread("several");
  const mobile = /^1[3-9]/.test(local) && local.length !== 11;
  return mobile ? { type: "unread", why: "wrong-length", given: local.length } : unread("not-a-phone");
}
