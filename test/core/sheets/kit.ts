/** Sheets for the tests of this folder. Nobody in them exists: area code 999999. */
import { idNumberCheck } from "#core/text/id-number.js";
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { findHeader, type FoundHeader } from "#core/sheets/header.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { Layout } from "#core/sheets/layouts/index.js";
import { readRow } from "#core/sheets/read.js";

export const today = "2026-11-25";
export const ctx = { today };

/** Rows numbered from 1. */
export function sheet(...rows: readonly (readonly Cell[])[]): SheetRow[] {
  return rows.map((cells, i) => ({ number: i + 1, cells }));
}

/** A made-up ID number of somebody born on that day (YYYYMMDD). */
export function madeUpId(born = "19700101", order = "001"): string {
  const first = `999999${born}${order}`;
  return first + idNumberCheck(first);
}

/** The header of a sheet that must have one. */
export function headerOf<K extends ImportKind>(
  kind: K,
  rows: readonly SheetRow[],
  map: Readonly<Record<string, string>> | null = null,
): FoundHeader<K> {
  const header = findHeader(kind, rows, map);
  if (header.type !== "found") throw new Error(JSON.stringify(header));
  return header;
}

/** Reads one row given by headings. */
export function readCells<K extends ImportKind>(
  kind: K,
  cells: Readonly<Record<string, Cell>>,
  map: Readonly<Record<string, string>> | null = null,
) {
  const [head, row] = sheet(Object.keys(cells), Object.values(cells));
  if (!head || !row) throw new Error("no rows");
  return readRow(headerOf(kind, [head], map), row, ctx);
}

/** The row a layout writes for a record, under the layout's own headings. */
export function writeCells<K extends ImportKind>(layout: Layout<K>, record: Parameters<Layout<K>["write"]>[0]): Cell[] {
  const cells = layout.write(record);
  return layout.columns.map(({ field }) => cells[field] ?? null);
}

/** The headings of a layout as it is written. */
export function headingsOf(layout: Layout): string[] {
  return layout.columns.map(({ field, names }) => names[0] ?? field);
}
