import { z } from "zod";
import { consoleOffice, enterConsole, isConsoleLink, viewConsole, type ConsoleView } from "#app/console.js";
import type { Route, RouteResponse } from "#app/route.js";
import { say } from "#core/message/message.js";
import { COOKIE, consoleHtml, notePage, notIn, wordingOf, type Wording } from "../console-door.js";
import type { ApiDeps } from "../deps.js";
import { escapeHtml, form, table } from "../html.js";
import { listsSection } from "../lists-page.js";
import { isFromHere } from "../same-site.js";

const DoorForm = z.object({ key: z.string() });

/** The console: a one-time link signs in; then one plain page. */
export function consolePage(deps: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/console",
      perMinute: 120,
      async handle({ query, cookies }): Promise<RouteResponse> {
        const words = wordingOf(deps, query);
        const key = query["key"];
        // going back to a link that is spent shows the page to those who are in
        if (key !== undefined && (await isConsoleLink(deps, key))) return door(deps, words, key);
        const office = await consoleOffice(deps, cookies[COOKIE]);
        if (office === null) return notIn(words);
        const [view, recent] = await Promise.all([viewConsole(deps, office), deps.lists.recent(office)]);
        return consoleHtml(words, render(words, view, listsSection(words, recent)));
      },
    },
    {
      method: "POST",
      path: "/console",
      form: true,
      bodyLimit: 1_024,
      perMinute: 60,
      async handle({ query, headers, body }): Promise<RouteResponse> {
        const words = wordingOf(deps, query);
        if (!isFromHere(headers)) return notePage(words, 403, say("lists.elsewhere"));
        const fields = DoorForm.safeParse(body);
        const entered = fields.success ? await enterConsole(deps, fields.data.key) : null;
        if (!entered) return notIn(words);
        const cookie = { name: COOKIE, value: entered.token, maxAgeSeconds: entered.seconds };
        return { status: 303, headers: { location: words.path("/console") }, cookie, html: "" };
      },
    },
  ];
}

/** One button, in both languages: a link is spent by pressing it, not by a messenger's preview of the page. */
function door(deps: ApiDeps, words: Wording, key: string): RouteResponse {
  const both = [wordingOf(deps, {}), wordingOf(deps, { lang: "en" })];
  const told = both.map(({ term }) => `<p>${escapeHtml(term("console.enter-once"))}</p>`);
  const button = both.map(({ term }) => term("console.enter")).join(" / ");
  const hidden = `<input type="hidden" name="key" value="${escapeHtml(key)}">`;
  const card = [...told, form({ action: words.path("/console"), method: "post", fields: [hidden], button })];
  return consoleHtml(words, [`<div class="card">${card.join("")}</div>`]);
}

function render({ locale, text, term, path }: Wording, view: ConsoleView, lists: string): string[] {
  const quantity = (kind: ConsoleView["waiting"][number]["kind"], amount: number): string =>
    text(say("console.quantity", { quantity: { kind, amount } }));
  const counts = Object.entries(view.counts).map(
    ([name, count]) => `<div class="count"><b>${count}</b>${escapeHtml(term(`console.${name}`))}</div>`,
  );
  const body = [
    `<p class="office">${escapeHtml(view.office)}${view.demo ? ` · ${escapeHtml(text(say("console.demo")))}` : ""}</p>`,
    `<section class="counts">${counts.join("")}</section>`,
    lists,
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
  const queues = `<a href="${escapeHtml(path("/console/queues"))}">${escapeHtml(term("console.queues"))}</a>`;
  const nav = `<nav>${queues} · <a href="/console?lang=${other}">${other === "en" ? "English" : "中文"}</a></nav>`;
  return [nav, ...body];
}
