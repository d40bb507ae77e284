import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { MatchReason } from "#core/match/reasons.js";
import { PriorityReason } from "#core/registry/priority.js";
import { isMessageKey } from "#core/message/message.js";
import { reasonMessages } from "#core/notice/reasons.js";
import { createSay } from "#locales/say.js";
import { cadre, createBench, match, mayAll, mayNothing, supporter } from "./staff.js";
import { lastDone, play } from "./supporter.js";

type Result = Commands["answer-match"]["result"];

const bench = (result: Result, over: Parameters<typeof createBench>[1] = {}) =>
  createBench(cadre, { commands: { "answer-match": () => result }, ...over });

describe("reasons", () => {
  it.each([...new Set([...MatchReason.options, ...PriorityReason.options, "long-wait", "nothing-received"])])(
    "%s has a text",
    (reason) => {
      expect(isMessageKey(`reason.${reason}`)).toBe(true);
    },
  );

  it("never tell which special group a household belongs to, and say it once", () => {
    const say = createSay();
    const texts = ["disabled", "orphaned", "single-elderly", "single-parent"].map((reason) =>
      reasonMessages([reason]).map((one) => say.render(one, { locale: "zh-CN", dataClass: "local" })),
    );
    expect(new Set(texts.flat()).size).toBe(1);
    expect(reasonMessages(["heavy", "disabled", "single-elderly", "of-next-year"])).toHaveLength(2);
  });
});

describe("answer", () => {
  it("shows what, for whom, why, and until when; accepts", () => {
    const kit = bench({ type: "accepted", code: "M31" });
    expect(kit.press("answer", "m1")).toBe(
      [
        "对接 #M31：恒丰养殖可出 18,000 元（住房圈舍修缮），给王秀英，2027年2月5日前送到。",
        "为什么：深度困难 · 同村 · 需求正好是这一类。",
        "请在 2026年11月26日前答复。",
        "[接受] [不合适]",
      ].join("\n"),
    );
    expect(
      play(kit, [
        ["嗯？什么", "请点一个按钮", "[接受]"],
        ["1", "已接受 #M31", "[看待办]"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual([{ name: "answer-match", command: { match: "m1", answer: "accept", because: null } }]);
  });

  it("speaks English and names no household by name on a foreign channel", () => {
    const kit = bench({ type: "accepted", code: "M31" }, { context: { locale: "en" } });
    expect(kit.press("answer", "m1")).toContain(
      "Match #M31: 恒丰养殖 offers 18,000 yuan (housing and sheds) for 王秀英, by 5 February 2027.\nWhy this one:",
    );
    const message = kit.replies()[0]?.message;
    expect(message && createSay().render(message, { locale: "en", dataClass: "foreign" })).toContain(
      "for household BC-017, 板长村, by",
    );
    expect(play(kit, [["Accept", "#M31 is accepted"]])).toEqual([]);
  });

  it.each<[lines: string[], because: string]>([
    [["不合适", "已经修好了"], "solved"],
    [["2", "家里不同意"], "unwilling"],
    [["[decline]", "3"], "wrong-amount"],
    [["不行", "其他", "路还没通"], "路还没通"],
    [["不合适", "路还没通，材料进不去"], "路还没通，材料进不去"],
    [["不合适", "上一步", "不合适", "1"], "solved"],
  ])("declines: %j", (lines, because) => {
    const kit = bench({ type: "declined", code: "M31", needClosed: because === "solved" });
    kit.press("answer", "m1");
    for (const line of lines) kit.send(line);
    expect(lastDone(kit, "answer-match")).toEqual({ match: "m1", answer: "decline", because });
    const last = kit.replies().at(-1)?.message.key;
    expect(last).toBe(because === "solved" ? "answer.need-closed" : "answer.declined");
  });

  it("accepts and declines straight from a notice", () => {
    expect(bench({ type: "accepted", code: "M31" }).press("answer", "accept", "m1")).toContain("已接受 #M31");
    const kit = bench({ type: "declined", code: "M31", needClosed: false });
    expect(kit.press("answer", "decline", "m1")).toContain("#M31（王秀英）是哪方面不合适？");
    expect(play(kit, [["数额不对", "记下了：#M31 没接受"]])).toEqual([]);
  });

  it.each<[Result, string]>([
    [
      { type: "already", code: "M31", state: "accepted", by: "周敏" },
      "#M31 已经有答复了：已接受，等送达（答复人：周敏）",
    ],
    [{ type: "already", code: "M31", state: "lapsed", by: null }, "#M31 已经有答复了：已失效"],
    [{ type: "not-yours" }, "不归您办"],
    [{ type: "gone" }, "找不到了"],
  ])("says what came of it otherwise: %j", (result, text) => {
    expect(bench(result).press("answer", "accept", "m1")).toContain(text);
  });

  it.each([
    ["accepted", ["[标记送达]", "[给农户回话]"], ["接受]", "代为确认"]],
    ["delivered", ["[代为确认]"], ["[接受]", "标记送达"]],
    ["questioned", ["[标记送达]", "[代为确认]", "[给农户回话]"], ["[接受]"]],
    ["confirmed", ["[看待办]"], ["[接受]", "标记送达"]],
  ] as const)("shows what is left to do with one that is %s, even from an old button", (state, shown, hidden) => {
    for (const args of [["m1"], ["decline", "m1"]]) {
      const kit = bench({ type: "gone" }, { looks: { match: () => ({ match: match({ state }), may: mayAll }) } });
      const text = kit.press("answer", ...args);
      expect(text).toContain("对接 #M31：恒丰养殖给王秀英");
      for (const words of shown) expect(text).toContain(words);
      for (const words of hidden) expect(text).not.toContain(words);
    }
  });

  it("leads on to words for the household", () => {
    const kit = bench(
      { type: "gone" },
      { looks: { match: () => ({ match: match({ state: "questioned" }), may: mayAll }) } },
    );
    kit.press("answer", "m1");
    expect(play(kit, [["给农户回话", "想对王秀英说什么"]])).toEqual([]);
  });

  it("is kind to those it is not for, and about one that is gone", () => {
    expect(createBench(supporter).press("answer", "m1")).toContain("请向青石县四帮办公室要一个一次性口令");
    const looks = { match: () => ({ match: null, may: mayNothing }) };
    expect(bench({ type: "gone" }, { looks }).press("answer", "m1")).toContain("找不到了");
    expect(bench({ type: "gone" }).press("answer")).toContain("都办完了");
  });
});
