import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layouts } from "#core/sheets/layouts/index.js";
import { ImportKind } from "#core/sheets/kinds.js";
import { creditCodeCheck } from "#core/text/credit-code.js";
import { createListsBench, type Lists, type Rows } from "../../kit/lists.js";
import { areaRows, madeIdNumber, memberHeadings, memberRows, type MemberRow } from "../../kit/members.js";

const made = { rows: 40, townships: 2, villages: 4 };
const at = (heading: (typeof memberHeadings)[number]): number => memberHeadings.indexOf(heading);
const credit = (first17: string): string => first17 + creditCodeCheck(first17);

/** Words in a cell of the national lists, and what people type into one. */
const cells: Readonly<Partial<Record<(typeof memberHeadings)[number], fc.Arbitrary<string | null>>>> = {
  自然村: fc.constantFrom("一组", "石头寨", "=1+1", "+组", "'组", null),
  姓名: fc.constantFrom("王秀英", "阿卜杜拉·买买提", "Li Ming", "＝张三", "-李四"),
  民族: fc.constantFrom("汉族", "苗族", null),
  文化程度: fc.constantFrom("小学", "大专及以上", "@无", null),
  在校生状况: fc.constantFrom("非在校生", "九年级", null),
  健康状况: fc.constantFrom("健康", "残疾", "长期慢性病", "残疾，患有大病", null),
  劳动技能: fc.constantFrom("普通劳动力", "无劳动力", "弱劳动力或半劳动力", "丧失劳动力", null),
  "务工时间（月）": fc.constantFrom("0", "11", null),
  是否参加大病保险: fc.constantFrom("是", "否", null),
  致贫原因1: fc.constantFrom("因病", "缺劳动力", "缺发展资金", "其它", null),
  危房户: fc.constantFrom("否", "D级", null),
  人均纯收入: fc.constantFrom("12,345.60", "0", "3400", null),
  户联系电话: fc.constantFrom("15400000077", "15400000078、15400000079", null),
  人联系电话: fc.constantFrom("15400000088", null),
  首次识别时间: fc.constantFrom("201412", "2014-12-31", null),
  户类型: fc.constantFrom("脱贫户", "一般农户", "突发严重困难户", null),
  "易返贫致贫户(监测对象)类型": fc.constantFrom("脱贫不稳定户", "边缘易致贫户", "突发严重困难户", null),
  风险是否消除: fc.constantFrom("是", "否", "风险已消除", null),
};

const family = fc.record(Object.fromEntries(Object.entries(cells)) as Record<string, fc.Arbitrary<string | null>>);

function listOf(changes: readonly Readonly<Record<string, string | null>>[]): Rows {
  const rows = [...memberRows({ ...made, rows: changes.length })].map((row, n): MemberRow => {
    const cellsOfRow = [...row];
    for (const [heading, value] of Object.entries(changes[n] ?? {}))
      cellsOfRow[memberHeadings.indexOf(heading as never)] = value;
    return cellsOfRow;
  });
  return [[...memberHeadings], ...rows];
}

describe("what was taken out and is brought in again", () => {
  it("changes nothing in the households, whatever stood in the first file", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(family, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...layouts.households.map(({ id }) => id)),
        fc.constantFrom("csv" as const, "xlsx" as const),
        async (changes, layout, format) => {
          const lists = await createListsBench();
          try {
            await lists.done("areas", areaRows(made));
            const first = await lists.done("households", listOf(changes));
            expect(first.problems.map(({ column, reason }) => [column, lists.text(reason)])).toEqual([]);
            const before = await lists.dump("households", "members", "people", "needs");
            const { path, outcome } = await lists.take("households", { layout, format });
            expect(outcome).toMatchObject({ type: "done", sensitive: true });
            const again = await lists.done("households", path);
            expect(again.problems.map(({ column, reason }) => [column, lists.text(reason)])).toEqual([]);
            const after = await lists.dump("households", "members", "people", "needs");
            expect(after).toEqual(before);
            expect([again.created, again.changed, again.rejected]).toEqual([0, 0, 0]);
          } finally {
            await lists.dispose();
          }
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  describe("of a whole office", () => {
    let lists: Lists;
    beforeAll(async () => {
      lists = await createListsBench({ people: "demo" });
    }, 60_000);
    afterAll(() => lists.dispose());

    const everything = ImportKind.options.flatMap((kind) => layouts[kind].map(({ id }) => ({ kind, id })));
    const all = [
      "offices",
      "areas",
      "units",
      "people",
      "posts",
      "supporters",
      "households",
      "members",
      "needs",
    ] as const;

    it.each(everything)(
      "changes nothing: $kind as $id",
      async ({ kind, id }) => {
        const before = await lists.dump(...all);
        for (const format of ["csv", "xlsx"] as const) {
          const { path, outcome } = await lists.take(kind, { layout: id, format });
          if (outcome.type !== "done") throw new Error(lists.text(outcome.problem));
          expect(outcome.rows).toBeGreaterThan(0);
          const { created, changed, problems } = await lists.done(kind, path);
          expect(problems.map(({ row, column, reason }) => [row, column, lists.text(reason)])).toEqual([]);
          expect([created, changed]).toEqual([0, 0]);
          const after = await lists.dump(...all);
          expect(after.filter((doc, n) => JSON.stringify(doc) !== JSON.stringify(before[n]))).toEqual([]);
          expect(after).toHaveLength(before.length);
        }
      },
      60_000,
    );
  });

  it("makes the same office elsewhere", async () => {
    const here = await createListsBench();
    await here.done("areas", areaRows(made));
    await here.done("households", [[...memberHeadings], ...memberRows(made)]);
    const [one] = [...memberRows(made)];
    const pair = [one?.[at("乡(镇)")] ?? "", one?.[at("行政村")] ?? "", one?.[at("姓名")] ?? "", madeIdNumber(0, 1950)];
    await here.done("cadres", [
      ["乡镇", "行政村", "户主姓名", "证件号码", "单位", "帮扶责任人", "帮扶人手机号"],
      [...pair, "青石县水利局", "赵立新", "15400010001"],
    ]);
    await here.done("supporters", [
      ["帮扶方类型", "名称", "统一社会信用代码", "联系人", "联系电话", "是否已核实"],
      ["企业", "青石新材有限公司", credit("91999999MA6H00001"), "周强", "15400020001", "是"],
    ]);
    const there = await createListsBench();
    const carried = [
      ["areas", null],
      ["households", "members-2022"],
      ["cadres", "helpers"],
      ["cadres", "pairing"],
      ["supporters", null],
    ] as const;
    for (const [kind, layout] of carried) await there.done(kind, (await here.take(kind, { layout })).path);
    // ids are made with each house's own key, so what is compared is what each would write
    for (const [kind, layout] of carried) {
      const [mine, theirs] = await Promise.all([here, there].map((lists) => lists.lines(kind, { layout })));
      expect(theirs?.toSorted()).toEqual(mine?.toSorted());
    }
    await here.dispose();
    await there.dispose();
  }, 60_000);
});
