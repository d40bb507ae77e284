import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, grandmother, need } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["review-need"]["result"];
const bench = (result: Result, shown: ReturnType<typeof need> | null = need(), locale: "zh-CN" | "en" = "zh-CN") =>
  createBench(cadre, {
    commands: { "review-need": () => result },
    looks: { need: () => ({ need: shown }) },
    context: { locale },
  });

describe("review", () => {
  it("shows what, for whom, and who recorded it; agrees", () => {
    const kit = bench({ type: "opened", code: "X-12" });
    expect(kit.press("review", "n1")).toContain("需求 X-12：王秀英，住房圈舍修缮，18,000 元。\n登记人：李倩。");
    expect(
      play(kit, [
        ["随便", "请点一个按钮"],
        ["同意", "需求 X-12 开始对接", "[看待办]"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([{ name: "review-need", command: { need: "n1", verdict: "approved" } }]);
  });

  it("does not agree, in English", () => {
    const kit = bench({ type: "rejected", code: "X-12" }, need(), "en");
    expect(kit.press("review", "n1")).toContain("Need X-12: 王秀英, housing and sheds, 18,000 yuan.");
    expect(play(kit, [["2", "you do not agree to X-12"]])).toEqual([]);
    expect(kit.done[0]?.command).toEqual({ need: "n1", verdict: "rejected" });
  });

  it("says where it comes from, and that a large one takes two", () => {
    expect(bench({ type: "gone" }, need({ source: "cause" })).press("review", "n1")).toContain("按致贫原因自动列出");
    const large = need({ approvals: 2, approved: 1, quantity: 90_000 });
    expect(bench({ type: "gone" }, large).press("review", "n1")).toContain("要两个人都同意，已有 1 人同意");
  });

  it.each<[Result, string]>([
    [{ type: "one-more", code: "X-12" }, "还要另一位审核人同意"],
    [{ type: "already", code: "X-12" }, "已经审核过了"],
    [{ type: "not-yours" }, "不归您审核"],
    [{ type: "gone" }, "找不到了"],
  ])("says what came of it: %j", (result, text) => {
    const kit = bench(result);
    kit.press("review", "n1");
    expect(play(kit, [["同意", text]])).toEqual([]);
  });

  it("is kind about one that is gone, and to others", () => {
    expect(bench({ type: "gone" }, null).press("review", "n1")).toContain("找不到了");
    expect(createBench(grandmother).press("review", "n1")).toContain("帮扶干部、帮扶单位和乡镇");
    expect(bench({ type: "gone" }).press("review")).toContain("都办完了");
  });
});
