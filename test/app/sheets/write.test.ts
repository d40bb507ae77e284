import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { openSheets } from "#app/sheets/open.js";
import { trimBlanks } from "#app/sheets/text.js";
import { writeSheet, type CellOut } from "#app/sheets/write.js";
import { nameSheet } from "#app/sheets/xlsx/parts-out.js";
import { openZip } from "#app/sheets/xlsx/zip.js";
import { defaultLimits } from "#app/sheets/limits.js";
import { sheetFolder } from "../../kit/sheet-files.js";

let folder: Awaited<ReturnType<typeof sheetFolder>>;
let files = 0;
beforeAll(async () => void (folder = await sheetFolder()));
afterAll(() => folder.remove());

type Format = "csv" | "xlsx";
const formats: readonly Format[] = ["csv", "xlsx"];

async function write(format: Format, rows: readonly (readonly CellOut[])[], title = "名单"): Promise<string> {
  const path = folder.file(`${files++}.${format}`);
  const writer = await writeSheet(path, format, title);
  for (const row of rows) await writer.row(row);
  await writer.end();
  return path;
}

async function read(path: string): Promise<SheetRow[]> {
  const opened = await openSheets(path);
  if (opened.type !== "ok") return [];
  const rows: SheetRow[] = [];
  for await (const batch of opened.sheets[0]?.rows() ?? []) rows.push(...batch);
  return rows;
}

async function readSheetXml(path: string): Promise<string> {
  const zip = await openZip(path, defaultLimits);
  const chunks: Buffer[] = [];
  for await (const chunk of zip.read("xl/worksheets/sheet1.xml")) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What a row should be when it is read again. */
function expectedCells(row: readonly CellOut[], format: Format): Cell[] {
  const cells = row.map((cell) => {
    if (typeof cell === "string") return trimBlanks(cell) || null;
    return cell === null || format === "xlsx" ? cell : String(cell);
  });
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  return cells;
}

const awkward = fc.constantFrom(
  "'",
  "=",
  "+",
  "-",
  "@",
  "＝",
  '"',
  ",",
  ";",
  "\t",
  "\n",
  " ",
  "<",
  "&",
  "_x0041_",
  "\u0001",
  "\uFFFE",
  "张",
  "𠮷",
  "1",
);
const text = fc.oneof(fc.string({ unit: awkward, maxLength: 8 }), fc.string({ unit: "grapheme", maxLength: 20 }));
const cell = fc.oneof(text, fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
// a NUL is no text: a csv that has one is taken for another sort of file
const noNul = (rows: readonly (readonly CellOut[])[]): boolean => !JSON.stringify(rows).includes("\\u0000");

describe.each(formats)("a written %s", (format) => {
  it("is read as it was written", async () => {
    const sheet = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }).filter(noNul);
    await fc.assert(
      fc.asyncProperty(sheet, async (rows) => {
        const expected = rows
          .map((row, at) => ({ number: at + 1, cells: expectedCells(row, format) }))
          .filter(({ cells }) => cells.length > 0);
        const found = await read(await write(format, rows));
        expect(found.filter(({ cells }) => cells.some((one) => one !== null))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it("runs no formula", async () => {
    const path = await write(format, [["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1", -1]]);
    const raw = format === "csv" ? await readFile(path, "utf8") : await readSheetXml(path);
    expect(raw).toContain("'=HYPERLINK(1)");
    for (const sign of ["'+1", "'-1", "'@x", "'\t=1", "'＝1"]) expect(raw).toContain(sign);
    expect(raw).not.toContain("<f>");
    expect((await read(path))[0]?.cells.at(-1)).toBe(format === "csv" ? "-1" : -1);
  });

  it("bears its name once it is whole, and is its owner's only", async () => {
    const path = folder.file(`${files++}.${format}`);
    const writer = await writeSheet(path, format, "名单");
    await writer.row(["张三"]);
    expect(await readdir(dirname(path))).not.toContain(path.slice(dirname(path).length + 1));
    await writer.end();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(dirname(path))).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("leaves what stood there before when it is discarded", async () => {
    const path = folder.file(`${files++}.${format}`);
    await writeFile(path, "before");
    const writer = await writeSheet(path, format, "名单");
    for (let at = 0; at < 5000; at++) await writer.row(["张三", at]);
    await writer.discard();
    expect(await readFile(path, "utf8")).toBe("before");
    expect((await readdir(dirname(path))).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("says when the disk refuses", async () => {
    const fill = async (): Promise<void> => {
      const writer = await writeSheet(folder.file(`no/such/folder.${format}`), format, "名单");
      for (let at = 0; at < 20_000; at++) await writer.row(["张三", at, "石桥镇板长村"]);
      await writer.end();
    };
    await expect(fill()).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is the same whenever it is written", async () => {
    const rows = [["户编号", "姓名"], ["5201", "张三"], [1.5]];
    const [one, two] = [await readFile(await write(format, rows)), await readFile(await write(format, rows))];
    expect(one.equals(two)).toBe(true);
  });
});

describe("the bytes of a csv", () => {
  it("are UTF-8 with a mark, and CRLF", async () => {
    const path = await write("csv", [
      ["姓名", "备注"],
      ['张"三', null],
      [1, "a,b"],
    ]);
    expect(await readFile(path, "utf8")).toBe('\uFEFF姓名,备注\r\n"张""三",\r\n1,"a,b"\r\n');
  });
});

describe("the sheet of an xlsx", () => {
  it("keeps an ID number whole, as text in a cell of the format text", async () => {
    const path = await write("xlsx", [["999999199001011235", 12, null, ""]]);
    const row =
      '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>999999199001011235</t></is></c><c r="B1"><v>12</v></c></row>';
    expect(await readSheetXml(path)).toContain(row);
  });

  it("names columns beyond Z", async () => {
    const xml = await readSheetXml(await write("xlsx", [Array.from({ length: 703 }, () => 1)]));
    for (const reference of ["Z1", "AA1", "AZ1", "BA1", "ZZ1", "AAA1"]) expect(xml).toContain(`r="${reference}"`);
  });

  it.each([
    ["名单", "名单"],
    ["a/b[c]:d*e?f\\g", "a b c  d e f g"],
    ["'石桥镇'", "石桥镇"],
    ["长".repeat(40), "长".repeat(31)],
    [" / ", "Sheet1"],
    ["", "Sheet1"],
  ])("%j is named %j", (title, name) => {
    expect(nameSheet(title)).toBe(name);
  });

  it("bears its title", async () => {
    const opened = await openSheets(await write("xlsx", [["a"]], "被退回的行 & 原因"));
    expect(opened).toMatchObject({ type: "ok", sheets: [{ sheet: "被退回的行 & 原因" }] });
  });
});
