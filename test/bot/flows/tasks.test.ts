import { describe, expect, it } from "vitest";
import { cadre, createBench, match, mayAll, need, nothingWaits, supporter } from "./staff.js";
import { play } from "./supporter.js";

const waiting = {
  ...nothingWaits,
  toAnswer: [match(), match({ id: "m2", code: "M32", household: null, kind: "jobs", category: "sewing", quantity: 2 })],
  toReview: [need()],
  toDeliver: [match({ id: "m3", code: "M33", state: "accepted" })],
};
const looks = {
  tasks: () => waiting,
  match: ({ match: id }: { match: string }) => ({
    match: [...waiting.toAnswer, ...waiting.toDeliver].find((one) => one.id === id) ?? null,
    may: mayAll,
  }),
};

describe("tasks", () => {
  it("counts by sort, lists one, starts the flow for one item", () => {
    expect(
      play(createBench(cadre, { looks }), [
        ["待办", "有 4 件事在等您", "[等您答复的对接（2）] [等您审核的需求（1）] [接受了还没送达（1）]"],
        ["1", "有 2 个对接等您答复", "[M31 · 王秀英 · 18,000 元] [M32 · 板长村全村 · 2 个岗位] [上一步]"],
        ["上一步", "有 4 件事在等您"],
        ["等您答复的对接", "有 2 个对接"],
        ["2", "对接 #M32", "板长村全村"],
        ["任务", "有 4 件事"],
        ["x-12", "需求 X-12：王秀英"],
        ["tasks", "有 4 件事"],
        ["m33", "#M33：王秀英", "请发一张照片"],
        ["待办"],
        ["M99", "没有对得上的", "有 4 件事在等您"],
      ]),
    ).toEqual([]);
  });

  it("opens the only list at once, pages long ones, and does so in English", () => {
    const toAnswer = Array.from({ length: 10 }, (_, i) => match({ id: `m${i}`, code: `M${40 + i}` }));
    const kit = createBench(cadre, {
      looks: { tasks: () => ({ ...nothingWaits, toAnswer }) },
      context: { locale: "en" },
    });
    expect(
      play(kit, [
        ["to do", "10 matches wait for your answer", "[M40 ·", "[M47 ·", "[More]"],
        ["More", "[M48 ·", "[M49 ·", "[Back]"],
        ["back", "[M40 ·"],
      ]),
    ).toEqual([]);
  });

  it("says when all is done, and what else there is to do", () => {
    const kit = createBench(cadre);
    expect(
      play(kit, [
        ["待办", "没有事在等您", "[登记需求] [邀请农户]"],
        ["2", "邀请哪一户"],
      ]),
    ).toEqual([]);
  });

  it("is kind to those it is not for", () => {
    for (const speaker of [null, supporter]) {
      expect(createBench(speaker).send("待办").join()).toContain("帮扶干部、帮扶单位和乡镇");
    }
  });
});
