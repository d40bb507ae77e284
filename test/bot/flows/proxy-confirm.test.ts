import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, grandmother, match, mayAll, mayNothing } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["confirm-delivery"]["result"];
const questioned: Result = { type: "questioned", code: "M31", cadreName: "李倩", days: 3 };
const bench = (result: Result, state: "delivered" | "questioned" | "accepted" = "delivered", may = mayAll) =>
  createBench(cadre, {
    commands: { "confirm-delivery": () => result },
    looks: { match: () => ({ match: match({ state }), may }) },
  });
const command = (verdict: string, text: string | null) => [
  { name: "confirm-delivery", command: { match: "m1", verdict, text, proxy: true } },
];

describe("proxy-confirm", () => {
  it("says that it is recorded as by proxy, and takes a yes", () => {
    const kit = bench({ type: "confirmed", code: "M31" });
    expect(kit.press("proxy-confirm", "m1")).toContain("您替王秀英答话，会记成“干部代答”");
    expect(
      play(kit, [
        ["不知道", "请点一个按钮"],
        ["收到", "收到了（干部代答）"],
      ]),
    ).toEqual([]);
    expect(kit.done).toEqual(command("yes", null));
  });

  it.each<[lines: string[], verdict: string, text: string | null]>([
    [["还没有", "门还没装"], "not-yet", "门还没装"],
    [["2", "1"], "not-yet", null],
    [["不对", "不用说了"], "wrong", null],
    [["3", "上一步", "2", "跳过"], "not-yet", null],
  ])("takes what is missing: %j", (lines, verdict, text) => {
    const kit = bench(questioned);
    kit.press("proxy-confirm", "m1");
    const shown = lines.map((line) => kit.send(line).join()).at(-1);
    expect(shown).toContain("请在 3 天内落实，并回个话");
    expect(kit.done).toEqual(command(verdict, text));
  });

  it("asks for words instead of a bare photo", () => {
    const kit = bench(questioned);
    kit.press("proxy-confirm", "m1");
    kit.send("还没有");
    expect(kit.input({ type: "photo", photo: "p", text: null }).join()).toContain("请打几个字");
    expect(kit.input({ type: "photo", photo: "p", text: "缺瓦" }).join()).toContain("还没办好");
    expect(kit.done).toEqual(command("not-yet", "缺瓦"));
  });

  it("only a yes is left once the household has said no", () => {
    const text = bench(questioned, "questioned").press("proxy-confirm", "m1");
    expect(text).toContain("[收到了]");
    expect(text).not.toContain("还没有");
  });

  it("asks the cadre to look where nobody of a household can be asked", () => {
    const looks = {
      match: () => ({ match: match({ state: "delivered", household: null, householdId: null }), may: mayAll }),
    };
    const kit = createBench(cadre, { looks, commands: { "confirm-delivery": () => questioned } });
    expect(kit.press("proxy-confirm", "m1")).toContain("您替板长村确认，会记成“干部代答”。请先到现场看过。");
  });

  it("is kind otherwise", () => {
    expect(bench(questioned, "accepted").press("proxy-confirm", "m1")).toContain("现在不用代为确认");
    expect(bench(questioned, "delivered", mayNothing).press("proxy-confirm", "m1")).toContain("不归您负责");
    expect(createBench(grandmother).press("proxy-confirm", "m1")).toContain("帮扶干部、帮扶单位和乡镇");
    const again = bench({ type: "already", code: "M31" });
    again.press("proxy-confirm", "m1");
    expect(play(again, [["1", "#M31 已经答过了"]])).toEqual([]);
  });
});
