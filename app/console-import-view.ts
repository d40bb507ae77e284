/** An import's document, or a check that runs in this process, as the console page shows it. */
import { messageOf } from "#core/message/message.js";
import type { Import } from "#core/registry/import-run.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { Check } from "./console-checks.js";
import type { ImportView } from "./console-imports.js";

/** An import by its document; `problems` are the first ones of its rows. */
export function viewOf(doc: Import, problems: readonly RowProblem[]): ImportView {
  const { _id: id, kind, file, state, cursor, total, created, changed, unchanged, rejected, reason } = doc;
  const counts = { created, changed, unchanged, rejected };
  const known = reason === null ? undefined : messageOf(reason);
  const sheet = rejected > 0 && state !== "running";
  return {
    id,
    kind,
    file,
    check: false,
    state,
    done: cursor,
    total,
    ...counts,
    problems,
    sheet,
    reason: known ?? null,
  };
}

/** A check as far as it is. */
export function viewOfCheck({ id, file, done, total, outcome }: Check): ImportView {
  const head = { id, kind: file.kind, file: file.name, check: true, done, total, reason: null };
  const none = { created: 0, changed: 0, unchanged: 0, rejected: 0, problems: [], sheet: false };
  if (outcome === null) return { ...head, ...none, state: "running" };
  if (outcome.type === "refused") return { ...head, ...none, state: "refused", reason: outcome.problem };
  const { created, changed, unchanged, rejected, problems, rejectedSheet } = outcome.summary;
  const counts = { created, changed, unchanged, rejected };
  return { ...head, ...counts, problems, sheet: rejectedSheet !== null, state: outcome.type };
}
