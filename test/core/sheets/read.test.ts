import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "#core/sheets/cell.js";
import { createSay } from "#locales/say.js";
import { madeUpId, readCells } from "./kit.js";

const id = madeUpId("19700101");
const base = { 行政村: "板长村", 户编号: "52262600010001", 姓名: "王小明", 与户主关系: "户主" };
const read = (more: Readonly<Record<string, Cell>>) => readCells("households", { ...base, ...more });
const record = (more: Readonly<Record<string, Cell>>) => {
  const outcome = read(more);
  if (outcome.type !== "read") throw new Error(JSON.stringify(outcome));
  return outcome.record;
};
const reasons = (outcome: ReturnType<typeof readCells>): string[] =>
  outcome.type === "rejected" ? outcome.problems.map(({ column, reason }) => `${column} ${reason.key}`) : [];

describe("a row of the member export", () => {
  it("becomes a record", () => {
    const outcome = readCells("households", {
      序号: 1,
      数据日期: 44635,
      "县(市、区、旗)": "岑巩县",
      "乡(镇)": "思旸镇",
      自然村: "一组",
      人编号: 5_226_260_001,
      证件号码: id,
      人数: "4",
      健康状况: "残疾",
      劳动技能: "技能劳动力",
      "务工时间（月）": 6,
      是否参加大病保险: "√",
      致贫原因1: "因残",
      其他致贫原因: "因学、缺技术",
      人均纯收入: "12,345.60",
      户联系电话: "13800000000、13900000000",
      人联系电话: "139 0000 0000",
      首次识别时间: "201401",
      户类型: "脱贫户",
      "易返贫致贫户(监测对象)类型": "脱贫不稳定户",
      风险是否消除: "风险未消除",
      特殊群体: "单亲",
      ...base,
    });
    expect(outcome).toEqual({
      type: "read",
      record: {
        kind: "households",
        county: "岑巩县",
        township: "思旸镇",
        village: "板长村",
        group: "一组",
        householdNumber: "52262600010001",
        memberNumber: "5226260001",
        name: "王小明",
        idNumber: id,
        relation: "户主",
        head: true,
        born: 1970,
        labour: "full",
        groups: ["single-parent", "disabled"],
        mainCause: "disability",
        otherCauses: ["schooling", "no-skill"],
        income: 12_346,
        tier: "moderate",
        status: "monitored",
        householdPhone: "+8613800000000",
        phone: "+8613900000000",
        cadrePhone: null,
        householdOther: {
          数据日期: "2022-03-15",
          人数: "4",
          首次识别时间: "2014-01",
          户类型: "脱贫户",
          "易返贫致贫户(监测对象)类型": "脱贫不稳定户",
          风险是否消除: "风险未消除",
          户联系电话: "13800000000、13900000000",
        },
        memberOther: { 健康状况: "残疾", 劳动技能: "技能劳动力", "务工时间（月）": "6", 是否参加大病保险: "是" },
      },
    });
  });

  it("needs no more than its required columns", () => {
    expect(record({})).toMatchObject({
      idNumber: null,
      born: null,
      tier: "light",
      status: "registered",
      labour: "none",
    });
  });

  it("tells everything that is wrong at once, by heading and class, never by value", () => {
    const outcome = read({ 证件号码: "12345678901234567", 人均纯收入: "很少", 户联系电话: 138, 姓名: null });
    expect(outcome).toMatchObject({ type: "rejected", problems: { length: 4 } });
    expect(reasons(outcome).toSorted()).toEqual([
      "人均纯收入 sheet.reason-number",
      "姓名 sheet.reason-empty",
      "户联系电话 sheet.reason-phone-length",
      "证件号码 sheet.reason-id-length",
    ]);
    expect(JSON.stringify(outcome)).not.toContain("1234567890");
  });

  it("says that a spreadsheet has made a number of an ID number", () => {
    const outcome = read({ 证件号码: 9.99999197001e17 });
    expect(outcome).toEqual({
      type: "rejected",
      problems: [
        {
          row: 2,
          column: "证件号码",
          valueClass: { key: "sheet.value-scientific", params: {} },
          reason: { key: "sheet.reason-id-as-number", params: {} },
          mend: { key: "sheet.mend-id-as-number", params: {} },
        },
      ],
    });
  });

  it("refuses somebody who is born tomorrow, and takes who is born today", () => {
    expect(reasons(read({ 证件号码: madeUpId("20261126") }))).toEqual(["证件号码 sheet.reason-id-date"]);
    expect(record({ 证件号码: madeUpId("20261125") }).born).toBe(2026);
  });

  it("refuses formulas without a result and cells in error, also in columns that are only kept", () => {
    const outcome = read({ 民族: { trouble: "error" }, 人数: { trouble: "formula" }, 户类型: { trouble: "formula" } });
    expect(reasons(outcome).toSorted()).toEqual([
      "人数 sheet.reason-formula",
      "户类型 sheet.reason-formula",
      "民族 sheet.reason-error",
    ]);
  });

  it("can be any cells: it reads or tells, and never throws nor shows a long number", () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom<Cell>({ trouble: "formula" }, { trouble: "error" }),
      fc.stringMatching(/^[1-9]\d{16,21}$/),
    );
    const headings = [
      "证件号码",
      "人均纯收入",
      "户联系电话",
      "首次识别时间",
      "劳动技能",
      "致贫原因1",
      "特殊群体",
      "姓名",
    ];
    fc.assert(
      fc.property(fc.array(cell, { minLength: 8, maxLength: 8 }), (cells) => {
        const outcome = read(Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? null])));
        const told = outcome.type === "rejected" ? JSON.stringify(outcome) : "";
        expect(told).not.toMatch(/\d{11}/);
      }),
    );
  });

  it("can be told in both languages", () => {
    const say = createSay();
    const outcome = read({ 证件号码: "12345678901234567", 致贫原因1: "因懒", 人数: 1000 });
    if (outcome.type !== "rejected") throw new Error("was read");
    for (const locale of ["zh-CN", "en"] as const) {
      const told = outcome.problems.flatMap(({ valueClass, reason, mend }) =>
        [valueClass, reason, mend].map((message) => say.render(message, { locale, dataClass: "local" })),
      );
      expect(told.every((text) => text !== "" && !/\{\{|sheet\./.test(text))).toBe(true);
    }
    const [first] = outcome.problems.filter(({ column }) => column === "证件号码");
    expect(first && say.render(first.valueClass, { locale: "zh-CN", dataClass: "local" })).toBe("17 位数字");
  });
});

describe("standing", () => {
  it.each([
    [{ 户类型: "一般农户" }, "light", "registered"],
    [{ 户类型: "脱贫户" }, "light", "stable"],
    [{ 户类型: "低保户" }, "moderate", "registered"],
    [{ 户类型: "分散供养特困人员" }, "heavy", "registered"],
    [{ 户类型: "脱贫户", "易返贫致贫户(监测对象)类型": "突发严重困难户", 风险是否消除: "否" }, "heavy", "monitored"],
    [{ 户类型: "脱贫户", "易返贫致贫户(监测对象)类型": "脱贫不稳定户", 风险是否消除: "是" }, "moderate", "stable"],
    [{ "易返贫致贫户(监测对象)类型": "边缘易致贫户" }, "moderate", "monitored"],
    [{ "易返贫致贫户(监测对象)类型": "边缘易致贫户", 风险是否消除: "风险已消除" }, "moderate", "stable"],
    [{ 户类型: "脱贫户", "易返贫致贫户(监测对象)类型": "否" }, "light", "stable"],
    [{ 户类型: "脱贫享受政策户" }, "light", "stable"],
    [{ 户类型: "非低保户" }, "light", "registered"],
  ])("%j", (words, tier, status) => {
    expect(record(words)).toMatchObject({ tier, status });
  });

  const older = { 务工状况: "", 参加大病医疗: "", 饮水困难: "", 饮水安全: "" };
  it.each([
    [{ 贫困户属性: "低保贫困户", 脱贫属性: "未脱贫" }, "moderate", "registered"],
    [{ 贫困户属性: "五保户", 脱贫属性: "预脱贫" }, "heavy", "registered"],
    [{ 贫困户属性: "一般贫困户", 脱贫属性: "已脱贫" }, "light", "exited"],
    [{ 贫困户属性: "一般贫困户", 脱贫属性: "已脱贫(享受政策)" }, "light", "stable"],
    [{ 贫困户属性: "一般贫困户", 脱贫属性: "稳定脱贫(不享受政策)" }, "light", "exited"],
    [{ 贫困户属性: "一般贫困户", 脱贫属性: "返贫" }, "light", "registered"],
  ])("of 2016: %j", (words, tier, status) => {
    expect(record({ ...older, ...words })).toMatchObject({ tier, status });
  });
});

describe("labour", () => {
  it.each([
    ["普通劳动力", "full"],
    ["技能劳动力", "full"],
    ["弱劳动力或半劳动力", "part"],
    ["丧失劳动力", "none"],
    ["无劳动力", "none"],
    ["有", "full"],
    ["无", "none"],
  ])("%s", (skill, labour) => {
    expect(record({ 劳动技能: skill, 证件号码: id }).labour).toBe(labour);
  });

  it.each([
    ["20101125", "full"],
    ["20110101", "none"],
    ["19670101", "full"],
    ["19660101", "none"],
  ])("by age where nothing is said: born %s", (born, labour) => {
    expect(record({ 证件号码: madeUpId(born) }).labour).toBe(labour);
  });

  it("refuses other words", () => {
    expect(reasons(read({ 劳动技能: "勤快" }))).toEqual(["劳动技能 sheet.reason-choice"]);
  });
});

describe("cadres", () => {
  const helper = { 帮扶单位: "县农业农村局", 姓名: "杨帆", 联系电话: "13800000000" };

  it("are read by the published rules", () => {
    const more = {
      帮扶单位类型: "国家机关",
      帮扶单位隶属关系: "市",
      是否第一书记: "√",
      性别: "女",
      职务级别: "正科级",
      证件号码: id,
    };
    expect(readCells("cadres", { ...helper, ...more })).toEqual({
      type: "read",
      record: {
        kind: "cadres",
        unit: "县农业农村局",
        unitType: "国家机关",
        unitLevel: "市、地区",
        name: "杨帆",
        phone: "+8613800000000",
        idNumber: id,
        other: { 是否第一书记: "是", 性别: "女", 职务级别: "乡科级正职" },
        helps: null,
      },
    });
    const wrong = readCells("cadres", { ...helper, 职务级别: "大王", 是否第一书记: "也许", 联系电话: null });
    expect(reasons(wrong).toSorted()).toEqual([
      "是否第一书记 sheet.reason-yes-no",
      "职务级别 sheet.reason-choice",
      "联系电话 sheet.reason-empty",
    ]);
  });

  it("are paired with households", () => {
    const cells = { 乡镇: "思旸镇", 行政村: "板长村", 户主姓名: "王小明", 证件号码: id, 责任单位: "县农业农村局" };
    const outcome = readCells("cadres", {
      ...cells,
      结对帮扶责任人: "杨帆",
      帮扶人手机号: "13800000000",
      职务: "科员",
    });
    expect(outcome).toMatchObject({
      record: {
        name: "杨帆",
        idNumber: null,
        other: { 职务: "科员" },
        helps: { township: "思旸镇", village: "板长村", head: "王小明", idNumber: id },
      },
    });
  });
});

describe("areas", () => {
  it.each([
    [
      { 区划代码: "999999101202", 名称: "板长村", 级别: "行政村", 上级: "岑巩县/思旸镇" },
      4,
      ["岑巩县", "思旸镇", "板长村"],
    ],
    [{ 区划代码: "999999000000", 名称: "岑巩县", 上级: null }, 2, ["岑巩县"]],
    [{ 区划代码: "999999101000", 名称: "思旸镇", 上级: "岑巩县" }, 3, ["岑巩县", "思旸镇"]],
    [{ "县(市、区、旗)": "岑巩县", "乡(镇)": "思旸镇", 行政村: "板长村" }, 4, ["岑巩县", "思旸镇", "板长村"]],
    [{ 乡镇: "思旸镇", 村名: "板长村", 户编号: "1" }, 4, ["思旸镇", "板长村"]],
  ])("%j", (cells, level, path) => {
    expect(readCells("areas", cells)).toMatchObject({ record: { level, path } });
  });

  it.each([
    [{ 名称: "板长村", 级别: null }, "级别 sheet.reason-level"],
    [{ 名称: "板长村", 级别: "星球" }, "级别 sheet.reason-choice"],
    [{ 名称: "某市", 区划代码: "999900000000", 级别: null }, "级别 sheet.reason-level"],
    [{ 名称: "板长村", 级别: "村", 区划代码: "12345" }, "区划代码 sheet.reason-area-code"],
    [{ 名称: "板长村", 级别: "村", 上级: "岑巩县//思旸镇" }, "上级 sheet.reason-area-gap"],
    [{ 乡镇: null, 行政村: "板长村" }, "乡镇 sheet.reason-empty"],
  ])("%j is refused", (cells, reason) => {
    expect(reasons(readCells("areas", cells))).toEqual([reason]);
  });
});

describe("needs", () => {
  const need = { 乡镇: "思旸镇", 行政村: "板长村", 户编号: "1" };
  it.each<[Readonly<Record<string, Cell>>, object]>([
    [
      { 需求类别: "上学", 数量: "4,000" },
      { help: "funds", category: "schooling", quantity: 4000 },
    ],
    [
      { 帮扶类别: "帮就业", 需求类别: "缝纫", 数量: 2 },
      { help: "jobs", category: "sewing", quantity: 2 },
    ],
    [
      { 需求类别: "training", 数量: null },
      { help: "information", category: "training", quantity: 1 },
    ],
  ])("%j", (cells, expected) => {
    expect(readCells("needs", { ...need, ...cells })).toMatchObject({ record: { householdNumber: "1", ...expected } });
  });

  it.each<[Readonly<Record<string, Cell>>, string]>([
    [{ 需求类别: "上学", 数量: null }, "数量 sheet.reason-empty"],
    [{ 需求类别: "上学", 数量: "无" }, "数量 sheet.reason-empty"],
    [{ 需求类别: "上学", 数量: 0 }, "数量 sheet.reason-range"],
    [{ 需求类别: "缝纫", 数量: 1.5 }, "数量 sheet.reason-whole"],
    [{ 需求类别: "缝纫", 帮扶类别: "帮资金", 数量: 1 }, "需求类别 sheet.reason-category-kind"],
    [{ 需求类别: "上月球", 数量: 1 }, "需求类别 sheet.reason-choice"],
  ])("%j is refused", (cells, reason) => {
    expect(reasons(readCells("needs", { ...need, ...cells }))).toEqual([reason]);
  });
});

describe("supporters", () => {
  // A code that only looks like one: region 999999, right check character.
  const code = "91999999MA000001X1";
  const firm = { 名称: "青山茶业有限公司", 联系人: "陈晨", 联系电话: "13800000000" };

  it("are firms and people", () => {
    expect(readCells("supporters", { ...firm, 类型: "企业" })).toMatchObject({
      record: { sort: "enterprise", contact: "陈晨", verified: false, creditCode: null },
    });
    expect(
      readCells("supporters", { 名称: "陈晨", 类型: "个人", 联系电话: "13800000000", 是否已核实: "是" }),
    ).toMatchObject({
      record: { sort: "citizen", contact: "陈晨", verified: true },
    });
  });

  it.each<[Readonly<Record<string, Cell>>, string]>([
    [{ ...firm, 类型: null }, "类型 sheet.reason-sort"],
    [{ ...firm, 类型: "企业", 联系人: null }, "联系人 sheet.reason-empty"],
    [{ ...firm, 类型: "企业", 统一社会信用代码: code }, "统一社会信用代码 sheet.reason-credit-code"],
    [{ ...firm, 类型: "企业", 统一社会信用代码: 9.1e17 }, "统一社会信用代码 sheet.reason-number-as-number"],
    [{ ...firm, 类型: "企业", 联系电话: "13800000000、13900000000" }, "联系电话 sheet.reason-phones"],
  ])("%j is refused", (cells, reason) => {
    expect(reasons(readCells("supporters", cells))).toEqual([reason]);
  });
});
