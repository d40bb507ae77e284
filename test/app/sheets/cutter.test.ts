import { CsvError, parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCutter } from "#app/sheets/csv/cutter.js";
import { SheetFault } from "#app/sheets/fault.js";
import { defaultLimits } from "#app/sheets/limits.js";
import { readText } from "#app/sheets/text.js";

const options = {
  delimiter: ",",
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
};

/** Records of the whole text, as csv-parse reads them; null for what it cannot read. */
function whole(text: string): string[][] | null {
  try {
    return parse(text, options);
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** The same, block by block. */
function inBlocks(text: string, size: number): { records: string[][]; filled: number } | null {
  const cutter = createCutter(",", defaultLimits);
  const blocks: string[] = [];
  try {
    for (let at = 0; at < text.length; at += size) blocks.push(cutter.push(text.slice(at, at + size)));
    blocks.push(cutter.end());
  } catch (error) {
    if (error instanceof SheetFault) return null;
    throw error;
  }
  expect(blocks.join("")).toBe(text);
  const records = blocks.filter((block) => block !== "").flatMap((block) => parse(block, options));
  return { records, filled: cutter.filled };
}

describe("the cutter of csv texts", () => {
  it("cuts only between records, reads quotes as csv-parse does, and counts what is filled", () => {
    const text = fc.array(fc.constantFrom('"', '""', ",", "\n", "\r", "\r\n", "a", " ", "户"), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (signs, size) => {
        const joined = signs.join("");
        const expected = whole(joined);
        const got = inBlocks(joined, size);
        expect(got?.records ?? null).toEqual(expected);
        const filled = expected?.filter((record) => record.some((field) => readText(field) !== null)).length;
        expect(got?.filled).toBe(filled);
      }),
      { numRuns: 3_000 },
    );
  });
});
