/** One cell of a worksheet as its XML goes by. */
import type { Cell } from "#core/sheets/cell.js";
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import { readText } from "../text.js";
import type { SharedStrings } from "./strings.js";
import { countCharacters, decodeText, readDigits, readXstring } from "./xml-text.js";

export interface CellDeps {
  readonly strings: SharedStrings;
  /** See `Workbook.dateStyles1904`. */
  readonly dateStyles1904: readonly boolean[] | null;
  readonly limits: Limits;
  /** Without it values are looked at but not made: the first pass only proves that the second will work. */
  readonly keep: boolean;
}

/** What `t` says of a cell. */
export type Sort = "number" | "shared" | "text" | "inline" | "boolean" | "error" | "date";

export interface CellReader {
  /** Begins the next cell. */
  start(): void;
  setSort(sort: Sort): void;
  setStyle(style: number): void;
  /** Says that a formula, or a value, stands in it. */
  sawFormula(): void;
  sawValue(): void;
  text(bytes: Buffer, from: number, to: number, raw: boolean): void;
  /** Whether anything is written down in it. */
  filled(): boolean;
  value(): Cell;
}

/** Days from 1900-01-01 to 1904-01-01 as spreadsheets count them. */
const DAYS_1904 = 1462;

export function readSort(bytes: Buffer, from: number, to: number): Sort {
  const first = bytes[from];
  if (first === 0x73) return to - from === 1 ? "shared" : "text";
  if (first === 0x69) return "inline";
  if (first === 0x62) return "boolean";
  if (first === 0x65) return "error";
  if (first === 0x64) return "date";
  return "number";
}

/** Reads cells one after the other, always with the same few variables: there are millions. */
export function createCellReader({ strings, dateStyles1904, limits, keep }: CellDeps): CellReader {
  let sort: Sort = "number";
  let style = 0;
  let formula = false;
  let valued = false;
  let length = 0;
  // a value of plain digits needs no text; -1 otherwise
  let digits = -1;
  let text = "";

  const isUncalculated = (): boolean => formula && length === 0 && !(sort === "text" && valued);

  function readNumber(): Cell {
    const number = digits >= 0 ? digits : Number(text);
    if (Number.isNaN(number)) return readText(text);
    return dateStyles1904?.[style] === true ? number + DAYS_1904 : number;
  }

  function readShared(): Cell {
    const found = digits >= 0 ? strings.at(digits) : undefined;
    return found === undefined ? { trouble: "error" } : found;
  }

  return {
    start() {
      sort = "number";
      style = 0;
      formula = valued = false;
      length = 0;
      digits = -1;
      text = "";
    },
    setSort: (read) => void (sort = read),
    setStyle: (read) => void (style = read),
    sawFormula: () => void (formula = true),
    sawValue: () => void (valued = true),
    text(bytes, from, to, raw) {
      if (keep && length === 0 && (sort === "number" || sort === "shared")) {
        digits = readDigits(bytes, from, to);
        length = to - from;
        if (digits < 0) text = decodeText(bytes, from, to, raw);
        return;
      }
      const count = keep ? -1 : countCharacters(bytes, from, to);
      const piece = count >= 0 ? "" : decodeText(bytes, from, to, raw);
      if (keep) text += piece;
      length += count >= 0 ? count : piece.length;
      if (!keep && length > limits.cellText) throw new SheetFault("broken");
    },
    filled: () => length > 0 || isUncalculated(),
    value() {
      if (isUncalculated()) return { trouble: "formula" };
      if (length === 0) return null;
      if (sort === "number") return readNumber();
      if (sort === "shared") return readShared();
      if (sort === "boolean") return text === "1" || text === "true";
      if (sort === "error") return { trouble: "error" };
      // an ISO day; no column of ours has hours
      if (sort === "date") return readText(text.replace(/T.*$/, ""));
      return readText(readXstring(text));
    },
  };
}
