import { consoleOffice, enterConsole, viewConsole, type ConsoleView } from "#app/console.js";
import type { Route, RouteResponse } from "#app/route.js";
import { messageOf, say, type Message } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import type { ApiDeps } from "../deps.js";
import { escapeHtml, page, table } from "../html.js";

const COOKIE = "fourhelp_console";

/** The console: a one-time link signs in; then one plain page. */
export function consolePage(deps: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/console",
      perMinute: 120,
      async handle({ query, cookies }): Promise<RouteResponse> {
        const locale: Locale = query["lang"] === "en" ? "en" : "zh-CN";
        const key = query["key"];
        if (key !== undefined) {
          const entered = await enterConsole(deps, key);
          if (!entered) return notIn(deps, locale);
          const cookie = { name: COOKIE, value: entered.token, maxAgeSeconds: entered.seconds };
          return {
            status: 303,
            headers: { location: locale === "en" ? "/console?lang=en" : "/console" },
            cookie,
            html: "",
          };
        }
        const office = await consoleOffice(deps, cookies[COOKIE]);
        if (office === null) return notIn(deps, locale);
        return {
          status: 200,
          html: render(deps, locale, await viewConsole(deps, office)),
          headers: { "cache-control": "no-store" },
        };
      },
    },
  ];
}

function notIn(deps: ApiDeps, locale: Locale): RouteResponse {
  const text = (message: Message): string => escapeHtml(deps.render(message, { locale, dataClass: "local" }));
  return { status: 401, html: page(locale, text(say("console.title")), `<p>${text(say("console.sign-in"))}</p>`) };
}

function render(deps: ApiDeps, locale: Locale, view: ConsoleView): string {
  const text = (message: Message): string => deps.render(message, { locale, dataClass: "local" });
  const term = (key: string): string => {
    const message = messageOf(key);
    return message ? text(message) : key;
  };
  const quantity = (kind: ConsoleView["waiting"][number]["kind"], amount: number): string =>
    text(say("console.quantity", { quantity: { kind, amount } }));
  const counts = Object.entries(view.counts).map(
    ([name, count]) => `<div class="count"><b>${count}</b>${escapeHtml(term(`console.${name}`))}</div>`,
  );
  const body = [
    `<p class="office">${escapeHtml(view.office)}${view.demo ? ` · ${escapeHtml(text(say("console.demo")))}` : ""}</p>`,
    `<section class="counts">${counts.join("")}</section>`,
    table(
      term("console.by-state"),
      [term("console.state"), term("console.number")],
      view.matches.map(({ state, count }) => [term(`state.${state}`), String(count)]),
    ),
    table(
      term("console.pledges-by-state"),
      ["", ...["unverified", "open", "withdrawn", "closed"].map((state) => term(`pledge-state.${state}`))],
      view.pledges.map((row) => [
        term(`term.${row.kind}`),
        ...[row.unverified, row.open, row.withdrawn, row.closed].map(String),
      ]),
    ),
    table(
      term("console.waiting"),
      ["code", "village", "help", "number", "rung", "answer-by"].map((name) => term(`console.${name}`)),
      view.waiting.map((row) => [
        row.code,
        row.village,
        term(`term.${row.kind}`),
        quantity(row.kind, row.quantity),
        term(`rung.${row.rung}`),
        row.answerBy,
      ]),
    ),
    table(
      term("console.open-needs"),
      ["code", "village", "household", "help", "category", "number"].map((name) => term(`console.${name}`)),
      view.openNeeds.map((row) => [
        row.code,
        row.village,
        row.household,
        term(`term.${row.kind}`),
        term(`category.${row.category}`),
        quantity(row.kind, row.quantity),
      ]),
    ),
    `<p class="note">${escapeHtml(text(say("console.unsent", { failed: String(view.unsent.failed), unknown: String(view.unsent.unknown) })))}</p>`,
  ];
  const other = locale === "en" ? "zh-CN" : "en";
  return page(
    locale,
    term("console.title"),
    `<nav><a href="/console?lang=${other}">${other === "en" ? "English" : "中文"}</a></nav>${body.join("\n")}`,
  );
}
