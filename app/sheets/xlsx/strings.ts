/** The shared strings of a workbook, kept packed: as bytes they take a third of what they would take as strings. */
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import { readText } from "../text.js";
import { createXmlScanner, nameCode, type XmlEvents } from "./xml-scan.js";
import { decodeText, readXstring } from "./xml-text.js";

export interface SharedStrings {
  readonly count: number;
  /** Text of a cell that points here, as `readText` leaves it; null where it is empty. Undefined past the end. */
  at(index: number): string | null | undefined;
}

const SI = nameCode("si");
const T = nameCode("t");
const PHONETIC = nameCode("rPh");
const PAGE = 1024 * 1024;
/** Strings that repeat, such as a county's name, are decoded once. */
const REMEMBERED = 4096;

/** Bytes of many strings in pages; a string never crosses a page. */
interface Packed {
  add(bytes: Uint8Array): void;
  read(index: number): string;
  readonly count: number;
}

function createPacked(): Packed {
  const pages: Buffer[] = [];
  let used = PAGE;
  let count = 0;
  // page, offset and length of each
  let places = new Uint32Array(3 * 1024);
  return {
    get count() {
      return count;
    },
    add(bytes) {
      if (used + bytes.length > PAGE) {
        pages.push(Buffer.allocUnsafeSlow(Math.max(PAGE, bytes.length)));
        used = 0;
      }
      if (count * 3 === places.length) {
        const wider = new Uint32Array(places.length * 2);
        wider.set(places);
        places = wider;
      }
      pages.at(-1)?.set(bytes, used);
      places.set([pages.length - 1, used, bytes.length], count * 3);
      used += bytes.length;
      count++;
    },
    read(index) {
      const [page = 0, from = 0, length = 0] = places.subarray(index * 3, index * 3 + 3);
      return pages[page]?.toString("utf8", from, from + length) ?? "";
    },
  };
}

/** What gathers the strings while the part goes by; readings of characters (`rPh`) are no part of the text. */
function createGatherer(packed: Packed, limits: Limits): XmlEvents {
  let text = "";
  let within = false;
  let phonetic = false;
  return {
    open(name) {
      if (name === SI) text = "";
      else if (name === T) within = !phonetic;
      else if (name === PHONETIC) phonetic = true;
    },
    text(bytes, from, to, raw) {
      if (within) text += decodeText(bytes, from, to, raw);
    },
    close(name) {
      if (name === T) within = false;
      else if (name === PHONETIC) phonetic = false;
      else if (name === SI) {
        if (packed.count >= limits.sharedStrings) throw new SheetFault("too-big");
        const whole = readXstring(text);
        if (whole.length > limits.cellText) throw new SheetFault("broken");
        packed.add(Buffer.from(readText(whole) ?? ""));
      }
    },
  };
}

/** Reads the shared strings; an empty part is as good as none. Throws SheetFault. */
export async function readStrings(part: AsyncIterable<Buffer> | null, limits: Limits): Promise<SharedStrings> {
  const packed = createPacked();
  if (part !== null) {
    const scanner = createXmlScanner(createGatherer(packed, limits));
    for await (const chunk of part) scanner.feed(chunk);
    scanner.end();
  }
  const lately = Array.from<{ index: number; text: string | null } | undefined>({ length: REMEMBERED });
  return {
    count: packed.count,
    at(index) {
      if (index >= packed.count) return undefined;
      const known = lately[index % REMEMBERED];
      if (known?.index === index) return known.text;
      const text = packed.read(index) || null;
      lately[index % REMEMBERED] = { index, text };
      return text;
    },
  };
}
