import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { createBench, play, supporter } from "./supporter.js";

const waiting = [
  { id: "s1", name: "恒丰养殖", creditCode: "91520000MA6H1234X8", pledges: 2 },
  { id: "s2", name: "青石茶业", creditCode: null, pledges: 0 },
];

function bench(
  options: {
    result?: Commands["verify-supporter"]["result"];
    supporters?: typeof waiting;
    locale?: "zh-CN" | "en";
  } = {},
) {
  const { supporters = waiting, locale = "zh-CN" } = options;
  return createBench({
    context: { speaker: { ...supporter(), supporter: null, roles: [{ as: "office" }] }, locale },
    looks: { unverified: () => ({ supporters }) },
    commands: { "verify-supporter": () => options.result ?? { type: "verified", name: "恒丰养殖", pledges: 2 } },
  });
}

describe("verify", () => {
  it("is for the office only", () => {
    expect(
      play(createBench({ context: { speaker: supporter() } }), [["核实", "核实企业由青石县四帮办公室来做"]]),
    ).toEqual([]);
  });

  it("lists who waits and verifies one", () => {
    const kit = bench();
    expect(
      play(kit, [
        ["核实", "2 家企业等待核实：", "恒丰养殖，代码 91520000MA6H1234X8，2 笔认捐在等", "青石茶业，还没有补代码"],
        ["青石茶业", "还没有补信用代码，暂时核实不了"],
        ["看待核实名单", "2 家企业等待核实"],
        ["1", "请先在国家企业信用信息公示系统核对名称和代码"],
        ["先不核实", "2 家企业等待核实"],
        ["恒丰养殖"],
        ["通过", "恒丰养殖核实通过，2 笔认捐开始对接", "[看待核实名单]"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([{ name: "verify-supporter", command: { supporter: "s1" } }]);
  });

  it("says so when there is nobody, or no longer that one", () => {
    expect(play(bench({ supporters: [], locale: "en" }), [["verify", "No enterprise waits to be verified."]])).toEqual(
      [],
    );
    expect(bench().input({ type: "choice", id: "s.verify.s9" }).join()).toContain("可能已经核实过了");
    const kit = bench({ result: { type: "gone" } });
    kit.input({ type: "choice", id: "s.verify.s1" });
    expect(play(kit, [["对得上", "可能已经核实过了"]])).toEqual([]);
  });
});
