/** The unified social credit code 统一社会信用代码 of an organisation (GB 32100-2015). */
import { shortAnswer } from "./normalise.js";
import { read, unread } from "./result.js";

export type CreditCodeResult =
  | { readonly type: "read"; readonly value: string }
  | { readonly type: "unread"; readonly why: "empty" | "not-a-code" | "wrong-checksum" }
  /** It has 18 characters; `given` were sent. */
  | { readonly type: "unread"; readonly why: "wrong-length"; readonly given: number }
  /** A letter the standard leaves out because it looks like a digit: I, O, S, V or Z. */
  | { readonly type: "unread"; readonly why: "wrong-character"; readonly character: string };

/** The 31 characters of the standard (§4, table 1): digits and letters without I, O, S, V, Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH = 18;

/** The code, upper-case, 18 characters with a right check character. Words in Chinese may stand round it. */
export function readCreditCode(text: string): CreditCodeResult {
  const words = shortAnswer(text);
  if (words === null) return unread("not-a-code");
  if (words === "") return unread("empty");
  const code = words.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (!/\d/.test(code)) return unread("not-a-code");
  if (code.length !== LENGTH) return { type: "unread", why: "wrong-length", given: code.length };
  const character = Array.from(code).find((one) => !ALPHABET.includes(one));
  if (character !== undefined) return { type: "unread", why: "wrong-character", character };
  return creditCodeCheck(code.slice(0, -1)) === code.at(-1) ? read(code) : unread("wrong-checksum");
}

/** The 18th character for the first 17 (§5: weights 3^(i-1) mod 31). Throws RangeError for other input. */
export function creditCodeCheck(first17: string): string {
  const values = Array.from(first17, (character) => ALPHABET.indexOf(character));
  if (values.length !== LENGTH - 1 || values.includes(-1)) throw new RangeError("needs 17 characters of the code");
  let weight = 1;
  let sum = 0;
  for (const value of values) {
    sum += value * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  return ALPHABET.charAt((ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length);
}
