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
  /** Put before links, where the reader is not on our own page. */
  readonly base?: string;
}

export interface Say {
  render(message: Message, reader: Reader): string;
  /** Does a foreign channel leave out of it what the reader would want to see in full? */
  leavesOut(message: Message): boolean;
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

  // a text without parameters is looked up once; most labels of buttons are such
  const constants = { "zh-CN": fixedTexts("zh-CN"), en: fixedTexts("en") } satisfies Record<Locale, unknown>;

  const text = (key: string, locale: Locale, params: Record<string, unknown> = {}): string =>
    i18n.t(key, { lng: locale, ...params });

  function render(message: Message, reader: Reader): string {
    if (!isMessageKey(message.key)) return text("talk.stale", reader.locale);
    const kinds: Readonly<Record<string, ParamKind>> = catalog[message.key];
    const fixed = constants[reader.locale].get(message.key);
    if (fixed !== undefined) return fixed;
    const shown: Record<string, unknown> = {};
    for (const [name, kind] of Object.entries(kinds)) shown[name] = show(kind, message.params[name], reader);
    return text(message.key, reader.locale, shown);
  }

  /** What stands in for a name (“a citizen”) may come first in a sentence, where a name would have its capital. */
  function write(message: Message, reader: Reader): string {
    const written = render(message, reader);
    return reader.dataClass === "foreign" && standIns.test(written) ? capital(written) : written;
  }

  function show(kind: ParamKind, value: unknown, reader: Reader): string | number {
    return shows[kind](value as never, reader);
  }

  const shows: { [K in ParamKind]: (value: ParamValues[K], reader: Reader) => string | number } = {
    text: (value) => value,
    private: (value, reader) => (reader.dataClass === "local" ? value : text("locale.private", reader.locale)),
    own: (value, reader) => {
      if (typeof value !== "string") return shows.household(value, reader);
      return reader.dataClass === "local" ? value : text("locale.own", reader.locale);
    },
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
    home: (value, reader) =>
      reader.dataClass === "local" ? text("locale.home", reader.locale, value) : shows.household(value, reader),
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
    link: (value, { base = "" }) => `${base}${value}`,
    said: (value, reader) => render(value, reader),
    list: (value, reader) =>
      value.map((item) => render(item, reader)).join(text("locale.list-separator", reader.locale)),
  };

  function leavesOut(message: Message): boolean {
    if (!isMessageKey(message.key)) return false;
    const kinds: Readonly<Record<string, ParamKind>> = catalog[message.key];
    return Object.entries(kinds).some(([name, kind]) => isLeftOut(kind, message.params[name]));
  }

  function isLeftOut(kind: ParamKind, value: unknown): boolean {
    switch (kind) {
      case "household":
      case "home":
        return hasName(value as ParamValues["household"]);
      case "private":
        return true;
      case "supporter":
        return (value as ParamValues["supporter"]).citizen;
      case "category":
        return sensitiveCategories.has(value as ParamValues["category"]);
      case "said":
        return leavesOut(value as Message);
      case "list":
        return (value as readonly Message[]).some(leavesOut);
      default:
        return false;
    }
  }

  return {
    render: write,
    leavesOut,
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

/** A village's own need has no name to leave out; and who may not know a name is told code and village in its place. */
function hasName({ code, village, name }: ParamValues["household"]): boolean {
  return code !== "" && name !== village && !name.includes(code);
}

/** How the English stand-ins begin (`locale.…`). */
const standIns = /^(household|a citizen|the cadre)\b/;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Texts of messages without parameters, ready to be shown. */
function fixedTexts(locale: Locale): ReadonlyMap<string, string> {
  const texts = locales[locale];
  const fixed = Object.entries(catalog).flatMap(([key, kinds]): [string, string][] => {
    const text = texts[key];
    return Object.keys(kinds).length === 0 && text !== undefined ? [[key, text]] : [];
  });
  return new Map(fixed);
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
