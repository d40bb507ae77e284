/** The little HTML the plain console needs; everything that comes from outside is escaped. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page; `title` and `body` are HTML already. With `refresh` it loads itself again after so many seconds. */
export function page(lang: string, title: string, body: string, refresh?: number): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh === undefined ? "" : `<meta http-equiv="refresh" content="${refresh}">\n`}<title>${title}</title>
<link rel="stylesheet" href="/console/style.css">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/**
 * A table with a caption; texts are escaped here. An empty one says so with a dash. Where it is too wide for the screen
 * it is moved sideways; `stacked` ones are for long texts, and there have their cells one below the other.
 */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  style: "wide" | "stacked" = "wide",
): string {
  const head = heads.map((text) => `<th>${escapeHtml(text)}</th>`).join("");
  const label = (index: number): string =>
    style === "stacked" ? ` data-head="${escapeHtml(heads[index] ?? "")}"` : "";
  const cells = (row: readonly string[]): string =>
    row.map((text, index) => `<td${label(index)}>${escapeHtml(text)}</td>`).join("");
  const body = rows.length > 0 ? rows : [heads.map(() => "–")];
  return `<div class="${style}"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}</tbody></table></div>`;
}

/** A choice of a form: what is sent, and the words for it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A labelled list to choose one of. Texts are escaped here, as in all of these. */
export function select(name: string, label: string, choices: readonly Choice[]): string {
  const options = choices.map((one) => `<option value="${escapeHtml(one.value)}">${escapeHtml(one.label)}</option>`);
  return `<label>${escapeHtml(label)}<select name="${escapeHtml(name)}">${options.join("")}</select></label>`;
}

/** Radio buttons under a heading; the first one is set. */
export function radios(name: string, label: string, choices: readonly Choice[]): string {
  const buttons = choices.map(
    (one, index) =>
      `<label class="pick"><input type="radio" name="${escapeHtml(name)}" value="${escapeHtml(one.value)}"${index === 0 ? " checked" : ""}> ${escapeHtml(one.label)}</label>`,
  );
  return `<fieldset><legend>${escapeHtml(label)}</legend>${buttons.join("")}</fieldset>`;
}

/** A labelled input that must be filled in; `more` are further attributes, HTML already. */
export function input(name: string, label: string, more: string): string {
  return `<label>${escapeHtml(label)}<input name="${escapeHtml(name)}" required ${more}></label>`;
}

export interface Form {
  readonly action: string;
  readonly method: "get" | "post";
  /** With a file in it. */
  readonly file?: true;
  /** HTML of the fields. */
  readonly fields: readonly string[];
  /** The words on its button. */
  readonly button: string;
}

/** A form with one button. */
export function form({ action, method, file, fields, button }: Form): string {
  const type = file ? ' enctype="multipart/form-data"' : "";
  return `<form action="${escapeHtml(action)}" method="${method}"${type}>${fields.join("")}<button>${escapeHtml(button)}</button></form>`;
}

/** The console's only style sheet. */
export const consoleCss = `
body { margin: 0; font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1d2b24; background: #f4f6f3; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav { float: right; } h1 { font-size: 1.4rem; margin: .5rem 0; } .office { color: #4b5b52; margin-top: 0; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
.count { background: #fff; border-radius: .6rem; padding: .6rem 1rem; min-width: 6rem; color: #4b5b52; }
.count b { display: block; font-size: 1.5rem; color: #17694a; }
table { width: 100%; border-collapse: collapse; background: #fff; border-radius: .6rem; overflow: hidden; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
th, td { text-align: left; padding: .4rem .75rem; border-top: 1px solid #e4e9e5; } thead th { background: #e9f1ec; border-top: 0; font-weight: 500; }
a { color: #17694a; }
.wide { overflow-x: auto; } .wide td { min-width: 3rem; }
section.lists { margin: 1.5rem 0; } section h2 { font-size: 1.1rem; margin: .5rem 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: .75rem; align-items: start; }
.card { background: #fff; border-radius: .6rem; padding: .75rem 1rem; } .card h3 { font-size: 1rem; margin: 0 0 .5rem; } .card p { margin: .25rem 0 .75rem; color: #4b5b52; }
form { display: grid; gap: .75rem; } form.inline { margin: 1rem 0; } label { display: block; } label.pick { padding: .35rem 0; }
fieldset { border: 1px solid #d5ddd7; border-radius: .4rem; margin: 0; padding: .25rem .75rem; } legend { padding: 0 .25rem; }
select, input:not([type="radio"]), button { box-sizing: border-box; width: 100%; min-height: 2.75rem; font: inherit; color: inherit; margin-top: .25rem; padding: .4rem .6rem; border: 1px solid #b9c6bd; border-radius: .4rem; background: #fff; }
button, a.button { display: block; text-align: center; text-decoration: none; background: #17694a; border-color: #17694a; color: #fff; font-weight: 500; cursor: pointer; }
a.button { box-sizing: border-box; line-height: 1.9; min-height: 2.75rem; padding: .4rem .6rem; border-radius: .4rem; margin: .75rem 0; } a.plain { background: none; color: #17694a; border: 1px solid #17694a; }
@media (max-width: 40rem) { .stacked thead { display: none; } .stacked tr { display: block; padding: .5rem 0; border-top: 1px solid #d5ddd7; } .stacked td { display: grid; grid-template-columns: 6rem 1fr; border: 0; padding: .1rem .75rem; } .stacked td::before { content: attr(data-head); color: #4b5b52; } }
progress { width: 100%; height: 1rem; accent-color: #17694a; } .told { font-size: 1.05rem; } .wrong { border-left: .25rem solid #b3541e; padding-left: .75rem; } .code { font-size: 1.6rem; letter-spacing: .1em; }
@media (prefers-color-scheme: dark) { body { background: #151a17; color: #e4ece7; } .count, .card, table { background: #1f2622; } select, input:not([type="radio"]) { background: #151a17; border-color: #45524a; } fieldset { border-color: #45524a; } thead th { background: #26302a; } th, td { border-color: #313b35; } .count b, a { color: #7fd0ab; } a.button:not(.plain) { color: #fff; } a.plain { border-color: #7fd0ab; } .stacked td::before { color: #a9b8af; } .office, .count, .card p { color: #a9b8af; } }
`;
