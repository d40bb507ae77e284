import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pickChoice } from "#core/text/choice.js";

const kinds = [
  { value: "funds", labels: ["帮资金", "Funds", "钱", "money"] },
  { value: "jobs", labels: ["帮就业", "Jobs", "岗位", "work"] },
  { value: "industry", labels: ["帮产业", "Industry"] },
  { value: "information", labels: ["帮信息", "Information"] },
];
const people = [
  { value: "helper", labels: ["我想帮忙", "I want to help"] },
  { value: "cadre", labels: ["我是帮扶干部", "I am a cadre"] },
  { value: "household", labels: ["我家需要帮助", "My family needs help"] },
  { value: "en", labels: ["English"] },
];
const card = [
  { value: "confirm", labels: ["确认认捐", "Confirm"] },
  { value: "change", labels: ["改金额", "Change the amount"] },
  { value: "cancel", labels: ["不捐了", "Cancel"] },
];
const reasons = [
  { value: "done", labels: ["已经修好了", "Already repaired"] },
  { value: "unwilling", labels: ["家里不同意", "The family says no"] },
  { value: "other", labels: ["其他，我来写", "Something else"] },
];
const owners = [
  { value: "enterprise", labels: ["企业", "A company"] },
  { value: "citizen", labels: ["个人", "Myself"] },
];
const arrived = [
  { value: "yes", labels: ["收到了", "Yes, it arrived", "yes"] },
  { value: "no", labels: ["还没有", "Not yet"] },
];
const ages = [
  { value: "any", labels: ["不限", "Any age"] },
  { value: "none", labels: ["不知道", "I don't know"] },
];

describe("pickChoice", () => {
  it.each([
    ["1", kinds, "funds"],
    ["１", kinds, "funds"],
    ["1.", kinds, "funds"],
    ["1)", kinds, "funds"],
    ["（2）", kinds, "jobs"],
    ["①", kinds, "funds"],
    ["3️⃣", kinds, "industry"],
    ["一", kinds, "funds"],
    ["二。", kinds, "jobs"],
    ["第一个", kinds, "funds"],
    ["第三项", kinds, "industry"],
    ["选2", kinds, "jobs"],
    ["我选四", kinds, "information"],
    ["no. 2", kinds, "jobs"],
    ["the second one", kinds, "jobs"],
    ["3rd", kinds, "industry"],
    ["two", kinds, "jobs"],
    ["1 帮资金", kinds, "funds"],
    ["帮资金", kinds, "funds"],
    ["帮资金。", kinds, "funds"],
    ["FUNDS", kinds, "funds"],
    ["钱", kinds, "funds"],
    ["资金", kinds, "funds"],
    ["就业吧", [...kinds.slice(0, 1), { value: "jobs", labels: ["就业"] }], "jobs"],
    ["我想帮资金", kinds, "funds"],
    ["money please", kinds, "funds"],
    ["干部", people, "cadre"],
    ["我是干部", [{ value: "cadre", labels: ["干部"] }], "cadre"],
    ["i want to help", people, "helper"],
    ["确认认捐吧", [...card, { value: "other", labels: ["确认"] }], "confirm"],
    ["不捐了", card, "cancel"],
    ["不捐", card, "cancel"],
    ["企业，谢谢", owners, "enterprise"],
    ["不限", ages, "any"],
    ["家里不同意", reasons, "unwilling"],
  ])("%s picks", (text, choices, value) => {
    expect(pickChoice<string>(text, choices, { numbers: true })).toEqual({ type: "read", value });
  });

  it.each([
    ["", kinds, "empty"],
    ["5", kinds, "unknown"],
    ["0", kinds, "unknown"],
    ["第九个", kinds, "unknown"],
    ["10000", kinds, "unknown"],
    ["嗯", kinds, "unknown"],
    ["帮", kinds, "unknown"],
    ["不", ages, "unknown"],
    ["我想", people, "unknown"],
    ["同意", reasons, "unknown"],
    ["捐了", card, "unknown"],
    ["不要帮资金", kinds, "unknown"],
    ["收到了一半", arrived, "unknown"],
    ["应该收到了吧", arrived, "unknown"],
    ["收到了，可是坏了", arrived, "unknown"],
    ["yes but only half", arrived, "unknown"],
    ["I think yes", arrived, "unknown"],
    ["not jobs", kinds, "unknown"],
    ["我不是企业", owners, "unknown"],
    ["什么是企业", owners, "unknown"],
    ["企业是哪种？", owners, "unknown"],
    ["workshop", kinds, "unknown"],
    ["1 帮信息", kinds, "several"],
    ["帮资金或者帮就业", kinds, "several"],
    ["企业和个人", owners, "several"],
    ["x".repeat(201), kinds, "unknown"],
  ])("%s is not taken for a choice", (text, choices, why) => {
    expect(pickChoice<string>(text, choices, { numbers: true })).toEqual({ type: "unread", why });
  });

  it("leaves numbers alone where they are answers", () => {
    expect(pickChoice("1", kinds, { numbers: false })).toEqual({ type: "unread", why: "unknown" });
    expect(pickChoice("第一个", kinds, { numbers: false })).toEqual({ type: "unread", why: "unknown" });
  });

  it("a label that is a number comes before a place in the list", () => {
    const days = [
      { value: 30, labels: ["2"] },
      { value: 60, labels: ["1"] },
    ];
    expect(pickChoice("1", days, { numbers: true })).toEqual({ type: "read", value: 60 });
  });

  it("two choices of one label are several", () => {
    const twins = [
      { value: 1, labels: ["板长村"] },
      { value: 2, labels: ["板长村"] },
    ];
    expect(pickChoice("板长村", twins, { numbers: false })).toEqual({ type: "unread", why: "several" });
  });

  it("every label picks its choice, with whatever punctuation", () => {
    const every = fc.constantFrom(...[kinds, people, card, reasons, owners, ages].map((choices) => ({ choices })));
    fc.assert(
      fc.property(every, fc.nat(), fc.nat(), fc.constantFrom("", "。", "!", " ", "…"), ({ choices }, i, j, mark) => {
        const choice = choices[i % choices.length];
        const label = choice?.labels[j % choice.labels.length] ?? "";
        expect(pickChoice(label + mark, choices, { numbers: true })).toEqual({ type: "read", value: choice?.value });
      }),
    );
  });
});
