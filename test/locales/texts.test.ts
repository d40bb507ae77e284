/** Every message has a text in every language, with the same parameters, short and well punctuated. */
import { describe, expect, it } from "vitest";
import { catalog } from "#core/message/catalog.js";
import { isMessageKey, type MessageKey } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import { locales } from "#locales/index.js";

const keys = Object.keys(catalog).filter(isMessageKey);
const languages = Locale.options;
const kindsOf = (key: MessageKey): Readonly<Record<string, string>> => catalog[key];
const isWords = (key: string): boolean => key.startsWith("words.");

/** The forms a language's plurals have for whole numbers (CLDR). */
function formsOf(language: Locale): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set([0, 1, 2, 3, 5, 10, 11, 21, 100].map((count) => rules.select(count)))];
}

/** The names under which a language's texts of a key stand. */
function namesOf(key: MessageKey, language: Locale): string[] {
  const texts = locales[language];
  if (Object.hasOwn(texts, key)) return [key];
  return formsOf(language).map((form) => `${key}_${form}`);
}
const textsOf = (key: MessageKey, language: Locale): (string | undefined)[] =>
  namesOf(key, language).map((name) => locales[language][name]);

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map((found) => found[1] ?? ""))].toSorted();

const every = (language: Locale): { key: MessageKey; text: string }[] =>
  keys.flatMap((key) => textsOf(key, language).map((text) => ({ key, text: text ?? "" })));

describe.each(languages)("%s", (language) => {
  const texts = locales[language];

  it("has a text for every key, and none is empty", () => {
    const missing = keys.filter((key) =>
      textsOf(key, language).some((text) => text === undefined || text.trim() === ""),
    );
    expect(missing).toEqual([]);
  });

  it("has no text that nobody can say, but lists of words", () => {
    const known = new Set(keys.flatMap((key) => namesOf(key, language)));
    expect(Object.keys(texts).filter((name) => !known.has(name) && !isWords(name))).toEqual([]);
  });

  it("uses no parameter that the message does not have", () => {
    const strange = every(language).filter(({ key, text }) =>
      placeholders(text).some((name) => !Object.hasOwn(kindsOf(key), name)),
    );
    expect(strange).toEqual([]);
  });

  it("has every plural form of what it counts, and counts only by a count", () => {
    const forms = formsOf(language);
    const counted = keys.filter((key) => kindsOf(key)["count"] === "count");
    const several = forms.length > 1 ? counted : [];
    expect(several.filter((key) => namesOf(key, language).length !== forms.length)).toEqual([]);
    expect(keys.filter((key) => !counted.includes(key) && !Object.hasOwn(texts, key))).toEqual([]);
  });

  it("has no space at either end, no tab, no double space, and no placeholder that i18next would treat otherwise", () => {
    const untidy = every(language).filter(({ key, text }) => key !== "locale.list-separator" && text !== text.trim());
    expect(untidy).toEqual([]);
    expect(every(language).filter(({ text }) => /\t| {2}|\{\{[^a-zA-Z]|\{\{[^}]*[^a-zA-Z}]|\$t\(/.test(text))).toEqual(
      [],
    );
  });
});

describe("all languages", () => {
  it("use the same parameters of a message", () => {
    const differing = keys.filter((key) => {
      const used = languages.flatMap((language) =>
        textsOf(key, language).map((text) => placeholders(text ?? "").join(" ")),
      );
      return new Set(used).size > 1;
    });
    expect(differing).toEqual([]);
  });

  it("have the same lists of words", () => {
    const lists = languages.map((language) => Object.keys(locales[language]).filter(isWords).toSorted());
    for (const list of lists) expect(list).toEqual(lists[0]);
  });
});

describe("zh-CN", () => {
  /** May be longer than a bubble: asked for, and read at leisure. None so far needs it. */
  const long: ReadonlySet<MessageKey> = new Set([]);
  const texts = every("zh-CN");

  it("is punctuated in full width between Chinese words", () => {
    const half =
      /[\p{Script=Han}”）}][,?!;:](?=[\p{Script=Han}“（{\n]|$)|[\p{Script=Han}]\.(?=\s|$)|[\p{Script=Han}]["'(]/u;
    expect(texts.filter(({ text }) => half.test(text))).toEqual([]);
  });

  it("is at most 140 characters and three lines", () => {
    const tooLong = texts.filter(({ text }) => text.length > 140 || text.split("\n").length > 3);
    expect(tooLong.filter(({ key }) => !long.has(key))).toEqual([]);
  });

  it("opens as many brackets and quotation marks as it closes", () => {
    const count = (text: string, mark: string): number => text.split(mark).length;
    const open = texts.filter(
      ({ text }) => count(text, "“") !== count(text, "”") || count(text, "（") !== count(text, "）"),
    );
    expect(open).toEqual([]);
  });
});

describe("en", () => {
  const texts = every("en");
  /** Said in Chinese on purpose, to somebody who may read nothing else. */
  const bilingual: ReadonlySet<MessageKey> = new Set(["language.which", "language.now-zh"] as const);

  it("is at most 320 characters and three lines", () => {
    expect(texts.filter(({ text }) => text.length > 320 || text.split("\n").length > 3)).toEqual([]);
  });

  it("has no Chinese marks in it", () => {
    expect(texts.filter(({ key, text }) => /[，。？！；：（）、]/.test(text) && !bilingual.has(key))).toEqual([]);
  });
});
