/** The parts of the console page that deal with lists and codes. */
import type { ImportView } from "#app/console-imports.js";
import { STAFF_CODE_DAYS } from "#app/codes-sheet.js";
import type { RouteResponse } from "#app/route.js";
import { say } from "#core/message/message.js";
import { ImportKind } from "#core/sheets/kinds.js";
import { layouts } from "#core/sheets/layouts/index.js";
import { backLink, consoleHtml, type Wording } from "./console-door.js";
import { escapeHtml, form, input, radios, select, table } from "./html.js";

/** Seconds after which the page of a running import loads itself again. */
const REFRESH_SECONDS = 2;

/** Sheets that can be chosen; browsers on phones go by the types, others by the endings. */
const ACCEPT =
  ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel";

const card = (title: string, ...body: readonly string[]): string =>
  `<div class="card"><h3>${escapeHtml(title)}</h3>${body.join("\n")}</div>`;
const paragraph = (text: string, style = ""): string => `<p${style && ` class="${style}"`}>${escapeHtml(text)}</p>`;

/** The section "Lists" of the console page: upload, download, codes, and what came in lately. */
export function listsSection(words: Wording, recent: readonly ImportView[]): string {
  const cards = [uploadCard(words), downloadCard(words), codesCard(words), officeCard(words)];
  return [
    `<section class="lists" id="lists"><h2>${escapeHtml(words.term("lists.title"))}</h2>`,
    paragraph(words.term("lists.about")),
    `<div class="cards">${cards.join("\n")}</div>`,
    recent.length > 0 ? recentList(words, recent) : "",
    "</section>",
  ].join("\n");
}

const kindsOf = (words: Wording) =>
  ImportKind.options.map((kind) => ({ value: kind, label: words.term(`term.import-${kind}`) }));

function uploadCard(words: Wording): string {
  const { term, path } = words;
  const modes = ["check", "import"].map((mode) => ({ value: mode, label: term(`lists.mode-${mode}`) }));
  return card(
    term("lists.put-in"),
    form({
      action: path("/console/import"),
      method: "post",
      file: true,
      // the file stands last: what comes after it is not read
      fields: [
        select("kind", term("lists.which"), kindsOf(words)),
        radios("mode", term("lists.how"), modes),
        input("file", term("lists.file"), `type="file" accept="${ACCEPT}"`),
      ],
      button: term("lists.send"),
    }),
  );
}

function downloadCard(words: Wording): string {
  const { term, locale } = words;
  const choices = ImportKind.options.flatMap((kind) =>
    layouts[kind].map(({ id }) => ({ value: `${kind}:${id}`, label: term(`lists.layout.${id}`) })),
  );
  const formats = ["xlsx", "csv"].map((format) => ({ value: format, label: `.${format}` }));
  return card(
    term("lists.take-out"),
    form({
      action: "/console/export",
      method: "get",
      fields: [
        select("kind", term("lists.which"), choices),
        select("format", term("lists.format"), formats),
        locale === "en" ? '<input type="hidden" name="lang" value="en">' : "",
      ],
      button: term("lists.download"),
    }),
  );
}

function codesCard({ term, text, path }: Wording): string {
  return card(
    term("codes.cadres"),
    paragraph(text(say("codes.about", { days: String(STAFF_CODE_DAYS) }))),
    form({ action: path("/console/codes"), method: "post", fields: [], button: term("codes.sheet") }),
  );
}

function officeCard({ term, path }: Wording): string {
  return card(
    term("codes.staff"),
    form({
      action: path("/console/codes/office"),
      method: "post",
      fields: [input("name", term("codes.office-name"), 'maxlength="80" autocomplete="off"')],
      button: term("codes.office-make"),
    }),
  );
}

function recentList({ term, path }: Wording, recent: readonly ImportView[]): string {
  const items = recent.map(({ id, file, kind, state }) => {
    const label = `${term(`term.import-${kind}`)} · ${file}`;
    return `<li><a href="${escapeHtml(path(`/console/import/${id}`))}">${escapeHtml(label)}</a> ${escapeHtml(term(`lists.state.${state}`))}</li>`;
  });
  return `<h3>${escapeHtml(term("lists.recent"))}</h3><ul>${items.join("\n")}</ul>`;
}

/** The page of one import or check: its progress while it runs, then what came of it. */
export function importPage(words: Wording, view: ImportView): RouteResponse {
  const kind = `<p class="office">${escapeHtml(words.term(`term.import-${view.kind}`))}</p>`;
  if (view.state === "running") {
    return consoleHtml(words, [kind, ...running(words, view), backLink(words)], { refresh: REFRESH_SECONDS });
  }
  const body = view.state === "refused" ? refusal(words, view) : ended(words, view);
  return consoleHtml(words, [kind, ...body, backLink(words)]);
}

function running({ text, term }: Wording, { check, file, done, total }: ImportView): string[] {
  const told = text(check ? say("lists.checking", { file }) : say("lists.running", { file }));
  const known = total > 0;
  return [
    paragraph(told, "told"),
    `<progress${known ? ` max="${total}" value="${done}"` : ""}></progress>`,
    known ? paragraph(text(say("lists.progress", { done: String(done), total: String(total) }))) : "",
    paragraph(term("lists.keeps-on")),
  ];
}

function refusal({ text, term }: Wording, { file, reason }: ImportView): string[] {
  return [
    paragraph(`“${file}”`),
    paragraph(term("lists.refused"), "told wrong"),
    reason === null ? "" : paragraph(text(reason)),
  ];
}

function ended(words: Wording, view: ImportView): string[] {
  const { text, term } = words;
  const { file, check, state, rejected } = view;
  const rows = String(view.created + view.changed + view.unchanged + rejected);
  const told =
    state === "stopped"
      ? say("lists.halted", { rows })
      : check
        ? say("lists.check-done", { file })
        : say("lists.import-done", { file });
  const counts = (["created", "changed", "unchanged", "rejected"] as const).map(
    (name) =>
      `<div class="count"><b>${view[name]}</b>${escapeHtml(term(check ? `lists.would-${name}` : `lists.${name}`))}</div>`,
  );
  return [
    paragraph(text(told), "told"),
    `<section class="counts">${counts.join("")}</section>`,
    ...problemTable(words, view),
    view.sheet ? sheetLink(words, view) : "",
    check && state === "done" && view.created + view.changed > 0 ? importNow(words, view) : "",
  ];
}

function problemTable({ text, term }: Wording, { problems }: ImportView): string[] {
  if (problems.length === 0) return [];
  const heads = ["row", "column", "value", "reason", "mend"].map((name) => term(`lists.head-${name}`));
  const rows = problems.map(({ row, column, valueClass, reason, mend }) => [
    String(row),
    column ?? "",
    text(valueClass),
    text(reason),
    text(mend),
  ]);
  return [table(text(say("lists.first-problems", { count: problems.length })), heads, rows, "stacked")];
}

function sheetLink({ term, path }: Wording, { id, check }: ImportView): string {
  const label = term(check ? "lists.unusable-download" : "lists.rejected-download");
  return `<a class="button plain" href="${escapeHtml(path(`/console/import/${id}/rejected`))}">${escapeHtml(label)}</a>`;
}

function importNow({ term, path }: Wording, { id }: ImportView): string {
  return form({
    action: path(`/console/import/${id}/now`),
    method: "post",
    fields: [],
    button: term("lists.import-now"),
  });
}
