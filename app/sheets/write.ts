/** Writes a list as csv or xlsx, row by row, so that even the longest list takes little memory. */
import { writeCsv } from "./csv/write.js";
import { writeXlsx } from "./xlsx/write.js";

/** What a cell can be written as; null and "" are empty. */
export type CellOut = string | number | null;

/** Where the rows go. */
export interface SheetWriter {
  /** Adds a row; resolves when there is room for the next. Rejects when the disk refuses. */
  row(cells: readonly CellOut[]): Promise<void>;
  /** Finishes the file: only now it stands under its name. */
  end(): Promise<void>;
  /** Takes away what was written, instead of `end`. */
  discard(): Promise<void>;
}

/**
 * Starts a file at a path, readable by its owner only; `title` names the sheet of an xlsx. Texts that a spreadsheet
 * would run as a formula get a quote before them, which `openSheets` takes off again. Csv is UTF-8 with a byte order
 * mark and CRLF, as Excel likes it; in xlsx all texts are cells of the format text, so that ID numbers stay whole.
 */
export async function writeSheet(path: string, format: "csv" | "xlsx", title: string): Promise<SheetWriter> {
  return format === "csv" ? writeCsv(path) : writeXlsx(path, title);
}
