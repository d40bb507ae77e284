import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import type { NeedDraft } from "#core/views.js";
import { cadre, createBench, households, supporter, township } from "./staff.js";
import { lastDone, play } from "./supporter.js";

type Result = Commands["record-need"]["result"];
const recorded = (over: Partial<Extract<Result, { type: "recorded" }>> = {}): Result => {
  return { type: "recorded", code: "X-12", need: "n1", approvals: 1, mine: true, ...over };
};
const bench = (result: Result = recorded(), over: Parameters<typeof createBench>[1] = {}, speaker = cadre) =>
  createBench(speaker, { commands: { "record-need": () => result }, ...over });
const draft = (over: Partial<NeedDraft>): { draft: NeedDraft } => ({
  draft: {
    household: "h17",
    village: null,
    kind: "funds",
    category: "housing",
    quantity: 18_000,
    worker: null,
    brings: null,
    note: null,
    ...over,
  },
});

describe("record-need", () => {
  it("asks one thing after another, shows the card, records, and leads to the review", () => {
    const kit = bench();
    expect(
      play(kit, [
        ["登记需求", "给哪一户登记", "[王秀英（BC-017）] [李大山（BC-018）] [给全村登记]"],
        ["王秀英", "缺的是哪样帮助", "[帮资金] [帮就业] [帮产业] [帮信息] [上一步]"],
        ["1", "明白：帮资金", "属于哪一类", "[住房圈舍修缮]"],
        ["修猪圈", "需要多少钱"],
        ["一百亿亿", "这个数我不敢记（太大了）", "比如“5万”或“50000”"],
        ["好多", "我没看出是多少"],
        ["1万8", "18,000 元", "还有要补充的吗"],
        [
          "墙裂了",
          "请核对：王秀英\n帮资金 · 住房圈舍修缮 · 18,000 元 · 补充：墙裂了",
          "[登记] [改帮助种类] [改类别] [改金额] [改补充] [不登记了]",
        ],
        ["改金额", "需要多少钱"],
        ["20000", "帮资金 · 住房圈舍修缮 · 20,000 元 · 补充：墙裂了"],
        ["登记", "已登记，编号 X-12", "这条归您审核", "[现在审核] [再登记一条] [看待办]"],
        ["1", "需求 X-12：王秀英"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "record-need")).toEqual(draft({ quantity: 20_000, note: "墙裂了" }));
  });

  it("asks for the worker of a job", () => {
    const kit = bench(recorded({ mine: false, approvals: 2 }), { context: { locale: "en" } });
    expect(
      play(kit, [
        ["record a need", "For which household?"],
        ["1", "For 王秀英: which kind of help is lacking?"],
        ["Jobs"],
        ["tailor", "How many places of work?"],
        ["2", "2 places", "How old"],
        ["12", "Nobody under 16"],
        ["about forty", "What work can they do?"],
        ["Light work (part labour)", "How far would they go"],
        ["county", "Anything to add?"],
        ["none", "2 places · 40 years old · Light work (part labour) · Within the county", "[Change something]"],
        ["change", "[Change what work]", "[Change how far]"],
        ["Change how far", "How far would they go"],
        ["Within the village", "Within the village"],
        ["Record it", "Recorded as X-12", "two reviewers must agree"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "record-need")).toEqual(
      draft({ kind: "jobs", category: "sewing", quantity: 2, worker: { age: 40, labour: "part", travel: 4 } }),
    );
  });

  it("asks what an industry household can bring, and nothing more of information", () => {
    const kit = bench();
    expect(play(kit, [["登记需求"], ["李大山"], ["产业"], ["养鸡"], ["一户"], ["都出不了"], ["没有"]])).toEqual([]);
    expect(play(kit, [["登记", "已登记"]])).toEqual([]);
    expect(lastDone(kit, "record-need")).toEqual(
      draft({ household: "h18", kind: "industry", category: "chickens", quantity: 1, brings: "nothing" }),
    );
    expect(play(kit, [["再登记一条"], ["1"], ["信息"], ["技术", "还有要补充的吗"], ["没有"], ["确认"]])).toEqual([]);
    expect(lastDone(kit, "record-need")).toEqual(draft({ kind: "information", category: "technique", quantity: 1 }));
  });

  it("keeps the other answers when the kind is changed and changed back", () => {
    const kit = bench();
    kit.press("record-need", "h17");
    expect(play(kit, [["帮资金"], ["看病"], ["3000"], ["没有"]])).toEqual([]);
    expect(
      play(kit, [
        ["改帮助种类", "缺的是哪样帮助"],
        ["帮信息", "属于哪一类"],
        ["培训", "帮信息 · 培训机会"],
        ["改帮助种类"],
        ["帮资金", "帮资金 · 看病 · 3,000 元"],
        ["上一步", "缺的是哪样帮助"],
      ]),
    ).toEqual([]);
  });

  it("searches by name and code, and says so when nothing is found or there are many", () => {
    const kit = bench();
    expect(
      play(kit, [
        ["登记需求"],
        ["赵四", "没有找到这一户", "[给全村登记] [上一步]"],
        ["上一步", "[王秀英（BC-017）]"],
        ["大山", "[李大山（BC-018）] [给全村登记] [上一步]"],
        ["BC-017", "给王秀英登记"],
        ["上一步", "[李大山（BC-018）] [给全村登记] [上一步]"],
      ]),
    ).toEqual([]);
    expect(kit.input({ type: "photo", photo: "p", text: null }).join()).toContain("请点一户，或者打姓名或户编号");
    const many = bench(recorded(), { looks: { households: () => ({ households, more: true }) } });
    expect(play(many, [["登记需求", "这里只列一部分"]])).toEqual([]);
    const none = bench(recorded(), { looks: { households: () => ({ households: [], more: false }) } });
    expect(play(none, [["登记需求", "您名下现在还没有登记的农户", "[给全村登记]"]])).toEqual([]);
  });

  it("records for a whole village: own ones as buttons, any by name", () => {
    const kit = bench(recorded(), {}, township);
    expect(
      play(kit, [
        ["登记需求"],
        ["全村", "哪个村？", "[板长村] [垭坪村]"],
        ["火星村", "没找到这个村"],
        ["河东", "缺的是哪样帮助"],
        ["帮资金"],
        ["农机设备"],
        ["5万"],
        ["没有", "请核对：河东村全村\n帮资金 · 农机设备 · 50,000 元"],
        ["登记"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "record-need")).toEqual(
      draft({ household: null, village: "hedong", category: "equipment", quantity: 50_000 }),
    );
  });

  it("picks a draft up days later", () => {
    const kit = bench();
    kit.press("record-need", "h17");
    expect(play(kit, [["帮资金"], ["看病"]])).toEqual([]);
    kit.context = { ...kit.context, now: kit.context.now + 3 * 86_400_000 };
    expect(
      play(kit, [
        ["嗯", "我们上次说到：给王秀英登记需求 帮资金 · 看病", "[接着来]"],
        ["接着来", "需要多少钱"],
      ]),
    ).toEqual([]);
  });

  it("records nothing without a word, and says so when it may not", () => {
    const kit = bench({ type: "not-yours" });
    kit.press("record-need", "h99");
    expect(play(kit, [["帮信息"], ["贷款"], ["没有", "请核对：这一户"], ["不登记了", "没有登记"]])).toEqual([]);
    expect(kit.done).toEqual([]);
    kit.press("record-need", "h99");
    expect(play(kit, [["帮信息"], ["贷款"], ["没有"], ["登记", "不归您登记，所以没有记下"]])).toEqual([]);
    expect(createBench(supporter).send("登记需求").join()).toContain("帮扶干部、帮扶单位和乡镇");
  });
});
