import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categories } from "#core/help/kinds.js";
import { HouseholdStatus, Labour, SpecialGroup, Tier } from "#core/registry/household.js";
import { categoryWord, helpWord, readCategory, readHelp } from "#core/sheets/help-words.js";
import { layoutOf, layouts, type Layout } from "#core/sheets/layouts/index.js";
import { readRow } from "#core/sheets/read.js";
import type { Cell } from "#core/sheets/cell.js";
import type { MemberRecord } from "#core/sheets/records.js";
import { causeLabels } from "#core/sheets/values/causes.js";
import { creditCodeCheck } from "#core/text/credit-code.js";
import zh from "#locales/zh-CN.json" with { type: "json" };
import { ctx, headerOf, headingsOf, madeUpId, sheet, writeCells } from "./kit.js";

const all: readonly Layout[] = Object.values(layouts).flat();
const words: Readonly<Record<string, string>> = zh;

describe("the register", () => {
  it("has a line for every file of the folder", () => {
    const files = readdirSync(new URL("../../../core/sheets/layouts", import.meta.url));
    const named = files.filter((file) => file !== "index.ts").map((file) => file.replace(/\.ts$/, ""));
    expect(all.map(({ id }) => id).toSorted()).toEqual(named.toSorted());
  });

  it("finds a layout by its id, and the first one of a kind", () => {
    expect(layoutOf("cadres", "pairing")?.id).toBe("pairing");
    expect(layoutOf("cadres", null)?.id).toBe("helpers");
    expect(layoutOf("cadres", "members-2022")).toBeUndefined();
  });

  it("gives no heading to two columns of a layout, and no field twice", () => {
    for (const layout of all) {
      const headings = layout.columns.flatMap(({ names }) => names);
      expect(headings.filter((heading, i) => headings.indexOf(heading) !== i)).toEqual([]);
      const fields = layout.columns.map(({ field }) => field);
      expect(new Set(fields).size).toBe(fields.length);
    }
  });

  it("keeps the national columns, in their order", () => {
    const own = (id: string, from: number, to: number): string =>
      headingsOf(all.find((layout) => layout.id === id)!)
        .slice(from, to)
        .join(", ");
    // data-shapes §1
    expect(own("members-2022", 0, 32)).toBe(
      "序号, 数据日期, 县(市、区、旗), 乡(镇), 行政村, 自然村, 户编号, 人编号, 姓名, 证件号码, 人数, 与户主关系, 民族, 文化程度, 在校生状况, 健康状况, 劳动技能, 务工时间（月）, 是否参加大病保险, 致贫原因1, 危房户, 是否解决安全饮用水, 人均纯收入, 户联系电话, 人联系电话, 首次识别时间, 人员识别时间, 户类型, 易返贫致贫户(监测对象)类型, 风险是否消除, 风险识别时间, 风险消除时间",
    );
    expect(own("members-2016", 1, 30)).toBe(
      "县(市、区、旗), 乡(镇), 行政村, 自然村, 户编号, 人编号, 姓名, 证件号码, 人数, 与户主关系, 民族, 文化程度, 在校生状况, 健康状况, 劳动技能, 务工状况, 务工时间（月）, 参加大病医疗, 脱贫属性, 贫困户属性, 主要致贫原因, 危房户, 饮水安全, 饮水困难, 人均纯收入, 联系电话, 脱贫年度, 帮扶责任人手机号, 定位",
    );
    // data-shapes §4
    expect(own("helpers", 0, 11)).toBe(
      "帮扶单位, 帮扶单位类型, 帮扶单位隶属关系, 姓名, 是否第一书记, 是否工作队队长, 是否驻村队员, 性别, 职务级别, 证件号码, 联系电话",
    );
  });
});

describe("words", () => {
  it("are those of the texts", () => {
    for (const [kind, list] of Object.entries(categories)) {
      expect(helpWord(kind as keyof typeof categories)).toBe(words[`term.${kind}`]);
      for (const category of list) {
        expect(categoryWord(category)).toBe(words[`category.${category}`]);
        expect(readCategory(categoryWord(category))).toEqual({ type: "read", value: category });
        expect(readCategory(category)).toEqual({ type: "read", value: category });
      }
      expect(readHelp(kind)).toEqual({ type: "read", value: kind });
    }
    for (const [cause, label] of Object.entries(causeLabels)) expect(label).toBe(words[`cause.${cause}`]);
  });
});

const text = fc.constantFrom(
  "甲",
  "乙 丙",
  "（一）组",
  "12",
  "0012",
  "=1+1",
  "x\ny",
  "无",
  "是",
  "否",
  "√",
  "a".repeat(30),
);
const id = fc
  .record({ year: fc.integer({ min: 1930, max: 2025 }), month: fc.integer({ min: 10, max: 12 }), order: fc.nat(999) })
  .map(({ year, month, order }) => madeUpId(`${year}${month}15`, String(order).padStart(3, "0")));
const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
const phones = fc.oneof(
  mobile,
  fc.constant("0855-8000000"),
  fc.tuple(mobile, mobile).map((both) => both.join("、")),
);
const date = fc.constantFrom<Cell>("2022-03", "20220315", 44635, "2022年3月5日", 202203, "2013");
const place = fc.constantFrom("板长村", "思旸镇", "岑 巩 县", "新村");
const person = fc.constantFrom("王小明", "阿依古丽·买买提", "O'Brien");
const list = (...cells: Cell[]) => fc.constantFrom(...cells);

/** Cells that a field may well hold; every other field holds any text. */
const cellsOf: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
  county: place,
  township: place,
  village: place,
  head: person,
  name: person,
  contact: person,
  unit: list("县农业农村局", "青山茶业有限公司"),
  idNumber: id,
  householdNumber: list("52262600010001", 52_262_600_010, "0012"),
  memberNumber: list("52262600010001", 52_262, "0012"),
  householdCode: list("BC-001"),
  relation: list("户主", "配偶", "之子"),
  householdPhone: phones,
  phone: phones,
  cadrePhone: phones,
  people: list(4, "3", "五"),
  workMonths: list(6, "6.5", "13"),
  income: list(12_345.6, "12,345.60", "0", "9,999"),
  mainCause: list("因病", "因学致贫", "因婚", "因病、因残", "缺劳动力", "其它"),
  otherCauses: list("因残", "缺电、因病", "缺技术、缺资金"),
  groups: list("残疾", "孤儿、单亲", "孤寡老人"),
  health: list("健康", "残疾", "长期慢性病", "患有大病、残疾"),
  skill: list("普通劳动力", "技能劳动力", "半劳动力", "无", "丧失劳动力"),
  sort: list("脱贫户", "一般农户", "低保户", "特困", "企业", "个人"),
  watch: list("边缘易致贫户", "脱贫不稳定户", "突发严重困难户", "否"),
  risk: list("是", "否", "风险已消除", "风险未消除"),
  property: list("一般贫困户", "低保贫困户", "五保户", "一般农户"),
  exit: list("已脱贫", "未脱贫", "预脱贫", "返贫", "已脱贫(享受政策)"),
  unitType: list("国家机关", "国有企业"),
  unitLevel: list("县", "市", "村委会"),
  sex: list("男", "女"),
  rank: list("科员级", "正科级", "未定职"),
  first: list("是", "×"),
  leader: list("是", "×"),
  resident: list("√", 0),
  code: list("999999101202", "12"),
  level: list("县", "乡镇", "行政村", "省"),
  parent: list("岑巩县", "岑巩县/思旸镇", "岑巩县 > 思旸镇"),
  help: list("帮资金", "就业", null),
  category: list("上学", "缝纫", "养猪", "training"),
  quantity: list(1, "4,000", "2 人"),
  creditCode: list(`91999999MA0000000${creditCodeCheck("91999999MA0000000")}`, null),
  verified: list("是", "否"),
  ...Object.fromEntries(
    ["dataDate", "knownSince", "memberSince", "riskSince", "riskUntil", "exitYear", "year"].map((field) => [
      field,
      date,
    ]),
  ),
};

/** A csv has nothing but texts. */
const asCsv = (cell: Cell): Cell => (typeof cell === "number" ? String(cell) : cell);

/** A row of a layout: required fields filled, others mostly. */
function rowOf(layout: Layout): fc.Arbitrary<Cell[]> {
  return fc.tuple(
    ...layout.columns.map(({ field, required }) => {
      const filled = cellsOf[field] ?? text;
      return required ? filled : fc.option(filled, { freq: 4 });
    }),
  );
}

describe.each(all.map((layout) => [layout.id, layout] as const))("%s", (_, layout) => {
  const header = headerOf(layout.kind, sheet(headingsOf(layout)));
  const readCellsAgain = (cells: readonly Cell[]) => readRow(header, { number: 2, cells }, ctx);

  it("reads what it writes, as it was", () => {
    let count = 0;
    fc.assert(
      fc.property(rowOf(layout), fc.boolean(), (cells, csv) => {
        const outcome = readCellsAgain(cells);
        if (outcome.type !== "read") return;
        count += 1;
        const written = writeCells(layout, outcome.record);
        const again = readCellsAgain(csv ? written.map(asCsv) : written);
        expect(again).toEqual(outcome);
      }),
      { numRuns: 300 },
    );
    // A property over rows that were all refused would say nothing.
    expect(count).toBeGreaterThan(20);
  });
});

describe("households", () => {
  const bare: MemberRecord = {
    kind: "households",
    county: null,
    township: null,
    village: "板长村",
    group: null,
    householdNumber: "1",
    memberNumber: null,
    name: "王小明",
    idNumber: null,
    relation: "户主",
    head: true,
    born: null,
    labour: "none",
    groups: [],
    mainCause: null,
    otherCauses: [],
    income: null,
    tier: "light",
    status: "registered",
    householdPhone: null,
    phone: null,
    cadrePhone: null,
    householdOther: {},
    memberOther: {},
  };
  const through = (layout: Layout<"households">, record: MemberRecord) => {
    const header = headerOf("households", sheet(headingsOf(layout)));
    const outcome = readRow(header, { number: 2, cells: writeCells(layout, record) }, ctx);
    return outcome.type === "read" ? outcome.record : outcome;
  };

  it.each(layouts.households.map((layout) => [layout.id, layout] as const))("%s holds every standing", (_, layout) => {
    for (const tier of Tier.options) {
      for (const status of HouseholdStatus.options) {
        const record = { ...bare, tier, status };
        expect(through(layout, record)).toEqual(record);
      }
    }
  });

  const members = layouts.households.slice(0, 2).map((layout) => [layout.id, layout] as const);
  it.each(members)("%s holds records that were made here and not brought in", (_, layout) => {
    for (const labour of Labour.options) expect(through(layout, { ...bare, labour })).toEqual({ ...bare, labour });
    const groups = SpecialGroup.options;
    expect(through(layout, { ...bare, groups })).toEqual({ ...bare, groups });
    const causes = { mainCause: "illness", otherCauses: ["no-skill", "other"] } as const;
    expect(through(layout, { ...bare, ...causes })).toEqual({ ...bare, ...causes });
  });

  it("let the value win over the words it was once read from", () => {
    const [layout] = layouts.households;
    const changed: MemberRecord = {
      ...bare,
      tier: "heavy",
      status: "monitored",
      labour: "part",
      mainCause: "disaster",
      householdOther: { 户类型: "脱贫享受政策户", 致贫原因1: "因婚" },
      memberOther: { 劳动技能: "技能劳动力" },
    };
    expect(layout && through(layout, changed)).toEqual({ ...changed, householdOther: {}, memberOther: {} });
  });

  it("keep words that say more than the value", () => {
    const [layout] = layouts.households;
    const record: MemberRecord = {
      ...bare,
      tier: "moderate",
      status: "monitored",
      mainCause: "other",
      householdOther: { "易返贫致贫户(监测对象)类型": "脱贫不稳定户", 致贫原因1: "因婚" },
    };
    expect(layout?.write(record)).toMatchObject({ watch: "脱贫不稳定户", mainCause: "因婚" });
  });

  it("write phones as people here write them", () => {
    const [layout] = layouts.households;
    const written = layout?.write({ ...bare, phone: "+8613800000000", householdPhone: "+868558000000" });
    expect(written).toMatchObject({ phone: "13800000000", householdPhone: "08558000000" });
  });
});
