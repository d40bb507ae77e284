/** Small word lists of the locales (`words.…`) that a flow looks for inside a sentence. */
import { locales } from "#locales/index.js";
import { normalise, sameWords } from "#core/text/normalise.js";

/** Longer texts are letters, not requests. */
const LONGEST = 200;
const DENIES = /不|没|别|\b(?:no|not|never)\b|n't|n’t/;
const ASKS = /[?？]|吗|哪|什么|怎么|多少/;

/** Does the sentence ask for help for oneself or one's family? */
export function asksForHelp(sentence: string): boolean {
  return hasWord("words.needs-help", sentence);
}

/** Does the sentence offer help, as far as a word can tell? A question, or a cry for help, does not. */
export function offersHelp(sentence: string): boolean {
  return hasWord("words.offers-help", sentence) && !ASKS.test(sentence) && !asksForHelp(sentence);
}

/** Do these words alone mean the whole of the office's area? */
export function meansEverywhere(text: string): boolean {
  if (text.length > LONGEST) return false;
  return Object.values(locales).some((texts) =>
    (texts["words.everywhere"] ?? "").split("|").some((word) => word !== "" && sameWords(word, text)),
  );
}

/** A word of the list, in any language, and nothing denied; Latin words only whole. */
function hasWord(list: "words.needs-help" | "words.offers-help", sentence: string): boolean {
  const text = normalise(sentence).toLowerCase();
  if (text.length > LONGEST || DENIES.test(text)) return false;
  return Object.values(locales).some((texts) => (texts[list] ?? "").split("|").some((word) => holds(text, word)));
}

function holds(text: string, word: string): boolean {
  if (word === "") return false;
  return /^[a-z ]+$/.test(word) ? ` ${text.replace(/[^a-z0-9]+/g, " ")} `.includes(` ${word} `) : text.includes(word);
}
