/** The console's door: who is signed in, in which language, and what everyone else is shown. */
import { consoleOffice } from "#app/console.js";
import type { RouteRequest, RouteResponse } from "#app/route.js";
import { messageOf, say, type Message } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import type { ApiDeps } from "./deps.js";
import { escapeHtml, page } from "./html.js";
import { isFromHere } from "./same-site.js";

export const COOKIE = "fourhelp_console";

/** Words of a page in its reader's language. */
export interface Wording {
  readonly locale: Locale;
  /** A message as plain text, to be escaped where it goes. */
  text(message: Message): string;
  /** A message by a computed key, or the key itself. */
  term(key: string): string;
  /** A path of the console, without a query, so that it keeps the language. */
  path(path: string): string;
}

/** The language is in the address, so that it stays while one goes from page to page. */
export function wordingOf(deps: Pick<ApiDeps, "render">, query: RouteRequest["query"]): Wording {
  const locale: Locale = query["lang"] === "en" ? "en" : "zh-CN";
  const text = (message: Message): string => deps.render(message, { locale, dataClass: "local" });
  return {
    locale,
    text,
    term(key) {
      const message = messageOf(key);
      return message ? text(message) : key;
    },
    path(to) {
      const [path = "", part] = to.split("#");
      return `${path}${locale === "en" ? "?lang=en" : ""}${part === undefined ? "" : `#${part}`}`;
    },
  };
}

/** A page of the console. Not kept by anybody; forms on it say where they come from, which `no-referrer` would hide. */
export function consoleHtml(
  words: Wording,
  body: readonly string[],
  how: { readonly status?: number; readonly refresh?: number } = {},
): RouteResponse {
  return {
    status: how.status ?? 200,
    html: page(words.locale, escapeHtml(words.term("console.title")), body.join("\n"), how.refresh),
    headers: { "cache-control": "no-store", "referrer-policy": "same-origin" },
  };
}

/** A short page that says one thing and leads back. */
export function notePage(words: Wording, status: number, message: Message): RouteResponse {
  const told = `<p class="told${status >= 400 ? " wrong" : ""}">${escapeHtml(words.text(message))}</p>`;
  return consoleHtml(words, [told, backLink(words)], { status });
}

export function backLink(words: Wording): string {
  return `<p><a href="${escapeHtml(words.path("/console#lists"))}">${escapeHtml(words.term("lists.back"))}</a></p>`;
}

export function notIn(words: Wording): RouteResponse {
  return consoleHtml(words, [`<p>${escapeHtml(words.text(say("console.sign-in")))}</p>`], { status: 401 });
}

/** Somebody who is in. */
export interface Inside {
  readonly office: string;
  readonly words: Wording;
}

/** Lets in whoever is signed in; forms only when our own page sent them. */
export async function enter(
  deps: ApiDeps,
  { query, cookies, headers }: RouteRequest,
  form: boolean,
): Promise<Inside | RouteResponse> {
  const words = wordingOf(deps, query);
  const office = await consoleOffice(deps, cookies[COOKIE]);
  if (office === null) return notIn(words);
  if (form && !isFromHere(headers)) return notePage(words, 403, say("lists.elsewhere"));
  return { office, words };
}

export function isInside(entered: Inside | RouteResponse): entered is Inside {
  return "words" in entered;
}
