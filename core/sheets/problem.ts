/** Why a row of a sheet was not taken: told without repeating what stands there, which may be somebody's ID number. */
import type { Message } from "#core/message/message.js";

export interface RowProblem {
  /** The row as the spreadsheet shows it, from 1. */
  readonly row: number;
  /** The heading as it stands in the file, or null when the whole row is meant. */
  readonly column: string | null;
  /** What kind of value stands there, such as "17 digits" or "empty"; never the value. */
  readonly valueClass: Message;
  readonly reason: Message;
  /** What to do about it. */
  readonly mend: Message;
}

/** A row read whole, or everything that is wrong with it. */
export type RowOutcome<T> =
  | { readonly type: "read"; readonly record: T }
  | { readonly type: "rejected"; readonly problems: readonly RowProblem[] };
