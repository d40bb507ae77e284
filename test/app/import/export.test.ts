import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createListsBench, type Lists } from "../../kit/lists.js";

describe("a list that is taken out", () => {
  let lists: Lists;
  beforeAll(async () => {
    lists = await createListsBench({ people: "small" });
  });
  afterAll(() => lists.dispose());

  const text = async (kind: "households" | "needs" | "supporters", person: string): Promise<string> =>
    (await lists.lines(kind, { reader: { person } })).join("\n");

  it.each([
    ["liqian", ["王秀英", "刘大山", "黄小军"], ["吴春梅"], true],
    ["zhouming", ["王秀英", "吴春梅"], [], false],
    ["zhaomin", ["王秀英", "黄小军"], ["吴春梅"], false],
    ["chenjing", ["王秀英", "吴春梅"], [], true],
    ["zhangheng", [], ["王秀英", "刘大山"], false],
    ["wangxiuying", [], ["王秀英"], false],
    ["nobody", [], ["王秀英"], false],
  ])("has for %s whom they answer for, and P3 only where granted", async (person, with_, without, sensitive) => {
    const found = await text("households", person);
    for (const name of with_) expect(found).toContain(name);
    for (const name of without) expect(found).not.toContain(name);
    expect(/999999\d{11}/.test(found)).toBe(sensitive);
    expect(/缺劳力|缺劳动力|因病/.test(found)).toBe(sensitive);
    const needs = await text("needs", person);
    expect(needs.includes("走访时记下")).toBe(sensitive);
  });

  it("has supporters for the office only", async () => {
    expect(await text("supporters", "chenjing")).toContain("青石恒丰");
    expect(await text("supporters", "zhaomin")).not.toContain("青石恒丰");
  });

  it("is written down in the audit trail", async () => {
    await lists.take("households", { reader: { person: "chenjing" } });
    expect(JSON.stringify(await lists.dump("audit"))).toMatch(/list-exported.*"sensitive":true/);
  });

  it("is refused in a layout there is not", async () => {
    const { outcome } = await lists.take("households", { layout: "members-1984" });
    expect(outcome).toMatchObject({ type: "refused", problem: { key: "export.refused-layout" } });
  });
});
