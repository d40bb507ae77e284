/** Opens a csv: decoded and read through once before the first row is given out. */
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { BATCH, takeHead } from "../batch.js";
import { SheetFault } from "../fault.js";
import type { Limits } from "../limits.js";
import type { OpenSheet } from "../sheet.js";
import { readText } from "../text.js";
import { findDelimiter } from "./delimiter.js";
import { decodeFile, decodeHead, listEncodings, type Encoding } from "./encoding.js";

interface Reading {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly limits: Limits;
}

/** Bytes of one record: a quote that is never closed would swallow the rest of the file. */
const MOST_IN_RECORD = 1024 * 1024;

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

async function openSheet(reading: Reading): Promise<OpenSheet> {
  let rowCount = 0;
  for await (const batch of readRows(reading)) rowCount += batch.length;
  if (rowCount === 0) throw new SheetFault("empty");
  const rows = (): AsyncGenerator<readonly SheetRow[]> => readRows(reading);
  const { encoding } = reading;
  return { format: "csv", encoding, sheet: null, rowCount, rows, head: (count) => takeHead(rows(), count) };
}

function readCells(record: readonly string[], limits: Limits): Cell[] {
  const cells = record.map(readText);
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  if (cells.length > limits.columns) throw new SheetFault("too-big");
  if (cells.some((cell) => cell !== null && cell.length > limits.cellText)) throw new SheetFault("broken");
  return cells;
}

async function* readRecords({ path, encoding, delimiter }: Reading): AsyncGenerator<readonly string[]> {
  const parser = parse({
    delimiter,
    max_record_size: MOST_IN_RECORD,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  });
  // an error of either comes out where the parser is read; a reader that stops early closes both
  pipeline(Readable.from(decodeFile(path, encoding)), parser, () => undefined);
  try {
    yield* parser as AsyncIterable<readonly string[]>;
  } catch (error) {
    throw error instanceof CsvError ? new SheetFault("broken") : error;
  }
}

/** Rows with something in them. */
async function* readRows(reading: Reading): AsyncGenerator<readonly SheetRow[]> {
  let rows: SheetRow[] = [];
  let number = 0;
  let count = 0;
  for await (const record of readRecords(reading)) {
    number++;
    const cells = readCells(record, reading.limits);
    if (cells.length === 0) continue;
    count++;
    if (count > reading.limits.rows) throw new SheetFault("too-many-rows");
    rows.push({ number, cells });
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
