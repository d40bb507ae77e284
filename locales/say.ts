/**
 * The one renderer: a message, a language and a channel's data class → text. What a foreign channel may not
 * carry is left out here and nowhere else (design §5), by the kind of each parameter.
 */
import i18next from "i18next";
import { catalog } from "#core/message/catalog.js";
import { isMessageKey, type Message, type ParamKind, type ParamValues } from "#core/message/message.js";
import { sensitiveCategories } from "#core/help/kinds.js";
import type { Locale } from "#core/registry/people.js";
import { locales } from "./index.js";

export interface Reader {
  readonly locale: Locale;
  readonly dataClass: "local" | "foreign";
}

export interface Say {
  render(message: Message, reader: Reader): string;
  /** The text in every language, as on a local channel. */
  labels(message: Message): string[];
  /** All words of a `words.…` list, in all languages. */
  words(key: string): readonly string[];
}

export function createSay(): Say {
  const i18n = i18next.createInstance();
  void i18n.init({
    initAsync: false,
    lng: "zh-CN",
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // texts go out as plain text, never as markup; `$t()` and `{{}}` in people's words have no effect
    interpolation: { escapeValue: false, skipOnVariables: true },
    resources: Object.fromEntries(Object.entries(locales).map(([name, texts]) => [name, { translation: texts }])),
  });
  // made once: making one takes longer than writing a hundred numbers with it
  const formats = { "zh-CN": formatsOf("zh-CN"), en: formatsOf("en-GB") } satisfies Record<Locale, unknown>;
  const wordLists = new Map<string, readonly string[]>();

  const text = (key: string, locale: Locale, params: Record<string, unknown> = {}): string =>
    i18n.t(key, { lng: locale, ...params });

  function render(message: Message, reader: Reader): string {
    if (!isMessageKey(message.key)) return text("talk.stale", reader.locale);
    const kinds: Readonly<Record<string, ParamKind>> = catalog[message.key];
    const shown: Record<string, unknown> = {};
    for (const [name, kind] of Object.entries(kinds)) shown[name] = show(kind, message.params[name], reader);
    return text(message.key, reader.locale, shown);
  }

  function show(kind: ParamKind, value: unknown, reader: Reader): string | number {
    return shows[kind](value as never, reader);
  }

  const shows: { [K in ParamKind]: (value: ParamValues[K], reader: Reader) => string | number } = {
    text: (value) => value,
    private: (value, reader) => (reader.dataClass === "local" ? value : text("locale.private", reader.locale)),
    // an official's name is no secret to those they serve, but stays at home; a household may have none at the moment
    cadre: (value, reader) =>
      reader.dataClass === "local" && value !== "" ? value : text("locale.cadre", reader.locale),
    supporter: ({ name, citizen }, reader) =>
      citizen && reader.dataClass === "foreign" ? text("locale.citizen", reader.locale) : name,
    household: (value, reader) => {
      if (reader.dataClass === "local") return value.name;
      // a village's own need has no household code
      return value.code === "" ? value.village : text("locale.household", reader.locale, value);
    },
    category: (value, reader) =>
      reader.dataClass === "foreign" && sensitiveCategories.has(value)
        ? text("category.living", reader.locale)
        : text(`category.${value}`, reader.locale),
    money: (value, reader) =>
      text("locale.money", reader.locale, { amount: formats[reader.locale].number.format(value) }),
    quantity: ({ kind, amount }, reader) => {
      if (kind === "funds") return shows.money(amount, reader);
      if (kind === "information") return text("locale.information", reader.locale);
      return text(kind === "jobs" ? "locale.places" : "locale.shares", reader.locale, { count: amount });
    },
    count: (value) => value,
    day: (value, reader) => formats[reader.locale].day.format(new Date(`${value}T00:00:00Z`)),
    term: (value, reader) => text(`term.${value}`, reader.locale),
    link: (value) => value,
    said: (value, reader) => render(value, reader),
    list: (value, reader) =>
      value.map((item) => render(item, reader)).join(text("locale.list-separator", reader.locale)),
  };

  return {
    render,
    labels: (message) =>
      (Object.keys(locales) as Locale[]).flatMap((locale) => [
        render(message, { locale, dataClass: "local" }),
        ...split(locales[locale][`words.${message.key}`]),
      ]),
    words(key) {
      const known = wordLists.get(key);
      if (known) return known;
      const list = Object.values(locales).flatMap((texts) => split(texts[key]));
      wordLists.set(key, list);
      return list;
    },
  };
}

function formatsOf(locale: string): { number: Intl.NumberFormat; day: Intl.DateTimeFormat } {
  return {
    number: new Intl.NumberFormat(locale),
    day: new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }),
  };
}

function split(list: string | undefined): string[] {
  return list ? list.split("|").filter((word) => word !== "") : [];
}
