/** Phone numbers in cells. */
import { readPhone } from "#core/text/phone.js";
import type { Cell } from "../cell.js";
import { faults } from "../faults.js";
import { SCIENTIFIC } from "../value-class.js";
import { read, wrong, type Reading } from "./reading.js";
import { readFact } from "./text.js";

export interface Phones {
  /** E.164. */
  readonly first: string;
  /** Everything as written, when there are several; null when there is just the one. */
  readonly all: string | null;
}

const MOBILE = /^1[3-9]\d{9}$/;

/** One phone or several: the first counts. */
export function readPhones(cell: Cell): Reading<Phones> {
  const words = readFact(cell);
  if (words.type !== "read") return words;
  const text = words.value;
  // What readPhone would say, and what almost every cell holds.
  if (MOBILE.test(text)) return read({ first: `+86${text}`, all: null });
  if (SCIENTIFIC.test(text)) return wrong(faults.numberAsNumber);
  const result = readPhone(text);
  if (result.type === "read") return read({ first: result.value, all: null });
  if (result.why === "several") return readSeveral(text);
  return wrong(result.why === "wrong-length" ? faults.phoneLength : faults.phone);
}

/** Just one phone, where there is no place for more. */
export function readOnePhone(cell: Cell): Reading<string> {
  const phones = readPhones(cell);
  if (phones.type !== "read") return phones;
  return phones.value.all === null ? read(phones.value.first) : wrong(faults.phones);
}

/** As people here write it: without +86, a landline with its 0. Reading it gives the same number again. */
export function localPhone(phone: string): string {
  if (!phone.startsWith("+86")) return phone;
  const local = phone.slice(3);
  return MOBILE.test(local) ? local : `0${local}`;
}

/** The cell of a phone: everything that was written when that still begins with it, else the one number. */
export function phoneCell(phone: string, all: string | undefined): string {
  const kept = all === undefined ? null : readPhones(all);
  return all !== undefined && kept?.type === "read" && kept.value.first === phone ? all : localPhone(phone);
}

function readSeveral(text: string): Reading<Phones> {
  // A blank may also stand within a number.
  for (const mark of [/[、,;/|\n]+/, /[、,;/|\s]+/]) {
    const results = text
      .split(mark)
      .filter((part) => part.trim() !== "")
      .map(readPhone);
    const [first] = results;
    if (first?.type === "read" && results.every((result) => result.type === "read")) {
      return read({ first: first.value, all: text });
    }
  }
  return wrong(faults.phone);
}
