import { describe, expect, it } from "vitest";
import { both, createBench, expectTalk, people, press } from "./everyone.js";

const stranger = "[我想帮忙] [我是帮扶干部] [我家需要帮助] [English]";
const unclear = "这句我没看懂";

describe("welcome", () => {
  it.each(["你好", "您好！", "菜单", "Hello", "START", "/start"])("greets a stranger who says %s", (said) => {
    expectTalk(createBench(null), [[said, "您好，这里是青石县四帮办公室", "资金、岗位、产业、信息", stranger]]);
  });

  it("greets the first visit of a page, and in English", () => {
    const kit = createBench(null, { context: { locale: "en" } });
    expect(kit.input({ type: "choice", id: "start" })).toEqual([
      "Hello, this is the four helps platform of 青石县四帮办公室: funds, jobs, industry, information. Any one of them is welcome.\nPlease tap a button, or type its words:\n[I want to help] [I am a helping cadre] [My family needs help] [中文]",
    ]);
  });

  it.each<[string, string]>([
    ["1", "您是代表企业，还是个人？"],
    ["[我想帮忙]", "您是代表企业，还是个人？"],
    ["我是干部", "会给每位帮扶干部一个 10 位数的口令"],
    ["3", "帮扶干部或村委会会给您家一个 6 位数的口令"],
  ])("leads a stranger on: %s", (said, then) => {
    expectTalk(createBench(null), [["你好"], [said, then]]);
  });

  it.each<[keyof typeof people, string]>([
    ["supporter", "[我要认捐] [我的认捐] [怎么用]"],
    ["cadre", "[看待办] [登记需求] [邀请农户] [怎么用]"],
    ["unit", "[看待办] [登记需求] [怎么用]"],
    ["household", "[看我家的帮扶] [我有话要问李倩] [怎么用]"],
    ["office", "[看待办] [核实企业] [怎么用]"],
  ])("shows a %s their own menu", (who, menu) => {
    const [shown = ""] = createBench(people[who]).send("菜单");
    expect(shown.split("\n").at(-1)).toBe(menu);
  });

  it("shows all roles of one person, who else is here, and how to have notices again", () => {
    const kit = createBench({ ...both, stopped: true }, { context: { shared: true } });
    expectTalk(kit, [["菜单", "[看待办] [登记需求] [邀请农户] [我要认捐] [我的认捐] [换人说话] [恢复通知] [怎么用]"]]);
  });

  it.each(["483920", "４８３９２０", "483 920", "483-920。"])("takes %s for a code", (said) => {
    const kit = createBench(null, { commands: { bind: () => ({ type: "used" }) } });
    expectTalk(kit, [[said, "已经用过了"]]);
    expect(kit.done).toEqual([{ name: "bind", command: { code: "483920" } }]);
  });

  it.each<[string, string]>([
    ["2", "refused"],
    ["不合适", "refused"],
    ["接受", "accepted"],
    ["接受吧", "accepted"],
    ["吃了吗", unclear],
    ["3", unclear],
    ["12345", unclear],
  ])("reads %s as an answer to the newest notice, where it is one", (said, then) => {
    const kit = createBench(people.cadre, {
      looks: {
        "last-notice": () => ({
          choices: [
            { id: "s.my-data", label: "接受" },
            { id: "s.privacy", label: "不合适" },
          ],
        }),
      },
      commands: { "export-data": () => ({ type: "made", path: "/data/t" }) },
    });
    expectTalk(kit, [[said, { accepted: "/data/t", refused: "我们记着" }[then] ?? then]]);
  });

  it.each<[string, string]>([
    ["我想捐五万块给板长村修猪圈", "您是代表企业，还是个人？"],
    ["厂里招工，要两个电焊工", "您是代表企业，还是个人？"],
    ["we can offer some jobs", "您是代表企业，还是个人？"],
    ["我不想捐", unclear],
    ["怎么捐？", unclear],
    ["哪里招工", unclear],
    ["我需要帮助", "6 位数的口令"],
    ["求助", "6 位数的口令"],
    ["please help me", "6 位数的口令"],
    ["thinking about hired hands", unclear],
    ["x".repeat(5000), unclear],
  ])("hears what a stranger may want: %s", (said, then) => {
    expectTalk(createBench(null), [[said, then]]);
  });

  it("takes no sentence of a household or a cadre for an offer", () => {
    expectTalk(createBench(people.household), [["村里有人想帮我找岗位", unclear, "[我有话要问李倩]"]]);
    expectTalk(createBench(people.cadre), [["企业招工了", unclear]]);
    expectTalk(createBench(people.supporter), [["我再捐一点", "这次想帮哪样"]]);
  });

  it("has its way to the menu from anywhere", () => {
    expect(press(createBench(null), "welcome")).toContain(stranger);
  });
});
