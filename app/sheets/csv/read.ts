/** Opens a csv: decoded and read through once before the first row is given out. */
import { CsvError, parse } from "csv-parse/sync";
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { BATCH, takeHead } from "../batch.js";
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import type { OpenSheet } from "../sheet.js";
import { readText } from "../text.js";
import { createCutter, type Cutter } from "./cutter.js";
import { findDelimiter } from "./delimiter.js";
import { decodeFile, decodeHead, listEncodings, type Encoding } from "./encoding.js";

interface Reading {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly limits: Limits;
}

/** The one sheet of a csv, in an array. Throws SheetFault. */
export async function openCsv(path: string, head: Buffer, limits: Limits): Promise<OpenSheet[]> {
  let fault = new SheetFault("encoding");
  for (const encoding of listEncodings(head)) {
    const reading = { path, encoding, delimiter: findDelimiter(decodeHead(head, encoding)), limits };
    try {
      return [await openSheet(reading)];
    } catch (error) {
      if (!(error instanceof SheetFault) || error.why !== "encoding") throw error;
      fault = error;
    }
  }
  throw fault;
}

/** Walks everything once, making no rows: afterwards they can only fail when the file is changed meanwhile. */
async function openSheet(reading: Reading): Promise<OpenSheet> {
  const { encoding, limits } = reading;
  const cutter = createCutter(reading.delimiter, limits);
  for await (const block of blocksOf(reading, cutter))
    if (block !== "" && cutter.filled > limits.rows) throw new SheetFault("too-many-rows");
  const rowCount = cutter.filled;
  if (rowCount > limits.rows) throw new SheetFault("too-many-rows");
  if (rowCount === 0) throw new SheetFault("empty");
  const rows = (): AsyncGenerator<readonly SheetRow[]> => readRows(reading);
  return { format: "csv", encoding, sheet: null, rowCount, rows, head: (count) => takeHead(rows(), count) };
}

/** The text in blocks of whole records. */
async function* blocksOf({ path, encoding }: Reading, cutter: Cutter): AsyncGenerator<string> {
  for await (const text of decodeFile(path, encoding)) yield cutter.push(text);
  yield cutter.end();
}

function readCells(record: readonly string[], limits: Limits): Cell[] {
  const cells = record.map(readText);
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  if (cells.length > limits.columns) throw new SheetFault("too-big");
  if (cells.some((cell) => cell !== null && cell.length > limits.cellText)) throw new SheetFault("broken");
  return cells;
}

function parseBlock(block: string, delimiter: string): string[][] {
  try {
    return parse(block, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch (error) {
    throw error instanceof CsvError ? new SheetFault("broken") : error;
  }
}

/** Rows with something in them. */
async function* readRows(reading: Reading): AsyncGenerator<readonly SheetRow[]> {
  const { delimiter, limits } = reading;
  let rows: SheetRow[] = [];
  let number = 0;
  for await (const block of blocksOf(reading, createCutter(delimiter, limits))) {
    for (const record of block === "" ? [] : parseBlock(block, delimiter)) {
      number++;
      const cells = readCells(record, limits);
      if (cells.length === 0) continue;
      rows.push({ number, cells });
      if (rows.length < BATCH) continue;
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}
