import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import type { Speaker } from "#core/message/speaker.js";
import { createBench, expectTalk, people, press } from "./everyone.js";

type Result = Commands["bind"]["result"];

/** Codes answer in turn; one that binds makes that person the speaker, as the command does. */
function bench(results: readonly Result[], becomes: Speaker = people.household, locale: "zh-CN" | "en" = "zh-CN") {
  const left = [...results];
  const kit = createBench(null, {
    context: { locale },
    commands: {
      bind: () => {
        const result = left.shift() ?? { type: "wrong" as const };
        if (result.type === "bound") kit.context = { ...kit.context, speaker: becomes };
        return result;
      },
    },
  });
  return kit;
}

describe("bind", () => {
  it("asks a household for its code, whatever stands round it, and shows what it can do", () => {
    const kit = bench([{ type: "bound", name: "王秀英" }]);
    expectTalk(kit, [
      ["我需要帮助", "帮扶干部或村委会会给您家一个 6 位数的口令", "[我没有口令]"],
      ["嗯嗯", "我没看到口令", "[我没有口令]"],
      ["4839", "口令是 6 位数字（办公室给干部的是 10 位），您发来的是 4 位"],
      [
        "我的口令是 483 920",
        "登记的名字是：王秀英",
        "只有您和帮扶干部能看",
        "有事就问李倩",
        "[看我家的帮扶] [我有话要问李倩]",
      ],
    ]);
    expect(kit.done).toEqual([{ name: "bind", command: { code: "483920" } }]);
  });

  it("greets a cadre in English", () => {
    expectTalk(bench([{ type: "bound", name: "李倩" }], people.cadre, "en"), [
      ["hello"],
      ["2", "gives each helping cadre a 10-digit code"],
      ["１２３４５６", "The name on record: 李倩.", "New matches", "[What waits for me] [Record a need]"],
    ]);
  });

  it.each<["cadre" | "household", string]>([
    ["cadre", "请向青石县四帮办公室要一个口令"],
    ["household", "到村委会、青石县四帮办公室问一声"],
  ])("tells a %s without a code where to get one", (who, then) => {
    for (const said of ["没有", "1", "[我没有口令]"]) {
      const kit = bench([]);
      press(kit, "bind", who);
      expectTalk(kit, [[said, then, "[看菜单]"]]);
    }
  });

  it("asks again after a wrong code, and takes the right one", () => {
    const kit = bench([{ type: "wrong" }, { type: "wrong" }, { type: "bound", name: "王秀英" }]);
    expectTalk(kit, [
      ["111111", "这个口令对不上", "[我没有口令]"],
      ["222222", "这个口令对不上", "!上一步"],
      ["483920", "王秀英"],
    ]);
  });

  it.each<[Result, string, string]>([
    [{ type: "used" }, "已经用过了", "was used before"],
    [{ type: "expired" }, "过期了", "has expired"],
    [{ type: "slow-down", minutes: 1 }, "请 1 分钟后再发口令", "in 1 minute."],
    [{ type: "slow-down", minutes: 42 }, "请 42 分钟后再发口令", "in 42 minutes."],
  ])("says what is the matter: %j", (result, chinese, english) => {
    expectTalk(bench([result]), [["483920", chinese]]);
    expectTalk(bench([result], people.cadre, "en"), [["483920", english]]);
  });

  it("asks anyone, and takes the code out of its own button", () => {
    expect(press(bench([]), "bind")).toContain("请把口令发到这里");
    expect(press(bench([{ type: "used" }]), "bind", "483920")).toContain("已经用过了");
  });

  it("keeps no code in the stored talk", () => {
    const kit = bench([{ type: "wrong" }]);
    kit.send("483920");
    expect(JSON.stringify(kit.state())).not.toContain("483920");
  });
});
