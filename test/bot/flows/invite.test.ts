import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, grandmother } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["make-code"]["result"];
const made: Result = { type: "made", code: "483920", hours: 72 };
const bench = (result: Result = made, over: Parameters<typeof createBench>[1] = {}) =>
  createBench(cadre, { commands: { "make-code": () => result }, ...over });

describe("invite", () => {
  it("makes a code for the household that is picked and tells how to use it", () => {
    const kit = bench();
    expect(
      play(kit, [
        ["邀请", "邀请哪一户", "[王秀英（BC-017）] [李大山（BC-018）]"],
        ["李大山", "给李大山的口令：483920\n72 小时内有效，只能用一次", "直接打这个口令", "[看待办]"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([{ name: "make-code", command: { household: "h18" } }]);
  });

  it("starts with a household, in English", () => {
    const kit = bench(made, { context: { locale: "en" } });
    expect(kit.press("invite", "h17")).toContain(
      "The code for 王秀英: 483920\nIt is good for 72 hours and works once.",
    );
    expect(kit.press("invite", "h77")).toContain("The code for this household: 483920");
  });

  it("finds a household by its name", () => {
    expect(play(bench(), [["邀请"], ["秀英", "[王秀英（BC-017）]"], ["1", "给王秀英的口令"]])).toEqual([]);
  });

  it("is kind otherwise", () => {
    expect(bench({ type: "not-yours" }).press("invite", "h17")).toContain("没有生成口令");
    expect(bench({ type: "gone" }).press("invite", "h17")).toContain("找不到了");
    expect(createBench(grandmother).send("邀请").join()).toContain("帮扶干部、帮扶单位和乡镇");
    const empty = bench(made, { looks: { households: () => ({ households: [], more: false }) } });
    expect(play(empty, [["邀请", "您名下现在还没有登记的农户"]])).toEqual([]);
  });
});
