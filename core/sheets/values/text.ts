/** Cells as words: names and numbers in one form, everything else as written. */
import { normalise } from "#core/text/normalise.js";
import type { Cell } from "../cell.js";
import { faults, tooLong } from "../faults.js";
import { SCIENTIFIC } from "../value-class.js";
import { empty, read, wrong, type CellReader, type Reading } from "./reading.js";

/** Words in which nothing is left to normalise: most cells are, and looking is ten times quicker than doing. */
const PLAIN = /^[\x21-\x7e\u4e00-\u9fa5]*$/;
/** What people put into a cell to say that there is nothing. */
const NOTHING = /^(?:无|没有|暂无|不详|未知|空|\/+|\\|[-—_]+|null|none|n\/?a)$/i;
/** Spreadsheets keep 15 digits of a number. */
const EXACT = 1e15;
const LONGEST_WRITTEN = 500;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** The cell's words in the one form (`core/text/normalise.ts`); a number in digits, TRUE as 是. */
export function readWords(cell: Cell): Reading<string> {
  if (typeof cell === "string") return cell === "" ? empty() : notBlank(PLAIN.test(cell) ? cell : normalise(cell));
  if (cell === null) return empty();
  if (typeof cell === "number") return readDigits(cell);
  if (typeof cell === "boolean") return read(cell ? "是" : "否");
  return wrong(cell.trouble === "formula" ? faults.formula : faults.error);
}

/** The same, but "无", "/" and the like are nothing. For numbers, dates, phones and codes. */
export function readFact(cell: Cell): Reading<string> {
  const words = readWords(cell);
  return words.type === "read" && NOTHING.test(words.value) ? empty() : words;
}

/** As written, for columns that are kept and not understood: blanks at the ends and control characters go. */
export function readWritten(cell: Cell): Reading<string> {
  if (typeof cell !== "string") return readWords(cell);
  const text = PLAIN.test(cell) ? cell : cell.replace(/\r\n?/g, "\n").replace(CONTROL, "").trim();
  return text.length > LONGEST_WRITTEN ? wrong(tooLong(LONGEST_WRITTEN)) : notBlank(text);
}

/** A reader of one line of at most `most` characters. */
export function line(most: number): CellReader<string> {
  return (cell) => {
    const words = readWords(cell);
    if (words.type !== "read") return words;
    if (words.value.length > most) return wrong(tooLong(most));
    return words.value.includes("\n") ? wrong(faults.control) : words;
  };
}

/** A reader of names of people, places and units: a line that is not all digits. */
export function name(most: number): CellReader<string> {
  const readLine = line(most);
  return (cell) => {
    const words = readLine(cell);
    return words.type === "read" && /^[\d\s.,+-]*$/.test(words.value) ? wrong(faults.name) : words;
  };
}

/** A number that names something, such as 户编号: digits that a spreadsheet has rounded away are said. */
export function readCode(cell: Cell): Reading<string> {
  const words = readFact(cell);
  if (words.type !== "read") return words;
  if (SCIENTIFIC.test(words.value)) return wrong(faults.numberAsNumber);
  if (words.value.length > LONGEST_CODE) return wrong(tooLong(LONGEST_CODE));
  return words.value.includes("\n") ? wrong(faults.control) : words;
}
const LONGEST_CODE = 40;

function readDigits(value: number): Reading<string> {
  return Math.abs(value) >= EXACT ? wrong(faults.numberAsNumber) : read(String(value));
}

function notBlank(text: string): Reading<string> {
  return text === "" ? empty() : read(text);
}
