/** Text in the XML of a workbook: entities, and the `_x000D_` that stands for what XML cannot say. */
import { SheetFault } from "../fault.js";

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));|&/g;

function readEntities(text: string): string {
  return text.replaceAll(ENTITY, (_, hex?: string, decimal?: string, name?: string) => {
    const named = name === undefined ? undefined : NAMED[name];
    if (named !== undefined) return named;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : Number.NaN;
    // an entity that nobody declared, or no character at all
    if (!(code > 0 && code <= 0x10ffff)) throw new SheetFault("broken");
    return String.fromCodePoint(code);
  });
}

/** Decodes a stretch of XML text. Throws SheetFault("broken") at an entity other than the five and numbers. */
export function decodeText(bytes: Buffer, from: number, to: number, raw: boolean): string {
  let entities = false;
  let returns = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x26) entities = true;
    else if (byte === 0x0d) returns = true;
  }
  let text = bytes.toString("utf8", from, to);
  if (returns) text = text.replaceAll(/\r\n?/g, "\n");
  return entities && !raw ? readEntities(text) : text;
}

/** Characters in a stretch of UTF-8 text; -1 when it has entities, so that it must be decoded to be known. */
export function countCharacters(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x26) return -1;
    if ((byte & 0xc0) !== 0x80) count++;
  }
  return count;
}

/** Takes `_x000D_` and its like back to characters (ECMA-376 part 1, 22.9.2.19 ST_Xstring). */
export function readXstring(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replaceAll(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

// oxlint-disable-next-line eslint/no-control-regex -- these are what XML cannot hold
const UNSPEAKABLE = /[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]|_(?=x[0-9a-fA-F]{4}_)/g;
// oxlint-disable-next-line eslint/no-control-regex -- as above
const SPECIAL = /[&<>"\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]|_x/;

/** Text as it may stand in XML, in an element or an attribute. */
export function encodeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replaceAll(UNSPEAKABLE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Digits as a number; -1 when there is anything else, or more than a number holds exactly. */
export function readDigits(bytes: Buffer, from: number, to: number): number {
  if (to <= from || to - from > 15) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
