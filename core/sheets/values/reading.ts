/** What a reader of cells makes of one. */
import type { Cell } from "../cell.js";
import type { Fault } from "../faults.js";

/** A value, nothing, or what is wrong. */
export type Reading<T> =
  | { readonly type: "read"; readonly value: T }
  | { readonly type: "empty" }
  | { readonly type: "wrong"; readonly fault: Fault };

export type CellReader<T> = (cell: Cell) => Reading<T>;

const EMPTY: { readonly type: "empty" } = { type: "empty" };

/** The cell holds this. */
export function read<T>(value: T): Reading<T> {
  return { type: "read", value };
}

/** The cell holds nothing. */
export function empty(): { readonly type: "empty" } {
  return EMPTY;
}

/** The cell holds something that cannot be. */
export function wrong(fault: Fault): { readonly type: "wrong"; readonly fault: Fault } {
  return { type: "wrong", fault };
}
