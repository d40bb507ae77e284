/** Counts and money in cells. */
import { faults, outOfRange } from "../faults.js";
import { read, wrong, type CellReader, type Reading } from "./reading.js";
import { readFact } from "./text.js";

const NUMBER = /^[¥￥]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:元|人|个|户|月|个月|个岗位)?$/;

/** Almost every number there is. */
const SHORT = /^\d{1,9}$/;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A reader of whole yuan: fen are rounded. */
export function money(range: Range): CellReader<number> {
  return (cell) => within(range, mapped(plainNumber(cell), Math.round));
}

/** A reader of whole numbers. */
export function whole(range: Range): CellReader<number> {
  return (cell) => {
    const number = plainNumber(cell);
    return number.type === "read" && !Number.isInteger(number.value) ? wrong(faults.whole) : within(range, number);
  };
}

/** A reader of numbers that are kept as text, such as months of work. */
export function written(range: Range): CellReader<string> {
  return (cell) => {
    const number = within(range, plainNumber(cell));
    return number.type === "read" ? read(String(number.value)) : number;
  };
}

const plainNumber: CellReader<number> = (cell) => {
  if (typeof cell === "number") return read(cell);
  if (typeof cell === "boolean") return wrong(faults.number);
  if (typeof cell === "string" && SHORT.test(cell)) return read(Number(cell));
  const words = readFact(cell);
  if (words.type !== "read") return words;
  const digits = NUMBER.exec(words.value)?.[1];
  return digits === undefined ? wrong(faults.number) : read(Number(digits.replaceAll(",", "")));
};

function mapped(number: Reading<number>, change: (value: number) => number): Reading<number> {
  return number.type === "read" ? read(change(number.value)) : number;
}

function within({ from, to }: Range, number: Reading<number>): Reading<number> {
  if (number.type !== "read" || (number.value >= from && number.value <= to)) return number;
  return wrong(outOfRange(from, to));
}
