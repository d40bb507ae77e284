import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, match, mayAll, mayNothing, supporter } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["deliver"]["result"];
const done: Result = { type: "delivered", code: "M31" };
const bench = (speaker = cadre, result: Result = done, over = match({ state: "accepted" })) =>
  createBench(speaker, {
    commands: { deliver: () => result },
    looks: { match: () => ({ match: over, may: mayAll }) },
  });

describe("deliver", () => {
  it("takes a photo, confirms, and says that the household has the last word", () => {
    const kit = bench();
    expect(kit.press("deliver", "m1")).toContain("请发一张照片");
    expect(play(kit, [["在路上", "这一步请发一张照片", "[没有照片]"]])).toEqual([]);
    const shown = kit.input({ type: "photo", photo: "ph1", text: null }).join();
    expect(shown).toContain("照片收到。请核对：#M31 已送到。\n王秀英 · 18,000 元 · 住房圈舍修缮");
    expect(play(kit, [["确认", "#M31 记下了：已送到", "收到的一方确认了才算数", "[看待办]"]])).toEqual([]);
    expect(kit.done).toEqual([{ name: "deliver", command: { match: "m1", photo: "ph1" } }]);
  });

  it("goes without a photo, back, and with a late one", () => {
    const kit = bench();
    kit.press("deliver", "m1");
    expect(
      play(kit, [
        ["没有", "没有照片", "[确认送到了] [还没送到] [上一步]"],
        ["上一步", "请发一张照片"],
        ["1", "没有照片"],
      ]),
    ).toEqual([]);
    expect(kit.input({ type: "photo", photo: "ph2", text: "看" }).join()).toContain("照片收到");
    expect(play(kit, [["1", "已送到"]])).toEqual([]);
    expect(kit.done[0]?.command).toEqual({ match: "m1", photo: "ph2" });
  });

  it("leaves it unmarked when it has not arrived", () => {
    const kit = bench();
    kit.press("deliver", "m1");
    expect(play(kit, [["没有照片"], ["还没送到", "先不标记"]])).toEqual([]);
    expect(kit.done).toEqual([]);
  });

  it("serves supporters, without the staff's buttons", () => {
    const kit = createBench(supporter, {
      commands: { deliver: () => done },
      looks: { match: () => ({ match: match({ state: "accepted" }), may: { ...mayNothing, deliver: true } }) },
      context: { locale: "en" },
    });
    kit.press("deliver", "m1");
    kit.send("No photo");
    expect(kit.send("yes")).toEqual([
      "#M31 is marked as delivered.\nIt counts once those who receive it confirm.\n[My pledges]",
    ]);
  });

  it.each<[Result, string]>([
    [{ type: "already", code: "M31" }, "没有重复记"],
    [{ type: "not-yours" }, "不归您办"],
    [{ type: "gone" }, "找不到了"],
  ])("says what came of it otherwise: %j", (result, text) => {
    const kit = bench(cadre, result);
    kit.press("deliver", "m1");
    expect(play(kit, [["1"], ["1", text]])).toEqual([]);
  });

  it("is kind where there is nothing to mark", () => {
    expect(bench(cadre, done, match({ state: "delivered" })).press("deliver", "m1")).toContain("已送达，等确认收到");
    const gone = createBench(supporter, { looks: { match: () => ({ match: null, may: mayNothing }) } });
    expect(gone.press("deliver", "m1")).toContain("找不到了");
    expect(bench().press("deliver")).toContain("都办完了");
    expect(createBench(null).press("deliver")).toContain("帮扶干部、帮扶单位和乡镇");
  });
});
