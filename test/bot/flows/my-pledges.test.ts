import { describe, expect, it } from "vitest";
import type { MatchView, PledgeView } from "#core/views.js";
import { createBench, lastDone, play, pledgeView, supporter } from "./supporter.js";

const match = (over: Partial<MatchView>): MatchView => ({
  id: "m31",
  code: "M31",
  kind: "funds",
  category: "housing",
  quantity: 18_000,
  state: "accepted",
  rung: "cadre",
  household: { code: "BC-017", village: "板长村", name: "王大娘" },
  householdId: "h17",
  village: "板长村",
  supporter: { name: "恒丰养殖", citizen: false },
  pledgeCode: "K7Q-204",
  due: "2027-02-05",
  answerBy: "2026-11-26",
  reasons: [],
  photo: null,
  ...over,
});

function bench(pledges: PledgeView[], locale: "zh-CN" | "en" = "zh-CN") {
  return createBench({
    context: { speaker: supporter(), locale },
    looks: {
      "my-pledges": () => ({ pledges }),
      pledge: ({ pledge }) => ({ pledge: pledges.find(({ id }) => id === pledge) ?? null }),
    },
    commands: {
      "withdraw-pledge": () => ({ type: "withdrawn", code: "K7Q-204", kept: 18_000 }),
      "widen-pledge": () => ({ type: "widened", code: "K7Q-204", areaName: "青石县" }),
    },
  });
}

describe("my-pledges", () => {
  it("invites when there is none", () => {
    expect(
      play(bench([]), [
        ["我的认捐", "您现在还没有认捐", "[我要认捐]"],
        ["[我要认捐]", "这次想帮哪样？"],
      ]),
    ).toEqual([]);
    expect(play(bench([], "en"), [["my pledges", "You have no pledges yet.", "[Make a pledge]"]])).toEqual([]);
  });

  it.each<[string, Partial<PledgeView>, string]>([
    [
      "stages",
      { matched: 10_000, delivered: 5_000, confirmed: 3_000 },
      "已对接 10,000 元 · 已送到 5,000 元 · 已确认收到 3,000 元 · 还没对接 32,000 元",
    ],
    ["unverified", { state: "unverified", free: 50_000, matched: 0 }, "等办公室核实企业"],
    ["withdrawn in part", { state: "withdrawn" }, "已对接 18,000 元 · 已收回 32,000 元"],
    ["withdrawn", { state: "withdrawn", free: 0, matched: 0 }, "K7Q-204 帮资金 50,000 元：已收回"],
    [
      "information",
      { kind: "information", title: "春茶收购价", quantity: 0, free: 0, matched: 2 },
      "K7Q-204 帮信息（春茶收购价）：已对接 2 户",
    ],
    ["information that waits", { kind: "information", quantity: 0, free: 0, matched: 0 }, "先留着，等合适的需求"],
  ])("lists a pledge with its amounts: %s", (_what, over, line) => {
    expect(play(bench([pledgeView(over)]), [["我的认捐", "您有 1 笔认捐：", line, "[K7Q-204]"]])).toEqual([]);
  });

  it("shows the newest first and the older on demand", () => {
    const many = Array.from({ length: 7 }, (_, i) => pledgeView({ id: `p${i}`, code: `K7Q-20${i}` }));
    const kit = bench(many);
    expect(play(kit, [["我的认捐", "您有 7 笔认捐", "K7Q-204", "[更早的]"]])).toEqual([]);
    expect(kit.send("更早的").join()).toMatch(/K7Q-205[^]*K7Q-206/);
    expect(play(kit, [["返回", "K7Q-200"]])).toEqual([]);
  });

  it("shows one with its matches, by village and code and never by name, and starts a delivery", () => {
    const matches = [
      match({}),
      match({ id: "m32", state: "confirmed", quantity: 2_000, household: null }),
      match({ id: "m33", state: "declined", quantity: 700 }),
    ];
    const kit = bench([pledgeView({ matches })]);
    const shown = (kit.send("我的认捐"), kit.send("K7Q-204")).join();
    expect(shown).toContain("用在板长村，2027年2月5日前。");
    expect(shown).toContain("板长村 BC-017：18,000 元，已对接，请在2027年2月5日前送到");
    expect(shown).toContain("板长村（村里的需求）：2,000 元，已确认收到");
    expect(shown).not.toContain("王大娘");
    expect(shown).not.toContain("700");
    expect(play(kit, [["[送到了板长村 BC-017]", "deliver(m31)"]])).toEqual([]);
  });

  it("takes back what is not matched, asking once", () => {
    const kit = bench([pledgeView()]);
    expect(
      play(kit, [
        ["我的认捐"],
        ["1", "[收回没对接的]"],
        ["收回没对接的", "还有 32,000 元没有对接。要收回这部分吗？"],
        ["不", "[收回没对接的]"],
        ["收回没对接的"],
        ["收回", "没对接的部分已收回"],
      ]),
    ).toEqual([]);
    expect(lastDone(kit, "withdraw-pledge")).toEqual({ pledge: "p1" });
  });

  it.each([
    ["s.my-pledges.withdraw.p2", "没有可以收回的了"],
    ["s.my-pledges.withdraw.p9", "这笔认捐我没找到"],
    ["s.my-pledges.p9", "这笔认捐我没找到"],
    ["s.my-pledges.p1", "进展：已对接 18,000 元 · 还没对接 32,000 元。"],
    ["s.my-pledges.widen.p1", "范围放宽到青石县了"],
  ])("answers the button %s", (id, read) => {
    const kit = bench([pledgeView(), pledgeView({ id: "p2", free: 0 })]);
    expect(kit.input({ type: "choice", id }).join()).toContain(read);
  });

  it("offers no widening where the reach is the county already, and nothing to take back when all is matched", () => {
    const shown = (pledge: PledgeView) => bench([pledge]).input({ type: "choice", id: "s.my-pledges.p1" }).join();
    expect(shown(pledgeView())).toContain("[放宽到全县]");
    expect(shown(pledgeView({ reach: 2 }))).not.toContain("[放宽到全县]");
    expect(shown(pledgeView({ free: 0 }))).not.toContain("[收回没对接的]");
  });
});
