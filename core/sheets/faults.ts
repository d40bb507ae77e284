/** What can be wrong with a cell, and how to mend it. */
import { say, type Message } from "#core/message/message.js";

export interface Fault {
  readonly reason: Message;
  readonly mend: Message;
}

const fault = (reason: Message, mend: Message): Fault => ({ reason, mend });

/** Every fault that needs no more words than its name. */
export const faults = {
  empty: fault(say("sheet.reason-empty"), say("sheet.mend-empty")),
  formula: fault(say("sheet.reason-formula"), say("sheet.mend-formula")),
  error: fault(say("sheet.reason-error"), say("sheet.mend-error")),
  /** A spreadsheet keeps 15 digits of a number: the last ones of an ID number are gone, and nobody may guess them. */
  idAsNumber: fault(say("sheet.reason-id-as-number"), say("sheet.mend-id-as-number")),
  numberAsNumber: fault(say("sheet.reason-number-as-number"), say("sheet.mend-number-as-number")),
  idLength: fault(say("sheet.reason-id-length"), say("sheet.mend-id-length")),
  idOld: fault(say("sheet.reason-id-old"), say("sheet.mend-id-old")),
  idCharacter: fault(say("sheet.reason-id-character"), say("sheet.mend-id-character")),
  idDate: fault(say("sheet.reason-id-date"), say("sheet.mend-id-date")),
  idChecksum: fault(say("sheet.reason-id-checksum"), say("sheet.mend-id-checksum")),
  date: fault(say("sheet.reason-date"), say("sheet.mend-date")),
  day: fault(say("sheet.reason-day"), say("sheet.mend-day")),
  year: fault(say("sheet.reason-year"), say("sheet.mend-year")),
  number: fault(say("sheet.reason-number"), say("sheet.mend-number")),
  whole: fault(say("sheet.reason-whole"), say("sheet.mend-whole")),
  yesNo: fault(say("sheet.reason-yes-no"), say("sheet.mend-yes-no")),
  phone: fault(say("sheet.reason-phone"), say("sheet.mend-phone")),
  phoneLength: fault(say("sheet.reason-phone-length"), say("sheet.mend-phone-length")),
  phones: fault(say("sheet.reason-phones"), say("sheet.mend-phones")),
  name: fault(say("sheet.reason-name"), say("sheet.mend-name")),
  control: fault(say("sheet.reason-control"), say("sheet.mend-control")),
  causeNumber: fault(say("sheet.reason-cause-number"), say("sheet.mend-cause-number")),
  creditCode: fault(say("sheet.reason-credit-code"), say("sheet.mend-credit-code")),
  level: fault(say("sheet.reason-level"), say("sheet.mend-level")),
  areaCode: fault(say("sheet.reason-area-code"), say("sheet.mend-area-code")),
  areaGap: fault(say("sheet.reason-area-gap"), say("sheet.mend-area-gap")),
  sort: fault(say("sheet.reason-sort"), say("sheet.mend-sort")),
} as const satisfies Record<string, Fault>;

/** A number below `from` or above `to`. */
export function outOfRange(from: number, to: number): Fault {
  return fault(say("sheet.reason-range", { from: String(from), to: String(to) }), say("sheet.mend-range"));
}

/** More characters than there is room for. */
export function tooLong(most: number): Fault {
  return fault(say("sheet.reason-too-long", { most: String(most) }), say("sheet.mend-too-long"));
}

/** A word that is not on the list of those possible. */
export function notOnList(words: readonly string[]): Fault {
  return fault(say("sheet.reason-choice"), say("sheet.mend-choice", { words: words.join(" / ") }));
}

/** A category of another kind of help. */
export function otherKind(words: readonly string[]): Fault {
  return fault(say("sheet.reason-category-kind"), say("sheet.mend-category-kind", { words: words.join(" / ") }));
}
