/**
 * Walks through XML as bytes come in. A county's list has twenty million tags, which a full parser takes half a minute
 * to read; this one knows just enough to be right about the parts of a workbook, and refuses what they never hold.
 */
import { SheetFault } from "../fault.js";

/** Called as elements go by. Names are codes of `nameCode`, without their prefix. */
export interface XmlEvents {
  /** Bytes from `from` to `to` are the tag from its name to its last attribute. */
  open(name: number, bytes: Buffer, from: number, to: number): void;
  close(name: number): void;
  /** Text between two tags, whole up to the next tag, comment or CDATA. `raw` text has no entities. */
  text(bytes: Buffer, from: number, to: number, raw: boolean): void;
}

export interface XmlScanner {
  /** Takes the next bytes. Throws SheetFault("broken") where this is no XML. */
  feed(chunk: Buffer): void;
  /** Says that all bytes are in. Throws SheetFault("broken") when an element is still open. */
  end(): void;
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;
const EQUALS = 0x3d;

/** More than any tag, or any cell's text, can take. */
const MOST_AT_ONCE = 1024 * 1024;
const DEEPEST = 64;

/** A local name as a number: comparing numbers is what makes this fast. */
export function nameCode(name: string): number {
  return codeOf(Buffer.from(name), 0, name.length);
}

function codeOf(bytes: Buffer, from: number, to: number): number {
  let code = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte === SLASH) break;
    code = byte === COLON ? 0 : (Math.imul(code, 31) + byte) | 0;
  }
  return code;
}

function findTag(bytes: Buffer, from: number): number {
  const end = bytes.length;
  for (let at = from; at < end; at++) if (bytes[at] === LT) return at;
  return -1;
}

/** The `>` of a tag, which may also stand in an attribute; -1 when it is not here yet. */
function findTagEnd(bytes: Buffer, from: number): number {
  const end = bytes.length;
  let quote = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === GT) return at;
    else if (byte === 0x22 || byte === 0x27) quote = byte;
  }
  return -1;
}

const isNameStart = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte >= 0x80;

export function createXmlScanner(events: XmlEvents): XmlScanner {
  let rest: Buffer | null = null;
  const open: number[] = [];
  let seen = false;

  function close(name: number): void {
    if (open.pop() !== name) throw new SheetFault("broken");
    events.close(name);
  }

  /** Comment, CDATA, processing instruction. A DOCTYPE could declare entities that grow without end: refused. */
  function readSpecial(bytes: Buffer, lt: number): number {
    if (bytes[lt + 1] === QUESTION) return after(bytes, "?>", lt + 2);
    if (bytes.length < lt + 9) return -1;
    if (bytes.toString("latin1", lt, lt + 4) === "<!--") return after(bytes, "-->", lt + 4);
    if (bytes.toString("latin1", lt, lt + 9) !== "<![CDATA[") throw new SheetFault("broken");
    const past = after(bytes, "]]>", lt + 9);
    if (past > 0) events.text(bytes, lt + 9, past - 3, true);
    return past;
  }

  /** Reads what begins at a `<`; returns where it ends, or -1 when it is not whole yet. */
  function readTag(bytes: Buffer, lt: number): number {
    const first = bytes[lt + 1];
    if (first === undefined) return -1;
    if (first === BANG || first === QUESTION) return readSpecial(bytes, lt);
    const gt = findTagEnd(bytes, lt + 1);
    if (gt < 0) return -1;
    if (first === SLASH) {
      close(codeOf(bytes, lt + 2, gt));
      return gt + 1;
    }
    if (!isNameStart(first) || (open.length === 0 && seen) || open.length >= DEEPEST) throw new SheetFault("broken");
    seen = true;
    const empty = bytes[gt - 1] === SLASH;
    const to = empty ? gt - 1 : gt;
    const name = codeOf(bytes, lt + 1, to);
    open.push(name);
    events.open(name, bytes, lt + 1, to);
    if (empty) close(name);
    return gt + 1;
  }

  return {
    feed(chunk) {
      const bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (;;) {
        const lt = findTag(bytes, at);
        if (lt < 0) break;
        if (lt > at) events.text(bytes, at, lt, false);
        at = lt;
        const past = readTag(bytes, lt);
        if (past < 0) break;
        at = past;
      }
      rest = at < bytes.length ? bytes.subarray(at) : null;
      if (rest !== null && rest.length > MOST_AT_ONCE) throw new SheetFault("broken");
    },
    end() {
      const left = rest === null ? "" : rest.toString("latin1").trim();
      if (left !== "" || open.length > 0 || !seen) throw new SheetFault("broken");
    },
  };
}

function after(bytes: Buffer, mark: string, from: number): number {
  const found = bytes.indexOf(mark, from, "latin1");
  return found < 0 ? -1 : found + mark.length;
}

function skipBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] ?? 0) <= 0x20) at++;
  return at;
}

function skipName(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] ?? 0) > 0x20 && bytes[at] !== EQUALS) at++;
  return at;
}

/** Reads the attributes of a tag that have one letter for a name; calls back with where each value stands. */
export function eachShortAttribute(
  bytes: Buffer,
  from: number,
  to: number,
  take: (letter: number, bytes: Buffer, valueFrom: number, valueTo: number) => void,
): void {
  let at = skipBlanks(bytes, skipName(bytes, from, to), to);
  while (at < to) {
    const nameFrom = at;
    const nameTo = skipName(bytes, at, to);
    at = skipBlanks(bytes, nameTo, to);
    if (bytes[at] !== EQUALS) throw new SheetFault("broken");
    at = skipBlanks(bytes, at + 1, to);
    const quote = bytes[at];
    const valueFrom = at + 1;
    at = valueFrom;
    while (at < to && bytes[at] !== quote) at++;
    if (nameTo - nameFrom === 1) take(bytes[nameFrom] ?? 0, bytes, valueFrom, at);
    at = skipBlanks(bytes, at + 1, to);
  }
}
