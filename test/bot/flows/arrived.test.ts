import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, grandmother, match } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["confirm-delivery"]["result"];
const questioned: Result = { type: "questioned", code: "M31", cadreName: "李倩", days: 3 };
const bench = (
  result: Result,
  over: { reached?: boolean; locale?: "zh-CN" | "en"; state?: "delivered" | "confirmed" } = {},
) =>
  createBench(grandmother, {
    looks: { "my-help": () => ({ matches: [match({ state: over.state ?? "delivered" })], cadreName: "李倩" }) },
    commands: {
      "confirm-delivery": () => result,
      "send-word": () => ({
        type: "sent",
        name: "李倩",
        household: { code: "BC-017", village: "板长村", name: "王秀英" },
        reached: over.reached ?? true,
      }),
    },
    context: { locale: over.locale ?? "zh-CN" },
  });
const word = (verdict: string) => ({
  name: "confirm-delivery",
  command: { match: "m1", verdict, text: null, proxy: false },
});

describe("arrived", () => {
  it("takes a yes from a notice", () => {
    const kit = bench({ type: "confirmed", code: "M31" });
    expect(kit.press("arrived", "yes", "m1")).toContain("太好了，记下了");
    expect(kit.done).toEqual([word("yes")]);
  });

  it("takes a no at once, and words if there are any", () => {
    const kit = bench(questioned);
    expect(kit.press("arrived", "not-yet", "m1")).toBe(
      "知道了，不算办好。李倩会在 3 天内给您回话。\n要不要说说还差什么？可以打字，也可以拍照，不说也行。\n[不用说了]",
    );
    expect(kit.done).toEqual([word("not-yet")]);
    expect(play(kit, [["门还没装", "已经告诉李倩了"]])).toEqual([]);
    expect(kit.done[1]).toEqual({
      name: "send-word",
      command: { to: "cadre", household: null, text: "门还没装", photo: null },
    });
  });

  it("passes a photo of what is missing on", () => {
    const kit = bench(questioned);
    kit.press("arrived", "wrong", "m1");
    expect(kit.input({ type: "photo", photo: "p", text: null }).join()).toContain("已经告诉李倩了");
    expect(kit.done[1]?.command).toEqual({ to: "cadre", household: null, text: "", photo: "p" });
  });

  it("asks for no words from those who have none, and says when they did not arrive", () => {
    const kit = bench(questioned, { locale: "en" });
    expect(kit.press("arrived", "wrong", "m1")).toContain("李倩 will answer you within 3 days.");
    expect(play(kit, [["1", "Good, it is noted, and 李倩 will answer you."]])).toEqual([]);
    expect(kit.done).toEqual([word("wrong")]);
    const lone = bench(questioned, { reached: false });
    lone.press("arrived", "wrong", "m1");
    expect(play(lone, [["是坏的", "话没能送到"]])).toEqual([]);
  });

  it.each([
    ["1", "yes"],
    ["收到", "yes"],
    ["没有", "not-yet"],
    ["有问题", "wrong"],
  ])("asks when no word was given: %s", (said, verdict) => {
    const kit = bench(verdict === "yes" ? { type: "confirmed", code: "M31" } : questioned);
    expect(kit.press("arrived", "m1")).toContain("您真的收到了吗？\n[收到了] [还没有] [不对，有问题]");
    expect(play(kit, [["嗯嗯嗯", "请点一个按钮"], [said]])).toEqual([]);
    expect(kit.done).toEqual([word(verdict)]);
  });

  it("is kind the second time, and to others", () => {
    expect(bench({ type: "already", code: "M31" }).press("arrived", "yes", "m1")).toContain("您已经说过了");
    expect(bench({ type: "gone" }).press("arrived", "yes", "m1")).toContain("现在看不到了");
    expect(bench({ type: "gone" }, { state: "confirmed" }).press("arrived", "m1")).toContain("您家收到了");
    expect(bench({ type: "gone" }).press("arrived")).toContain("您真的收到了吗");
    expect(createBench(cadre).press("arrived", "yes", "m1")).toContain("登记农户看自家帮扶");
  });
});
