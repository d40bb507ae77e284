/** Writes an xlsx with one sheet. */
import { PassThrough } from "node:stream";
import yazl from "yazl";
import { createPen, createSink } from "../sink.js";
import { escapeFormula } from "../text.js";
import type { CellOut, SheetWriter } from "../write.js";
import { fixedParts, SHEET_END, SHEET_PART, SHEET_START, TEXT_STYLE } from "./parts-out.js";
import { encodeText } from "./xml-text.js";

/** The same list gives the same bytes, whenever it is written. */
const ENTRY = { mtime: new Date(Date.UTC(2000, 0, 1)), compressionLevel: 3 };

/** `A`, `Z`, `AA`: a column's letters, from 0. */
function nameColumn(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : nameColumn(Math.floor(index / 26) - 1) + letter;
}

/** Blanks at the ends, and line breaks, are lost unless one asks for them. */
const hasEdge = (text: string): boolean => /^\s|\s$|\n/.test(text);

function writeCell(cell: CellOut, reference: string): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
  const text = escapeFormula(cell);
  const space = hasEdge(text) ? ' xml:space="preserve"' : "";
  return `<c r="${reference}" s="${TEXT_STYLE}" t="inlineStr"><is><t${space}>${encodeText(text)}</t></is></c>`;
}

/** Starts an xlsx. */
export function writeXlsx(path: string, title: string): SheetWriter {
  const sink = createSink(path);
  const zip = new yazl.ZipFile();
  const sheet = new PassThrough();
  for (const { name, xml } of fixedParts(title)) zip.addBuffer(Buffer.from(xml), name, ENTRY);
  zip.addReadStream(sheet, SHEET_PART, ENTRY);
  zip.outputStream.pipe(sink.stream);
  zip.end();
  // a full disk must also stop the one who waits for room in the sheet
  sink.stream.on("error", (error) => sheet.destroy(error));
  const pen = createPen(sheet);
  const columns: string[] = [];
  let number = 0;
  return {
    async row(cells) {
      number++;
      let xml = number === 1 ? SHEET_START : "";
      xml += `<row r="${number}">`;
      cells.forEach((cell, index) => (xml += writeCell(cell, `${(columns[index] ??= nameColumn(index))}${number}`)));
      await pen.write(`${xml}</row>`);
    },
    async end() {
      await pen.write(number === 0 ? SHEET_START + SHEET_END : SHEET_END);
      await pen.end();
      await sink.keep();
    },
    async discard() {
      sheet.destroy();
      await sink.discard();
    },
  };
}
