import { describe, expect, it } from "vitest";
import { recordPause, recordSent } from "../../cli/chat/record.js";
import { drawBubble, harmless, numberChoices, picked, wrap } from "../../cli/chat/screen.js";

const choices = [
  { id: "a.1.yes", label: "好" },
  { id: "a.1.~back", label: "上一步" },
  { id: "s.tasks", label: "待办" },
];

describe("choices", () => {
  it("are numbered on, and the way back is 0", () => {
    expect(numberChoices(choices, 0).map(({ number }) => number)).toEqual([1, 0, 2]);
    expect(numberChoices(choices, 4).map(({ number }) => number)).toEqual([5, 0, 6]);
  });

  it.each([
    ["1", "a.1.yes"],
    ["２ ", "s.tasks"],
    ["0", "a.1.~back"],
    ["3", undefined],
    ["1个", undefined],
    ["-1", undefined],
    ["", undefined],
  ])("%j picks %j", (typed, id) => {
    expect(picked(typed, numberChoices(choices, 0))?.id).toBe(id);
  });
});

describe("bubbles", () => {
  it("stand under each other with their choices", () => {
    expect(drawBubble({ text: "要吗？\n说一声。" }, numberChoices(choices, 0), 80)).toBe(
      "< 要吗？\n  说一声。\n  1) 好\n  0) 上一步\n  2) 待办",
    );
  });

  it.each([
    ["one two three", 7, ["one two", "three"]],
    ["一二三四五", 6, ["一二三", "四五"]],
    // a mark does not begin a line
    ["一二三，四", 6, ["一二三，", "四"]],
    ["a-very-long-word", 6, ["a-very-long-word"]],
    ["", 6, [""]],
  ])("wrap %j at %i", (line, width, lines) => {
    expect(wrap(line, width)).toEqual(lines);
  });

  it("cannot steer the terminal", () => {
    expect(harmless("\u001b[2J红\u0007\u202eabc\nd")).toBe("[2J红abc\nd");
  });
});

describe("the record", () => {
  it.each([
    [59_999, ""],
    [60_000, "~ 1 minute\n"],
    [90_061_000, "~ 1 day 1 hour 1 minute\n"],
    [172_800_000, "~ 2 days\n"],
  ])("tells %i ms as %j", (ms, line) => {
    expect(recordPause(ms)).toBe(line);
  });

  it.each([
    [{ text: "你好" }, "> 你好\n"],
    [{ text: "(voice)" }, "> \\(voice)\n"],
    [{ text: "one\n[two]" }, "> one\n  [two]\n"],
    [{ label: "企业" }, "> [企业]\n"],
    [{ start: true } as const, "> (start)\n"],
  ])("writes %j", (sent, line) => {
    expect(recordSent(sent)).toBe(line);
  });
});
