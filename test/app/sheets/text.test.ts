import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeFormula, readText, trimBlanks } from "#app/sheets/text.js";

describe("the text of a cell", () => {
  it.each([
    ["  张三 ", "张三"],
    ["\u3000张三\u00A0", "张三"],
    ["\uFEFF张三\u200B", "张三"],
    ["张 三", "张 三"],
    ["\u0001张三\u2003", "张三"],
    ["", null],
    [" \u3000\u200B", null],
    ["'=1+1", "=1+1"],
    ["'+8613800000000", "+8613800000000"],
    ["'＝1", "＝1"],
    ["''=1", "'=1"],
    ["'=", "="],
    ["'张三", "'张三"],
    ["'", "'"],
  ])("%j is read as %j", (written, read) => {
    expect(readText(written)).toBe(read);
  });

  it.each(["=cmd()", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a", " =1", "'=1"])(
    "%j gets a quote before it",
    (text) => {
      expect(escapeFormula(text)).toBe(`'${text}`);
    },
  );

  it.each(["张三", "1-2", "a=b", "", "'张三"])("%j stays as it is", (text) => {
    expect(escapeFormula(text)).toBe(text);
  });

  it("comes back as it went out", () => {
    const sign = fc.constantFrom("'", "=", "+", "-", "@", "＝", "＠", "\t", "\n", " ", "\u3000", "\u200B", "张", "1");
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 8 }), (any) => {
        expect(readText(escapeFormula(any))).toBe(trimBlanks(any) || null);
      }),
      { numRuns: 2000 },
    );
  });
});
