/** What every kind of list has in common: rows are decided in batches, against the store, and written elsewhere. */
import type { FoundHeader } from "#core/sheets/header.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { Records } from "#core/sheets/records.js";
import type { Message } from "#core/message/message.js";
import type { Insert, Root } from "#store/port.js";
import type { Happened } from "../change.js";
import type { ImportDeps, ImportRequest } from "./request.js";

/** A row that could be read. */
export interface ReadRow<K extends ImportKind> {
  /** As the spreadsheet shows it. */
  readonly row: number;
  readonly record: Records[K];
}

/** A stored document that the list changes: a guarded write of its own, with the names of the fields that differ. */
export interface Edit {
  readonly root: Extract<Root, { op: "replace" }>;
  readonly fields: readonly string[];
  /** Documents that are new with it. */
  readonly also?: readonly Insert[];
  readonly happened?: readonly Happened[];
}

export type Verdict =
  | {
      readonly type: "created" | "changed" | "unchanged";
      /** Ids of the documents the row speaks of: a run that was killed knows by them what it had changed. */
      readonly touches: readonly string[];
    }
  | { readonly type: "rejected"; readonly problems: readonly RowProblem[] };

export interface Decided {
  readonly inserts: readonly Insert[];
  readonly edits: readonly Edit[];
  /** One for each row, in order. */
  readonly verdicts: readonly Verdict[];
}

export interface Decider<K extends ImportKind> {
  /** Do these two rows have to be decided together? */
  together?(before: Records[K], next: Records[K]): boolean;
  /** A row that an earlier run has done. */
  pass?(record: Records[K]): void;
  /**
   * Reads the store and decides. `carefully`: the same rows again, because what was decided could not be written: somebody
   * else wrote meanwhile, or something is in the store already that was not looked for.
   */
  decide(rows: readonly ReadRow<K>[], carefully: boolean): Promise<Decided>;
  /** What was decided last stands: it was written, or in a dry run would have been. */
  keep?(): void;
  /** Does the office's place (areas, units) change with it? */
  readonly changesPlace: boolean;
}

export interface DeciderContext<K extends ImportKind> {
  readonly deps: ImportDeps;
  readonly request: ImportRequest;
  readonly header: FoundHeader<K>;
}

/** Makes the decider of a kind, or says why the office is not ready for such a list. */
export type CreateDecider<K extends ImportKind> = (
  context: DeciderContext<K>,
) => Promise<
  { readonly type: "ready"; readonly decider: Decider<K> } | { readonly type: "refused"; readonly problem: Message }
>;

/** The heading of the first of these fields that the file has. */
export function headingOf(header: FoundHeader, ...fields: readonly string[]): string | null {
  for (const field of fields) {
    const column = header.columnOf.get(field);
    if (column) return column.heading;
  }
  return null;
}
