import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categories, sensitiveCategories, type Category, type HelpKind } from "#core/help/kinds.js";
import { say as message, type Message } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import { createSay, type Reader } from "#locales/say.js";

const say = createSay();
const here = (locale: Locale): Reader => ({ locale, dataClass: "local" });
const abroad = (locale: Locale): Reader => ({ locale, dataClass: "foreign" });
const wang = { code: "BC-017", village: "板长村", name: "王秀英" };
const village = { code: "", village: "板长村", name: "板长村" };
const quantity = (kind: HelpKind, amount: number): Message => message("mine.quantity", { quantity: { kind, amount } });
const offer = (citizen: boolean): Message =>
  message("my-help.accepted", {
    supporter: { name: "恒丰养殖", citizen },
    quantity: { kind: "funds", amount: 1 },
    category: "housing",
    cadre: "李倩",
    due: "2027-02-05",
  });

describe("how each kind of parameter is shown", () => {
  const zh = [here("zh-CN"), abroad("zh-CN")] as const;
  const en = [here("en"), abroad("en")] as const;
  const cases: [string, Message, readonly [Reader, Reader], string, string][] = [
    ["text", message("tell.title", { title: "电焊工" }), zh, "电焊工", "电焊工"],
    ["private", message("record-need.is-note", { note: "儿子在外" }), zh, "补充：儿子在外", "补充：（见全文）"],
    [
      "private",
      message("record-need.is-note", { note: "son is away" }),
      en,
      "Note: son is away",
      "Note: (see in full)",
    ],
    ["cadre", message("choice.ask-cadre", { cadre: "李倩" }), zh, "我有话要问李倩", "我有话要问帮扶干部"],
    ["cadre", message("choice.ask-cadre", { cadre: "李倩" }), en, "Ask 李倩", "Ask the cadre"],
    ["household", message("whose.household", { household: wang }), zh, "王秀英", "板长村 BC-017 户"],
    ["household", message("whose.household", { household: wang }), en, "王秀英", "Household BC-017, 板长村"],
    ["household, of a village's own need", message("whose.household", { household: village }), zh, "板长村", "板长村"],
    ["household, of a village's own need", message("whose.household", { household: village }), en, "板长村", "板长村"],
    ["money", message("tell.amount", { amount: 50_000 }), zh, "50,000 元", "50,000 元"],
    ["money", message("tell.amount", { amount: 50_000 }), en, "50,000 yuan", "50,000 yuan"],
    ["quantity of funds", quantity("funds", 18_000), zh, "18,000 元", "18,000 元"],
    ["quantity of jobs", quantity("jobs", 3), zh, "3 个岗位", "3 个岗位"],
    ["one of jobs", quantity("jobs", 1), en, "1 place", "1 place"],
    ["several of jobs", quantity("jobs", 3), en, "3 places", "3 places"],
    ["quantity of industry", quantity("industry", 2), zh, "2 个名额", "2 个名额"],
    ["quantity of information", quantity("information", 1), zh, "信息", "信息"],
    ["count, one", message("tell.months", { count: 1 }), en, "1 month", "1 month"],
    ["count, several", message("tell.months", { count: 18 }), en, "18 months", "18 months"],
    ["count, none", message("tell.months", { count: 0 }), en, "0 months", "0 months"],
    ["count", message("tell.months", { count: 18 }), zh, "18 个月", "18 个月"],
    ["day", message("tell.by-day", { day: "2027-02-05" }), zh, "2027年2月5日前", "2027年2月5日前"],
    ["day", message("tell.by-day", { day: "2027-02-05" }), en, "by 5 February 2027", "by 5 February 2027"],
    ["term", message("record-need.is-kind", { kind: "jobs" }), zh, "帮就业", "帮就业"],
    [
      "said",
      message("talk.resume", { recap: message("whose.household", { household: wang }) }),
      zh,
      "我们上次说到：王秀英\n接着来吗？",
      "我们上次说到：板长村 BC-017 户\n接着来吗？",
    ],
    [
      "list",
      message("form.heard", { answers: [message("tell.title", { title: "a" }), message("tell.months", { count: 2 })] }),
      en,
      "Understood: a · 2 months.",
      "Understood: a · 2 months.",
    ],
  ];
  it.each(cases)("%s: %j", (_, said, [local, foreign], shown, shownAbroad) => {
    expect([say.render(said, local), say.render(said, foreign)]).toEqual([shown, shownAbroad]);
  });

  it.each<[string, boolean, Reader, string]>([
    ["an enterprise, by its name", false, here("zh-CN"), "恒丰养殖要帮您家"],
    ["an enterprise, by its name abroad too", false, abroad("zh-CN"), "恒丰养殖要帮您家"],
    ["a citizen, by name", true, here("zh-CN"), "恒丰养殖要帮您家"],
    ["a citizen abroad, only as a citizen", true, abroad("zh-CN"), "一位爱心人士要帮您家"],
    ["a citizen abroad, only as a citizen", true, abroad("en"), "A citizen will help your family"],
  ])("supporter: %s", (_, citizen, reader, start) => {
    expect(say.render(offer(citizen), reader).startsWith(start)).toBe(true);
  });

  it("category: its word, but for what tells of illness", () => {
    const shown = (category: Category, reader: Reader): string =>
      say.render(message("notice.need-opened", { code: "X1", household: wang, category }), reader);
    for (const locale of Locale.options) {
      for (const category of Object.values(categories).flat()) {
        const own = say.render({ key: `category.${category}`, params: {} }, here(locale));
        expect(shown(category, here(locale))).toContain(own);
        expect(shown(category, abroad(locale)).includes(own)).toBe(!sensitiveCategories.has(category));
      }
    }
  });
});

describe("people's own words", () => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "$t(locale.private)",
          "{{cadre}}",
          "{{words}}",
          "{{",
          "}}",
          "$&",
          "$1",
          "$$",
          "$t(",
          "<b>",
          "&amp;",
          "村",
          "\n",
        ),
      )
      .map((parts) => parts.join("")),
  );

  it.each([
    "$t(locale.private)",
    "{{words}}",
    "{{cadre}}",
    "$&",
    "$$",
    "$`",
    "<b>&amp;</b>",
    "*_`[]()",
    "\\u0041",
    "%s",
  ])("stay as typed: %s", (typed) => {
    const said = message("notice.word-to-household", { cadre: typed, words: `${typed}，${typed}` });
    expect(say.render(said, here("zh-CN"))).toBe(`${typed}给您回话：“${typed}，${typed}”`);
  });

  it("stay as typed, whatever they are, also within another message", () => {
    fc.assert(
      fc.property(words, words, (cadre, typed) => {
        const said = message("notice.word-to-household", { cadre, words: typed });
        // a cadre without a name is "the cadre"
        const shown = `${cadre === "" ? "帮扶干部" : cadre}给您回话：“${typed}”`;
        expect(say.render(said, here("zh-CN"))).toBe(shown);
        const passed = message("notice.pass-on", { household: { ...wang, name: cadre }, message: said });
        expect(say.render(passed, here("zh-CN"))).toContain(`请您当面转告：\n${shown}`);
      }),
    );
  });

  it("never come through to a foreign channel", () => {
    const said = message("notice.word-to-household", { cadre: "李倩", words: "$t(talk.stale) {{cadre}}" });
    expect(say.render(said, abroad("zh-CN"))).toBe("帮扶干部给您回话：“（见全文）”");
  });
});

describe("what a button is heard as", () => {
  it("is its text in every language and its other words", () => {
    expect(say.labels(message("review.reject"))).toEqual(
      expect.arrayContaining(["不同意", "不行", "Do not agree", "reject"]),
    );
    expect(say.labels(message("choice.back"))).toEqual(["上一步", "Back"]);
  });

  it("has no words where there is no such list", () => {
    expect(say.words("words.nothing")).toEqual([]);
  });
});

describe("a message that is not known any more", () => {
  it.each(["gone.long-ago", "toString", "constructor", "__proto__", "words.stop"])("%s gets a polite answer", (key) => {
    const stored: Message = JSON.parse(JSON.stringify({ key, params: {} }));
    expect(say.render(stored, here("en"))).toBe("That button is no longer open. Nothing was changed.");
  });
});
