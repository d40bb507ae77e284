import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell, SheetRow } from "#core/sheets/cell.js";
import { openSheets, type OpenSheet } from "#app/sheets/open.js";
import { createXmlScanner } from "#app/sheets/xlsx/xml-scan.js";
import { sheetFolder, xlsxFile, xlsxParts, zipFile, type CellIn, type XlsxOptions } from "../../kit/sheet-files.js";

let folder: Awaited<ReturnType<typeof sheetFolder>>;
let files = 0;
beforeAll(async () => void (folder = await sheetFolder()));
afterAll(() => folder.remove());

async function open(path: string): Promise<readonly OpenSheet[]> {
  const opened = await openSheets(path);
  if (opened.type !== "ok") throw new Error(opened.why);
  return opened.sheets;
}

async function readAll(sheet: OpenSheet | undefined): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of sheet?.rows() ?? []) rows.push(...batch);
  return rows;
}

async function roundtrip(rows: CellIn[][], options: XlsxOptions = {}): Promise<SheetRow[]> {
  const path = folder.file(`${files++}.xlsx`);
  await xlsxFile(path, rows, options);
  const [sheet] = await open(path);
  const read = await readAll(sheet);
  expect(sheet?.rowCount).toBe(read.length);
  return read;
}

async function readCell(cell: CellIn, options: XlsxOptions = {}): Promise<Cell | undefined> {
  const [row] = await roundtrip([["x", cell]], options);
  return row?.cells[1];
}

const cells: readonly [string, CellIn, Cell | undefined][] = [
  ["text", "张三", "张三"],
  ["text with blanks around it", "\u3000张三 ", "张三"],
  ["text of blanks", " ", undefined],
  ["text with signs of XML", `<&>"'`, `<&>"'`],
  ["text with line breaks", "一\n二", "一\n二"],
  ["text that our own export escaped", "'=1", "=1"],
  ["a coded line break", "一_x000D_\n二", "一\r\n二"],
  ["a coded underscore", "a_x005F_x0041_", "a_x0041_"],
  ["text beyond the basic plane", "𠮷野", "𠮷野"],
  ["runs with a reading", { runs: ["张", "三 ", "等"], phonetic: "zhang" }, "张三 等"],
  ["an integer", 12, 12],
  ["a fraction", 12.5, 12.5],
  ["a negative number", -3, -3],
  [
    "an ID number that became a number",
    { xml: '<c r="B1"><v>999999199001011234</v></c>' },
    Number("999999199001011234"),
  ],
  ["an ID number in scientific form", { xml: '<c r="B1"><v>9.99999199001011E+17</v></c>' }, 9.99999199001011e17],
  ["yes", true, true],
  ["no", false, false],
  ["an error", { error: "#REF!" }, { trouble: "error" }],
  ["a formula with its number", { formula: "1+1", value: 2 }, 2],
  ["a formula with its text", { formula: 'A1&"x"', value: "甲" }, "甲"],
  ["a formula whose text is empty", { xml: '<c r="B1" t="str"><f>""</f><v></v></c>' }, undefined],
  ["a formula without value", { formula: "1+1" }, { trouble: "formula" }],
  ["a formula with an empty value", { xml: '<c r="B1"><f>1+1</f><v/></c>' }, { trouble: "formula" }],
  ["a shared formula without value", { xml: '<c r="B1"><f t="shared" si="0"/></c>' }, { trouble: "formula" }],
  ["a day as a number", { date: 44635 }, 44635],
  ["a day in ISO", { xml: '<c r="B1" t="d"><v>2022-03-15T00:00:00</v></c>' }, "2022-03-15"],
  ["CDATA", { xml: '<c r="B1" t="inlineStr"><is><t><![CDATA[a<b>&amp;]]>c</t></is></c>' }, "a<b>&amp;c"],
  ["numbered entities", { xml: '<c r="B1" t="str"><v>&#24352;&#x4E09;</v></c>' }, "张三"],
  ["a comment amid text", { xml: '<c r="B1" t="str"><v>张<!-- > -->三</v></c>' }, "张三"],
  ["attributes in single quotes", { xml: "<c t='str' r='B1' ><v>甲</v></c>" }, "甲"],
  ["a > in an attribute", { xml: '<c x:y=">" r="B1" t="str"><v>甲</v></c>' }, "甲"],
  ["a style without value", { xml: '<c r="B1" s="1"/>' }, undefined],
  ["a shared string that is not there", { xml: '<c r="B1" t="s"><v>7</v></c>' }, { trouble: "error" }],
  ["a number that is none", { xml: '<c r="B1"><v>七</v></c>' }, "七"],
];

describe("a cell of an xlsx", () => {
  it.each(cells)("%s", async (_, cell, expected) => {
    expect(await readCell(cell)).toEqual(expected);
  });

  it.each(
    cells.filter(
      ([, cell]) => typeof cell === "string" || (cell !== null && typeof cell === "object" && "runs" in cell),
    ),
  )("%s, shared", async (_, cell, expected) => {
    expect(await readCell(cell, { strings: "shared" })).toEqual(expected);
  });

  it("counts days from 1900 also where the workbook counts from 1904", async () => {
    const days: CellIn[] = [{ date: 43173 }, { xml: '<c r="B1" s="2"><v>43173</v></c>' }, 43173];
    expect(await roundtrip([days], { date1904: true })).toEqual([{ number: 1, cells: [44635, 44635, 43173] }]);
    expect(await roundtrip([days])).toEqual([{ number: 1, cells: [43173, 43173, 43173] }]);
  });
});

const plain: CellIn[][] = [["户编号", "姓名", "人数"], [null, "张三", 3], [], ["5203", null, null]];
const plainRead = [
  { number: 1, cells: ["户编号", "姓名", "人数"] },
  { number: 2, cells: [null, "张三", 3] },
  { number: 4, cells: ["5203"] },
];

describe("rows of an xlsx", () => {
  const writers: readonly [string, XlsxOptions][] = [
    ["with inline strings", {}],
    ["with shared strings", { strings: "shared" }],
    ["without references", { references: false }],
    ["with prefixes", { prefix: "x" }],
    ["with prefixes and shared strings", { prefix: "x", strings: "shared" }],
    ["of the strict edition", { strict: true }],
    ["with a declaration and a mark", { prologue: '\uFEFF<?xml version="1.0"?><!-- <row> -->' }],
  ];
  it.each(writers)("%s", async (_, options) => {
    expect(await roundtrip(plain, options)).toEqual(plainRead);
  });

  it("have the value of merged cells in the first only", async () => {
    const merged = await roundtrip([["名单", null, null], ["姓名"]], { merged: ["A1:C1"] });
    expect(merged).toEqual([
      { number: 1, cells: ["名单"] },
      { number: 2, cells: ["姓名"] },
    ]);
  });

  it("are read in the order of the workbook, without hidden and empty sheets", async () => {
    const rows = (name: string): CellIn[][] => [[name]];
    const sheets = [
      { name: "说明", rows: rows("一") },
      { name: "旧", rows: rows("二"), hidden: true },
      { name: "空", rows: [] },
      { name: "名单 & 户", rows: rows("四") },
    ];
    await zipFile(folder.file("many.xlsx"), xlsxParts(sheets));
    const opened = await open(folder.file("many.xlsx"));
    expect(opened.map(({ sheet }) => sheet)).toEqual(["说明", "名单 & 户"]);
    expect(await readAll(opened[1])).toEqual([{ number: 1, cells: ["四"] }]);
  });

  it("come in batches, again and again, and in part", async () => {
    const many = Array.from({ length: 1234 }, (_, at) => [at + 1, `户${at}`]);
    await xlsxFile(folder.file("long.xlsx"), many, { strings: "shared" });
    const [sheet] = await open(folder.file("long.xlsx"));
    const sizes: number[] = [];
    for await (const batch of sheet?.rows() ?? []) sizes.push(batch.length);
    expect(sizes).toEqual([500, 500, 234]);
    expect(await sheet?.head(2)).toEqual([
      { number: 1, cells: [1, "户0"] },
      { number: 2, cells: [2, "户1"] },
    ]);
    expect(await sheet?.head(5000)).toHaveLength(1234);
    expect((await readAll(sheet)).map(({ number }) => number)).toEqual(many.map(([at]) => at));
  });
});

describe("the scanner", () => {
  const xml =
    '<?xml version="1.0"?><a><!-- <no> --><x:b c="1 > 2" d=\'"\'>文字 &amp; &#65;</x:b><e/><f ><![CDATA[<g>]]]]></f></a>\n';

  function scan(chunks: readonly Buffer[]): string[] {
    const events: string[] = [];
    const scanner = createXmlScanner({
      open: (name, bytes, from, to) => void events.push(`open ${name} ${bytes.toString("utf8", from, to)}`),
      close: (name) => void events.push(`close ${name}`),
      text: (bytes, from, to, raw) => void events.push(`text ${raw} ${bytes.toString("utf8", from, to)}`),
    });
    for (const chunk of chunks) scanner.feed(chunk);
    scanner.end();
    return events;
  }

  it("reads the same however the bytes are cut", () => {
    const whole = Buffer.from(xml);
    const expected = scan([whole]);
    expect(expected.filter((event) => event.startsWith("open"))).toHaveLength(4);
    expect(expected).toContain("text true <g>]]");
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), whole.length];
        expect(scan(edges.slice(1).map((to, at) => whole.subarray(edges[at], to)))).toEqual(expected);
      }),
    );
    expect(scan([...whole].map((byte) => Buffer.from([byte])))).toEqual(expected);
  });
});
