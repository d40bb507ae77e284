/** The text of a csv, decoded as it streams by: UTF-8, UTF-16 with its mark, or GB18030. */
import { createReadStream } from "node:fs";
import { SheetFault } from "../fault.js";

/** WHATWG names. */
export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

const CHUNK = 256 * 1024;

/** Encodings to try, the likeliest first: a mark at the beginning settles it, and almost no GB18030 is valid UTF-8. */
export function listEncodings(head: Buffer): readonly Encoding[] {
  if (head[0] === 0xff && head[1] === 0xfe) return ["utf-16le"];
  if (head[0] === 0xfe && head[1] === 0xff) return ["utf-16be"];
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return ["utf-8"];
  return ["utf-8", "gb18030"];
}

/** Text of the first bytes, as well as it can be told where they end in the middle of a character. */
export function decodeHead(head: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true });
}

/** Decodes a file. Throws SheetFault: "encoding" at the first byte that cannot be, "not-a-sheet" at a NUL. */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new SheetFault("encoding");
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    const text = decode(chunk);
    if (text.includes("\0")) throw new SheetFault("not-a-sheet");
    yield text;
  }
  yield decode();
}
