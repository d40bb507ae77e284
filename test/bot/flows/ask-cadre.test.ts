import { describe, expect, it } from "vitest";
import type { Commands } from "#app/commands/types.js";
import { cadre, createBench, grandmother } from "./staff.js";
import { play } from "./supporter.js";

type Result = Commands["send-word"]["result"];
const bench = (result: Result, locale: "zh-CN" | "en" = "zh-CN") =>
  createBench(grandmother, { commands: { "send-word": () => result }, context: { locale } });

describe("ask-cadre", () => {
  it("passes a question on", () => {
    const kit = bench({
      type: "sent",
      name: "李倩",
      household: { code: "BC-017", village: "板长村", name: "王秀英" },
      reached: true,
    });
    expect(
      play(kit, [
        ["问干部", "想问李倩什么？打几个字就行。"],
        ["什么时候来量尺寸？", "已经告诉李倩了", "[看我家的帮扶]"],
      ]),
    ).toEqual([]);
    expect(kit.done[0]?.command).toEqual({ to: "cadre", household: null, text: "什么时候来量尺寸？", photo: null });
  });

  it("says when the cadre cannot be reached", () => {
    const kit = bench(
      { type: "sent", name: "李倩", household: { code: "BC-017", village: "板长村", name: "王秀英" }, reached: false },
      "en",
    );
    kit.press("ask-cadre");
    expect(play(kit, [["when do you come", "Your words did not arrive: 李倩 cannot be reached here now."]])).toEqual(
      [],
    );
  });

  it("is kind otherwise", () => {
    const kit = bench({ type: "gone" });
    kit.press("ask-cadre");
    expect(play(kit, [["  ", "请打几个字告诉我"]])).toEqual([]);
    expect(play(kit, [["你家在哪", "找村委会或者办公室"]])).toEqual([]);
    expect(createBench(cadre).press("ask-cadre")).toContain("登记农户看自家帮扶");
  });
});
