/** The rows of a sheet in batches: read, and cut where a household ends. */
import type { ImportKind } from "#core/sheets/kinds.js";
import type { ReadContext } from "#core/sheets/layouts/index.js";
import type { RowProblem } from "#core/sheets/problem.js";
import { readRow } from "#core/sheets/read.js";
import type { Records } from "#core/sheets/records.js";
import type { ReadRow } from "./decider.js";
import type { Source } from "./source.js";

/** A batch that does not want to end ends when it is so many times its size. */
const LARGEST = 8;

export interface RowBatch<K extends ImportKind> {
  /** Rows of the sheet before it, and with it. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly ReadRow<K>[];
  /** Problems of each row that could not be read. */
  readonly unread: readonly (readonly RowProblem[])[];
}

interface Reading<K extends ImportKind> {
  readonly source: Source<K>;
  readonly context: ReadContext;
  /** Rows of the sheet that an earlier run has done. */
  readonly done: number;
  /** Rows of a batch. */
  readonly size: number;
  together?(before: Records[K], next: Records[K]): boolean;
  pass?(record: Records[K]): void;
}

/** Streams the batches of a sheet from where an earlier run stood. The last one ends with the sheet. */
export async function* batchesOf<K extends ImportKind>(reading: Reading<K>): AsyncGenerator<RowBatch<K>> {
  const { done } = reading;
  let at = 0;
  let batch = emptyBatch<K>(done);
  for await (const { at: place, outcome } of outcomesOf(reading)) {
    at = place;
    if (outcome === null) continue;
    if (isFull(batch, outcome, reading)) {
      yield { ...batch, to: at - 1 };
      batch = emptyBatch<K>(at - 1);
    }
    if (outcome.type === "read") batch.rows.push({ row: outcome.row, record: outcome.record });
    else batch.unread.push(outcome.problems);
  }
  if (at > done) yield { ...batch, to: at };
}

type Outcome<K extends ImportKind> =
  | { readonly type: "read"; readonly row: number; readonly record: Records[K] }
  | { readonly type: "rejected"; readonly problems: readonly RowProblem[] };

/** Every row of the sheet by its place; null for one that has no data, or that is done. */
async function* outcomesOf<K extends ImportKind>({
  source,
  context,
  done,
  pass,
}: Reading<K>): AsyncGenerator<{ at: number; outcome: Outcome<K> | null }> {
  const { header, sheet } = source;
  let at = 0;
  for await (const some of sheet.rows()) {
    for (const row of some) {
      at += 1;
      const isDone = at <= done;
      // who counts rows wants to see those too
      const outcome = row.number < header.firstDataRow || (isDone && !pass) ? null : readRow(header, row, context);
      if (isDone && outcome?.type === "read") pass?.(outcome.record);
      const told = isDone || outcome?.type === "blank" ? null : outcome;
      yield { at, outcome: told?.type === "read" ? { ...told, row: row.number } : told };
    }
  }
}

/** Is it time to end this batch before that row? Not within a household, unless that has no end. */
function isFull<K extends ImportKind>(batch: Filling<K>, next: Outcome<K>, { size, together }: Reading<K>): boolean {
  const filled = batch.rows.length + batch.unread.length;
  if (filled < size) return false;
  const last = batch.rows.at(-1);
  const goesOn = next.type === "read" && last !== undefined && together?.(last.record, next.record) === true;
  return !goesOn || filled >= LARGEST * size;
}

type Filling<K extends ImportKind> = ReturnType<typeof emptyBatch<K>>;

function emptyBatch<K extends ImportKind>(from: number) {
  const rows: ReadRow<K>[] = [];
  const unread: (readonly RowProblem[])[] = [];
  return { from, rows, unread };
}
