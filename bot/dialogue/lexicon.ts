/** The words that always work, as one look-up: it costs the same with ten flows and with five hundred. */
import { foldWords, normalise } from "#core/text/normalise.js";
import type { DialogueDeps } from "./stage.js";

/** No word of command is longer. */
const LONGEST_WORD = 100;

/** Which word list a text belongs to, whatever the width, case, spaces and punctuation; the first list wins. */
export type Lexicon = (text: string) => string | undefined;

export function createLexicon({ entries, wording }: Pick<DialogueDeps, "entries" | "wording">): Lexicon {
  const lists = new Map<string, string>();
  for (const list of ["words.stop", "words.cancel", "words.back", ...Object.keys(entries)]) {
    for (const word of wording.words(list)) if (!lists.has(keyOf(word))) lists.set(keyOf(word), list);
  }
  return (text) => (text.length > LONGEST_WORD ? undefined : lists.get(keyOf(text)));
}

/** A text of punctuation only ("?") is told apart by its signs. */
function keyOf(text: string): string {
  return foldWords(text) || `= ${normalise(text)}`;
}
