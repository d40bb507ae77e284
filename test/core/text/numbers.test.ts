import { describe, expect, it } from "vitest";
import { readAges } from "#core/text/age.js";
import { readCount } from "#core/text/count.js";
import { readMonths } from "#core/text/months.js";
import { readWage } from "#core/text/wage.js";

describe("readCount", () => {
  it.each<[string, number]>([
    ["3", 3],
    ["３", 3],
    ["三个", 3],
    ["3个人", 3],
    ["两户", 2],
    ["俩", 2],
    ["十二", 12],
    ["二十", 20],
    ["5 places", 5],
    ["five people", 5],
    ["我们要招3个", 3],
    ["3个人，会电焊的", 3],
    ["we need 12 workers", 12],
    ["1万", 10_000],
  ])("reads %s", (text, value) => {
    expect(readCount(text)).toEqual({ type: "read", value });
  });

  it.each<[string, string]>([
    ["", "empty"],
    ["很多", "not-a-number"],
    ["3万元", "not-a-number"],
    ["二十来个", "not-exact"],
    ["十几个", "not-exact"],
    ["几个", "not-exact"],
    ["至少5个", "not-exact"],
    ["3-5个", "several"],
    ["三四个", "several"],
    ["2 or 3 welders", "several"],
    ["1.5", "not-whole"],
    ["0", "too-small"],
    ["-3", "negative"],
    ["10001", "too-big"],
  ])("does not read %s", (text, why) => {
    expect(readCount(text)).toEqual({ type: "unread", why });
  });
});

describe("readWage", () => {
  it.each<[string, number, number]>([
    ["4500", 4500, 4500],
    ["4000-5000", 4000, 5000],
    ["4000～5000", 4000, 5000],
    ["4000—5000元", 4000, 5000],
    ["4,000 to 5,000 yuan a month", 4000, 5000],
    ["between 4000 and 5000", 4000, 5000],
    ["4000到5000", 4000, 5000],
    ["4000元到5000元", 4000, 5000],
    ["每月4000至5000元", 4000, 5000],
    ["四千到五千", 4000, 5000],
    ["4千-5千", 4000, 5000],
    ["4-5千", 4000, 5000],
    ["四到五千", 4000, 5000],
    ["四五千", 4000, 5000],
    ["3-5k", 3000, 5000],
    ["8千-1万", 8000, 10_000],
    ["8000-1万2", 8000, 12_000],
    ["1-1.5万", 10_000, 15_000],
    ["5000-4000", 4000, 5000],
    ["5000 flat", 5000, 5000],
    ["一个月4500", 4500, 4500],
    ["4500元/月", 4500, 4500],
    ["4500/month", 4500, 4500],
    ["四千五，包吃住", 4500, 4500],
    ["月薪五千", 5000, 5000],
  ])("reads %s", (text, from, to) => {
    expect(readWage(text)).toEqual({ type: "read", value: { from, to } });
  });

  it.each<[string, string]>([
    ["", "empty"],
    ["面议", "not-a-number"],
    ["200一天", "not-monthly"],
    ["25 an hour", "not-monthly"],
    ["年薪6万", "not-monthly"],
    ["8-1万", "too-small"],
    ["300", "too-small"],
    ["200000", "too-big"],
    ["-4000", "negative"],
    ["5000以上", "not-exact"],
    ["五千多", "not-exact"],
    ["4000 5000", "several"],
    ["4000-5000-6000", "several"],
    ["4000.5", "not-whole"],
  ])("does not read %s", (text, why) => {
    expect(readWage(text)).toEqual({ type: "unread", why });
  });
});

describe("readAges", () => {
  it.each<[string, number, number]>([
    ["18-55", 18, 55],
    ["18～55岁", 18, 55],
    ["18到55岁", 18, 55],
    ["18至55", 18, 55],
    ["十八到五十五岁", 18, 55],
    ["18岁以上55岁以下", 18, 55],
    ["between 18 and 55", 18, 55],
    ["55-18", 18, 55],
    ["不限", 16, 80],
    ["不限。", 16, 80],
    ["年龄不限", 16, 80],
    ["any", 16, 80],
    ["Any age", 16, 80],
    ["no limit", 16, 80],
    ["40岁以下", 16, 40],
    ["40以内", 16, 40],
    ["不超过50岁", 16, 50],
    ["under 40", 16, 40],
    ["up to 45", 16, 45],
    ["18岁以上", 18, 80],
    ["年满18周岁", 18, 80],
    ["18+", 18, 80],
    ["over 18", 18, 80],
    ["18 and over", 18, 80],
    ["at least 18 years old", 18, 80],
    ["16-80", 16, 80],
  ])("reads %s", (text, from, to) => {
    expect(readAges(text)).toEqual({ type: "read", value: { from, to } });
  });

  it.each<[string, string]>([
    ["", "empty"],
    ["年轻人", "not-an-age"],
    ["15-40", "under-age"],
    ["15岁以上", "under-age"],
    ["under 15", "under-age"],
    ["18-99", "too-old"],
    ["40", "one-age"],
    ["四十岁", "one-age"],
    ["40多岁", "not-exact"],
    ["男60女55", "several"],
    ["20, 30, 40", "several"],
    ["18 不要 55", "several"],
  ])("does not read %s", (text, why) => {
    expect(readAges(text)).toEqual({ type: "unread", why });
  });
});

describe("readMonths", () => {
  it.each<[string, number]>([
    ["12", 12],
    ["一年", 12],
    ["两年", 24],
    ["两年半", 30],
    ["一年半", 18],
    ["半年", 6],
    ["6个月", 6],
    ["六个月", 6],
    ["1年6个月", 18],
    ["一年零六个月", 18],
    ["1 year", 12],
    ["a year", 12],
    ["1 year and 6 months", 18],
    ["a year and a half", 18],
    ["half a year", 6],
    ["18 months", 18],
    ["1.5年", 18],
    ["二十年", 240],
    ["大约三年吧", 36],
  ])("reads %s", (text, value) => {
    expect(readMonths(text)).toEqual({ type: "read", value });
  });

  it.each<[string, string]>([
    ["", "empty"],
    ["长期", "not-a-number"],
    ["10天", "not-a-number"],
    ["0", "too-small"],
    ["21年", "too-big"],
    ["1.3年", "not-whole"],
    ["一个半月", "not-whole"],
    ["6-12个月", "several"],
    ["两三年", "several"],
    ["几年", "not-exact"],
    ["三年以上", "not-exact"],
    ["-3", "negative"],
  ])("does not read %s", (text, why) => {
    expect(readMonths(text)).toEqual({ type: "unread", why });
  });
});
