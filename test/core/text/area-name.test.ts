import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findArea } from "#core/text/area-name.js";

const areas = [
  { id: "qs", name: "青石县", level: 2 },
  { id: "sq", name: "石桥镇", level: 3 },
  { id: "lh", name: "龙河乡", level: 3 },
  { id: "bc", name: "板长村", level: 4 },
  { id: "bt", name: "板塘村", level: 4 },
  { id: "sqv", name: "石桥村", level: 4 },
  { id: "cc", name: "长村", level: 4 },
  { id: "xc", name: "新村", level: 4 },
  { id: "dw", name: "大湾子村", level: 4 },
  { id: "up1", name: "上坪村", level: 4 },
  { id: "up2", name: "上坪村", level: 4 },
  { id: "en", name: "Green Hill Village", level: 4 },
];

describe("findArea", () => {
  it.each([
    ["板长村", "bc"],
    [" 板长村。", "bc"],
    ["板长", "bc"],
    ["板长村委会", "bc"],
    ["板长 village", "bc"],
    ["给板长村", "bc"],
    ["板长村修猪圈", "bc"],
    ["青石县石桥镇板长村", "bc"],
    ["石桥镇", "sq"],
    ["石桥村", "sqv"],
    ["龙河", "lh"],
    ["龙河镇", "lh"],
    ["大湾", "dw"],
    ["大湾子", "dw"],
    ["新村", "xc"],
    ["长村", "cc"],
    ["青石", "qs"],
    ["green hill", "en"],
    ["Green Hill village", "en"],
    ["in Green Hill", "en"],
    ["green", "en"],
  ])("%s is found", (text, value) => {
    expect(findArea(text, areas)).toEqual({ type: "read", value });
  });

  it.each([
    ["石桥", ["sq", "sqv"]],
    ["上坪村", ["up1", "up2"]],
    ["上坪", ["up1", "up2"]],
    ["板常村", ["bc", "bt"]],
    ["大弯子村", ["dw"]],
    ["大湾子子村", ["dw"]],
    ["板长村和石桥村", ["bc", "sqv"]],
  ])("%s could be several", (text, ids) => {
    expect(findArea(text, areas)).toEqual({ type: "several", ids });
  });

  it.each(["", "不知道", "不", "板", "村", "不是板长村", "火星", "evergreen", "x".repeat(300)])(
    "%s is none",
    (text) => {
      expect(findArea(text, areas)).toEqual({ type: "unread" });
    },
  );

  it("offers at most five", () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ id: String(i), name: "同名村", level: 4 }));
    expect(findArea("同名", many)).toEqual({ type: "several", ids: ["0", "1", "2", "3", "4"] });
  });

  it("every distinct name finds its area, and one letter off offers it", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[甲乙丙丁戊己庚辛]{3}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, fc.nat(2), (picked, at) => {
        const candidates = picked.map((name) => ({ id: name, name: `${name}村`, level: 4 }));
        const [name = ""] = picked;
        expect(findArea(`${name}村`, candidates)).toEqual({ type: "read", value: name });
        expect(findArea(name, candidates)).toEqual({ type: "read", value: name });
        const off = findArea(`${name.slice(0, at)}癸${name.slice(at + 1)}村`, candidates);
        expect(off.type === "several" && off.ids.length > 0).toBe(true);
      }),
    );
  });
});
