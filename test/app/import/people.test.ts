import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creditCodeCheck } from "#core/text/credit-code.js";
import { createListsBench, type Lists } from "../../kit/lists.js";

const credit = (first17: string): string => first17 + creditCodeCheck(first17);
const first = credit("91999999MA6H00001");

describe("lists of people", () => {
  let lists: Lists;
  beforeEach(async () => {
    lists = await createListsBench({ people: "small" });
  });
  afterEach(() => lists.dispose());

  const problems = async (...asked: Parameters<Lists["done"]>) =>
    (await lists.done(...asked)).problems.map(({ row, reason }) => `${row} ${lists.text(reason)}`);

  describe("of cadres", () => {
    const helpers = [
      ["帮扶单位", "帮扶单位类型", "帮扶单位隶属关系", "姓名", "是否第一书记", "职务级别", "联系电话"],
      ["青石县水利局", "国家机关", "县", "赵立新", "否", "科员级", "15400010001"],
      ["青石县水利局", "国家机关", "县", "孙小梅", "是", "乡科级副职", "15400010002"],
    ];
    const pairing = [
      ["乡镇", "行政村", "户主姓名", "单位", "帮扶责任人", "帮扶人手机号"],
      ["石桥镇", "板长村", "王秀英", "青石县水利局", "赵立新", "15400010001"],
      ["石桥", "板长", "刘大山", "青石县水利局", "孙小梅", "15400010002"],
    ];

    it("makes units and their people, once", async () => {
      expect(await lists.counts("cadres", helpers)).toEqual([2, 0, 0, 0]);
      const before = await lists.dump("units", "people", "posts");
      expect(await lists.counts("cadres", helpers)).toEqual([0, 0, 2, 0]);
      expect(await lists.dump("units", "people", "posts")).toEqual(before);
      expect(JSON.stringify(before)).toContain('"name":"青石县水利局"');
    });

    it("ties them to households and their needs; matches under way keep whom they began with", async () => {
      await lists.done("cadres", helpers);
      expect(await lists.counts("cadres", pairing)).toEqual([0, 2, 0, 0]);
      expect(await lists.counts("cadres", pairing)).toEqual([0, 0, 2, 0]);
      const household = await lists.store.households.get("BC-001");
      const cadre = await lists.store.people.get(household?.cadre ?? "");
      expect(cadre?.name).toBe("赵立新");
      expect((await lists.store.needs.get("XBC1A"))?.cadre).toBe(cadre?._id);
      const units = await lists.dump("units");
      expect(JSON.stringify(units)).toMatch(/"name":"青石县水利局","villages":\["banchang"\],"township":"shiqiao"/);
    });

    it("names what it does not find", async () => {
      const [head = [], one = []] = pairing;
      const rows = [head, ["石桥镇", "无名村", ...one.slice(2)], ["石桥镇", "板长村", "无名氏", ...one.slice(3)]];
      expect(await problems("cadres", rows)).toEqual(["2 所属村站不存在", "3 找不到这一户"]);
    });
  });

  describe("of supporters", () => {
    const rows = [
      ["帮扶方类型", "名称", "统一社会信用代码", "联系人", "联系电话", "是否已核实"],
      ["企业", "青石新材有限公司", first, "周强", "15400020001", "是"],
      ["个人", "林小晓", "", "", "15400020002", ""],
    ];

    it("makes each, with who speaks for it, once", async () => {
      expect(await lists.counts("supporters", rows)).toEqual([2, 0, 0, 0]);
      const before = await lists.dump("supporters", "people", "posts");
      expect(await lists.counts("supporters", rows)).toEqual([0, 0, 2, 0]);
      expect(await lists.dump("supporters", "people", "posts")).toEqual(before);
      const supporter = await lists.store.supporters.by("credit", { office: lists.office, creditCode: first });
      expect(supporter).toMatchObject({ sort: "enterprise", verified: true });
    });

    it("changes a name by its credit code, and does not take back a check that was made", async () => {
      await lists.done("supporters", rows);
      const [head = []] = rows;
      const renamed = [head, ["企业", "青石新材股份有限公司", first, "周强", "15400020001", "否"]];
      expect(await lists.counts("supporters", renamed)).toEqual([0, 1, 0, 0]);
      const supporter = await lists.store.supporters.by("credit", { office: lists.office, creditCode: first });
      expect(supporter).toMatchObject({ name: "青石新材股份有限公司", verified: true });
    });

    it("tells an enterprise that the list verifies", async () => {
      const hongda = await lists.store.supporters.get("hongda");
      const [head = []] = rows;
      await lists.done("supporters", [
        head,
        ["企业", "青石宏达建材有限公司", hongda?.creditCode ?? "", "孙宏", "15400020009", "是"],
      ]);
      expect((await lists.store.supporters.get("hongda"))?.verified).toBe(true);
      expect(JSON.stringify(await lists.dump("outbox"))).toContain("supporter-verified");
    });
  });

  describe("of needs", () => {
    const head = ["需求编号", "乡镇", "行政村", "户编号", "证件号码", "户代码", "帮扶类别", "需求类别", "数量", "说明"];
    const ours = (cells: Partial<Record<string, string>>) => head.map((heading) => cells[heading] ?? "");
    const rows = [
      head,
      ours({ 行政村: "板长村", 户代码: "BC-001", 需求类别: "看病", 数量: "5000", 说明: "慢性病" }),
      ours({ 行政村: "板长村", 户编号: "BC-002", 需求类别: "上学", 数量: "30000" }),
      ours({ 行政村: "河东村", 乡镇: "石桥镇", 需求类别: "农机设备", 数量: "8000" }),
    ];

    it("records them for review: none is open, and nothing is matched", async () => {
      const { created, rejected, problems: found } = await lists.done("needs", rows);
      expect([created, rejected, found.map(({ reason }) => lists.text(reason))]).toEqual([3, 0, []]);
      expect(await lists.counts("needs", rows)).toEqual([0, 0, 3, 0]);
      const needs = ((await lists.dump("needs")) as [string, Record<string, unknown>][])
        .map(([, need]) => need)
        .filter(({ recordedBy }) => recordedBy === "import");
      expect(needs.map(({ state }) => state)).toEqual(["recorded", "recorded", "recorded"]);
      expect(
        needs
          .map(({ scope, quantity, approvals, cadre }) => [scope, quantity, approvals, cadre].map(String).join(" "))
          .toSorted(),
      ).toEqual(["household 30000 2 liqian", "household 5000 1 liqian", "village 8000 1 null"]);
    });

    it("are reviewed by the unit where there is no cadre", async () => {
      await lists.done("needs", rows);
      const lead = await lists.world.as("周明");
      expect((await lead.say("看待办")).join("\n")).toMatch(/河东村/);
    });

    it("changes one that waits, and not one that was reviewed", async () => {
      await lists.done("needs", rows);
      const more = [...rows.slice(0, 1), ours({ 行政村: "板长村", 户代码: "BC-001", 需求类别: "看病", 数量: "6000" })];
      expect(await lists.counts("needs", more)).toEqual([0, 1, 0, 0]);
      const decided = [
        head,
        ours({ 需求编号: "XBC1A", 行政村: "板长村", 户代码: "BC-001", 需求类别: "住房圈舍修缮", 数量: "1" }),
      ];
      expect(await problems("needs", decided)).toEqual(["2 这个需求已经审核，不能用名单改"]);
    });
  });
});
