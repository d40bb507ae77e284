import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditCodeCheck, readCreditCode } from "#core/text/credit-code.js";
import { bornOn, idNumberCheck, readIdNumber } from "#core/text/id-number.js";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Complete codes of no organisation: area 999999. */
const creditCodes = fc
  .array(fc.constantFrom(...Array.from(ALPHABET)), { minLength: 9, maxLength: 9 })
  .map((rest) => `91999999${rest.join("")}`)
  .map((first17) => first17 + creditCodeCheck(first17));

describe("readCreditCode", () => {
  // A published test vector of the standard's check character (python-stdnum, stdnum.cn.uscc).
  const CODE = "91110000600037341L";

  it.each([
    CODE,
    CODE.toLowerCase(),
    "9111 0000 6000 3734 1L",
    "９１１１００００６０００３７３４１Ｌ",
    `代码是${CODE}。`,
  ])("reads %s", (text) => {
    expect(readCreditCode(text)).toEqual({ type: "read", value: CODE });
  });

  it.each<[string, object]>([
    ["", { why: "empty" }],
    ["没带", { why: "not-a-code" }],
    ["later", { why: "not-a-code" }],
    ["91520000MA6H1234X", { why: "wrong-length", given: 17 }],
    [`${CODE}1`, { why: "wrong-length", given: 19 }],
    ["91110000600O37341L", { why: "wrong-character", character: "O" }],
    ["9I110000600037341L", { why: "wrong-character", character: "I" }],
    ["91110000600037342L", { why: "wrong-checksum" }],
  ])("does not read %s", (text, unread) => {
    expect(readCreditCode(text)).toEqual({ type: "unread", ...unread });
  });

  it("reads every completed code, and none with one character changed or two neighbours swapped", () => {
    fc.assert(
      fc.property(creditCodes, fc.nat(17), fc.constantFrom(...Array.from(ALPHABET)), (code, at, other) => {
        expect(readCreditCode(code)).toEqual({ type: "read", value: code });
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(readCreditCode(changed).type).toBe(changed === code ? "read" : "unread");
        const swapped = code.slice(0, at) + (code[at + 1] ?? "") + (code[at] ?? "") + code.slice(at + 2);
        expect(readCreditCode(swapped).type).toBe(swapped === code ? "read" : "unread");
      }),
    );
  });

  it("completes only what can be completed", () => {
    expect(() => creditCodeCheck("9111")).toThrow(RangeError);
    expect(() => creditCodeCheck("9111000060003734O")).toThrow(RangeError);
  });
});

/** ISO 7064's pure system MOD 11-2, step by step instead of by weights. */
function mod112(digits: string): string {
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  return "0123456789X".charAt((12 - product) % 11);
}

const first17s = fc
  .tuple(
    fc.date({ min: new Date("1900-01-01"), max: new Date("2026-11-24"), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(
    ([date, order]) => `999999${date.toISOString().slice(0, 10).replaceAll("-", "")}${String(order).padStart(3, "0")}`,
  );

describe("readIdNumber", () => {
  const FIRST17 = "99999919750310001";
  const ID = FIRST17 + mod112(FIRST17);

  it("agrees with ISO 7064 and reads what it completed", () => {
    fc.assert(
      fc.property(first17s, fc.nat(17), fc.nat(9), (first17, at, digit) => {
        const id = first17 + idNumberCheck(first17);
        expect(id.at(-1)).toBe(mod112(first17));
        expect(readIdNumber(id)).toEqual({ type: "read", value: id });
        expect(bornOn(id)?.replaceAll("-", "")).toBe(id.slice(6, 14));
        const changed = id.slice(0, at) + String(digit) + id.slice(at + 1);
        expect(readIdNumber(changed).type).toBe(changed === id ? "read" : "unread");
      }),
    );
  });

  it.each([
    [`${ID.slice(0, 6)} ${ID.slice(6, 14)} ${ID.slice(14)}`, ID],
    [`身份证：${ID}`, ID],
    [`${ID}43`, `${ID}43`],
    [`${ID}43b1`, `${ID}43B1`],
  ])("reads %s", (text, value) => {
    expect(readIdNumber(text)).toEqual({ type: "read", value });
  });

  it("takes a small x", () => {
    const first17 = Array.from({ length: 99 }, (_, i) => `999999197503100${String(i).padStart(2, "0")}`).find(
      (digits) => mod112(digits) === "X",
    );
    expect(readIdNumber(`${first17}x`)).toEqual({ type: "read", value: `${first17}X` });
  });

  it.each<[string, object]>([
    ["", { why: "empty" }],
    ["忘了", { why: "not-a-number" }],
    [ID.slice(0, 17), { why: "wrong-length", given: 17 }],
    [ID.slice(0, 15), { why: "wrong-length", given: 15 }],
    [`${ID}4`, { why: "wrong-length", given: 19 }],
    [`A${ID.slice(1)}`, { why: "wrong-character" }],
    ["999999197502300017", { why: "wrong-date" }],
    ["999999177501010017", { why: "wrong-date" }],
    [FIRST17 + (ID.endsWith("0") ? "1" : "0"), { why: "wrong-checksum" }],
  ])("does not read %s", (text, unread) => {
    expect(readIdNumber(text)).toEqual({ type: "unread", ...unread });
  });

  it("completes only 17 digits", () => {
    expect(() => idNumberCheck("123")).toThrow(RangeError);
  });
});
