import { describe, expect, it } from "vitest";
import type { Cell } from "#core/sheets/cell.js";
import { findHeader } from "#core/sheets/header.js";
import { foldHeading } from "#core/sheets/heading.js";
import { layouts } from "#core/sheets/layouts/index.js";
import { readRow } from "#core/sheets/read.js";
import { ctx, headerOf, headingsOf, readCells, sheet } from "./kit.js";

const [members2022, members2016, heads] = layouts.households;
const plain = ["行政村", "户编号", "姓名", "证件号码", "与户主关系"];

describe("foldHeading", () => {
  it.each([
    ["县（市、区、旗）", "县(市、区、旗)"],
    ["*户编号", "户编号"],
    ["1.户编号", "户编号"],
    ["（3）户编号（必填）", "户编号"],
    ["12、 户 编\n号", "户编号"],
    ["必填：户编号", "户编号"],
    ["务工时间（月）", "务工时间(月)"],
    ["ａａｃ００１", "AAC001"],
  ])("%j is %j", (written, ours) => {
    expect(foldHeading(written)).toBe(foldHeading(ours));
  });

  it("keeps digits that belong to the name", () => {
    expect(foldHeading("致贫原因1")).not.toBe(foldHeading("致贫原因2"));
    expect(foldHeading("321结对")).toBe("321结对");
  });
});

describe("findHeader", () => {
  it("knows every layout by its own headings, written as the national system writes them", () => {
    for (const list of Object.values(layouts)) {
      for (const layout of list) {
        const header = headerOf(layout.kind, sheet(headingsOf(layout)));
        expect(header.layout.id).toBe(layout.id);
        expect(header.columnOf.size).toBe(layout.columns.filter(({ ignored }) => !ignored).length);
        expect([header.headerRows, header.firstDataRow]).toEqual([[1], 2]);
      }
    }
  });

  it("tells the layouts of the two times apart, without their additional columns too", () => {
    const only = (layout: typeof members2022, count: number): string =>
      headerOf("households", sheet(headingsOf(layout!).slice(0, count))).layout.id;
    expect([only(members2022, 32), only(members2016, 27), only(members2016, 30)]).toEqual([
      "members-2022",
      "members-2016",
      "members-2016",
    ]);
  });

  it("passes over a title, a note and blank rows", () => {
    const rows = sheet(["板长村脱贫人口名单（户编号见附表）", null, null], ["单位：元"], [], [null, ...plain], ["x"]);
    const header = headerOf("households", rows);
    expect([header.headerRows, header.firstDataRow]).toEqual([[4], 5]);
    expect(header.columnOf.get("village")).toEqual({ index: 1, heading: "行政村" });
  });

  it("says rows as the spreadsheet numbers them, also where it left some out", () => {
    const header = headerOf("households", [{ number: 7, cells: plain }]);
    expect([header.headerRows, header.firstDataRow]).toEqual([[7], 8]);
  });

  it("looks no further than fifteen rows", () => {
    const rows = Array.from({ length: 15 }, (_, i) => [`说明 ${i}`]);
    expect(findHeader("households", sheet(...rows.slice(1), plain), null).type).toBe("found");
    expect(findHeader("households", sheet(...rows, plain), null).type).toBe("none");
  });

  it("joins two rows of headings: the lower name, the upper where there is none, both where that is a name", () => {
    const header = headerOf(
      "cadres",
      sheet(
        ["结对帮扶花名册"],
        ["乡镇", "行政村", "户主", null, "帮扶责任人", null, null],
        [null, null, "姓名", "证件号码", "姓名", "单位", "联系电话"],
      ),
    );
    expect(header.layout.id).toBe("pairing");
    expect(header.headerRows).toEqual([2, 3]);
    expect(header.firstDataRow).toBe(4);
    const at = Object.fromEntries([...header.columnOf].map(([field, { index }]) => [field, index]));
    expect(at).toEqual({ township: 0, village: 1, head: 2, idNumber: 3, name: 4, unit: 5, phone: 6 });
  });

  it("does not take the first row of data for headings", () => {
    const header = headerOf("households", sheet(plain, ["板长村", "1", "王小明", null, "户主"]));
    expect(header.headerRows).toEqual([1]);
  });

  it("takes the national codes", () => {
    const codes = ["AAC001", "AAR040", "AAD001", "AAR012", "AAC006", "AAR010", "AAR007", "AAC007", "AAC029", "AAC031"];
    const header = headerOf("households", sheet(codes));
    expect(header.layout.id).toBe(heads?.id);
    expect(header.unknown).toEqual([]);
  });

  it("names the columns that are missing", () => {
    expect(findHeader("households", sheet(["户编号", "姓名", "证件号码"]), null)).toEqual({
      type: "missing",
      layout: members2022,
      columns: ["行政村", "与户主关系"],
    });
  });

  it("finds nothing in a sheet of something else, or in none", () => {
    expect(findHeader("households", sheet(["商品", "单价"], ["茶叶", 30]), null)).toEqual({ type: "none" });
    expect(findHeader("needs", [], null)).toEqual({ type: "none" });
  });

  it("tells which columns are not read", () => {
    const header = headerOf("households", sheet([...plain, "备注", "姓名", null, "银行卡号"]));
    expect(header.unknown).toEqual(["备注", "姓名", "银行卡号"]);
    const pairs = headerOf("cadres", sheet(["行政村", "户主姓名", "单位", "帮扶责任人", "帮扶人手机号", "联系电话"]));
    expect(pairs.unknown).toEqual(["联系电话"]);
  });

  it("never guesses whose phone 联系电话 of a pairing list is", () => {
    const headings = ["行政村", "户主姓名", "单位", "帮扶责任人", "联系电话"];
    expect(findHeader("cadres", sheet(headings), null)).toMatchObject({ type: "missing", columns: ["帮扶人手机号"] });
    const header = headerOf("cadres", sheet(headings), { 帮扶人手机号: "联系电话" });
    expect(header.columnOf.get("phone")).toEqual({ index: 4, heading: "联系电话" });
  });
});

describe("a map", () => {
  const theirs = ["所在村子", "户号", "人名", "称谓"];
  const map = { 行政村: "所在村子", AAC001: "户号", name: "人名", 与户主关系: "称谓" };

  it("reads any other layout, by our headings, codes or names of fields", () => {
    const header = headerOf("households", sheet(["名单"], theirs), map);
    expect([...header.columnOf].map(([field, { heading }]) => [field, heading])).toEqual([
      ["village", "所在村子"],
      ["householdNumber", "户号"],
      ["name", "人名"],
      ["relation", "称谓"],
    ]);
  });

  it("wins over a heading that would be known", () => {
    const header = headerOf("households", sheet([...plain, "曾用名"]), { 姓名: "曾用名" });
    expect(header.columnOf.get("name")?.heading).toBe("曾用名");
    expect(header.unknown).toContain("姓名");
  });

  it("that names what there is not is told", () => {
    expect(findHeader("households", sheet(theirs), { ...map, 证件号码: "卡号" })).toMatchObject({
      type: "missing",
      columns: ["卡号"],
    });
    expect(findHeader("households", sheet(theirs), { ...map, 星座: "称谓" })).toMatchObject({
      type: "missing",
      columns: ["星座"],
    });
  });

  it("declares how causes are numbered", () => {
    const cells = { 行政村: "板长村", 户编号: "1", 姓名: "王小明", 与户主关系: "户主", 致贫原因1: 3 };
    expect(readCells("households", cells)).toMatchObject({ type: "rejected", problems: [{ column: "致贫原因1" }] });
    expect(readCells("households", cells, { causes: "D" })).toMatchObject({
      record: { mainCause: "disaster", householdOther: {} },
    });
    expect(findHeader("households", sheet(plain), { causes: "F" })).toMatchObject({
      type: "missing",
      columns: ["causes"],
    });
  });
});

describe("rows without data", () => {
  const numbered = ["序号", ...plain];
  const header = headerOf("households", sheet(["名单"], numbered));
  const read = (cells: readonly Cell[]) => readRow(header, { number: 9, cells }, ctx).type;

  it.each<[string, readonly Cell[]]>([
    ["an empty row", []],
    ["a row of blanks", [null, "", "  ", "　"]],
    ["a number and nothing else", [17, null, null]],
    ["the headings again", numbered],
    ["the national codes", [null, "行政村", "AAC001", "姓名", "AAC031", "与户主关系"]],
    ["the numbers of the columns", [1, 2, 3, 4, 5, 6]],
    ["a total", [null, "合  计", null, "3 人"]],
    ["a total behind a number", [4, "小计：", "3"]],
    ["a footnote", ["注：以上数据截至昨天"]],
    ["who filled it in", ["填表人：", null, "审核人："]],
  ])("%s", (_, cells) => {
    expect(read(cells)).toBe("blank");
  });

  it("are not those of real people", () => {
    expect(read([5, "合计村", "6", "计小合", null, "户主"])).toBe("read");
    expect(read([5, "行政村", "6", "计小合", null, "户主"])).toBe("read");
    expect(read([5, "板长村"])).toBe("rejected");
  });

  it("are those above the headings too", () => {
    expect(readRow(header, { number: 1, cells: ["名单", "板长村"] }, ctx).type).toBe("blank");
  });

  it("are both rows of a double heading when it comes again", () => {
    const rows = sheet(
      ["村", "户主", null, "帮扶责任人", null, null],
      ["村名", "姓名", "证件号码", "姓名", "单位", "联系电话"],
    );
    const double = headerOf("cadres", rows);
    expect(rows.map(({ cells }) => readRow(double, { number: 40, cells }, ctx).type)).toEqual(["blank", "blank"]);
  });
});
