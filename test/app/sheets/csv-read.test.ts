import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SheetRow } from "#core/sheets/cell.js";
import { findDelimiter } from "#app/sheets/csv/delimiter.js";
import { openSheets, type OpenSheet } from "#app/sheets/open.js";
import { csvFile, encodeText, sheetFolder, type CsvEncoding } from "../../kit/sheet-files.js";

let folder: Awaited<ReturnType<typeof sheetFolder>>;
let files = 0;
beforeAll(async () => void (folder = await sheetFolder()));
afterAll(() => folder.remove());

async function open(path: string): Promise<OpenSheet> {
  const opened = await openSheets(path);
  if (opened.type !== "ok" || opened.sheets.length !== 1 || !opened.sheets[0]) throw new Error("not opened");
  return opened.sheets[0];
}

async function readAll(sheet: OpenSheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of sheet.rows()) rows.push(...batch);
  expect(rows).toHaveLength(sheet.rowCount);
  return rows;
}

async function readText(text: string, encoding: CsvEncoding = "utf-8"): Promise<SheetRow[]> {
  const path = folder.file(`${files++}.csv`);
  await writeFile(path, encodeText(text, encoding));
  return readAll(await open(path));
}

const encodings: readonly [CsvEncoding, string][] = [
  ["utf-8", "utf-8"],
  ["utf-8-bom", "utf-8"],
  ["gb18030", "gb18030"],
  ["utf-16le", "utf-16le"],
  ["utf-16be", "utf-16be"],
];

describe("a csv", () => {
  it.each(encodings)("in %s", async (encoding, name) => {
    const path = folder.file(`${encoding}.csv`);
    // 䶮 has four bytes in GB18030 of old, 𠮷 still has; long enough that characters are cut between two readings
    const rows = Array.from({ length: 9000 }, (_, at) => [`户${at}`, "张三,李四", "𠮷野", null, "石桥镇板长村一组"]);
    await csvFile(path, rows, { encoding });
    const sheet = await open(path);
    expect(sheet).toMatchObject({ format: "csv", encoding: name, sheet: null, rowCount: 9000 });
    expect(await sheet.head(2)).toEqual([
      { number: 1, cells: rows[0] },
      { number: 2, cells: rows[1] },
    ]);
    expect((await readAll(sheet)).map(({ cells }) => cells)).toEqual(rows);
  });

  it.each([",", ";", "\t"])("with %j between its fields", async (delimiter) => {
    const path = folder.file(`${files++}.csv`);
    await csvFile(path, [["名单"], ["姓名", "电话", "致贫原因"], ["张三", "", "因病,因残;缺水"]], { delimiter });
    expect((await readAll(await open(path))).map(({ cells }) => cells)).toEqual([
      ["名单"],
      ["姓名", "电话", "致贫原因"],
      ["张三", null, "因病,因残;缺水"],
    ]);
  });

  it.each(["\r\n", "\n", "\r"])("with %j at its lines' ends", async (newline) => {
    expect(await readText(["a,b", "1,2", ""].join(newline))).toEqual([
      { number: 1, cells: ["a", "b"] },
      { number: 2, cells: ["1", "2"] },
    ]);
  });

  it("keeps the numbers of its records where some are blank", async () => {
    expect(await readText('a\n\n ,\u3000\n"x\ny",z\n5')).toEqual([
      { number: 1, cells: ["a"] },
      { number: 4, cells: ["x\ny", "z"] },
      { number: 5, cells: ["5"] },
    ]);
  });

  it("gives text, never numbers", async () => {
    expect(await readText("999999199001011234,4.2E+17,3.50,true\n")).toEqual([
      { number: 1, cells: ["999999199001011234", "4.2E+17", "3.50", "true"] },
    ]);
  });

  it("forgives rows of other lengths, and quotes amid a field", async () => {
    expect(await readText('a,b,c\n1\n1,5"管,"二""三"" ",4\n')).toEqual([
      { number: 1, cells: ["a", "b", "c"] },
      { number: 2, cells: ["1"] },
      { number: 3, cells: ["1", '5"管', '二"三"', "4"] },
    ]);
  });

  it("takes off what our own export puts before a formula", async () => {
    expect(await readText("'=1,'-,'张三,''=1\n")).toEqual([{ number: 1, cells: ["=1", "-", "'张三", "'=1"] }]);
  });
});

describe("what stands between the fields", () => {
  it.each([
    ["a,b,c\n1,2,3\n", ","],
    ["a;b;c\n1,5;2,5;3,5\n4;5;6", ";"],
    ["a\tb\n一,二,三\t四\n", "\t"],
    ['"一;二;三;四",b\n"五;六;七;八",c\n', ","],
    ["名单,2026年,石桥镇,板长村\n姓名;电话;民族\n张三;1;汉\n李四;2;汉", ";"],
    ["姓名\n张三\n", ","],
    ["", ","],
  ])("%j has %j", (text, delimiter) => {
    expect(findDelimiter(text)).toBe(delimiter);
  });
});
