/** One row of a sheet → one record, or everything that is wrong with it. */
import type { SheetRow } from "./cell.js";
import { createFields } from "./fields.js";
import type { FoundHeader } from "./header.js";
import type { ImportKind } from "./kinds.js";
import type { ReadContext } from "./layout.js";
import type { RowOutcome } from "./problem.js";
import type { Records } from "./records.js";
import { isNoData } from "./no-data.js";

/** Reads a row; empty rows, totals, repeated headings and footnotes are "blank". */
export function readRow<K extends ImportKind>(
  header: FoundHeader<K>,
  row: SheetRow,
  ctx: ReadContext,
): RowOutcome<Records[K]> | { readonly type: "blank" } {
  if (isNoData(header, row)) return { type: "blank" };
  return header.layout.read(createFields(header, row), ctx);
}
