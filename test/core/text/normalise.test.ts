import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldWords, normalise, sameWords } from "#core/text/normalise.js";

describe("normalise", () => {
  it.each([
    ["  ５万　元 ", "5万 元"],
    ["a\u200bb\u200d\ufeffc\u202ed", "abcd"],
    ["a\u0000b\u0007c", "abc"],
    ["一行\r\n 两行\t三", "一行\n两行 三"],
    ["x\ud800y", "xy"],
    ["1\ufe0f", "1"],
    ["", ""],
  ])("%j becomes %j", (text, clean) => {
    expect(normalise(text)).toBe(clean);
  });

  it("is stable: a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });
});

describe("sameWords", () => {
  it.each([
    ["以后补", " 以后补。"],
    ["English", "ＥＮＧＬＩＳＨ"],
    ["Yes, 3", "yes 3"],
    ["不捐了", "不捐了！"],
    ["?", "？"],
  ])("%s says the same as %s", (a, b) => {
    expect(sameWords(a, b)).toBe(true);
  });

  it.each([
    ["不限", "限"],
    ["3", "30"],
    ["?", ""],
    ["?", "!"],
  ])("%s does not say %s", (a, b) => {
    expect(sameWords(a, b)).toBe(false);
  });

  it("folds to nothing but words", () => {
    expect(foldWords(" Hello, World… ")).toBe("helloworld");
  });
});
