/** Text of a cell: what is taken off when it comes in, and what is put on when it goes out. */

/** What a spreadsheet would run as a formula, quotes and blanks before it forgiven (OWASP, CSV injection). */
// oxlint-disable-next-line eslint/no-control-regex -- controls are blanks here
const FORMULA = /^(?:[\s'\u0000-\u0020\u200B-\u200D\u2060]*[=+\-@＝＋－＠]|'*[\t\r\n])/;

/** Blanks that nobody sees: controls, the no-break and the full-width blank, those without width, byte order marks. */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code <= 0x20;
  if (code === 0xa0 || code === 0x3000 || code === 0xfeff) return true;
  return (code >= 0x2000 && code <= 0x200d) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x2060;
}

function trimEndBlanks(text: string): string {
  let to = text.length;
  while (to > 0 && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(0, to);
}

/** Text without the blanks around it. */
export function trimBlanks(text: string): string {
  let from = 0;
  while (from < text.length && isBlank(text.charCodeAt(from))) from++;
  return trimEndBlanks(text.slice(from));
}

function looksLikeFormula(text: string): boolean {
  const core = trimBlanks(text);
  return core !== "" && (FORMULA.test(core) || /^[\t\r\n]/.test(text));
}

/** Text as it is meant: blanks around it and the quote of `escapeFormula` taken off; null when nothing is left. */
export function readText(text: string): string | null {
  const trimmed = trimBlanks(text);
  if (trimmed.charCodeAt(0) !== 0x27) return trimmed || null;
  const inner = trimmed.slice(1);
  return looksLikeFormula(inner) ? trimBlanks(inner) : trimmed;
}

/** Text that no spreadsheet runs: a quote before what begins like a formula. `readText` takes it off again. */
export function escapeFormula(text: string): string {
  return looksLikeFormula(text) ? `'${text}` : text;
}
