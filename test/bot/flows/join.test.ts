import { describe, expect, it } from "vitest";
import { creditCodeCheck } from "#core/text/credit-code.js";
import { createBench, lastDone, play, supporter, type Line } from "./supporter.js";

const code = `91520000MA6H1234X${creditCodeCheck("91520000MA6H1234X")}`;

describe("join", () => {
  it("takes an enterprise, whose code may come later, on to its pledge", () => {
    const kit = createBench({ commands: { join: () => ({ type: "joined", verified: false }) } });
    expect(
      play(kit, [
        ["我想帮忙", "您是代表企业，还是个人？", "[企业] [个人]"],
        ["都不是", "请点“企业”或“个人”"],
        ["企业", "企业全称是？"],
        ["13812345678", "我没看出名字"],
        ["青石恒丰养殖有限公司", "统一社会信用代码是？18 位", "[以后补]"],
        ["91520000MA6H1234X", "少 1 位（您发来 17 位，应是 18 位）", "[以后补]"],
        [`${code}99`, "多 2 位（您发来 20 位"],
        ["91520000MA6H1234O8", "不会有“O”"],
        [`${code.slice(0, 16)}00`, "抄错了一位"],
        ["没有啊", "我没看出代码"],
        ["以后补", "代码以后再补", "联系电话是？"],
        ["1381234567", "这个号码有 10 位，手机号是 11 位"],
        ["电话", "我没看出电话号码"],
        ["13812345678", "登记好了：青石恒丰养殖有限公司", "核实企业之前，您的认捐我们先记下", "这次想帮哪样？"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([
      {
        name: "join",
        command: {
          sort: "enterprise",
          name: "青石恒丰养殖有限公司",
          creditCode: null,
          phone: "+8613812345678",
          vouched: false,
        },
      },
    ]);
  });

  it.each<{ locale: "zh-CN" | "en"; lines: Line[]; name: string }>([
    {
      locale: "zh-CN",
      name: "王芳",
      lines: [
        ["登记", "[企业] [个人]"],
        ["2", "怎么称呼您"],
        ["返回", "您是代表企业，还是个人？"],
        ["我自己", "怎么称呼您"],
        ["王芳", "留个电话吗"],
        ["跳过", "登记好了：王芳", "这次想帮哪样？"],
      ],
    },
    {
      locale: "en",
      name: "Mary Li",
      lines: [
        ["donate", "[Enterprise] [Citizen]"],
        ["citizen", "What is your name?", "[Back]"],
        ["!!", "I could not find the name"],
        ["Mary Li", "Would you leave a phone number?", "[Skip]"],
        ["[skip]", "You are registered: Mary Li", "Which help would you like to give?"],
      ],
    },
  ])("takes a citizen by name alone ($locale)", ({ locale, lines, name }) => {
    const kit = createBench({ context: { locale } });
    expect(play(kit, lines)).toEqual([]);
    expect(lastDone(kit, "join")).toEqual({ sort: "citizen", name, creditCode: null, phone: null, vouched: false });
  });

  it("keeps no phone number in the stored talk", () => {
    const kit = createBench();
    expect(play(kit, [["登记"], ["2"], ["王芳"], ["13812345678"]])).toEqual([]);
    expect(JSON.stringify(kit.state())).not.toContain("13812345678");
  });

  it("says how to get in when the enterprise is registered already", () => {
    const kit = createBench({ commands: { join: () => ({ type: "taken" }) } });
    expect(
      play(kit, [
        ["登记"],
        ["企业"],
        ["恒丰养殖"],
        [code, "联系电话是？"],
        ["跳过", "恒丰养殖已经登记过了", "向青石县四帮办公室要一个一次性口令"],
      ]),
    ).toEqual([]);
  });

  it("the second time, takes the missing code of an unverified enterprise", () => {
    const context = { speaker: supporter({ verified: false }) };
    const kit = createBench({ context, commands: { join: () => ({ type: "joined", verified: false }) } });
    expect(
      play(kit, [
        ["登记", "恒丰养殖已经登记过了，青石县四帮办公室还没有核实", "[补信用代码] [去认捐]"],
        ["补信用代码", "恒丰养殖的统一社会信用代码是？"],
        [code.toLowerCase(), "信用代码记下了", "这次想帮哪样？"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "join")).toEqual({
      sort: "enterprise",
      name: "恒丰养殖",
      creditCode: code,
      phone: null,
      vouched: false,
    });
  });

  it("the second time, leads everybody else to a pledge", () => {
    expect(
      play(createBench({ context: { speaker: supporter() } }), [
        ["登记", "已经登记过了，不用再登记", "这次想帮哪样？"],
      ]),
    ).toEqual([]);
    const late = createBench({ context: { speaker: supporter({ verified: false }) } });
    expect(play(late, [["登记"], ["去认捐", "这次想帮哪样？"]])).toEqual([]);
    expect(late.done).toEqual([]);
  });
});
