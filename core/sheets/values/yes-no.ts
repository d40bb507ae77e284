/** Yes and no in cells. */
import type { Cell } from "../cell.js";
import { faults } from "../faults.js";
import { read, wrong, type Reading } from "./reading.js";
import { readWords, readWritten } from "./text.js";

const YES = /^(?:是|有|对|√|✓|✔|☑|1|y|yes|true|已(?:参加|解决|消除|核实)?)$/i;
const NO = /^(?:否|无|不是|没有|未|×|✗|✘|x|0|n|no|false|[未没](?:参加|解决|消除|核实))$/i;

/** 是 √ 1 有 … or 否 × 0 无 …; anything else is wrong. */
export function readYesNo(cell: Cell): Reading<boolean> {
  const words = readWords(cell);
  if (words.type !== "read") return words;
  if (YES.test(words.value)) return read(true);
  return NO.test(words.value) ? read(false) : wrong(faults.yesNo);
}

/** The same as 是 or 否, for columns that are kept as text. */
export function readYesNoWord(cell: Cell): Reading<string> {
  const yes = readYesNo(cell);
  return yes.type === "read" ? read(yes.value ? "是" : "否") : yes;
}

/** 是 or 否 where it can be told, else as written: some offices write more than the column asks for. */
export function readYesNoOrMore(cell: Cell): Reading<string> {
  const yes = readYesNoWord(cell);
  return yes.type === "wrong" && typeof cell === "string" ? readWritten(cell) : yes;
}
