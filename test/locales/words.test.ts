/** What people may type in place of a button or a command: no word means two things where both could be meant. */
import { describe, expect, it } from "vitest";
import { entries } from "#bot/flows/index.js";
import { categories, helpKinds } from "#core/help/kinds.js";
import { isMessageKey, type Message, type MessageKey } from "#core/message/message.js";
import { foldWords, normalise } from "#core/text/normalise.js";
import { locales } from "#locales/index.js";
import { createSay } from "#locales/say.js";

const say = createSay();
const lists = Object.keys(locales["zh-CN"]).filter((key) => key.startsWith("words."));
/** Heard whatever is asked: commands of the engine, and words that start a flow. */
const everywhere = ["words.stop", "words.cancel", "words.back", ...Object.keys(entries)];

/** Looked for by one flow of its own (`bot/phrases/word-lists.ts`). */
const withinSentences = ["words.needs-help", "words.offers-help", "words.everywhere"];

/** As `sameWords` compares them: a lone “？” has nothing but its punctuation. */
const folded = (words: readonly string[]): Set<string> =>
  new Set(words.map((word) => foldWords(word) || normalise(word)));
/** Words that stand in more than one of the named sets. */
function shared(sets: readonly (readonly [string, ReadonlySet<string>])[]): string[] {
  return sets.flatMap(([name, words], i) =>
    sets
      .slice(i + 1)
      .flatMap(([other, others]) =>
        [...words].filter((word) => others.has(word)).map((word) => `${word}: ${name} and ${other}`),
      ),
  );
}

const withPrefix = (prefix: string): MessageKey[] =>
  lists
    .map((list) => list.replace("words.", ""))
    .filter((key): key is MessageKey => key.startsWith(prefix) && isMessageKey(key));

/** Buttons that stand under one question (`bot/flows`). */
const together: Record<string, readonly MessageKey[]> = {
  "a match": ["answer.accept", "answer.decline"],
  "why not": withPrefix("answer.because."),
  "a delivery, from a card": ["arrived.yes", "arrived.not-yet", "arrived.wrong"],
  "a delivery, from a notice": ["choice.arrived-yes", "choice.arrived-not-yet", "choice.arrived-wrong"],
  "a match, from a notice": ["choice.accept", "choice.decline"],
  "help that comes, from a notice": ["choice.got-it", "choice.ask-cadre", "choice.refuse"],
  "help that comes": ["my-help.okay", "choice.ask-cadre", "my-help.refuse"],
  "help in question": ["my-help.now-here", "choice.ask-cadre"],
  "refusing help": ["my-help.refuse-yes", "my-help.keep"],
  "what a project asks": withPrefix("brings."),
  "what a household has": withPrefix("record-need.brings."),
  "how they work together": withPrefix("mode."),
  "a delivery to mark": ["deliver.yes", "deliver.no"],
  "who joins": ["join.citizen", "join.enterprise"],
  "the card of a pledge": ["pledge.confirm", "pledge.cancel", "pledge.widen", "form.change"],
  "taking back": ["mine.sure-yes", "mine.sure-no"],
  "for whom": ["record-need.for-village"],
  "the card of a need": ["record-need.confirm", "record-need.cancel", "form.change"],
  "what they can do": withPrefix("record-need.labour."),
  "how far they go": withPrefix("record-need.travel."),
  "a review": ["review.approve", "review.reject"],
  verifying: ["verify.yes", "verify.not-yet"],
  "the menu, of a stranger": [
    "choice.i-help",
    "choice.i-am-cadre",
    "choice.we-need-help",
    "language.zh",
    "language.en",
  ],
  "the menu, whoever one is": [
    "choice.my-help",
    "choice.ask-cadre",
    "choice.tasks",
    "choice.record-need",
    "choice.invite",
    "choice.verify",
    "choice.pledge",
    "choice.my-pledges",
    "choice.switch",
    "choice.take-notices",
    "choice.help",
  ],
  "going on": ["choice.continue", "choice.restart", "choice.drop"],
  "which help": helpKinds.map((kind): MessageKey => `term.${kind}`),
  ...Object.fromEntries(
    helpKinds.map((kind) => [kind, categories[kind].map((category): MessageKey => `category.${category}`)]),
  ),
};

/** As the engine hears a button: its text in every language, and its other words. */
const heardAs = (key: MessageKey): Set<string> => {
  const message: Message = { key, params: { cadre: "李倩" } };
  return folded(say.labels(message));
};

describe("lists of words", () => {
  it.each(lists)("%s: says something in every language, each word once", (list) => {
    for (const texts of Object.values(locales)) {
      const words = (texts[list] ?? "").split("|");
      expect(words.filter((word) => normalise(word) === "" || word !== word.trim())).toEqual([]);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it("belong to a button, or are heard everywhere or within a sentence", () => {
    const used = [...everywhere, ...withinSentences];
    const loose = lists.filter((list) => !used.includes(list) && !isMessageKey(list.replace("words.", "")));
    expect(loose).toEqual([]);
  });

  it("tell who needs help from who offers it", () => {
    expect(withinSentences.every((list) => say.words(list).length > 0)).toBe(true);
    expect(shared(withinSentences.map((list) => [list, folded(say.words(list))] as const))).toEqual([]);
  });

  it("exist for every entry", () => {
    expect(everywhere.filter((list) => say.words(list).length === 0)).toEqual([]);
  });
});

describe("words that are heard everywhere", () => {
  it("each start one thing", () => {
    expect(shared(everywhere.map((list) => [list, folded(say.words(list))] as const))).toEqual([]);
  });

  it("never stop the messages of somebody who presses a button by its words", () => {
    const stops = folded(say.words("words.stop"));
    const stopping = lists
      .map((list) => list.replace("words.", ""))
      .filter(isMessageKey)
      .filter((key) => [...heardAs(key)].some((word) => stops.has(word)));
    expect(stopping).toEqual([]);
  });
});

describe("buttons under one question", () => {
  it("do not take a bare “no” for giving help away: “Do you really not want it?” has two such answers", () => {
    expect(heardAs("my-help.refuse-yes").has("no")).toBe(false);
  });

  it.each(Object.entries(together))("%s: each word means one of them", (_, keys) => {
    expect(keys.length).toBeGreaterThan(0);
    expect(shared(keys.map((key) => [key, heardAs(key)] as const))).toEqual([]);
  });
});
