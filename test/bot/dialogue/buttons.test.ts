import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUTTON_BYTES, packButton, unpackButton, type Button } from "#bot/dialogue/buttons.js";

/** Plain words of a button, without the dot that parts them. */
const word = fc.stringMatching(/^[A-Za-z0-9_~-]{1,10}$/);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    type: fc.constant("answer" as const),
    turn: fc.nat({ max: 1_000_000_000 }),
    // an answer's value may hold dots
    value: fc.stringMatching(/^[A-Za-z0-9_~.-]{1,50}$/),
  }),
  fc.record({ type: fc.constant("start" as const), entry: word, args: fc.array(word, { maxLength: 4 }) }),
);

describe("buttons", () => {
  it("come back as they were packed, within 64 plain bytes", () => {
    fc.assert(
      fc.property(button, (made) => {
        const packed = packButton(made);
        expect(Buffer.byteLength(packed)).toBeLessThanOrEqual(BUTTON_BYTES);
        expect(unpackButton(packed)).toEqual(made);
      }),
    );
  });

  it.each<[string, Button]>([
    ["too long", { type: "answer", turn: 1, value: "v".repeat(61) }],
    ["not plain", { type: "answer", turn: 1, value: "确认" }],
    ["spaced", { type: "answer", turn: 1, value: "a b" }],
    ["an argument with a dot", { type: "start", entry: "answer", args: ["a.b"] }],
    ["an empty argument", { type: "start", entry: "answer", args: [""] }],
  ])("refuses to pack what is %s", (_what, made) => {
    expect(() => packButton(made)).toThrow(/button/);
  });

  it.each(["", "start", "a", "a.1", "a..x", "a.1!.x", "s", "s.", "s.x.", "s.x..y", "b.1.x", `s.${"x".repeat(70)}`])(
    "%j is none of ours",
    (id) => {
      expect(unpackButton(id)).toBeUndefined();
    },
  );

  it("reads whatever comes in without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "grapheme" })), (id) => {
        const read = unpackButton(id);
        expect(read === undefined || ["answer", "start"].includes(read.type)).toBe(true);
      }),
    );
  });
});
