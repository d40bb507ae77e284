/** The rows that were not taken: kept with the import, and written as a sheet in the reader's language. */
import type { Import, ImportReject } from "#core/registry/import-run.js";
import { isMessageKey, say, type Message } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import type { RowProblem } from "#core/sheets/problem.js";
import { writeSheet } from "../sheets/write.js";
import type { ImportDeps } from "./request.js";

/** A problem as it is stored with its import. */
export function rejectOf(doc: Import, problem: RowProblem, place: string): ImportReject {
  const { row, column, valueClass, reason, mend } = problem;
  return {
    _id: `${doc._id}.${doc.run}.${place}`,
    version: 1,
    office: doc.office,
    import: doc._id,
    row,
    column,
    valueClass: stored(valueClass),
    reason: stored(reason),
    mend: stored(mend),
  };
}

function stored({ key, params }: Message): ImportReject["reason"] {
  // parameters of messages are plain JSON by contract
  return { key, params: JSON.parse(JSON.stringify(params)) };
}

/** The stored problems of an import, by row; at most `limit`. */
export async function* problemsOfImport(
  { store }: Pick<ImportDeps, "store">,
  doc: Pick<Import, "_id" | "office" | "run">,
): AsyncGenerator<RowProblem> {
  const query = { index: "byImport", where: { office: doc.office, import: doc._id } };
  for await (const reject of store.rejects.scan(query)) {
    const { row, column, valueClass, reason, mend } = reject;
    yield { row, column, valueClass: restored(valueClass), reason: restored(reason), mend: restored(mend) };
  }
}

function restored({ key, params }: ImportReject["reason"]): Message {
  // a key that a later version no longer has says nothing, which is better than a page that breaks
  if (!isMessageKey(key)) return say("sheet.value-row");
  return { key, params: typeof params === "object" && params !== null && !Array.isArray(params) ? params : {} };
}

/** Writes the sheet of rejected rows: row, column, value class, reason, and what to do. Never a value. */
export async function writeRejects(
  { render }: Pick<ImportDeps, "render">,
  path: string,
  locale: Locale,
  problems: AsyncIterable<RowProblem> | Iterable<RowProblem>,
): Promise<void> {
  const reader = { locale, dataClass: "local" as const };
  const words = (message: Message): string => render(message, reader);
  const format = path.toLowerCase().endsWith(".xlsx") ? "xlsx" : "csv";
  const sheet = await writeSheet(path, format, words(say("import.rejected-title")));
  const headings = ["row", "column", "value", "reason", "mend"] as const;
  await sheet.row(headings.map((heading) => words(say(`lists.head-${heading}`))));
  for await (const { row, column, valueClass, reason, mend } of problems) {
    await sheet.row([
      row,
      column ?? words(say("import.rejected-whole-row")),
      words(valueClass),
      words(reason),
      words(mend),
    ]);
  }
  await sheet.end();
}
