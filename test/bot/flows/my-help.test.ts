import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import type { MatchView } from "#core/views.js";
import { cadre, createBench, grandmother, match } from "./staff.js";
import { lastDone, play } from "./supporter.js";

type Refusal = Commands["refuse-help"]["result"];
const bench = (
  matches: MatchView[],
  refusal: Refusal = { type: "refused", code: "M31" },
  locale: "zh-CN" | "en" = "zh-CN",
) =>
  createBench(grandmother, {
    looks: { "my-help": () => ({ matches, cadreName: "李倩" }) },
    commands: {
      "refuse-help": () => refusal,
      "confirm-delivery": () => ({ type: "confirmed", code: "M31" }),
    },
    context: { locale },
  });
const accepted = match({ state: "accepted" });

describe("my-help", () => {
  it("tells what comes, from whom and when, in three short lines at most", () => {
    const kit = bench([accepted]);
    expect(kit.send("我家")).toEqual([
      [
        "恒丰养殖要帮您家：18,000 元（住房圈舍修缮）。",
        "约好 2027年2月5日前送到，有事就问李倩。",
        "[知道了] [我有话要问李倩] [我不想要]",
      ].join("\n"),
    ]);
    expect(play(kit, [["1", "好的", "[看我家的帮扶]"]])).toEqual([]);
  });

  it("does not tell of what nobody has accepted, or what came to nothing", () => {
    const kit = bench([match(), match({ state: "declined" }), match({ state: "lapsed" })]);
    expect(
      play(kit, [
        ["我家", "现在还没有给您家对上帮扶", "告诉李倩", "[我有话要问李倩]"],
        ["1", "想问李倩什么"],
      ]),
    ).toEqual([]);
    expect(bench([match()]).press("my-help", "m1")).toContain("现在看不到了");
  });

  it("lists several; each by its number", () => {
    const all = (["accepted", "delivered", "questioned", "confirmed", "accepted", "accepted"] as const).map(
      (state, i) => match({ id: `m${i}`, state, quantity: 1000 * (i + 1) }),
    );
    expect(
      play(bench(all), [
        ["我家", "您家有 6 份帮扶", "（在路上）]", "（等您说收到没有）]", "（在帮您查）]", "（收到了）]", "[更多]"],
        ["更多", "6,000 元"],
        ["上一步"],
        ["3", "您说恒丰养殖的 3,000 元（住房圈舍修缮）还没办好", "[现在收到了] [我有话要问李倩] [上一步]"],
        ["上一步"],
        ["4", "您家收到了"],
        ["上一步"],
        ["2", "您真的收到了吗", "[收到了] [还没有] [不对，有问题]"],
        ["到了", "太好了"],
      ]),
    ).toEqual([]);
  });

  it("asks once before refusing", () => {
    const kit = bench([accepted]);
    expect(
      play(kit, [
        ["我家"],
        ["不要", "您家真的不要吗", "[还是要] [真的不要]"],
        ["看看", "请点一个按钮，或者打按钮上的字"],
        ["要", "还给您家留着"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([]);
    kit.press("my-help", "refuse", "m1");
    expect(play(kit, [["2", "这份不要了"]])).toEqual([]);
    expect(lastDone(kit, "refuse-help")).toEqual({ match: "m1" });
  });

  it.each<[Refusal, string]>([
    [{ type: "too-late", code: "M31" }, "现在退不了"],
    [{ type: "gone" }, "现在看不到了"],
    [{ type: "not-yours" }, "现在看不到了"],
  ])("says what came of a refusal: %j", (refusal, text) => {
    const kit = bench([accepted], refusal);
    kit.press("my-help", "refuse", "m1");
    expect(play(kit, [["真的不要", text, "[我有话要问李倩]"]])).toEqual([]);
  });

  it("answers the buttons of old notices", () => {
    expect(bench([accepted]).press("my-help", "ok", "m1")).toContain("好的");
    expect(bench([]).press("my-help", "ok", "m1")).toContain("现在看不到了");
    expect(bench([match({ state: "confirmed" })]).press("my-help", "refuse", "m1")).toContain("您家收到了");
  });

  it("speaks English, and is kind to those it is not for", () => {
    const kit = bench([accepted], undefined, "en");
    expect(kit.send("my help").join()).toContain("It is promised by 5 February 2027. If anything comes up, ask 李倩.");
    expect(createBench(cadre).send("我家").join()).toContain("登记农户看自家帮扶");
    expect(createBench(null).send("我家").join()).toContain("请向帮扶干部或青石县四帮办公室要一个一次性口令");
  });
});
