/** The zip around a workbook: its table of contents, checked before anything is unpacked, and its parts as streams. */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import yauzl from "yauzl";
import type { Entry } from "yauzl";
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";

/** A workbook has some dozens of parts. */
const MOST_PARTS = 10_000;
const CHUNK = 256 * 1024;

export interface Zip {
  has(name: string): boolean;
  /** Whether any part's name passes. */
  some(passes: (name: string) => boolean): boolean;
  /**
   * A part, unpacked piece by piece; its length and checksum are proved at its end. Throws SheetFault, or zlib's own
   * error where the packed data are damaged.
   */
  read(name: string): AsyncGenerator<Buffer>;
}

/** Reads the table of contents. Throws SheetFault. */
export async function openZip(path: string, limits: Limits): Promise<Zip> {
  const entries = await listEntries(path);
  checkSizes([...entries.values()], limits);
  return {
    has: (name) => entries.has(name.toLowerCase()),
    some: (passes) => [...entries.keys()].some(passes),
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) throw new SheetFault("broken");
      return unpack(path, entry);
    },
  };
}

/** What yauzl says of a damaged file is an Error without a code; what the disk says has one. */
function readDamage(error: unknown): unknown {
  if (error instanceof SheetFault || !(error instanceof Error) || "code" in error) return error;
  return new SheetFault(error.message.includes("encryption") ? "protected" : "broken");
}

async function listEntries(path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await yauzl.openPromise(path, { autoClose: true });
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new SheetFault("protected");
      const name = entry.fileName.toLowerCase();
      // two parts of one name: what is checked might not be what is read
      if (entries.has(name)) throw new SheetFault("broken");
      entries.set(name, entry);
      if (entries.size > MOST_PARTS) throw new SheetFault("zip-bomb");
    }
    return entries;
  } catch (error) {
    throw readDamage(error);
  }
}

function checkSizes(entries: readonly Entry[], limits: Limits): void {
  let total = 0;
  for (const { uncompressedSize, compressedSize } of entries) {
    total += uncompressedSize;
    const dense = uncompressedSize > limits.ratioFrom && uncompressedSize > compressedSize * limits.ratio;
    if (dense || total > limits.unpackedBytes) throw new SheetFault("zip-bomb");
  }
}

async function* unpack(path: string, entry: Entry): AsyncGenerator<Buffer> {
  const source = await openPart(path, entry);
  let length = 0;
  let sum = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    length += chunk.length;
    // longer than its own table says: nobody's spreadsheet does this by accident
    if (length > entry.uncompressedSize) throw new SheetFault("zip-bomb");
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (length !== entry.uncompressedSize || sum !== entry.crc32) throw new SheetFault("broken");
}

async function openPart(path: string, entry: Entry): Promise<Readable> {
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new SheetFault("broken");
  const start = await findData(path, entry);
  if (entry.compressedSize === 0) return Readable.from([]);
  const packed = createReadStream(path, { start, end: start + entry.compressedSize - 1, highWaterMark: CHUNK });
  if (entry.compressionMethod === 0) return packed;
  // an error of either shows in the one that is read; a reader that stops early closes both
  return pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), () => undefined);
}

async function findData(path: string, entry: Entry): Promise<number> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return fileDataStart;
  } catch (error) {
    throw readDamage(error);
  } finally {
    zip.close();
  }
}
