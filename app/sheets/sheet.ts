/** An opened sheet as the rest of the app sees it, whatever the file was. */
import type { SheetRow } from "#core/sheets/cell.js";

/**
 * Why a file was not opened: no sheet at all; the old binary .xls and what else must be saved as .xlsx first; locked by
 * a password; nothing in it; text in no encoding we know; packed to burst; too many rows; damaged, or a quote in a csv
 * that is never closed; not there; too many bytes or columns.
 */
export type SheetRefusal =
  | "not-a-sheet"
  | "old-xls"
  | "protected"
  | "empty"
  | "encoding"
  | "zip-bomb"
  | "too-many-rows"
  | "broken"
  | "missing-file"
  | "too-big";

/** One sheet of a checked file. */
export interface OpenSheet {
  readonly format: "xlsx" | "csv";
  /** WHATWG name of a csv's encoding; null for xlsx. */
  readonly encoding: string | null;
  /** Name of the sheet; null for csv. */
  readonly sheet: string | null;
  /** Rows with something written in them: just as many as `rows` gives. */
  readonly rowCount: number;
  /** Rows with something in them, in batches, read from the file as they are asked for; may be called again. */
  rows(): AsyncIterable<readonly SheetRow[]>;
  /** The first rows, at most `count`. */
  head(count: number): Promise<readonly SheetRow[]>;
}

export type Opened =
  | { readonly type: "ok"; readonly sheets: readonly OpenSheet[] }
  | { readonly type: "refused"; readonly why: SheetRefusal };
