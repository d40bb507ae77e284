import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween } from "#core/calendar.js";
import { readDay } from "#core/text/day.js";
import { nextSpringFestival, springFestivalOf } from "#core/text/spring-festival.js";

/** A Tuesday. */
const TODAY = "2026-11-24";

describe("readDay", () => {
  it.each<[string, string]>([
    ["2027-02-05", "2027-02-05"],
    ["2027/2/5", "2027-02-05"],
    ["2027.2.5", "2027-02-05"],
    ["20270205", "2027-02-05"],
    ["２０２７年２月５日", "2027-02-05"],
    ["2027 年 2 月 5 日", "2027-02-05"],
    ["二〇二七年二月五日", "2027-02-05"],
    ["2027年2月5号前", "2027-02-05"],
    ["2月5日", "2027-02-05"],
    ["二月五号", "2027-02-05"],
    ["12月20日", "2026-12-20"],
    ["11月24日", "2026-11-24"],
    ["2/5", "2027-02-05"],
    ["12-20", "2026-12-20"],
    ["20/12", "2026-12-20"],
    ["20/12/2026", "2026-12-20"],
    ["明年3月1日", "2027-03-01"],
    ["5号", "2026-12-05"],
    ["下个月5号", "2026-12-05"],
    ["今天", "2026-11-24"],
    ["明天", "2026-11-25"],
    ["后天", "2026-11-26"],
    ["大后天吧", "2026-11-27"],
    ["这周", "2026-11-29"],
    ["下周", "2026-12-06"],
    ["下周五", "2026-12-04"],
    ["周五", "2026-11-27"],
    ["星期天", "2026-11-29"],
    ["周二", "2026-11-24"],
    ["月底", "2026-11-30"],
    ["本月底前", "2026-11-30"],
    ["下个月", "2026-12-31"],
    ["下月底", "2026-12-31"],
    ["下个月前", "2026-11-30"],
    ["3月", "2027-03-31"],
    ["三月底", "2027-03-31"],
    ["3月前", "2027-02-28"],
    ["3月中旬", "2027-03-20"],
    ["年底", "2026-12-31"],
    ["今年内", "2026-12-31"],
    ["2027年底", "2027-12-31"],
    ["明年", "2027-12-31"],
    ["明年上半年", "2027-06-30"],
    ["年前", "2027-02-05"],
    ["年前能到位", "2027-02-05"],
    ["春节前", "2027-02-05"],
    ["春节之前吧", "2027-02-05"],
    ["过年前", "2027-02-05"],
    ["过年", "2027-02-06"],
    ["春节", "2027-02-06"],
    ["大年三十", "2027-02-05"],
    ["2028年春节前", "2028-01-25"],
    ["元旦", "2027-01-01"],
    ["元旦前", "2026-12-31"],
    ["五一前", "2027-04-30"],
    ["十一", "2027-10-01"],
    ["国庆节前", "2027-09-30"],
    ["一个月内", "2026-12-24"],
    ["一个月", "2026-12-24"],
    ["两周内", "2026-12-08"],
    ["十天内", "2026-12-04"],
    ["三十天之内", "2026-12-24"],
    ["3个月后", "2027-02-24"],
    ["半年内", "2027-05-24"],
    ["半个月内", "2026-12-09"],
    ["一个半月内", "2027-01-08"],
    ["一年内", "2027-11-24"],
    ["最晚3月1日", "2027-03-01"],
    ["大概春节前", "2027-02-05"],
    ["today", "2026-11-24"],
    ["Tomorrow.", "2026-11-25"],
    ["the day after tomorrow", "2026-11-26"],
    ["next week", "2026-12-06"],
    ["next Friday", "2026-12-04"],
    ["Friday", "2026-11-27"],
    ["by Wednesday", "2026-11-25"],
    ["next month", "2026-12-31"],
    ["in 2 weeks", "2026-12-08"],
    ["in two weeks", "2026-12-08"],
    ["two weeks from now", "2026-12-08"],
    ["within a month", "2026-12-24"],
    ["in half a year", "2027-05-24"],
    ["end of year", "2026-12-31"],
    ["by the end of the year", "2026-12-31"],
    ["end of next month", "2026-12-31"],
    ["by March 1", "2027-03-01"],
    ["before March 1st", "2027-03-01"],
    ["Mar 1", "2027-03-01"],
    ["1 March 2027", "2027-03-01"],
    ["March 1st, 2027", "2027-03-01"],
    ["the 1st of March", "2027-03-01"],
    ["March", "2027-03-31"],
    ["before March", "2027-02-28"],
    ["end of March 2027", "2027-03-31"],
    ["January 2027", "2027-01-31"],
    ["before Spring Festival", "2027-02-05"],
    ["before the Chinese New Year", "2027-02-05"],
    ["before new year", "2026-12-31"],
    ["2029-11-24", "2029-11-24"],
  ])("reads %s", (text, value) => {
    expect(readDay(text, TODAY)).toEqual({ type: "read", value });
  });

  it.each<[string, string]>([
    ["", "empty"],
    ["不知道", "not-a-day"],
    ["尽快", "not-a-day"],
    ["5", "not-a-day"],
    ["年", "not-a-day"],
    ["月", "not-a-day"],
    ["几天后", "not-a-day"],
    ["三天前", "not-a-day"],
    ["过几年", "not-a-day"],
    ["5/2/2027", "not-a-day"],
    ["month", "not-a-day"],
    ["x".repeat(61), "not-a-day"],
    ["2月30日", "no-such-day"],
    ["2027-02-29", "no-such-day"],
    ["13月1日", "no-such-day"],
    ["40/40", "no-such-day"],
    ["February 30", "no-such-day"],
    ["32号", "no-such-day"],
    ["2026-11-23", "past"],
    ["昨天", "past"],
    ["去年", "past"],
    ["周一前".replace("周", "这周"), "past"],
    ["2029-11-25", "too-far"],
    ["2035年", "too-far"],
    ["十年内", "too-far"],
    ["9999年后", "too-far"],
    ["3月1日到3月5日", "several"],
    ["3月1日-3月5日", "several"],
    ["明天或者后天", "several"],
    ["March 1 or March 3", "several"],
  ])("does not read %s", (text, why) => {
    expect(readDay(text, TODAY)).toEqual({ type: "unread", why });
  });

  it.each<[string, string]>([
    ["1月", "2027-01-01"],
    ["from January", "2027-01-01"],
    ["下个月", "2026-12-01"],
    ["下周开始", "2026-11-30"],
    ["明年", "2027-01-01"],
    ["11月", TODAY],
    ["这周", TODAY],
    ["3月1日", "2027-03-01"],
  ])("as a start, %s is its first day", (text, value) => {
    expect(readDay(text, TODAY, { edge: "first" })).toEqual({ type: "read", value });
  });

  it("on New Year's Eve the festival is still ahead; a day later it is next year's", () => {
    expect(readDay("年前", "2027-02-05")).toEqual({ type: "read", value: "2027-02-05" });
    expect(readDay("年前", "2027-02-06")).toEqual({ type: "read", value: "2028-01-25" });
    expect(readDay("2月29日", "2027-03-01")).toEqual({ type: "read", value: "2028-02-29" });
  });

  it("reads back every day within three years, however it is written", () => {
    const offsets = fc.integer({ min: 0, max: daysBetween(TODAY, addMonths(TODAY, 36)) });
    fc.assert(
      fc.property(offsets, fc.integer({ min: 0, max: 5 }), (offset, style) => {
        const day = addDays(TODAY, offset);
        const [year = "", month = "", date = ""] = day.split("-");
        const [m, d] = [Number(month), Number(date)];
        const english = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
        const text = [
          day,
          `${year}年${m}月${d}日`,
          `${year}/${m}/${d}前`,
          `${year}${month}${date}`,
          `by ${english.format(Date.parse(day))}`,
          `${offset}天后`,
        ][style];
        expect(readDay(text ?? "", TODAY)).toEqual({ type: "read", value: day });
      }),
      { numRuns: 500 },
    );
  });

  it("never throws and never leaves its bounds", () => {
    const pieces = "0 1 2 5 30 2027 年 月 日 号 天 周 个 半 前 后 内 底 下 明 春节 / - . march by before in week".split(
      " ",
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(" ", ...pieces), { maxLength: 8 }), (words) => {
        const result = readDay(words.join(""), TODAY);
        if (result.type === "unread") return;
        expect(result.value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(result.value >= TODAY && result.value <= addMonths(TODAY, 36)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("Spring Festival", () => {
  it("falls between 21 January and 20 February, 354 to 385 days apart", () => {
    const festivals = Array.from({ length: 10 }, (_, i) => springFestivalOf(2026 + i) ?? "");
    for (const day of festivals) expect(day.slice(5) >= "01-21" && day.slice(5) <= "02-20").toBe(true);
    for (const [i, day] of festivals.slice(1).entries()) {
      const apart = daysBetween(festivals[i] ?? "", day);
      expect((apart >= 353 && apart <= 355) || (apart >= 383 && apart <= 385)).toBe(true);
    }
  });

  it("is unknown outside the table", () => {
    expect(springFestivalOf(2036)).toBeNull();
    expect(nextSpringFestival("2035-02-08")).toBeNull();
    expect(nextSpringFestival("2026-02-17")).toBe("2027-02-06");
  });
});
