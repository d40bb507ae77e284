/** Writes a csv. */
import { createPen, createSink } from "../sink.js";
import { escapeFormula } from "../text.js";
import type { CellOut, SheetWriter } from "../write.js";

const MUST_QUOTE = /[",;\t\r\n]|^\s|\s$/;

function writeField(cell: CellOut): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = escapeFormula(cell);
  return MUST_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Starts a csv. */
export function writeCsv(path: string): SheetWriter {
  const sink = createSink(path);
  const pen = createPen(sink.stream);
  let started = false;
  return {
    async row(cells) {
      const line = `${cells.map(writeField).join(",")}\r\n`;
      await pen.write(started ? line : `\uFEFF${line}`);
      started = true;
    },
    async end() {
      await pen.end();
      await sink.keep();
    },
    discard: () => sink.discard(),
  };
}
