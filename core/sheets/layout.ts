/** What a layout is: the columns of a sheet, how its row becomes a record, and how a record becomes its row again. */
import type { Day } from "#core/fields.js";
import type { Cell } from "./cell.js";
import type { Fault } from "./faults.js";
import type { ImportKind } from "./kinds.js";
import type { RowOutcome } from "./problem.js";
import type { Records } from "./records.js";
import type { CauseNumbers } from "./values/causes.js";
import type { Reading } from "./values/reading.js";

/** The field of the running number 序号: not read, because it is filled in before there is anything to number. */
export const ORDINAL = "ordinal";

export interface Column {
  /** Our own name of the field. */
  readonly field: string;
  /** Headings taken for it: the first one is written, the others are variants and national codes (data-shapes §1). */
  readonly names: readonly string[];
  readonly required: boolean;
  /** Known, but there is no place for what it holds: people are told, and it is written empty. */
  readonly ignored?: true;
}

/** A column that may be missing or empty. */
export function column(field: string, ...names: readonly string[]): Column {
  return { field, names, required: false };
}

/** A column that must be there and filled in every row. */
export function must(field: string, ...names: readonly string[]): Column {
  return { field, names, required: true };
}

/** One row by fields. What is wrong with it gathers here. */
export interface Fields {
  /** The file's own numbering of causes, if one was declared. */
  readonly causes: CauseNumbers | null;
  /** The cell under a field's heading; null where the file has no such column. */
  cell(field: string): Cell;
  /**
   * Reads a field; null when it is empty or wrong. What is wrong goes on the list of problems, and so does an empty
   * cell of a required column, or of any column for which `whenEmpty` says what is wrong then.
   */
  take<T>(field: string, reader: (cell: Cell) => Reading<T>, whenEmpty?: Fault | null): T | null;
  /** Puts a problem of a field on the list. */
  reject(field: string, fault: Fault): void;
  /** The record, or the problems there are. */
  finish<R>(record: R): RowOutcome<R>;
}

export interface ReadContext {
  /** Today in the office's time zone: nobody is born later. */
  readonly today: Day;
}

export interface Layout<K extends ImportKind = ImportKind> {
  readonly id: string;
  readonly kind: K;
  readonly columns: readonly Column[];
  /** Headings by which a sheet is of another layout, whatever else fits. */
  readonly unless?: readonly string[];
  read(row: Fields, ctx: ReadContext): RowOutcome<Records[K]>;
  /** Cells by field; a field without a value may be missing. `read` of it gives an equal record. */
  write(record: Records[K]): Readonly<Record<string, string | number | null>>;
}
