/** The little HTML the plain console needs; everything that comes from outside is escaped. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page; `title` and `body` are HTML already. */
export function page(lang: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
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

/** A table with a caption; texts are escaped here. An empty one says so with a dash. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: "th" | "td", texts: readonly string[]): string =>
    texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join("");
  const body = rows.length > 0 ? rows : [heads.map(() => "–")];
  return `<table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${cells("th", heads)}</tr></thead>
<tbody>${body.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n")}</tbody></table>`;
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
@media (prefers-color-scheme: dark) { body { background: #151a17; color: #e4ece7; } .count, table { background: #1f2622; } thead th { background: #26302a; } th, td { border-color: #313b35; } .count b, a { color: #7fd0ab; } .office, .count { color: #a9b8af; } }
`;
