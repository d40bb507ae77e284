/** Makes spreadsheets for tests: honest ones, odd ones, and ones that should be refused. All people are made up. */
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";

/** A folder of its own for a test's files, and how to take it away. */
export async function sheetFolder(): Promise<{ file(name: string): string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "sheets-"));
  return { file: (name) => join(folder, name), remove: () => rm(folder, { recursive: true }) };
}

/** What can stand in a cell of a made xlsx. */
export type CellIn =
  | string
  | number
  | boolean
  | null
  /** A formula; without `value` it was never calculated. */
  | { readonly formula: string; readonly value?: string | number }
  /** Days as the workbook counts them, in a cell that shows a date. */
  | { readonly date: number }
  | { readonly error: string }
  /** Text in several styles, with a reading of its characters. */
  | { readonly runs: readonly string[]; readonly phonetic?: string }
  /** The whole cell, as XML. */
  | { readonly xml: string };

export interface SheetIn {
  readonly name: string;
  readonly rows: readonly (readonly CellIn[])[];
  readonly hidden?: boolean;
}

export interface XlsxOptions {
  readonly sheetName?: string;
  readonly strings?: "inline" | "shared";
  readonly date1904?: boolean;
  /** Prefix of every element, as some writers have it: `x` gives `x:row`. */
  readonly prefix?: string;
  /** The strict edition of the standard has other namespaces. */
  readonly strict?: boolean;
  /** References such as `A1` on rows and cells; left out by some writers. */
  readonly references?: boolean;
  /** Ranges such as `A1:F1`. */
  readonly merged?: readonly string[];
  /** Before the root of the sheet. */
  readonly prologue?: string;
  /** After the rows of each sheet, inside `sheetData`. */
  readonly moreRows?: string;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const columnName = (index: number): string =>
  (index < 26 ? "" : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** The strings of a workbook as they are gathered. */
interface Gathered {
  index(inner: string): number;
  readonly list: string[];
}

function gatherStrings(): Gathered {
  const list: string[] = [];
  return {
    list,
    index(inner) {
      const found = list.indexOf(inner);
      return found >= 0 ? found : list.push(inner) - 1;
    },
  };
}

function textXml(cell: string | { runs: readonly string[]; phonetic?: string }): string {
  if (typeof cell === "string") return `<t xml:space="preserve">${escape(cell)}</t>`;
  const runs = cell.runs.map((run) => `<r><rPr><b/></rPr><t xml:space="preserve">${escape(run)}</t></r>`).join("");
  return cell.phonetic === undefined ? runs : `${runs}<rPh sb="0" eb="1"><t>${escape(cell.phonetic)}</t></rPh>`;
}

function cellXml(cell: CellIn, reference: string, gathered: Gathered | null): string {
  const r = reference === "" ? "" : ` r="${reference}"`;
  if (cell === null) return reference === "" ? "<c/>" : "";
  if (typeof cell === "number") return `<c${r}><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c${r} t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === "string" || "runs" in cell) {
    const inner = textXml(cell);
    if (gathered) return `<c${r} t="s"><v>${gathered.index(inner)}</v></c>`;
    return `<c${r} t="inlineStr"><is>${inner}</is></c>`;
  }
  if ("xml" in cell) return cell.xml;
  if ("date" in cell) return `<c${r} s="1"><v>${cell.date}</v></c>`;
  if ("error" in cell) return `<c${r} t="e"><v>${escape(cell.error)}</v></c>`;
  const formula = `<f>${escape(cell.formula)}</f>`;
  if (cell.value === undefined) return `<c${r}>${formula}</c>`;
  const type = typeof cell.value === "string" ? ' t="str"' : "";
  return `<c${r}${type}>${formula}<v>${escape(String(cell.value))}</v></c>`;
}

function sheetXml(sheet: SheetIn, options: XlsxOptions, gathered: Gathered | null, main: string): string {
  const { references = true, merged = [], prologue = "", moreRows = "" } = options;
  const rows = sheet.rows.map((cells, at) => {
    const inner = cells.map((cell, column) => {
      return cellXml(cell, references ? `${columnName(column)}${at + 1}` : "", gathered);
    });
    return `<row${references ? ` r="${at + 1}"` : ""}>${inner.join("")}</row>`;
  });
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join("");
  const after = merged.length > 0 ? `<mergeCells count="${merged.length}">${merges}</mergeCells>` : "";
  const data = `<sheetData>${rows.join("\n")}${moreRows}</sheetData>`;
  return `${prologue}<worksheet xmlns="${main}">${data}${after}</worksheet>`;
}

/** Puts a prefix on every element that has none. */
function prefixed(xml: string, prefix: string | undefined): string {
  if (prefix === undefined) return xml;
  return xml
    .replaceAll(/<(\/?)([A-Za-z])/g, `<$1${prefix}:$2`)
    .replaceAll(' xmlns="', ` xmlns:${prefix}="`)
    .replaceAll(/ xmlns:r="/g, ' xmlns:r="');
}

/** Parts of a workbook by their names in the zip. */
export function xlsxParts(sheets: readonly SheetIn[], options: XlsxOptions = {}): Record<string, string> {
  const kind = options.strict === true ? "http://purl.oclc.org/ooxml" : "http://schemas.openxmlformats.org";
  const main = options.strict === true ? `${kind}/spreadsheetml/main` : `${kind}/spreadsheetml/2006/main`;
  const relation = `${kind}/officeDocument/${options.strict === true ? "" : "2006/"}relationships`;
  const packaged = "http://schemas.openxmlformats.org/package/2006/relationships";
  const gathered = options.strings === "shared" ? gatherStrings() : null;
  const relations = (list: readonly (readonly [string, string, string])[]): string => {
    const each = list.map(
      ([id, sort, target]) => `<Relationship Id="${id}" Type="${relation}/${sort}" Target="${target}"/>`,
    );
    return `<Relationships xmlns="${packaged}">${each.join("")}</Relationships>`;
  };
  const parts: Record<string, string> = {};
  sheets.forEach((sheet, at) => {
    parts[`xl/worksheets/sheet${at + 1}.xml`] = prefixed(sheetXml(sheet, options, gathered, main), options.prefix);
  });
  const listed = sheets.map(({ name, hidden }, at) => {
    return `<sheet name="${escape(name)}" sheetId="${at + 1}"${hidden ? ' state="hidden"' : ""} r:id="rId${at + 1}"/>`;
  });
  const since = options.date1904 ? '<workbookPr date1904="1"/>' : "";
  const workbook = `<workbook xmlns="${main}" xmlns:r="${relation}">${since}<sheets>${listed.join("")}</sheets></workbook>`;
  const targets = sheets.map((_, at) => [`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`] as const);
  const others: [string, string, string][] = [["rIdStyles", "styles", "/xl/styles.xml"]];
  if (gathered) {
    others.push(["rIdStrings", "sharedStrings", "sharedStrings.xml"]);
    const list = gathered.list.map((inner) => `<si>${inner}</si>`).join("");
    parts["xl/sharedStrings.xml"] = prefixed(`<sst xmlns="${main}">${list}</sst>`, options.prefix);
  }
  parts["_rels/.rels"] = relations([["rId1", "officeDocument", "xl/workbook.xml"]]);
  parts["xl/workbook.xml"] = prefixed(workbook, options.prefix);
  parts["xl/_rels/workbook.xml.rels"] = relations([...targets, ...others]);
  parts["xl/styles.xml"] =
    `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>` +
    `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`;
  return parts;
}

/** Writes a zip with these parts. */
export async function zipFile(path: string, parts: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** Writes a workbook with one sheet. */
export async function xlsxFile(
  path: string,
  rows: readonly (readonly CellIn[])[],
  options: XlsxOptions = {},
): Promise<void> {
  await zipFile(path, xlsxParts([{ name: options.sheetName ?? "Sheet1", rows }], options));
}

/**
 * Writes a workbook whose sheet is twelve million blanks that take no room packed. With `lies` its table says that they
 * are few.
 */
export async function bombFile(path: string, { lies = false } = {}): Promise<void> {
  const blanks = " ".repeat(12 * 1024 * 1024);
  await zipFile(path, xlsxParts([{ name: "Sheet1", rows: [["姓名"]] }], { prologue: blanks }));
  if (!lies) return;
  const bytes = await readFile(path);
  const name = Buffer.from("xl/worksheets/sheet1.xml");
  // the last mention of the name is in the table of contents, whose entry has the size 22 bytes before it
  bytes.writeUInt32LE(500, bytes.lastIndexOf(name) - 22);
  await writeFile(path, bytes);
}

export type CsvEncoding = "utf-8" | "utf-8-bom" | "gb18030" | "utf-16le" | "utf-16be";

/** Writes a csv in an encoding; fields are quoted where they must be. */
export async function csvFile(
  path: string,
  rows: readonly (readonly (string | number | null)[])[],
  options: { readonly encoding?: CsvEncoding; readonly delimiter?: string; readonly newline?: string } = {},
): Promise<void> {
  const { encoding = "utf-8", delimiter = ",", newline = "\r\n" } = options;
  const field = (cell: string | number | null): string => {
    const text = String(cell ?? "");
    return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = rows.map((cells) => cells.map(field).join(delimiter) + newline).join("");
  await writeFile(path, encodeText(text, encoding));
}

/** Text as bytes in an encoding. */
export function encodeText(text: string, encoding: CsvEncoding): Buffer {
  if (encoding === "gb18030") return encodeGb18030(text);
  if (encoding === "utf-16le") return Buffer.from(`\uFEFF${text}`, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
  return Buffer.from(encoding === "utf-8-bom" ? `\uFEFF${text}` : text);
}

/** Bytes of two, by the character that they stand for: read out of the decoder, which is all that Node has. */
function createTable(): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder("gb18030");
  const table = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      const letter = decoder.decode(bytes);
      if (letter.length === 1 && letter !== "\uFFFD") table.set(letter, bytes);
    }
  }
  return table;
}

/** GB18030 of four bytes is a plain count beyond the basic plane. */
function encodeFour(point: number): Buffer {
  let rest = point - 0x10000;
  const last = 0x30 + (rest % 10);
  rest = Math.floor(rest / 10);
  const third = 0x81 + (rest % 126);
  rest = Math.floor(rest / 126);
  return Buffer.from([0x90 + Math.floor(rest / 10), 0x30 + (rest % 10), third, last]);
}

/** Text as GB18030. Knows ASCII, what GBK has, and what lies beyond the basic plane; throws at anything else. */
export function encodeGb18030(text: string): Buffer {
  const table = createTable();
  const bytes = Array.from(text, (letter) => {
    const point = letter.codePointAt(0) ?? 0;
    if (point < 0x80) return Buffer.from([point]);
    const two = table.get(letter);
    if (two) return two;
    if (point >= 0x10000) return encodeFour(point);
    throw new Error(`not in the table: U+${point.toString(16)}`);
  });
  return Buffer.concat(bytes);
}
