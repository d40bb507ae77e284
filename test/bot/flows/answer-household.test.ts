import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, supporter } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["send-word"]["result"];
const bench = (result: Result, locale: "zh-CN" | "en" = "zh-CN") =>
  createBench(cadre, { commands: { "send-word": () => result }, context: { locale } });

describe("answer-household", () => {
  it("passes the words on as they are", () => {
    const kit = bench({
      type: "sent",
      name: "王秀英",
      household: { code: "BC-017", village: "板长村", name: "王秀英" },
      reached: true,
    });
    expect(kit.press("answer-household", "h17")).toContain("想对王秀英说什么");
    expect(kit.input({ type: "photo", photo: "p", text: null }).join()).toContain("这里只能转文字");
    expect(play(kit, [["12月1日我来量尺寸", "已转给：王秀英", "[看待办]"]])).toEqual([]);
    expect(kit.done).toEqual([
      { name: "send-word", command: { to: "household", household: "h17", text: "12月1日我来量尺寸", photo: null } },
    ]);
  });

  it("asks which household, and says when nobody could be reached", () => {
    const kit = bench(
      {
        type: "sent",
        name: "李大山",
        household: { code: "BC-018", village: "板长村", name: "李大山" },
        reached: false,
      },
      "en",
    );
    expect(kit.press("answer-household")).toContain("To which household?");
    expect(
      play(kit, [
        ["2", "What would you like to tell 李大山?"],
        ["back", "To which household?"],
        ["李大山"],
        ["I come on Monday", "cannot be reached here, so your words did not arrive"],
      ]),
    ).toEqual([]);
  });

  it("is kind otherwise", () => {
    for (const [type, text] of [
      ["not-yours", "话没有转过去"],
      ["gone", "找不到了"],
    ] as const) {
      const kit = bench({ type });
      expect(kit.press("answer-household", "h77")).toContain("想对这户人家说什么");
      expect(play(kit, [["你好啊", text]])).toEqual([]);
    }
    expect(createBench(supporter).press("answer-household", "h17")).toContain("帮扶干部、帮扶单位和乡镇");
  });
});
