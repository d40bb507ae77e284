/** Reading the single-use code that ties a chat to a person. */
import { isCodeLength } from "#core/access/code-digits.js";
import { normalise } from "#core/text/normalise.js";
import { read, unread, type ReadResult } from "#core/text/result.js";

export interface NoCode {
  readonly type: "unread";
  readonly why: "none" | "length";
  /** How many digits there were. */
  readonly digits: number;
}

/** The one code in an answer to "what is your code?", whatever stands round it. */
export function readCode(text: string): { readonly type: "read"; readonly value: string } | NoCode {
  const digits = normalise(text).replace(/\D/g, "");
  if (isCodeLength(digits.length)) return read(digits);
  return { type: "unread", why: digits === "" ? "none" : "length", digits: digits.length };
}

/** A text that is nothing but a code, sent without being asked. */
export function readBareCode(text: string): ReadResult<string, "none"> {
  const bare = normalise(text).replace(/[\s\p{P}]/gu, "");
  return /^\d+$/.test(bare) && isCodeLength(bare.length) ? read(bare) : unread("none");
}
