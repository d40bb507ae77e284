/** The sentences that `fourhelp import` ends with. */
import { countsOf, problemOf } from "#app/list-words.js";
import type { ImportOutcome } from "#app/import/request.js";
import { say, type Message } from "#core/message/message.js";

/** Counts, the first problems, and where the rows that were not taken are listed. */
export function summaryMessages(ended: Exclude<ImportOutcome, { readonly type: "refused" }>): Message[] {
  const { problems, rejectedSheet } = ended.summary;
  return [
    ...countsOf(ended),
    ...(problems.length > 0
      ? [say("lists.first-problems", { count: problems.length }), ...problems.map(problemOf)]
      : []),
    ...(rejectedSheet === null ? [] : [say("lists.rejected-sheet", { path: rejectedSheet })]),
  ];
}
