/**
 * Messages as data: a key and typed parameters. Texts live in `locales/`; nothing is glued from pieces.
 *
 * A parameter's kind says how it is shown and how personal it is, so that one renderer keeps P2 and P3
 * out of foreign channels for every message there is or will be:
 *
 * | kind | value | local channel | foreign channel |
 * |---|---|---|---|
 * | text | words meant for everyone (pledge title, unit, place, code) | as is | as is |
 * | private | a person's name, phone or own words | as is | a stand-in |
 * | own | the reader's own name, or `{code, village, name}` of one of a household | as is | code and village, or a stand-in; they do not miss it |
 * | cadre | a cadre's name | as is | “the cadre” |
 * | supporter | `{name, citizen}` | name | an enterprise's name; a citizen only as a citizen |
 * | household | `{code, village, name}` | name | code and village |
 * | home | the same | name and code | code and village |
 * | category | a need category | its word | its word, or only the kind where it tells of illness |
 * | money | whole yuan | 50,000 元 | same |
 * | quantity | `{kind, amount}` | 3 个岗位 | same |
 * | count | a number; picks the plural | | |
 * | day | `YYYY-MM-DD` | 2027年2月5日 | same |
 * | term | a key under `term.` | its word | its word |
 * | link | a URL path in our own pages | | |
 * | said | another message | rendered within | rendered within |
 * | list | messages | joined by the locale's separator | same |
 */
import type { Category, HelpKind } from "#core/help/kinds.js";
import { catalog } from "./catalog.js";

export interface ParamValues {
  text: string;
  private: string;
  own: string | ParamValues["household"];
  cadre: string;
  supporter: { name: string; citizen: boolean };
  household: { code: string; village: string; name: string };
  home: ParamValues["household"];
  category: Category;
  money: number;
  quantity: { kind: HelpKind; amount: number };
  count: number;
  day: string;
  term: string;
  link: string;
  said: Message;
  list: readonly Message[];
}
export type ParamKind = keyof ParamValues;

type Catalog = typeof catalog;
export type MessageKey = keyof Catalog;
export type ParamsOf<K extends MessageKey> = {
  readonly [P in keyof Catalog[K]]: Catalog[K][P] extends ParamKind ? ParamValues[Catalog[K][P]] : never;
};

/** A message to be rendered in the reader's language. Plain JSON, so that it can be stored and tested. */
export interface Message {
  readonly key: MessageKey;
  readonly params: Readonly<Record<string, unknown>>;
}

type NoParams = Record<string, never>;

/** Makes a message; the compiler knows each key's parameters. */
export function say<K extends MessageKey>(
  key: K,
  ...rest: ParamsOf<K> extends NoParams ? [] : keyof Catalog[K] extends never ? [] : [params: ParamsOf<K>]
): Message {
  return { key, params: rest[0] ?? {} };
}

/** Is this a key of the catalog? For keys that were stored or computed. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(catalog, key);
}

/** A message without parameters by a computed key, such as `reason.same-village`; undefined when there is none. */
export function messageOf(key: string): Message | undefined {
  return isMessageKey(key) ? { key, params: {} } : undefined;
}
