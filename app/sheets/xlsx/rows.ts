/** Rows of a worksheet as its XML goes by. */
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { SheetFault } from "../fault.js";
import { createCellReader, readSort, type CellDeps } from "./cell.js";
import { eachShortAttribute, nameCode, type XmlEvents } from "./xml-scan.js";
import { readDigits } from "./xml-text.js";

export interface RowsDeps extends CellDeps {
  /** Called for each row in which something is written down; unless `keep` is set its cells are left out. */
  take(row: SheetRow): void;
}

const SHEET_DATA = nameCode("sheetData");
const ROW = nameCode("row");
const CELL = nameCode("c");
const VALUE = nameCode("v");
const FORMULA = nameCode("f");
const T = nameCode("t");
const PHONETIC = nameCode("rPh");

type Within = "nothing" | "data" | "row" | "cell";

/** How deep each element stands, the worksheet being 1: elsewhere the same names mean other things. */
const DEPTH = { data: 2, row: 3, cell: 4, value: 5 } as const;

const [LETTER_R, LETTER_S, LETTER_T] = [0x72, 0x73, 0x74];

/** Column of a reference such as `AB12`, from 0; -1 without letters. */
function readColumn(bytes: Buffer, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    const letter = (bytes[at] ?? 0) & 0xdf;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 0x40;
  }
  return column - 1;
}

/** Reads the rows of one worksheet. Throws SheetFault where they go beyond a limit. */
export function createRowEvents(deps: RowsDeps): XmlEvents {
  const { limits, keep } = deps;
  const cell = createCellReader(deps);
  let depth = 0;
  let within: Within = "nothing";
  let phonetic = false;
  let wanted = false;
  let number = 0;
  let column = -1;
  let filled = false;
  let cells: Cell[] = [];
  let count = 0;

  function takeRowAttribute(letter: number, bytes: Buffer, from: number, to: number): void {
    if (letter === LETTER_R) number = Math.max(1, readDigits(bytes, from, to));
  }
  function takeCellAttribute(letter: number, bytes: Buffer, from: number, to: number): void {
    if (letter === LETTER_T) cell.setSort(readSort(bytes, from, to));
    else if (letter === LETTER_S) cell.setStyle(readDigits(bytes, from, to));
    else if (letter === LETTER_R) {
      const written = readColumn(bytes, from, to);
      if (written >= 0) column = written;
    }
  }

  function openRow(bytes: Buffer, from: number, to: number): void {
    within = "row";
    number++;
    column = -1;
    filled = false;
    cells = [];
    eachShortAttribute(bytes, from, to, takeRowAttribute);
  }
  function openCell(bytes: Buffer, from: number, to: number): void {
    within = "cell";
    column++;
    cell.start();
    eachShortAttribute(bytes, from, to, takeCellAttribute);
  }
  function openInCell(name: number): void {
    if (depth === DEPTH.value) {
      if (name === FORMULA) cell.sawFormula();
      if (name === VALUE) cell.sawValue();
      wanted = name === VALUE;
    } else if (name === PHONETIC) phonetic = true;
    else wanted = name === T && !phonetic;
  }

  function closeCell(): void {
    within = "row";
    if (!cell.filled()) return;
    filled = true;
    if (column >= limits.columns) throw new SheetFault("too-big");
    if (!keep) return;
    while (cells.length < column) cells.push(null);
    cells[column] = cell.value();
  }
  function closeRow(): void {
    within = "data";
    if (!filled) return;
    count++;
    if (count > limits.rows) throw new SheetFault("too-many-rows");
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    deps.take({ number, cells });
  }

  return {
    open(name, bytes, from, to) {
      depth++;
      if (within === "cell") openInCell(name);
      else if (within === "row") {
        if (name === CELL && depth === DEPTH.cell) openCell(bytes, from, to);
      } else if (within === "data") {
        if (name === ROW && depth === DEPTH.row) openRow(bytes, from, to);
      } else if (name === SHEET_DATA && depth === DEPTH.data) within = "data";
    },
    text(bytes, from, to, raw) {
      if (wanted) cell.text(bytes, from, to, raw);
    },
    close(name) {
      wanted = false;
      if (within === "cell") {
        if (name === PHONETIC) phonetic = false;
        if (depth === DEPTH.cell) closeCell();
      } else if (within === "row" && depth === DEPTH.row) closeRow();
      else if (within === "data" && depth === DEPTH.data) within = "nothing";
      depth--;
    },
  };
}
