/**
 * Cuts the text of a csv into blocks of whole records, and checks what must be known before the first row is given out:
 * that every quote is closed and nothing is beyond the limits. It reads quotes as csv-parse does with `relax_quotes`:
 * one opens a field only at its beginning, two within are one sign, any other closes it.
 */
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import { isBlank } from "../text.js";

/** Signs of one record: a quote that is never closed would swallow the rest of the file. */
const MOST_IN_RECORD = 1024 * 1024;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

export interface Cutter {
  /** Takes more text; the whole records it completes, or the empty text. Throws SheetFault. */
  push(text: string): string;
  /** The last record, which may lack its end. Throws SheetFault when a quote is still open. */
  end(): string;
  /** Records so far with more in them than blanks. */
  readonly filled: number;
}

export function createCutter(delimiter: string, limits: Limits): Cutter {
  const comma = delimiter.charCodeAt(0);
  let rest = "";
  let at = 0;
  let cut = 0;
  let quoted = false;
  let atStart = true;
  let fieldFrom = 0;
  let column = 1;
  let lastFilled = 0;
  let filled = 0;

  function endField(): void {
    if (at - fieldFrom > limits.cellText && rest.slice(fieldFrom, at).trim().length > limits.cellText)
      throw new SheetFault("broken");
    fieldFrom = at + 1;
    atStart = true;
  }

  function endRecord(after: number): void {
    endField();
    if (lastFilled > limits.columns) throw new SheetFault("too-big");
    if (lastFilled > 0) filled++;
    cut = after;
    fieldFrom = after;
    column = 1;
    lastFilled = 0;
  }

  /** Is this the sign after a field? `NaN` is the end of the text. */
  function endsField(sign: number): boolean {
    return sign === comma || sign === LF || sign === CR || Number.isNaN(sign);
  }

  /** One sign within quotes; false when the next one is needed to understand it. */
  function readQuoted(sign: number, open: boolean): boolean {
    if (sign !== QUOTE) {
      if (!isBlank(sign)) lastFilled = column;
      return true;
    }
    if (open) return false;
    const next = rest.charCodeAt(at + 1);
    if (next === QUOTE) at++;
    else quoted = false;
    // a closing one in the middle of a field stands for itself
    if (next === QUOTE || !endsField(next)) lastFilled = column;
    return true;
  }

  /** Reads on from `at`; stops before a sign whose meaning the next one decides, unless there is none. */
  function read(last: boolean): void {
    for (; at < rest.length; at++) {
      const sign = rest.charCodeAt(at);
      const open = at + 1 >= rest.length && !last;
      if (quoted) {
        if (!readQuoted(sign, open)) return;
      } else if (sign === comma) {
        endField();
        column++;
      } else if (sign === LF) endRecord(at + 1);
      else if (sign === CR) {
        if (open) return;
        if (rest.charCodeAt(at + 1) === LF) at++;
        endRecord(at + 1);
      } else {
        if (sign === QUOTE && atStart) quoted = true;
        else if (!isBlank(sign)) lastFilled = column;
        atStart = false;
      }
    }
  }

  return {
    push(text) {
      rest = rest.slice(cut) + text;
      at -= cut;
      fieldFrom -= cut;
      cut = 0;
      read(false);
      if (rest.length - cut > MOST_IN_RECORD) throw new SheetFault("broken");
      return rest.slice(0, cut);
    },
    end() {
      rest = rest.slice(cut);
      at -= cut;
      fieldFrom -= cut;
      cut = 0;
      read(true);
      if (quoted) throw new SheetFault("broken");
      if (cut < rest.length) endRecord(rest.length);
      return rest;
    },
    get filled() {
      return filled;
    },
  };
}
