import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "#core/sheets/cell.js";
import { faults } from "#core/sheets/faults.js";
import { valueClass } from "#core/sheets/value-class.js";
import { causesBy } from "#core/sheets/values/causes.js";
import { readDate, readYear } from "#core/sheets/values/date.js";
import { readId } from "#core/sheets/values/id-number.js";
import { money, whole, written } from "#core/sheets/values/number.js";
import { localPhone, readOnePhone, readPhones } from "#core/sheets/values/phone.js";
import type { Reading } from "#core/sheets/values/reading.js";
import { line, name, readCode, readFact, readWords, readWritten } from "#core/sheets/values/text.js";
import { readYesNo, readYesNoOrMore } from "#core/sheets/values/yes-no.js";
import { readIdNumber } from "#core/text/id-number.js";
import { readPhone } from "#core/text/phone.js";
import { madeUpId } from "./kit.js";

/** The value, null for nothing, or the name of what is wrong. */
function short<T>(reading: Reading<T>): unknown {
  if (reading.type === "read") return reading.value;
  return reading.type === "empty" ? null : reading.fault.reason.key.replace("sheet.reason-", "!");
}

describe("readDate", () => {
  it.each<[Cell, unknown]>([
    [44635, "2022-03-15"],
    [44635.73, "2022-03-15"],
    ["44635", "2022-03-15"],
    [20000, "1954-10-03"],
    [202203, "2022-03"],
    ["202203", "2022-03"],
    [20220315, "2022-03-15"],
    ["20220315", "2022-03-15"],
    ["2022-03-15", "2022-03-15"],
    ["2022-03", "2022-03"],
    ["2022/3/5", "2022-03-05"],
    ["2022.3.5", "2022-03-05"],
    ["2022年3月15日", "2022-03-15"],
    ["2022年 3 月", "2022-03"],
    ["２０２２年３月", "2022-03"],
    ["2022年", "2022"],
    [2013, "2013"],
    ["2022-03-15 00:00:00", "2022-03-15"],
    ["2022-03-15T08:30:00.000Z", "2022-03-15"],
    ["2024-02-29", "2024-02-29"],
    [null, null],
    ["", null],
    ["无", null],
    ["/", null],
    ["2023-02-29", "!day"],
    ["20220231", "!day"],
    ["2022年13月", "!day"],
    ["201400", "!day"],
    ["0022-03-15", "!day"],
    ["去年春天", "!date"],
    ["15/3/2022", "!date"],
    [3, "!date"],
    [true, "!date"],
    [{ trouble: "formula" }, "!formula"],
    [{ trouble: "error" }, "!error"],
  ])("%j is %j", (cell, value) => {
    expect(short(readDate(cell))).toBe(value);
  });

  it("gives what it has given, again", () => {
    const day = fc.date({ min: new Date("1954-11-01"), max: new Date("2119-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7, 10), (at, precise) => {
        const text = at.toISOString().slice(0, precise);
        expect(readDate(text)).toEqual({ type: "read", value: text });
      }),
    );
  });

  it("counts days as a spreadsheet does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 80_000 }), (serial) => {
        const day = short(readDate(serial));
        expect(Date.parse(`${String(day)}T00:00:00Z`) / 86_400_000 + 25_569).toBe(serial);
      }),
    );
  });

  it("reads years", () => {
    expect([2018, "2018年", "2018-05", null, "去年"].map((cell) => short(readYear(cell)))).toEqual([
      "2018",
      "2018",
      "2018",
      null,
      "!year",
    ]);
  });
});

describe("readId", () => {
  const good = madeUpId("19480229", "008");

  it.each<[Cell, unknown]>([
    [good, good],
    [` ${good} `, good],
    [`${madeUpId()}11`, `${madeUpId()}11`],
    [`${madeUpId()}11B1`, `${madeUpId()}11B1`],
    [null, null],
    ["无", null],
    [4.2e17, "!id-as-number"],
    ["4.2E+17", "!id-as-number"],
    ["5.22422E+17", "!id-as-number"],
    [999_999_480_229_001, "!id-old"],
    ["999999480229001", "!id-old"],
    [`${madeUpId()}1`, "!id-length"],
    ["12345", "!id-length"],
    ["99999919480230001X", "!id-date"],
    ["A99999194802290012".slice(0, 18), "!id-character"],
    ["身份证丢失", "!id-character"],
    [{ trouble: "formula" }, "!formula"],
  ])("case %#", (cell, value) => {
    expect(short(readId(cell))).toBe(value);
  });

  it("takes x for X, and full-width digits", () => {
    const ids = Array.from({ length: 40 }, (_, i) => madeUpId("19700101", String(i).padStart(3, "0")));
    const withX = ids.find((one) => one.endsWith("X")) ?? "";
    expect(short(readId(withX.toLowerCase()))).toBe(withX);
    expect(short(readId(withX.replaceAll("9", "９")))).toBe(withX);
  });

  it("refuses every single wrong digit, and says the same as readIdNumber about any 18", () => {
    fc.assert(
      fc.property(fc.nat(17), fc.nat(9), (at, digit) => {
        const other = good.slice(0, at) + String(digit) + good.slice(at + 1);
        fc.pre(other !== good);
        expect(readId(other).type).toBe("wrong");
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\d{6}(?:19|20|18)\d{9}[\dX]$/), (text) => {
        const first = text.slice(0, 17);
        for (const id of [text, madeUpId(first.slice(6, 14), first.slice(14))]) {
          expect(readId(id).type).toBe(readIdNumber(id).type === "read" ? "read" : "wrong");
        }
      }),
    );
  });
});

describe("numbers", () => {
  const yuan = money({ from: 0, to: 1_000_000 });

  it.each<[Cell, unknown]>([
    ["12,345.60", 12_346],
    [12_345.6, 12_346],
    ["12345元", 12_345],
    ["¥1,200", 1200],
    ["１２００", 1200],
    ["0", 0],
    [null, null],
    ["-", null],
    [-5, "!range"],
    ["-500", "!range"],
    ["99999999", "!range"],
    ["1,23", "!number"],
    ["五千", "!number"],
    ["1.2E+04", "!number"],
    [true, "!number"],
    [{ trouble: "error" }, "!error"],
  ])("%j yuan is %j", (cell, value) => {
    expect(short(yuan(cell))).toBe(value);
  });

  it("keeps whole numbers whole and months as text", () => {
    const few = whole({ from: 1, to: 10 });
    expect([3, "3个", 2.5, 11, "0"].map((cell) => short(few(cell)))).toEqual([3, 3, "!whole", "!range", "!range"]);
    const months = written({ from: 0, to: 12 });
    expect([6, "6.5", "06", 13].map((cell) => short(months(cell)))).toEqual(["6", "6.5", "6", "!range"]);
  });
});

describe("phones", () => {
  it.each<[Cell, unknown, string | null]>([
    ["13800000000", "+8613800000000", null],
    [13_800_000_000, "+8613800000000", null],
    ["138 0000 0000", "+8613800000000", null],
    ["0855-8000000", "+868558000000", null],
    ["13800000000、13900000000", "+8613800000000", "13800000000、13900000000"],
    ["13800000000/0855-8000000", "+8613800000000", "13800000000/0855-8000000"],
    ["13800000000 13900000000", "+8613800000000", "13800000000 13900000000"],
    ["138 0000 0000，139 0000 0000", "+8613800000000", "138 0000 0000,139 0000 0000"],
  ])("%j is %j", (cell, first, all) => {
    expect(readPhones(cell)).toEqual({ type: "read", value: { first, all } });
    expect(readOnePhone(cell).type).toBe(all === null ? "read" : "wrong");
  });

  it.each<[Cell, unknown]>([
    [null, null],
    ["无", null],
    ["1380000000", "!phone-length"],
    ["13800000000、12", "!phone"],
    ["没有手机", "!phone"],
    ["1.38E+10", "!number-as-number"],
  ])("%j is %j", (cell, value) => {
    expect(short(readPhones(cell))).toBe(value);
  });

  it("writes what it reads, and agrees with readPhone", () => {
    const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
    const any = fc.oneof(mobile, fc.stringMatching(/^0855[2-9]\d{6}$/), fc.stringMatching(/^\+44[1-9]\d{9}$/));
    fc.assert(
      fc.property(any, (text) => {
        const phone = short(readOnePhone(text));
        expect(readPhone(text)).toEqual({ type: "read", value: phone });
        expect(short(readOnePhone(localPhone(String(phone))))).toBe(phone);
      }),
    );
  });
});

describe("yes and no", () => {
  it("reads the many ways", () => {
    for (const yes of ["是", "有", "√", "1", 1, true, "Y", "已解决"]) expect(short(readYesNo(yes))).toBe(true);
    for (const no of ["否", "无", "×", "0", 0, false, "N", "未参加"]) expect(short(readYesNo(no))).toBe(false);
    expect(short(readYesNo("也许"))).toBe("!yes-no");
    expect(short(readYesNo(null))).toBe(null);
    expect(["√", "也许"].map((cell) => short(readYesNoOrMore(cell)))).toEqual(["是", "也许"]);
  });
});

describe("words", () => {
  it("reads names: not digits, no line break, not too long", () => {
    const readName = name(5);
    expect(
      ["王 小明", " 王小明　", "12345", "王\n明", "一二三四五六", 7, null].map((one) => short(readName(one))),
    ).toEqual(["王 小明", "王小明", "!name", "!control", "!too-long", "!name", null]);
    expect(short(line(5)("123"))).toBe("123");
  });

  it("keeps codes whole, and says when a spreadsheet has not", () => {
    const cells = ["0012", 5_226_260_001, 5.2e15, "5.2E+11", "无", "x".repeat(41), "a\nb"];
    expect(cells.map((cell) => short(readCode(cell)))).toEqual([
      "0012",
      "5226260001",
      "!number-as-number",
      "!number-as-number",
      null,
      "!too-long",
      "!control",
    ]);
  });

  it("keeps other words as written", () => {
    expect(
      ["（一）　组", " a\u0000b ", 0.5, true, "  ", "x".repeat(501)].map((one) => short(readWritten(one))),
    ).toEqual(["（一）　组", "ab", "0.5", "是", null, "!too-long"]);
    expect(["无", "N/A", "——", "无锡"].map((cell) => short(readFact(cell)))).toEqual([null, null, null, "无锡"]);
  });

  it("reads what it has read to the same again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        for (const reader of [readWords, readWritten]) {
          const once = short(reader(text));
          const again = typeof once === "string" ? short(reader(once)) : once;
          expect(again).toBe(once);
        }
      }),
    );
  });
});

describe("causes", () => {
  const labels = causesBy(null);

  it.each<[Cell, unknown]>([
    ["因病", ["illness"]],
    ["因学致贫", ["schooling"]],
    ["缺劳动力", ["no-labour"]],
    ["缺发展资金", ["no-capital"]],
    ["其它", ["other"]],
    ["因婚", ["other"]],
    ["因病、因残，缺技术", ["illness", "disability", "no-skill"]],
    ["因病 因病", ["illness"]],
    [null, null],
    ["无", null],
    ["因懒", "!choice"],
    ["3", "!cause-number"],
    [3, "!cause-number"],
    ["因病、3", "!cause-number"],
  ])("%j is %j", (cell, value) => {
    expect(short(labels(cell))).toEqual(value);
  });

  it("reads numbers by the numbering the file declares: they disagree", () => {
    const three = (["A", "B", "C", "D", "E"] as const).map((letter) => short(causesBy(letter)("3")));
    expect(three).toEqual([["schooling"], ["schooling"], "!cause-number", ["disaster"], ["disability"]]);
    expect(short(causesBy("C")("12、0"))).toEqual(["low-motivation", "other"]);
    expect(short(causesBy("A")("0"))).toBe("!cause-number");
  });
});

describe("valueClass", () => {
  it.each<[Cell, string, number?]>([
    [null, "empty"],
    ["", "empty"],
    ["12345678901234567", "digits", 17],
    ["12345678901234567x", "signs", 18],
    ["王小明", "text", 3],
    ["5.22422E+17", "scientific"],
    [5.2e17, "scientific"],
    [12, "number"],
    ["2022-03-15", "date"],
    ["2022年3月", "date"],
    [true, "yes-no"],
    [{ trouble: "formula" }, "formula"],
    [{ trouble: "error" }, "error"],
  ])("%j is %s", (cell, kind, count) => {
    expect(valueClass(cell)).toEqual({ key: `sheet.value-${kind}`, params: count === undefined ? {} : { count } });
  });

  it("never holds the value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\dX]{15,22}$/), (id) => {
        expect(JSON.stringify(valueClass(id))).not.toContain(id);
      }),
    );
    expect(Object.values(faults).every(({ reason }) => Object.keys(reason.params).length === 0)).toBe(true);
  });
});
