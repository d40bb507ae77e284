/** ID numbers 证件号码 in cells. */
import { idNumberCheck, readIdNumber } from "#core/text/id-number.js";
import type { Cell } from "../cell.js";
import { faults, type Fault } from "../faults.js";
import { SCIENTIFIC } from "../value-class.js";
import { isDay } from "./date.js";
import { read, wrong, type Reading } from "./reading.js";
import { readFact } from "./text.js";

/**
 * 18 characters with a right check digit, or a disability card of 20 or 22. Numbers of 15 digits are refused: those
 * cards ended on 1 January 2013 (居民身份证法 2011, art. 23), and the national checker refuses them too (data-shapes §5,
 * 1_12_002). What a spreadsheet has made a number of has lost its last digits, which is said and never guessed.
 */
export function readId(cell: Cell): Reading<string> {
  if (typeof cell === "number" && Math.abs(cell) >= 1e15) return wrong(faults.idAsNumber);
  if (typeof cell === "string" && isPlainId(cell)) return read(cell);
  const words = readFact(cell);
  if (words.type !== "read") return words;
  if (SCIENTIFIC.test(words.value)) return wrong(faults.idAsNumber);
  const result = readIdNumber(words.value);
  if (result.type === "read") return read(result.value);
  if (result.why === "wrong-length") return wrong(result.given === 15 ? faults.idOld : faults.idLength);
  return wrong(faultOf[result.why]);
}

/** What `readIdNumber` would take as it stands: looked at first, because in a long list almost every number is right. */
function isPlainId(text: string): boolean {
  if (!PLAIN.test(text) || idNumberCheck(text.slice(0, 17)) !== text[17]) return false;
  const year = Number(text.slice(6, 10));
  return year >= 1880 && isDay(year, Number(text.slice(10, 12)), Number(text.slice(12, 14)));
}
const PLAIN = /^\d{10}(?:0[1-9]|1[0-2])\d{5}[\dX]$/;

const faultOf = {
  empty: faults.idLength,
  "not-a-number": faults.idCharacter,
  "wrong-character": faults.idCharacter,
  "wrong-date": faults.idDate,
  "wrong-checksum": faults.idChecksum,
} as const satisfies Record<string, Fault>;
