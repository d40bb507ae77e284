/** Words people put round an answer. A reader lists those it may pass over; anything else it does not understand. */

/** Money words, for the readers of wages too. */
export const MONEY_WORDS = "元 元钱 元整 圆 圆整 整 块 块钱 钱 人民币 元人民币 rmb cny yuan kuai ¥ 元/";
/** Words that say "roughly" or nothing: the card to confirm shows the number. */
export const SOFT_WORDS =
  "大约 大概 约 差不多 大致 左右 上下 吧 啊 呢 了 呀 的 嗯 好 是 就 那 那就 就是 先 about around approximately approx roughly ok please just";

/** Words sorted for `leftOver`: the longest is tried first. */
export function vocabulary(...lists: readonly string[]): readonly string[] {
  return lists
    .flatMap((list) => list.split(" "))
    .filter((word) => word !== "")
    .toSorted((a, b) => b.length - a.length);
}

const SOFT = /[\s,.:;!?'"()[\]、。…：]/;
const LATIN = /[a-z]/;

/** What remains of lower-case `text` when the known words and soft punctuation are taken out, greedily from the left. */
export function leftOver(text: string, known: readonly string[]): string {
  let rest = "";
  let at = 0;
  while (at < text.length) {
    const word = known.find((candidate) => standsAt(text, candidate, at));
    if (word !== undefined) {
      at += word.length;
      continue;
    }
    const character = text.charAt(at);
    if (!SOFT.test(character)) rest += character;
    else if (rest !== "" && !rest.endsWith(" ")) rest += " ";
    at += 1;
  }
  return rest.trim();
}

/** Is the text nothing but known words and soft punctuation? */
export function madeOf(text: string, known: readonly string[]): boolean {
  return leftOver(text, known) === "";
}

/** A Latin word must stand alone: "in" is not in "inn". */
function standsAt(text: string, word: string, at: number): boolean {
  if (!text.startsWith(word, at)) return false;
  const end = at + word.length;
  if (LATIN.test(word.at(-1) ?? "") && LATIN.test(text.charAt(end))) return false;
  return !(LATIN.test(word.charAt(0)) && at > 0 && LATIN.test(text.charAt(at - 1)));
}

const CLAUSE_END = /[,;。;!！?？\n]/;
const DENIES = /不|没|别|\b(?:no|not|never)\b|n't|n’t/;

/** The last clause of what stands before a number; null when an earlier one denies something. */
export function clauseBefore(text: string): string | null {
  const clauses = text.split(CLAUSE_END);
  const last = clauses.pop() ?? "";
  return DENIES.test(clauses.join(" ")) ? null : last;
}

/** The first clause of what stands after a number; null when a later one denies something. */
export function clauseAfter(text: string): string | null {
  const [first = "", ...others] = text.split(CLAUSE_END);
  return DENIES.test(others.join(" ")) ? null : first;
}
