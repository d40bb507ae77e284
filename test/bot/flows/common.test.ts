/** The short flows for everyone: help, language, privacy, my-data, stop, restart, switch, mine, stale. */
import { describe, expect, it } from "vitest";
import type { Looks } from "#app/looks/types.js";
import type { Speaker } from "#core/message/speaker.js";
import { both, createBench, expectTalk, people, press } from "./everyone.js";

describe("help", () => {
  it.each<[string, Speaker | null, string]>([
    ["stranger", null, "在这里可以认捐四帮"],
    ["supporter", people.supporter, "可以查看每一笔走到了哪一步"],
    ["cadre", people.cadre, "答复对接"],
    ["office", people.office, "核实企业"],
    ["household", people.household, "有事也可以问李倩"],
  ])("tells a %s what they can do, and the words that always work", (_who, speaker, part) => {
    for (const said of ["帮助", "?", "？", "HELP"]) {
      expectTalk(createBench(speaker), [[said, part, "“退订”", "青石县四帮办公室", "!怎么用"]]);
    }
  });

  it("names every word that works", () => {
    const kit = createBench(people.supporter, { commands: { "export-data": () => ({ type: "made", path: "/d" }) } });
    const [, told = ""] = kit.send("帮助");
    const named = [...told.matchAll(/“(.+?)”/g)].map(([, word = ""]) => word);
    expect(named).toHaveLength(7);
    for (const word of named.slice(0, -1)) expect(kit.send(word).join(), word).not.toContain("没看懂");
  });
});

describe("language", () => {
  it.each<[string, string, "zh-CN" | "en"]>([
    ["English", "All right, English from now on.", "en"],
    ["英文", "All right, English from now on.", "en"],
    ["中文", "好的，从现在起用中文。", "zh-CN"],
  ])("%s switches at once, in the new language", (said, then, locale) => {
    for (const before of ["zh-CN", "en"] as const) {
      const kit = createBench(null, {
        context: { locale: before },
        commands: { "set-locale": () => ({ type: "set" }) },
      });
      expectTalk(kit, [[said, then, locale === "en" ? "[Open the menu]" : "[打开菜单]"]]);
      expect(kit.done).toEqual([{ name: "set-locale", command: { locale } }]);
    }
  });

  it("asks which, by number, label or button", () => {
    for (const said of ["2", "english", "[English]"]) {
      const kit = createBench(people.cadre, { commands: { "set-locale": () => ({ type: "set" }) } });
      expectTalk(kit, [
        ["语言", "用哪种语言", "[中文] [English]"],
        ["法语", "请点一个", "[中文] [English]"],
        [said, "English from now on"],
      ]);
    }
    const kit = createBench(null, { commands: { "set-locale": () => ({ type: "set" }) } });
    expect(press(kit, "language", "zh-CN")).toContain("用中文");
    expect(press(kit, "language", "fr")).toContain("用哪种语言");
  });
});

describe("privacy and my data", () => {
  it("tells what is kept, who sees it, and how to see or stop it", () => {
    const kit = createBench(people.household, {
      commands: { "export-data": () => ({ type: "made", path: "/data/abc" }) },
    });
    expectTalk(kit, [
      ["隐私", "加锁存放", "只有本户和帮扶干部能看", "从不发到境外", "[看我的数据] [不再收通知]"],
      ["1", "/data/abc", "1 小时内可以打开"],
      ["my data", "/data/abc"],
    ]);
    expectTalk(createBench(null, { context: { locale: "en" } }), [
      ["privacy", "We do not know you yet", "foreign chat networks", "[See my data] [No more notices]"],
    ]);
  });
});

describe("stop and restart", () => {
  it("stops at once with one confirmation, and takes notices again", () => {
    let stopped = false;
    const set = <T extends string>(to: boolean, changed: T): { type: T | "already" } => {
      const before = stopped;
      stopped = to;
      return { type: before === to ? "already" : changed };
    };
    const kit = createBench(people.supporter, {
      commands: { stop: () => set(true, "stopped"), restart: () => set(false, "restarted") },
    });
    const confirmation = kit.send("退订");
    expect(confirmation).toHaveLength(1);
    expect(confirmation[0]).toContain("以后不再给您发通知");
    kit.context = { ...kit.context, speaker: { ...people.supporter, stopped: true } };
    expectTalk(kit, [
      ["TD", "您已经退订了"],
      ["恢复通知", "通知恢复了"],
    ]);
    kit.context = { ...kit.context, speaker: people.supporter };
    expectTalk(kit, [["resume", "通知一直开着"]]);
    expect(kit.done.map(({ name }) => name)).toEqual(["stop", "stop", "restart", "restart"]);
  });

  it("tells a stranger that nothing is sent", () => {
    expectTalk(createBench(null), [
      ["stop", "没有给您发任何通知"],
      ["恢复通知", "我们还不认识您", "[我想帮忙]"],
    ]);
  });
});

describe("switch", () => {
  type People = Looks["speakers"]["answer"]["people"];
  const bench = (list: People) =>
    createBench(people.household, {
      context: { shared: list.length > 1 },
      looks: { speakers: () => ({ people: list }) },
      commands: {
        "switch-speaker": ({ person }) => (person === "p2" ? { type: "switched", name: "李大山" } : { type: "gone" }),
      },
    });
  const two: People = [
    { id: "p1", name: "王秀英", active: true },
    { id: "p2", name: "李大山", active: false },
    { id: "p3", name: "赵六", active: false },
  ];

  it.each(["2", "李大山", "[李大山]"])("changes who is speaking: %s", (said) => {
    const kit = bench(two);
    expectTalk(kit, [
      ["换人", "现在是哪一位在说话", "[王秀英（现在）] [李大山] [赵六] [另一位，我有口令]"],
      ["孙七", "请点一个名字"],
      [said, "现在说话的是：李大山", "想做哪样"],
    ]);
    expect(kit.done).toEqual([{ name: "switch-speaker", command: { person: "p2" } }]);
  });

  it("leads somebody new to their code, and says when a person is gone", () => {
    expectTalk(bench(two), [["switch"], ["4", "请把口令发到这里"]]);
    expectTalk(bench(two), [["switch"], ["3", "没有换人", "[看菜单]"]]);
    expect(press(bench(two), "switch", "p2")).toContain("李大山");
  });

  it("says so when there is nobody to switch to", () => {
    expectTalk(bench(two.slice(0, 1)), [["换人", "只有一位：王秀英", "[另一位，我有口令]"]]);
    expectTalk(bench([]), [["换人", "还没有认识的人"]]);
  });
});

describe("mine", () => {
  it.each<[Speaker | null, string]>([
    [null, "我们还不认识您"],
    [people.supporter, "您现在还没有认捐"],
    [people.cadre, "[登记需求]"],
    [people.office, "现在没有等待核实的企业"],
    [both, "您想看哪一样？\n[看待办] [我的认捐]"],
  ])("leads to one's own page", (speaker, then) => {
    for (const said of ["我的", "mine"]) {
      expect(createBench(speaker).send(said).join("\n")).toContain(then);
    }
  });

  it("leads a household to its help", () => {
    const kit = createBench(people.household);
    expect(kit.send("我的")).toEqual(kit.send("我家"));
  });
});

describe("stale", () => {
  it.each<[Looks["token"]["answer"], string]>([
    [{ code: "K7Q-204", day: "2026-11-23" }, "这一笔（K7Q-204）2026年11月23日已经登记过了，没有重复登记。\n[我的认捐]"],
    [null, "这个按钮已经过期了，什么都没有改动。\n[看菜单]"],
  ])("says what became of an old press", (found, then) => {
    const asked: string[] = [];
    const kit = createBench(people.supporter, {
      looks: {
        token: ({ token }) => {
          asked.push(token);
          return found;
        },
      },
    });
    expect(kit.input({ type: "choice", id: "a.4.once~tok1" })).toEqual([then]);
    expect(asked).toEqual(["tok1"]);
    expect(press(kit, "stale")).toContain("这个按钮已经过期了");
  });
});
