import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitText } from "#core/message/split.js";

describe("a long text", () => {
  it.each([
    ["一句话。两句话。三句话。", 9, ["一句话。两句话。", "三句话。"]],
    ["One here. Two here. Three.", 20, ["One here. Two here.", "Three."]],
    ["short", 20, ["short"]],
    ["a line\nanother line", 12, ["a line", "another line"]],
    // no pause at all
    ["好好好好好好", 4, ["好好好好", "好好"]],
    ["😀😀😀", 3, ["😀", "😀", "😀"]],
  ])("%j, %i units at most", (text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  it("leaves links whole: half of one opens nothing", () => {
    const link = "https://fourhelp.example/data/g6szdcMFC_7IZYc7Sz7KYsheSVYhCgCE";
    const parts = splitText(`您的全部信息都在这里，1 小时内可以打开：\n${link}\n请不要转给别人。`, 70);
    expect(parts.some((part) => part.includes(link))).toBe(true);
    const narrow = splitText(`Here, at 10:30, it is: ${link} and there`, 64);
    expect(narrow).toContain(link);
  });

  it("never exceeds the limit, and loses nothing but blanks", () => {
    const words = fc.array(fc.constantFrom("好", "。", "a", ". ", "\n", "😀", "https://a.example/b ", "，", " "), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 60 }), (pieces, limit) => {
        const text = pieces.join("").trim();
        const parts = splitText(text, limit);
        expect(parts.every((part) => part.length <= limit)).toBe(true);
        expect(parts.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });
});
