/** The file: opened, checked, and the sheet in it whose headings are those of the list. */
import { say, type Message } from "#core/message/message.js";
import { findHeader, type FoundHeader } from "#core/sheets/header.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { SheetRow } from "#core/sheets/cell.js";
import { openSheets, type OpenSheet, type SheetRefusal } from "../sheets/open.js";
import type { ImportRequest } from "./request.js";

/** Headings are looked for in so many first rows. */
const HEAD_ROWS = 15;
/** Missing columns that are named; more would not be read. */
const MOST_NAMED = 12;

export interface Source<K extends ImportKind = ImportKind> {
  readonly sheet: OpenSheet;
  readonly header: FoundHeader<K>;
}

export type Opening<K extends ImportKind> =
  { readonly type: "open"; readonly source: Source<K> } | { readonly type: "refused"; readonly problem: Message };

/** Opens a file for a kind of list; whatever is wrong with it as a whole is one sentence. */
export async function openSource<K extends ImportKind>(
  kind: K,
  { path, map }: Pick<ImportRequest, "path" | "map">,
): Promise<Opening<K>> {
  const opened = await openSheets(path);
  if (opened.type === "refused") return { type: "refused", problem: refusals[opened.why] };
  let missing: readonly string[] | null = null;
  for (const sheet of opened.sheets) {
    const head: readonly SheetRow[] = await sheet.head(HEAD_ROWS);
    const header = findHeader(kind, head, map);
    if (header.type === "found") return { type: "open", source: { sheet, header } };
    if (header.type === "missing") missing ??= header.columns;
  }
  if (missing === null) return { type: "refused", problem: say("import.refused-no-header", { kind: kindTerm(kind) }) };
  const columns = missing.slice(0, MOST_NAMED).join("、");
  return { type: "refused", problem: say("import.refused-missing", { columns }) };
}

/** The key under `term.` that names a kind of list. */
export function kindTerm(kind: ImportKind): string {
  return `import-${kind}`;
}

const refusals: Readonly<Record<SheetRefusal, Message>> = {
  "not-a-sheet": say("import.refused-not-a-sheet"),
  "old-xls": say("import.refused-old-xls"),
  protected: say("import.refused-protected"),
  empty: say("import.refused-empty"),
  encoding: say("import.refused-encoding"),
  "zip-bomb": say("import.refused-zip-bomb"),
  "too-many-rows": say("import.refused-too-many-rows"),
  broken: say("import.refused-broken"),
  "missing-file": say("import.refused-missing-file"),
  "too-big": say("import.refused-too-big"),
};
