import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { createBench, lastDone, play, registered, sixInBanchang, supporter, type Line } from "./supporter.js";

type Result = Commands["confirm-pledge"]["result"];

const known = { context: { speaker: supporter() } };

describe("pledge", () => {
  it.each<[string, string]>([
    ["1", "打算帮多少钱？"],
    ["帮就业", "招什么岗位？"],
    ["产业", "带农户做什么项目？"],
    ["information", "想告诉大家什么？"],
    ["5万", "明白：50,000 元。"],
    ["想招电焊工", "明白：电焊。\n招什么岗位？"],
    ["不知道", "我没听明白是哪一样"],
  ])("asks which help, and takes “%s”", (said, read) => {
    expect(
      play(createBench(known), [
        ["认捐", "[帮资金] [帮就业] [帮产业] [帮信息]"],
        [said, read],
      ]),
    ).toEqual([]);
  });

  it("offers another help until something was said", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["认捐"],
        ["2", "招什么岗位？", "[换一样]"],
        ["换一样", "这次想帮哪样？"],
        ["1", "[换一样]"],
        ["5万"],
      ]),
    ).toEqual([]);
    expect(kit.send("返回").join()).toContain("[换一样]");
  });

  it("asks a stranger who they are, then goes on with the help that was meant", () => {
    const kit = createBench();
    expect(play(kit, [["认捐"], ["取消"]])).toEqual([]);
    kit.input({ type: "choice", id: "s.pledge.jobs" });
    expect(play(kit, [["个人"], ["王芳"], ["跳过", "登记好了", "招什么岗位？"]])).toEqual([]);
    kit.input({ type: "choice", id: "s.pledge-funds" });
    expect(kit.send("个人").join()).toContain("怎么称呼您");
  });
});

describe("pledge-funds", () => {
  it("takes all that one sentence says, as in the talk to aim at", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["我想帮忙"],
        ["5万块，给板长村修猪圈", "明白：50,000 元 · 住房圈舍修缮 · 板长村。", "什么时候能到位？"],
        [
          "年前",
          "请核对：\n帮资金 · 50,000 元 · 住房圈舍修缮 · 板长村 · 2027年2月5日前",
          "板长村现在登记着 6 个这样的需求，合计 83,000 元",
          "[确认认捐] [改金额] [改用途] [改地点] [改时间] [不捐了]",
        ],
        ["改金额", "打算帮多少钱？"],
        ["一百亿亿", "（太大了）", "比如“5万”或“50000”"],
        ["六万", "60,000 元 · 住房圈舍修缮"],
        ["确认认捐", "已登记，编号 K7Q-204", "请他们在 2 天内回话", "[看这笔认捐]"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toEqual({
      token: "token6",
      draft: {
        kind: "funds",
        categories: ["housing"],
        quantity: 60_000,
        area: "banchang",
        reach: 4,
        due: "2027-02-05",
        terms: { kind: "funds", purpose: null },
      },
    });
  });

  it("asks one thing at a time, in English, with the way back", () => {
    const kit = createBench({ context: { ...known.context, locale: "en" } });
    expect(
      play(kit, [
        ["pledge"],
        ["1", "How much would you like to give?"],
        ["lots", "I could not find the number.", "such as “5000”"],
        ["-5", "below zero"],
        ["5k", "Understood: 5,000 yuan.", "What should it mainly be used for?"],
        ["something", "I could not tell which sort that is", "[schooling]"],
        ["new roof for the shed", "Understood: new roof for the shed (housing and sheds).", "[All of 青石县]"],
        ["back", "What should it mainly be used for?"],
        ["anything", "Understood: Any purpose.", "Where?"],
        ["nowhere", "I could not find that place"],
        ["石桥", "Understood: 石桥镇.", "By when"],
        ["30 February", "The calendar has no such day."],
        ["within a month", "Funds · 5,000 yuan · Any purpose · 石桥镇 · by 24 December 2026", "6 such needs"],
        ["cancel", "Nothing of this was registered"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([]);
  });

  it("asks which, where two places could be meant", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["认捐"],
        ["5万"],
        ["看病", "帮哪里？"],
        ["板昌村", "您说的是哪一个？", "[板长村（石桥镇）]"],
        ["1", "明白：板长村。"],
      ]),
    ).toEqual([]);
  });

  it("widens from the card when only the county has some", () => {
    const kit = createBench({
      ...known,
      looks: { fits: ({ reach }) => (reach === 4 ? { ...sixInBanchang, needs: 0, amount: 0 } : sixInBanchang) },
    });
    expect(
      play(kit, [
        ["认捐"],
        ["5万块，给板长村修猪圈"],
        ["年前", "还没有登记过这样的需求", "放宽到青石县，现在有 9 个", "[放宽到全县]"],
        ["放宽到全县", "青石县 · 2027年2月5日前", "6 个这样的需求"],
        ["确认"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toMatchObject({ draft: { area: "banchang", reach: 2 } });
  });

  it.each<{ what: string; result: Result; lines: Line }>([
    {
      what: "kept until verified",
      result: { ...registered, verified: false },
      lines: ["确认", "核实您的企业之前，我们先替您留着", "核实后由板长村那边的帮扶干部答复"],
    },
    {
      what: "waits, nothing fits",
      result: { ...registered, needs: 0 },
      lines: ["确认", "K7Q-204", "眼下板长村还没有登记过这样的需求", "[放宽到全县] [先等着]"],
    },
    {
      what: "registered before",
      result: { type: "already", code: "K7Q-204", day: "2026-11-23" },
      lines: ["确认", "这一笔 2026年11月23日已经登记过了（K7Q-204），没有重复登记"],
    },
    {
      what: "over the limit",
      result: { type: "over-limit", limit: 20_000, left: 5_000 },
      lines: ["确认", "合计先以 20,000 元为限，您现在还可以认捐 5,000 元", "打算帮多少钱？"],
    },
    {
      what: "limit reached",
      result: { type: "over-limit", limit: 20_000, left: 0 },
      lines: ["确认", "您已经认捐到了", "请联系青石县四帮办公室"],
    },
    { what: "unknown speaker", result: { type: "not-joined" }, lines: ["确认", "登记一下就能认捐"] },
  ])("says it honestly: $what", ({ result, lines }) => {
    expect(play(ending(result), [lines])).toEqual([]);
  });

  it("after the limit asks for less and shows a fresh card", () => {
    const kit = ending({ type: "over-limit", limit: 20_000, left: 5_000 });
    expect(play(kit, [["确认"], ["5000", "5,000 元 · 住房圈舍修缮"], ["确认"]])).toEqual([]);
    const tokens = kit.done.map(({ command }) => (command as { token: string }).token);
    expect(new Set(tokens).size).toBe(2);
  });

  it("answers an old press of the confirm button as what it is", () => {
    const kit = createBench(known);
    expect(play(kit, [["认捐"], ["5万块，给板长村修猪圈"], ["年前"]])).toEqual([]);
    const confirm = kit.replies().at(-1)?.choices[0]?.id ?? "";
    expect(play(kit, [["[确认认捐]", "已登记"]])).toEqual([]);
    expect(kit.input({ type: "choice", id: confirm }).join()).toContain("stale(token3)");
    expect(kit.done).toHaveLength(1);
  });

  it("is picked up days later by what was said", () => {
    const kit = createBench(known);
    expect(play(kit, [["认捐"], ["5万块，给板长村修猪圈"]])).toEqual([]);
    kit.context = { ...kit.context, now: kit.context.now + 3 * 86_400_000, today: "2026-11-27" };
    expect(
      play(kit, [
        ["嗯", "我们上次说到：帮资金 · 50,000 元 · 住房圈舍修缮 · 板长村", "[接着来]"],
        ["接着来", "什么时候能到位？"],
      ]),
    ).toEqual([]);
  });
});

function ending(result: Result) {
  const kit = createBench({ ...known, commands: { "confirm-pledge": () => result } });
  expect(play(kit, [["认捐"], ["1"], ["5万块，给板长村修猪圈"], ["年前"]])).toEqual([]);
  return kit;
}

describe("pledge-jobs", () => {
  it("asks for all that a job is made of, and changes one thing", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["认捐"],
        ["就业"],
        ["电焊工", "明白：电焊工 · 电焊。\n招几个人？"],
        ["二十来个", "我需要一个确定的数", "比如“3”"],
        ["三个", "明白：3 个岗位。"],
        ["一天200", "一个月多少钱"],
        ["4000-5000", "每月 4,000 元到 5,000 元"],
        ["石桥镇恒丰厂", "想从哪里招人？\n[整个石桥镇] [整个青石县]"],
        ["广东", "请在下面选一个范围"],
        ["石桥", "从石桥镇招人"],
        ["15岁以上", "要年满 16 岁"],
        ["18-50", "18 到 50 岁"],
        ["昨天", "已经过去了"],
        [
          "2027年1月4日",
          "帮就业 · 电焊工 · 电焊 · 3 个岗位",
          "在石桥镇恒丰厂上班 · 从石桥镇招人 · 18 到 50 岁 · 2027年1月4日开始",
          "[确认认捐] [改一处] [不捐了]",
        ],
        ["改一处", "要改哪一处？", "[改工资]"],
        ["改工资", "每月工资多少？"],
        ["返回", "请核对"],
        ["改一处"],
        ["改工资"],
        ["5000", "每月 5,000 元"],
        ["确认", "已登记"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toMatchObject({
      draft: {
        kind: "jobs",
        categories: ["welding"],
        quantity: 3,
        area: "shiqiao",
        reach: 3,
        due: "2027-01-04",
        terms: {
          kind: "jobs",
          title: "电焊工",
          wageFrom: 5000,
          wageTo: 5000,
          place: "石桥镇恒丰厂",
          ageFrom: 18,
          ageTo: 50,
          start: "2027-01-04",
        },
      },
    });
  });

  it("takes a work place elsewhere in the supporter's words, open to the whole county", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["认捐"],
        ["2"],
        ["杂工", "需要哪种手艺？"],
        ["建筑", "招几个人？"],
        ["2"],
        ["4500"],
        ["东莞长安电子厂", "在东莞长安电子厂上班 · 从青石县招人", "年龄有要求吗？"],
        ["不限", "年龄不限"],
        ["下个月", "2026年12月1日开始"],
        ["确认"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toMatchObject({
      draft: { categories: ["building"], area: "county", reach: 2, terms: { ageFrom: 16, ageTo: 80 } },
    });
  });
});

describe("pledge-industry", () => {
  it("asks for mode, both sides' part, and how long", () => {
    const kit = createBench(known);
    expect(
      play(kit, [
        ["认捐"],
        ["3"],
        ["林下养鸡", "明白：林下养鸡 · 养鸡。"],
        ["10户", "带动 10 户"],
        ["合作社", "公司+合作社+农户"],
        ["入股", "什么都不用出（入股分红）"],
        ["包回收，每户一年约 6000 元", "做多长时间？"],
        ["两年半", "30 个月"],
        ["整个柳溪乡", "柳溪乡"],
        ["明年3月底", "农户得：包回收，每户一年约 6000 元", "2027年3月31日前开始", "6 个这样的产业需求"],
        ["确认"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toMatchObject({
      draft: {
        kind: "industry",
        categories: ["chickens"],
        quantity: 10,
        area: "liuxi",
        reach: 3,
        due: "2027-03-31",
        terms: {
          kind: "industry",
          project: "林下养鸡",
          mode: "company-cooperative-household",
          brings: "nothing",
          gets: "包回收，每户一年约 6000 元",
          months: 30,
        },
      },
    });
  });
});

describe("pledge-information", () => {
  it("asks for topic, content, audience and last day, and has no quantity", () => {
    const kit = createBench({ context: { ...known.context, locale: "en" } });
    expect(
      play(kit, [
        ["pledge"],
        ["4"],
        ["Spring tea prices", "Understood: Spring tea prices · markets and prices.", "What does it say?"],
        ["x".repeat(1001), "keep it within 1000 characters"],
        ["80 yuan a jin, all season", "For whom is it?"],
        ["families that grow tea", "for families that grow tea"],
        ["1", "Understood: 青石县."],
        ["end of April", "until 30 April 2027", "it says: 80 yuan a jin, all season"],
        ["yes", "Registered as K7Q-204"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "confirm-pledge")).toMatchObject({
      draft: {
        kind: "information",
        categories: ["market"],
        quantity: 0,
        area: "county",
        reach: 2,
        due: "2027-04-30",
        terms: { topic: "Spring tea prices", audience: "families that grow tea", until: "2027-04-30" },
      },
    });
  });
});
