/** Rows of a sheet that hold nobody's data. */
import type { Cell, SheetRow } from "./cell.js";
import type { FoundHeader } from "./header.js";
import { ORDINAL } from "./layout.js";

const TOTAL = /^[合总小共]\s*计\s*[:：]?$/;
const NOTE =
  /^(?:注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|负责人|填表单位|制表单位|填报单位|填报日期)\s*\d*\s*[:：]/;
/** Totals stand at the beginning of a row, or behind a number and an area. */
const CELLS_SEARCHED = 4;

/** Headings and what is above them, empty and merely numbered rows, repeated headings, totals and footnotes. */
export function isNoData(header: FoundHeader, row: SheetRow): boolean {
  if (row.number < header.firstDataRow) return true;
  return isEmpty(header, row) || isTotalOrNote(row.cells) || isHeadingAgain(header, row) || isNumbering(row.cells);
}

function isEmpty({ columnOf }: FoundHeader, { cells }: SheetRow): boolean {
  for (const [field, { index }] of columnOf) {
    if (field !== ORDINAL && !isBlank(cells[index])) return false;
  }
  return true;
}

function isTotalOrNote(cells: readonly Cell[]): boolean {
  let searched = 0;
  for (const cell of cells) {
    if (isBlank(cell)) continue;
    if (typeof cell === "string" && (TOTAL.test(cell.trim()) || (searched === 0 && NOTE.test(cell)))) return true;
    searched += 1;
    if (searched === CELLS_SEARCHED) return false;
  }
  return false;
}

/** The headings once more, as on every printed page, or the national codes below them. */
function isHeadingAgain(header: FoundHeader, { cells }: SheetRow): boolean {
  const [first] = header.required;
  if (first === undefined || !isHeadingOf(header, first, cells)) return isCopy(header, cells);
  const fields = [...header.columnOf].filter(([, { index }]) => !isBlank(cells[index]));
  const again = fields.filter(([field]) => isHeadingOf(header, field, cells));
  return again.length * 2 >= fields.length;
}

function isHeadingOf({ columnOf, layout }: FoundHeader, field: string, cells: readonly Cell[]): boolean {
  const column = columnOf.get(field);
  const cell = column && cells[column.index];
  if (typeof cell !== "string") return false;
  if (cell === column?.heading) return true;
  return layout.columns.some((one) => one.field === field && one.names.includes(cell));
}

function isCopy({ rows }: FoundHeader, cells: readonly Cell[]): boolean {
  return rows.some((row) => {
    const width = Math.max(row.cells.length, cells.length);
    for (let i = 0; i < width; i += 1) if ((row.cells[i] ?? null) !== (cells[i] ?? null)) return false;
    return true;
  });
}

/** 1, 2, 3 … across: the numbers of the columns. */
function isNumbering(cells: readonly Cell[]): boolean {
  if (cells.length < 3) return false;
  return cells.every((cell, i) => isNumber(cell, i + 1) || (i >= 3 && isBlank(cell)));
}

function isNumber(cell: Cell, number: number): boolean {
  return cell === number || cell === String(number);
}

function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}
