/** What is said of a list that was brought in or written out. */
import { say, type Message } from "#core/message/message.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import { layouts } from "#core/sheets/layouts/index.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { ImportOutcome, ImportSummary } from "./import/request.js";

type Ended = Exclude<ImportOutcome, { readonly type: "refused" }>;

/** The counts of an import as sentences: what was done or would be, where it went on, and how to go on. */
export function countsOf({ type, summary }: Ended): Message[] {
  const { resumedAt, dryRun, rows } = summary;
  const counts = countedIn(summary);
  const all = { ...counts, file: summary.file, rows: String(rows) };
  const resumed = resumedAt > 0 ? [say("lists.resumed", { row: String(resumedAt) })] : [];
  if (type === "stopped")
    return [say("lists.stopped", { rows: String(rows) }), ...resumed, say("lists.so-far", counts)];
  if (dryRun) return [say("lists.checked", all)];
  return [...resumed, say("lists.done", { ...all, seconds: summary.seconds.toFixed(1) })];
}

function countedIn({ created, changed, unchanged, rejected }: ImportSummary) {
  return {
    created: String(created),
    changed: String(changed),
    unchanged: String(unchanged),
    rejected: String(rejected),
  };
}

/** One problem as a sentence: where, what stands there, why not, and how to mend it. */
export function problemOf({ row, column, valueClass, reason, mend }: RowProblem): Message {
  const told = { row: String(row), value: valueClass, reason, mend };
  return column === null ? say("lists.problem-row", told) : say("lists.problem", { ...told, column });
}

/** The id of a layout by its id or the year in it, `members-2016` or `2016`; undefined when the kind has none of that name. */
export function layoutNamed(kind: ImportKind, name: string): string | undefined {
  return layouts[kind].find(({ id }) => id === name || id.endsWith(`-${name}`))?.id;
}
