/** What stands between the fields of a csv. */

const DELIMITERS = [",", "\t", ";"] as const;
/** First lines that are looked at, title rows among them. */
const LINES = 30;

/** Counts a sign in each of the first lines, leaving out what stands in quotes. */
function countByLine(text: string, sign: string): number[] {
  const counts = [0];
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === "\n" && counts.push(0) > LINES) break;
    else if (letter === sign) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
  }
  return counts;
}

/** How much speaks for a sign: first in how many lines it stands equally often, then how often. */
function score(text: string, sign: string): number {
  const lines = new Map<number, number>();
  for (const count of countByLine(text, sign)) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1);
  return Math.max(0, ...[...lines].map(([count, times]) => times * 1000 + Math.min(count, 999)));
}

/** The delimiter of a csv by its first lines; a comma where nothing speaks for another. */
export function findDelimiter(text: string): string {
  let best: string = DELIMITERS[0];
  for (const sign of DELIMITERS) if (score(text, sign) > score(text, best)) best = sign;
  return best;
}
