/** One form for everything people type, so that every reader and every comparison starts from the same text. */

/** No answer to a single question is longer (characters). */
const LONGEST_ANSWER = 200;
/** Nor has one more characters that cannot be seen. */
const LONGEST_RAW = 2000;

// Stacks of combining marks make NFKC quadratic; no script needs more than eight on one letter.
const STACKED_MARKS = /(\p{M}{8})\p{M}+/gu;
// Format characters (zero-width, bidi, tags), controls but tab and newline, lone surrogates, emoji selectors.
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]/gu;

/**
 * NFKC (full-width to half-width), without zero-width and control characters, spaces joined, trimmed.
 * A newline stays a newline, because it separates thoughts.
 */
export function normalise(text: string): string {
  return (
    text
      .replace(STACKED_MARKS, "$1")
      .normalize("NFKC")
      // One character may become eighteen; no honest text grows fourfold.
      .slice(0, 4 * text.length + 100)
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
      .replace(INVISIBLE, "")
      .split("\n")
      .map((line) => line.replace(/[\t\p{Zs}]+/gu, " ").trim())
      .join("\n")
      .trim()
  );
}

/** A short answer, normalised and in lower case; null when it is too long to be one. */
export function shortAnswer(text: string): string | null {
  if (text.length > LONGEST_RAW) return null;
  const words = normalise(text).toLowerCase();
  return words.length > LONGEST_ANSWER ? null : words;
}

/** Normalised, case-folded, without punctuation and spaces: equal for texts that say the same words. */
export function foldWords(text: string): string {
  // Upper case first: it also folds ß and final sigma.
  return normalise(text)
    .toUpperCase()
    .toLowerCase()
    .replace(/[\p{P}\s]/gu, "");
}

/** Do both say the same words, whatever the width, case, spaces and punctuation? */
export function sameWords(a: string, b: string): boolean {
  const folded = foldWords(a);
  if (folded !== foldWords(b)) return false;
  return folded !== "" || normalise(a) === normalise(b);
}
