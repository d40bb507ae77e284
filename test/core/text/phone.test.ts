import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisePhone, readPhone } from "#core/text/phone.js";

describe("readPhone", () => {
  it.each<[string, string]>([
    ["13800000000", "+8613800000000"],
    ["１３８００００００００", "+8613800000000"],
    ["138 0000 0000", "+8613800000000"],
    ["138-0000-0000", "+8613800000000"],
    ["+86 138 0000 0000", "+8613800000000"],
    ["86-13800000000", "+8613800000000"],
    ["008613800000000", "+8613800000000"],
    ["我的电话是13800000000。", "+8613800000000"],
    ["0855-8000000", "+868558000000"],
    ["010 8000 0000", "+861080000000"],
    ["(021)80000000", "+862180000000"],
    ["+86 10 8000 0000", "+861080000000"],
    ["+86 021 8000 0000", "+862180000000"],
    ["+44 20 7946 0000", "+442079460000"],
    ["+1 (202) 555-0100", "+12025550100"],
  ])("reads %s", (text, value) => {
    expect(readPhone(text)).toEqual({ type: "read", value });
    expect(normalisePhone(text)).toBe(value);
  });

  it.each<[string, object]>([
    ["", { why: "empty" }],
    ["没有电话", { why: "not-a-phone" }],
    ["12345", { why: "not-a-phone" }],
    ["12000000000", { why: "not-a-phone" }],
    ["2025550100", { why: "not-a-phone" }],
    ["+1", { why: "not-a-phone" }],
    ["+1234567890123456", { why: "not-a-phone" }],
    ["1380000000", { why: "wrong-length", given: 10 }],
    ["+86 1380000000", { why: "wrong-length", given: 10 }],
    ["138000000000", { why: "wrong-length", given: 12 }],
    ["13800000000 13900000000", { why: "several" }],
    ["13800000000/13900000000", { why: "several" }],
  ])("does not read %s", (text, unread) => {
    expect(readPhone(text)).toEqual({ type: "unread", ...unread });
    expect(normalisePhone(text)).toBeNull();
  });

  it("its own form reads back the same", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.constantFrom("", "+86", "86", "0086", "+86 "),
        (mobile, prefix) => {
          const value = normalisePhone(prefix + mobile);
          expect(value).toBe(`+86${mobile}`);
          expect(normalisePhone(value ?? "")).toBe(value);
        },
      ),
    );
  });
});
