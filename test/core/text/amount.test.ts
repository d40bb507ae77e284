import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LARGEST_AMOUNT, readAmount } from "#core/text/amount.js";

describe("readAmount", () => {
  it.each<[string, number]>([
    ["50000", 50_000],
    ["50,000", 50_000],
    ["50，000", 50_000],
    ["５００００", 50_000],
    ["50 000", 50_000],
    ["50\u00a0000", 50_000],
    ["5,0000", 50_000],
    ["1,000,000", 1_000_000],
    ["5万", 50_000],
    ["5 万", 50_000],
    ["5万元", 50_000],
    ["5万块", 50_000],
    ["5万块钱", 50_000],
    ["伍万元整", 50_000],
    ["五萬", 50_000],
    ["1.2万", 12_000],
    ["1．2万", 12_000],
    ["4.35万", 43_500],
    ["1.15万", 11_500],
    ["一点二万", 12_000],
    ["1万2", 12_000],
    ["1万2千", 12_000],
    ["1万2000", 12_000],
    ["一万二", 12_000],
    ["一万二千", 12_000],
    ["一万零二", 10_002],
    ["一万零二百", 10_200],
    ["一万二千三百四十五", 12_345],
    ["三千五", 3500],
    ["一百二", 120],
    ["两千", 2000],
    ["两万", 20_000],
    ["五千块", 5000],
    ["三百", 300],
    ["十", 10],
    ["十五", 15],
    ["二〇〇〇", 2000],
    ["五零零零", 5000],
    ["十万", 100_000],
    ["十万八", 108_000],
    ["百万", 1_000_000],
    ["一百二十万", 1_200_000],
    ["三千万", 30_000_000],
    ["1.5亿", 150_000_000],
    ["一亿二千万", 120_000_000],
    ["5k", 5000],
    ["50K", 50_000],
    ["50k yuan", 50_000],
    ["5w", 50_000],
    ["5 wan", 50_000],
    ["¥50,000", 50_000],
    ["￥50,000", 50_000],
    ["50,000.00元", 50_000],
    ["50,000元（五万元整）", 50_000],
    ["RMB 5000", 5000],
    ["5000 RMB", 5000],
    ["five thousand", 5000],
    ["twenty-five thousand yuan", 25_000],
    ["two hundred and fifty thousand", 250_000],
    ["a hundred thousand", 100_000],
    ["1.5 million", 1_500_000],
    ["大约5万", 50_000],
    ["约5万元左右", 50_000],
    ["我捐5万块吧", 50_000],
    ["我想捐 5 万元。", 50_000],
    ["改成三万", 30_000],
    ["about 5000", 5000],
    ["I'll give 5,000 yuan", 5000],
    ["donate 4000 for schooling in Yaping", 4000],
    ["5k yuan for a roof", 5000],
    ["five thousand for housing", 5000],
    ["5万块，给板长村修猪圈", 50_000],
    ["一共5万，大家一起修路", 50_000],
    ["1", 1],
    ["1000000000", LARGEST_AMOUNT],
    ["十亿", LARGEST_AMOUNT],
  ])("reads %s", (text, value) => {
    expect(readAmount(text)).toEqual({ type: "read", value });
  });

  it.each<[string, string]>([
    ["", "empty"],
    [" \u200b\u0007 ", "empty"],
    ["不知道", "not-a-number"],
    ["嗯", "not-a-number"],
    ["万", "not-a-number"],
    ["千元", "not-a-number"],
    ["不捐5万", "not-a-number"],
    ["5万，不捐了", "not-a-number"],
    ["5kg", "not-a-number"],
    ["5头猪", "not-a-number"],
    ["2027年", "not-a-number"],
    ["50.000", "not-a-number"],
    ["万五千三万", "not-a-number"],
    ["五万三万", "not-a-number"],
    ["1万12千", "not-a-number"],
    ["1.5元", "not-whole"],
    ["50000.50", "not-whole"],
    ["1.23456万", "not-whole"],
    ["0.5", "not-whole"],
    ["0", "too-small"],
    ["零", "too-small"],
    ["1000000001", "too-big"],
    ["999999999999", "too-big"],
    ["一百亿亿", "too-big"],
    ["捐一百亿亿", "too-big"],
    ["9".repeat(150), "too-big"],
    ["-5000", "negative"],
    ["−5000", "negative"],
    ["负五千", "negative"],
    ["minus 500", "negative"],
    ["3000-5000", "several"],
    ["3000～5000", "several"],
    ["三千到五千", "several"],
    ["3000 5000", "several"],
    ["300 500", "several"],
    ["3万或者5万", "several"],
    ["三五千", "several"],
    ["五六万", "several"],
    ["3,5", "several"],
    ["3个村，5万", "several"],
    ["几万", "not-exact"],
    ["十几万", "not-exact"],
    ["五万多", "not-exact"],
    ["5万以上", "not-exact"],
    ["最多5万", "not-exact"],
    ["at least 5000", "not-exact"],
    ["x".repeat(201), "not-a-number"],
  ])("does not read %s", (text, why) => {
    expect(readAmount(text)).toEqual({ type: "unread", why });
  });

  const amounts = fc.oneof(
    fc.integer({ min: 1, max: LARGEST_AMOUNT }),
    fc.integer({ min: 1, max: 99_999 }),
    fc.integer({ min: 1, max: 9999 }).map((n) => n * 10_000),
  );
  const writers: readonly [string, (amount: number) => string][] = [
    ["plain", String],
    ["grouped", (amount) => amount.toLocaleString("en-US")],
    ["with fen", (amount) => `¥${amount.toLocaleString("en-US")}.00`],
    ["full-width", (amount) => String(amount).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))],
    ["万 with a point", (amount) => `${pointed(amount, 4)}万元`],
    ["k", (amount) => `${pointed(amount, 3)}k yuan`],
    ["wan", (amount) => `${pointed(amount, 4)} wan`],
    ["Chinese", (amount) => `${inChinese(amount)}元`],
    ["Chinese, short", (amount) => elided(inChinese(amount))],
    ["for cheques", (amount) => `人民币${forCheques(inChinese(amount))}元整`],
    ["digits and 万", mixed],
    ["digit by digit", (amount) => (amount > 99 ? byDigit(amount) : String(amount))],
  ];
  it.each(writers)("reads back what is written %s", (_, write) => {
    fc.assert(
      fc.property(amounts, fc.constantFrom("", "大约", "我捐", " "), (value, before) => {
        expect(readAmount(before + write(value))).toEqual({ type: "read", value });
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, and reads only whole yuan within bounds", () => {
    const piece = fc.constantFrom(
      ...Array.from("0123456789.,-+ 零一二两三十百千万亿点几多半元块k w负"),
      "wan",
      "five",
      "thousand",
      "and",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = readAmount(pieces.join(""));
        if (result.type === "unread") return;
        expect(Number.isInteger(result.value)).toBe(true);
        expect(result.value).toBeGreaterThanOrEqual(1);
        expect(result.value).toBeLessThanOrEqual(LARGEST_AMOUNT);
      }),
      { numRuns: 2000 },
    );
  });
});

const DIGITS = "零一二三四五六七八九";

/** 12000 with its point four places left: 1.2. */
function pointed(amount: number, places: number): string {
  const text = String(amount).padStart(places + 1, "0");
  const fraction = text.slice(-places).replace(/0+$/, "");
  return text.slice(0, -places) + (fraction === "" ? "" : `.${fraction}`);
}

/** The school-book form, written apart from the reader: 一亿零三十万五千零二十. */
function inChinese(amount: number): string {
  const sections = [
    [Math.floor(amount / 1e8), "亿"],
    [Math.floor(amount / 1e4) % 1e4, "万"],
    [amount % 1e4, ""],
  ] as const;
  let text = "";
  for (const [section, unit] of sections) {
    if (section === 0) continue;
    if (text !== "" && section < 1000) text += "零";
    text += inSection(section) + unit;
  }
  return text.replace(/^一十/, "十");
}

function inSection(section: number): string {
  const padded = String(section).padStart(4, "0");
  return Array.from(padded, (digit, i) => (digit === "0" ? "零" : DIGITS.charAt(Number(digit)) + ("千百十"[i] ?? "")))
    .join("")
    .replace(/零+/g, "零")
    .replace(/^零|零$/g, "");
}

/** 一万二千 said as 一万二, 三千五百 as 三千五. */
function elided(text: string): string {
  return text
    .replace(/(万[一二三四五六七八九])千$/, "$1")
    .replace(/(千[一二三四五六七八九])百$/, "$1")
    .replace(/(百[一二三四五六七八九])十$/, "$1");
}

function forCheques(text: string): string {
  const formal: Record<string, string> = { 十: "拾", 百: "佰", 千: "仟", 一: "壹", 二: "贰", 三: "叁", 四: "肆" };
  return Array.from(text, (character) => formal[character] ?? character).join("");
}

function mixed(amount: number): string {
  const [wan, rest] = [Math.floor(amount / 10_000), amount % 10_000];
  if (wan === 0 || (rest > 0 && rest < 1000)) return String(amount);
  return rest === 0 ? `${wan}万` : `${wan}万${rest}`;
}

function byDigit(amount: number): string {
  return Array.from(String(amount), (digit) => DIGITS[Number(digit)]).join("");
}
