/** What a cell of a sheet holds, before anybody has read a meaning into it. */

/** A formula that was saved without its value, or a cell in which the spreadsheet itself shows an error (`#REF!`). */
export interface CellTrouble {
  readonly trouble: "formula" | "error";
}

/** Numbers stay numbers: what a spreadsheet has turned into one may have lost digits. An empty cell is null. */
export type Cell = string | number | boolean | null | CellTrouble;

export interface SheetRow {
  /** As the spreadsheet shows it, from 1; in a csv the record's number. */
  readonly number: number;
  readonly cells: readonly Cell[];
}
