/** Long texts in parts that a channel can carry, cut where a reader would pause. */

/** Ends of sentences and lines, best cuts first; the sign stays with what it ends. */
const CUTS: readonly RegExp[] = [
  /\n\n/g,
  /\n/g,
  /[。！？；…]+["”’」』）)]*|[.!?;]+["”’)]*(?=\s)/g,
  /[，、：]|[,:](?=\s)|\s/g,
];
/** A link is of no use in two parts. */
const LINK = /https?:\/\/[!-~]+/g;
/** A cut this early would leave a scrap behind. */
const EARLIEST = 0.5;

/** Parts of at most `limit` UTF-16 units (as networks count them), in order; nothing is lost but blanks at the cuts. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = cutOf(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" && parts.length > 0 ? parts : [...parts, rest];
}

function cutOf(text: string, limit: number): number {
  const window = text.slice(0, limit);
  for (const cut of CUTS) {
    const ends = [...window.matchAll(cut)].map((found) => found.index + found[0].length);
    const last = ends.at(-1);
    if (last !== undefined && last >= limit * EARLIEST) return last;
  }
  // a link that the cut would go through begins the next part, unless it fills a part by itself
  const through = [...text.matchAll(LINK)].find(({ index, 0: link }) => index < limit && index + link.length > limit);
  if (through && through.index > 0) return through.index;
  // no pause anywhere: anywhere but inside a character of two units
  const inside = /[\uD800-\uDBFF]$/.test(window);
  return inside ? limit - 1 : limit;
}
