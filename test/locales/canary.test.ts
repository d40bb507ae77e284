/**
 * No message lets personal data out of a foreign channel: every message of the catalogue is rendered with marked
 * people for every channel there is, and for one of another kind that nobody has thought of yet (design §5).
 */
import { describe, expect, it } from "vitest";
import { channels } from "#bot/channels/index.js";
import { catalog } from "#core/message/catalog.js";
import {
  isMessageKey,
  type Message,
  type MessageKey,
  type ParamKind,
  type ParamValues,
} from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import { createSay, type Reader } from "#locales/say.js";
import { channelSettings } from "../kit/channel-settings.js";

const NAME = "张CANARY三";
const PHONE = "13900000000";
const ID_NUMBER = "99999919900101001X";
const PERSONAL = `${NAME} ${PHONE} ${ID_NUMBER}`;
const household = { code: "BC-017", village: "板长村", name: PERSONAL };

/** Messages within messages, as deep as they come, each with somebody in it. */
const inner: Message[] = [
  { key: "whose.household", params: { household } },
  { key: "record-need.is-note", params: { note: PERSONAL } },
  {
    key: "form.then",
    params: { heard: { key: "data.person", params: { name: PERSONAL } }, question: { key: "choice.back", params: {} } },
  },
];

/** Telegram is set up, so that it is among the channels; nothing is sent. */
const settings = channelSettings(
  { now: () => 0, after: () => () => undefined },
  { token: "1:a", apiRoot: "http://127.0.0.1:1", updates: { mode: "polling" } },
);

/** One marked value for every kind of parameter; what a foreign channel may say is harmless. */
const canaries: { readonly [K in ParamKind]: ParamValues[K] } = {
  text: "K7Q-204",
  private: PERSONAL,
  own: PERSONAL,
  cadre: PERSONAL,
  supporter: { name: PERSONAL, citizen: true },
  household,
  home: household,
  category: "medical",
  money: 50_000,
  quantity: { kind: "jobs", amount: 3 },
  count: 2,
  day: "2027-02-05",
  term: "funds",
  link: "/data/abc",
  said: {
    key: "notice.pass-on",
    params: { household, message: { key: "notice.word-to-household", params: { cadre: PERSONAL, words: PERSONAL } } },
  },
  list: inner,
};
const telling: ReadonlySet<ParamKind> = new Set<ParamKind>([
  "private",
  "cadre",
  "supporter",
  "household",
  "home",
  "said",
  "list",
]);

const say = createSay();
const kindsOf = (key: MessageKey): Readonly<Record<string, ParamKind>> => catalog[key];
const keys = Object.keys(catalog).filter(isMessageKey);
const marked = (key: MessageKey, values: { readonly [K in ParamKind]: ParamValues[K] } = canaries): Message => ({
  key,
  params: Object.fromEntries(Object.entries(kindsOf(key)).map(([name, kind]) => [name, values[kind]])),
});
const render = (key: MessageKey, reader: Reader): string => say.render(marked(key), reader);

const illness = Locale.options.map((locale) =>
  say.render({ key: "category.medical", params: {} }, { locale, dataClass: "local" }),
);
/** Said of illness in general, never of somebody's. */
const ofIllness: ReadonlySet<MessageKey> = new Set<MessageKey>(["category.medical"]);

function leaks(text: string, key: MessageKey): boolean {
  if ([NAME, "CANARY", PHONE, ID_NUMBER].some((mark) => text.includes(mark))) return true;
  return Object.values(kindsOf(key)).includes("category") && illness.some((word) => text.includes(word));
}

/** Prefixes of keys, such as `term.`: none is ever shown. */
const prefixes = [...new Set(keys.filter((key) => key.includes(".")).map((key) => key.slice(0, key.indexOf(".") + 1)))];
function isRaw(text: string): boolean {
  return (
    /\{\{|\}\}|\$t\(|undefined|null|NaN|\[object/.test(text) ||
    prefixes.some((prefix) => new RegExp(`(^|[^a-z])${prefix.replace(".", "\\.")}[a-z]`).test(text))
  );
}

const known = Object.values(channels)
  .flatMap((create) => create(settings) ?? [])
  .map(({ id, dataClass }) => ({ id, dataClass }));
const every = [...known, { id: "a made-up foreign one", dataClass: "foreign" as const }];
const readers = every.flatMap(({ id, dataClass }) => Locale.options.map((locale) => ({ id, dataClass, locale })));

describe.each(readers)("every message on $id ($dataClass), in $locale", (reader) => {
  it("has words", () => {
    expect(keys.filter((key) => render(key, reader).trim() === "" && key !== "locale.list-separator")).toEqual([]);
  });

  it("shows no raw key, no placeholder and nothing undefined", () => {
    expect(keys.map((key) => render(key, reader)).filter(isRaw)).toEqual([]);
  });
});

const leaking = (reader: Reader): MessageKey[] =>
  keys.filter((key) => !ofIllness.has(key) && leaks(render(key, reader), key));

describe.each(readers.filter((reader) => reader.dataClass === "foreign"))("$id, in $locale", (reader) => {
  it("hears of nobody", () => {
    expect(leaking(reader)).toEqual([]);
  });
});

describe.each(readers.filter((reader) => reader.dataClass === "local"))("$id, in $locale", (reader) => {
  it("hears of people", () => {
    expect(leaking(reader).length).toBeGreaterThan(50);
  });
});

describe("the canaries", () => {
  it("are where they should be: on a local channel every personal parameter that a text uses is seen", () => {
    const unseen = keys.filter((key) => {
      const personal = Object.entries(kindsOf(key)).filter(([, kind]) => telling.has(kind));
      const used = personal.some(
        ([name]) =>
          say.render(
            { ...marked(key), params: { ...marked(key).params, [name]: changed(kindsOf(key)[name]) } },
            { locale: "zh-CN", dataClass: "local" },
          ) !== render(key, { locale: "zh-CN", dataClass: "local" }),
      );
      return used && !leaks(render(key, { locale: "zh-CN", dataClass: "local" }), key);
    });
    expect(unseen).toEqual([]);
  });

  it("are known for what they are", () => {
    expect(leaks(`a ${NAME} b`, "choice.back")).toBe(true);
    expect(leaks(`a ${PHONE} b`, "choice.back")).toBe(true);
    expect(isRaw("waits for term.funds")).toBe(true);
    expect(isRaw("a {{name}} b")).toBe(true);
    expect(isRaw("K7Q-204 is taken back.")).toBe(false);
  });
});

/** Something else of the same kind. */
function changed(kind: ParamKind | undefined): unknown {
  switch (kind) {
    case "household":
    case "home":
      return { code: "x", village: "x", name: "x" };
    case "supporter":
      return { name: "x", citizen: false };
    case "said":
      return { key: "choice.back", params: {} };
    case "list":
      return [];
    default:
      return "x";
  }
}
