import { mkdir, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSheets, type Limits, type SheetRefusal } from "#app/sheets/open.js";
import {
  bombFile,
  csvFile,
  encodeGb18030,
  sheetFolder,
  xlsxFile,
  xlsxParts,
  zipFile,
  type CellIn,
} from "../../kit/sheet-files.js";

let folder: Awaited<ReturnType<typeof sheetFolder>>;
beforeAll(async () => void (folder = await sheetFolder()));
afterAll(() => folder.remove());

const list: CellIn[][] = [
  ["户编号", "姓名"],
  ["5201", "张三"],
  ["5202", "李四"],
];
const one = [{ name: "名单", rows: list }];

/** An OLE file whose directory names one stream. */
function oleFile(stream: string): Buffer {
  const bytes = Buffer.alloc(2048);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(bytes);
  bytes.writeUInt16LE(9, 0x1e);
  bytes.writeUInt32LE(1, 0x30);
  bytes.write(stream, 1024 + 128, "utf16le");
  return bytes;
}

/** Changes bytes of a good workbook. */
async function damaged(name: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  const path = folder.file(name);
  await xlsxFile(path, list);
  await writeFile(path, change(await readFile(path)));
  return path;
}

async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(folder.file(name), content);
  return folder.file(name);
}

async function zipped(name: string, parts: Record<string, string>): Promise<string> {
  await zipFile(folder.file(name), parts);
  return folder.file(name);
}

async function bomb(name: string, lies: boolean): Promise<string> {
  await bombFile(folder.file(name), { lies });
  return folder.file(name);
}

async function csv(name: string, rows: string[][]): Promise<string> {
  await csvFile(folder.file(name), rows);
  return folder.file(name);
}

async function xlsx(name: string, rows: CellIn[][], options = {}): Promise<string> {
  await xlsxFile(folder.file(name), rows, options);
  return folder.file(name);
}

const manyRows = Array.from({ length: 30 }, (_, at) => ["户", String(at)]);
const sheetName = "xl/worksheets/sheet1.xml";

const refused: readonly [string, SheetRefusal, () => Promise<string>, Partial<Limits>?][] = [
  ["a file that is not there", "missing-file", async () => folder.file("nowhere.xlsx")],
  ["a folder", "not-a-sheet", async () => (await mkdir(folder.file("dir"), { recursive: true })) ?? ""],
  ["an empty file", "empty", () => written("empty.csv", "")],
  ["a csv of blank lines", "empty", () => written("blank.csv", "\r\n ,\u3000,\r\n\r\n")],
  ["a workbook without rows", "empty", () => xlsx("none.xlsx", [])],
  ["a workbook of blank rows", "empty", () => xlsx("blanks.xlsx", [[null, ""], [null]])],
  ["a workbook with its sheets hidden", "empty", () => zipped("hid.xlsx", xlsxParts([{ ...one[0]!, hidden: true }]))],
  ["a PDF named .xlsx", "not-a-sheet", () => written("a.xlsx", "%PDF-1.7 and so on")],
  ["a picture", "not-a-sheet", () => written("a.png", Buffer.from("89504e470d0a1a0a0000", "hex"))],
  ["a text with NUL bytes", "not-a-sheet", () => written("nul.csv", "户编号,姓名\r\n1,\0\0\r\n")],
  ["a Word document", "not-a-sheet", () => zipped("a.docx", { "word/document.xml": "<w:document/>" })],
  ["an empty zip", "not-a-sheet", () => zipped("none.zip", {})],
  ["a web page", "not-a-sheet", () => written("a.html", "<!DOCTYPE html><html><body>名单</body></html>")],
  [
    "a web page with a table, named .xls",
    "old-xls",
    () => written("t.xls", "<html><table><tr><td>1</td></tr></table>"),
  ],
  ["the old .xls", "old-xls", () => written("b.xls", oleFile("Workbook"))],
  ["a binary workbook", "old-xls", () => zipped("b.xlsb", { "xl/workbook.bin": "x" })],
  ["a workbook with a password", "protected", () => written("p.xlsx", oleFile("EncryptedPackage"))],
  ["a zip with a password", "protected", () => damaged("z.xlsx", (bytes) => setEncrypted(bytes))],
  ["a cut workbook", "broken", () => damaged("cut.xlsx", (bytes) => bytes.subarray(0, bytes.length - 200))],
  ["a workbook with a flipped bit", "broken", () => damaged("bit.xlsx", (bytes) => flipSum(bytes))],
  ["a workbook with damaged data", "broken", () => damaged("data.xlsx", (bytes) => bytes.fill(0xff, 60, 90))],
  ["a sheet that stops", "broken", () => withSheet("stop.xlsx", "<worksheet><sheetData><row><c><v>1</v>")],
  [
    "a sheet that closes wrongly",
    "broken",
    () => withSheet("wrong.xlsx", "<worksheet><sheetData></worksheet></sheetData>"),
  ],
  ["a sheet that is no XML", "broken", () => withSheet("text.xlsx", "1 < 2, 3 < 4")],
  ["a sheet in UTF-16", "broken", () => withSheet("utf16.xlsx", Buffer.from("\uFEFF<worksheet/>", "utf16le"))],
  ["an unknown entity", "broken", () => withSheet("entity.xlsx", rowXml("<v>&lol;</v>"))],
  ["a DOCTYPE", "broken", () => xlsx("doctype.xlsx", list, { prologue: '<!DOCTYPE x [<!ENTITY a "b">]>' })],
  ["a DOCTYPE in the list of sheets", "broken", () => withPart("doc2.xlsx", "xl/workbook.xml", "<!DOCTYPE workbook>")],
  ["a DOCTYPE in the strings", "broken", () => withPart("doc3.xlsx", "xl/sharedStrings.xml", "<!DOCTYPE sst>")],
  ["a zip bomb", "zip-bomb", () => bomb("bomb.xlsx", false)],
  ["a zip bomb that lies", "zip-bomb", () => bomb("lies.xlsx", true)],
  ["more than may be unpacked", "zip-bomb", () => xlsx("unpacked.xlsx", list), { unpackedBytes: 1000 }],
  ["too many rows of xlsx", "too-many-rows", () => xlsx("rows.xlsx", manyRows), { rows: 29 }],
  ["too many rows of csv", "too-many-rows", () => csv("rows.csv", manyRows), { rows: 29 }],
  ["too many bytes", "too-big", () => csv("bytes.csv", manyRows), { fileBytes: 100 }],
  ["too many columns of xlsx", "too-big", () => xlsx("columns.xlsx", [["a", null, "b"]]), { columns: 2 }],
  ["too many columns of csv", "too-big", () => written("columns.csv", "a,,b\r\n"), { columns: 2 }],
  ["too many strings", "too-big", () => xlsx("strings.xlsx", list, { strings: "shared" }), { sharedStrings: 3 }],
  ["too long a text", "broken", () => xlsx("text2.xlsx", [["贫".repeat(32_768)]])],
  ["too long a shared text", "broken", () => xlsx("text3.xlsx", [["贫".repeat(32_768)]], { strings: "shared" })],
  ["a quote that is never closed", "broken", () => written("quote.csv", `a,b\r\n"x,${"y\r\n".repeat(400_000)}`)],
  ["too long a field", "broken", () => written("field.csv", `a,${"长".repeat(32_768)}\r\n`)],
  ["bytes of no encoding", "encoding", () => written("bytes2.csv", Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]))],
  ["a UTF-8 mark before something else", "encoding", () => written("mark.csv", marked(encodeGb18030("户编号,姓名")))],
];

const marked = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from("\uFEFF"), bytes]);
const rowXml = (cell: string): string => `<worksheet><sheetData><row><c>${cell}</c></row></sheetData></worksheet>`;

function withSheet(name: string, content: string | Buffer): Promise<string> {
  return zipped(name, { ...xlsxParts(one), [sheetName]: content as string });
}

async function withPart(name: string, part: string, before: string): Promise<string> {
  const parts = xlsxParts(one, { strings: "shared" });
  return zipped(name, { ...parts, [part]: before + parts[part] });
}

/** Sets the bit that says "encrypted" in the table of contents (APPNOTE 4.4.4). */
function setEncrypted(bytes: Buffer): Buffer {
  const at = bytes.indexOf(Buffer.from("504b0102", "hex"));
  bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
  return bytes;
}

/** Changes the checksum of every part. */
function flipSum(bytes: Buffer): Buffer {
  const mark = Buffer.from("504b0102", "hex");
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    bytes[at + 16] = (bytes[at + 16] ?? 0) ^ 1;
  }
  return bytes;
}

describe("a file that cannot be read", () => {
  it.each(refused)("%s is refused as %s", async (_, why, make, limits) => {
    expect(await openSheets(await make(), limits)).toEqual({ type: "refused", why });
  });
});

describe("limits", () => {
  it("let pass what is just within them", async () => {
    const long = "贫".repeat(32_767);
    const path = await xlsx("within.xlsx", [...manyRows.slice(1), [long, "b"]]);
    const opened = await openSheets(path, { rows: 30, columns: 2 });
    expect(opened).toMatchObject({ type: "ok", sheets: [{ rowCount: 30 }] });
  });

  it("forgive styled cells far to the right, and a million blank rows below", async () => {
    const right = '<row r="9"><c r="XFD9" s="1"/></row>';
    const path = await xlsx("styled.xlsx", list, { moreRows: right + '<row><c s="1"/></row>'.repeat(2000) });
    const opened = await openSheets(path, { rows: 3, columns: 2 });
    expect(opened).toMatchObject({ type: "ok", sheets: [{ rowCount: 3 }] });
  });
});
