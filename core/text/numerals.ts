/** Finds the numbers in a text, written in digits, Chinese or English, and what stands between them. */
import { isNumeralToken, type NumeralToken, readToken } from "./numeral-tokens.js";
import { type Numeral, valueOf } from "./numeral-value.js";

export type { Numeral } from "./numeral-value.js";

export interface NumeralScan {
  readonly numerals: readonly Numeral[];
  /** The text round the numerals: always one more than there are numerals. */
  readonly gaps: readonly string[];
}

/** Scans normalised, lower-case text once from left to right. */
export function scanNumerals(text: string): NumeralScan {
  const numerals: Numeral[] = [];
  const gaps: string[] = [];
  let gapStart = 0;
  let at = 0;
  while (at < text.length) {
    const first = readToken(text, at, null);
    if (!isNumeralToken(first)) {
      at = first.end;
      continue;
    }
    gaps.push(text.slice(gapStart, at));
    const run = readRun(text, first);
    numerals.push(valueOf(run));
    at = gapStart = run.at(-1)?.end ?? text.length;
  }
  gaps.push(text.slice(gapStart));
  return { numerals, gaps };
}

/** The one number that this text is, or null. */
export function wholeNumeral(text: string): number | null {
  const { numerals, gaps } = scanNumerals(text);
  const [numeral] = numerals;
  return numeral?.type === "number" && numerals.length === 1 && gaps.join("") === "" ? numeral.value : null;
}

function readRun(text: string, first: NumeralToken): readonly NumeralToken[] {
  const run = [first];
  for (let last = first; ;) {
    const next = readToken(text, last.end, last);
    if (!isNumeralToken(next)) return run;
    run.push(next);
    last = next;
  }
}
