/** Opens an xlsx: everything is unpacked and walked through once before the first row is given out. */
import type { SheetRow } from "#core/sheets/cell.js";
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import { BATCH, takeHead } from "../batch.js";
import type { OpenSheet } from "../sheet.js";
import { readWorkbook, type SheetPart } from "./parts.js";
import { createRowEvents, type RowsDeps } from "./rows.js";
import { readStrings } from "./strings.js";
import { createXmlScanner } from "./xml-scan.js";
import { openZip, type Zip } from "./zip.js";

type Reading = Omit<RowsDeps, "take" | "keep">;

/** Visible sheets with something in them, in the workbook's order. Throws SheetFault. */
export async function openXlsx(path: string, limits: Limits): Promise<OpenSheet[]> {
  const zip = await openZip(path, limits);
  const { sheets, strings: part, dateStyles1904 } = await readWorkbook(zip);
  const strings = await readStrings(part === null ? null : zip.read(part), limits);
  const reading: Reading = { strings, dateStyles1904, limits };
  const open: OpenSheet[] = [];
  for (const sheet of sheets) {
    const rowCount = await countRows(zip, sheet, reading);
    if (rowCount > 0) open.push(openSheet(zip, sheet, reading, rowCount));
  }
  if (open.length === 0) throw new SheetFault("empty");
  return open;
}

async function countRows(zip: Zip, { part }: SheetPart, reading: Reading): Promise<number> {
  let count = 0;
  const scanner = createXmlScanner(createRowEvents({ ...reading, keep: false, take: () => void count++ }));
  for await (const chunk of zip.read(part)) scanner.feed(chunk);
  scanner.end();
  return count;
}

async function* readRows(zip: Zip, { part }: SheetPart, reading: Reading): AsyncGenerator<readonly SheetRow[]> {
  let rows: SheetRow[] = [];
  const scanner = createXmlScanner(createRowEvents({ ...reading, keep: true, take: (row) => void rows.push(row) }));
  for await (const chunk of zip.read(part)) {
    scanner.feed(chunk);
    while (rows.length >= BATCH) {
      yield rows.slice(0, BATCH);
      rows = rows.slice(BATCH);
    }
  }
  scanner.end();
  if (rows.length > 0) yield rows;
}

function openSheet(zip: Zip, part: SheetPart, reading: Reading, rowCount: number): OpenSheet {
  const rows = (): AsyncGenerator<readonly SheetRow[]> => readRows(zip, part, reading);
  return { format: "xlsx", encoding: null, sheet: part.name, rowCount, rows, head: (count) => takeHead(rows(), count) };
}
