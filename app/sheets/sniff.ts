/** What a file is, by its first bytes; names and endings are often wrong. */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { SheetRefusal } from "./sheet.js";

export type Sniffed =
  | { readonly type: "xlsx" }
  | { readonly type: "text"; readonly head: Buffer }
  | { readonly type: "refused"; readonly why: SheetRefusal };

const HEAD = 64 * 1024;

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const ZIP = Buffer.from("504b0304", "hex");
/** PDF, PNG, JPEG, GIF, gzip, 7z, RAR, an empty zip. */
const FOREIGN = ["25504446", "89504e47", "ffd8ff", "47494638", "1f8b", "377abcaf", "52617221", "504b0506"].map((hex) =>
  Buffer.from(hex, "hex"),
);

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * The old .xls and an .xlsx with a password come in the same wrapping; its directory, which names what is inside,
 * stands in the sector that the header points to ([MS-CFB] 2.2, [MS-OFFCRYPTO] 2.3).
 */
async function readOle(file: FileHandle, head: Buffer): Promise<SheetRefusal> {
  if (head.length < 512) return "broken";
  const sector = 2 ** Math.min(head.readUInt16LE(0x1e), 16);
  const directory = await readAt(file, (head.readUInt32LE(0x30) + 1) * sector, 16 * 1024);
  return directory.includes(Buffer.from("EncryptedPackage", "utf16le")) ? "protected" : "old-xls";
}

/** Many systems give out web pages that are named .xls: mended as the old .xls is, by saving them as .xlsx. */
function readMarkup(head: Buffer): SheetRefusal | null {
  const text = head
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart()
    .toLowerCase();
  if (!/^<(?:!doctype|html|head|meta|table|\?xml|style)/.test(text)) return null;
  return text.includes("<table") || text.includes("office:spreadsheet") ? "old-xls" : "not-a-sheet";
}

/** Reads the first bytes of a file that is there. */
export async function sniff(path: string): Promise<Sniffed> {
  const file = await open(path, "r");
  try {
    const head = await readAt(file, 0, HEAD);
    if (startsWith(head, ZIP)) return { type: "xlsx" };
    if (startsWith(head, OLE)) return { type: "refused", why: await readOle(file, head) };
    if (FOREIGN.some((mark) => startsWith(head, mark))) return { type: "refused", why: "not-a-sheet" };
    const markup = readMarkup(head);
    if (markup !== null) return { type: "refused", why: markup };
    return { type: "text", head };
  } finally {
    await file.close();
  }
}
