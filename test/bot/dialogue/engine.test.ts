import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { ONCE, type DialogueDeps } from "#bot/dialogue/engine.js";
import { act, ask, askWith, flow, type Flow } from "#bot/dialogue/flow.js";
import { MAX_FRAMES, MAX_TRAIL, TalkState } from "#bot/dialogue/state.js";
import type { Speaker } from "#core/message/speaker.js";
import { say, type Message } from "#core/message/message.js";
import type { Input } from "#core/message/talk.js";
import { createTalkKit, type TalkKit } from "../../kit/talk.js";

/** A message whose text is just this. */
const words = (name: string): Message => say("switch.person", { name });

interface Order {
  readonly what: string;
  readonly amount: string;
  readonly token: string;
}

/** A draft: what, how much (a number is the answer), a card that counts once, done. */
const order: Flow = flow<Order>({
  id: "order",
  version: 1,
  begin: () => ({ to: "what", data: { what: "", amount: "", token: "" } }),
  recap: ({ what }) => words(`order of ${what}`),
  nodes: {
    what: ask<Order>({
      show: () => ({
        message: words("what?"),
        options: [
          { value: "rice", label: words("Rice") },
          { value: "oil", label: words("Oil") },
          { value: "help-oil", label: words("Oil with help") },
        ],
      }),
      on: (data, reaction) => {
        if (reaction.type === "photo") return { again: words(`photo ${reaction.photo}`) };
        const what = reaction.type === "picked" ? reaction.value : reaction.text;
        return what === "???" ? { again: words("unread") } : { to: "amount", data: { ...data, what } };
      },
    }),
    amount: ask<Order>({
      digits: "read",
      show: ({ what }) => ({ message: words(`how much ${what}?`), options: [{ value: "some", label: words("Some") }] }),
      on: (data, reaction, { token }) => {
        const amount = reaction.type === "picked" ? reaction.value : (reaction.text ?? "");
        return { to: "card", data: { ...data, amount, token }, say: [words(`heard ${amount}`)] };
      },
    }),
    card: askWith<Order, "token">({
      look: "token",
      question: ({ token }) => ({ token }),
      show: ({ what, amount, token }) => ({
        message: words(`${amount} ${what}?`),
        options: [{ value: `${ONCE}${token}`, label: words("Confirm") }],
      }),
      on: (data, reaction) => (reaction.type === "picked" ? { to: "save", data } : { again: words("press") }),
    }),
    save: act<Order, "stop">({
      command: "stop",
      run: () => ({}),
      done: () => ({
        end: [
          words("saved"),
          { message: words("more?"), options: [{ start: "order", args: [], label: words("More") }] },
        ],
      }),
    }),
  },
});

/** A list without a draft. */
const list = flow<null>({
  id: "list",
  version: 1,
  begin: ([arg]) => (arg === "gone" ? { end: [words("gone")] } : { to: "list", data: null }),
  nodes: {
    list: ask<null>({
      show: () => ({
        message: words("which?"),
        options: [
          { value: "one", label: words("First") },
          { start: "order", args: ["x"], label: words("Order now") },
        ],
      }),
      on: (_data, reaction) => ({ end: [words(reaction.type === "picked" ? `got ${reaction.value}` : "typed")] }),
    }),
  },
});

const echo = (id: string): Flow =>
  flow<null>({ id, version: 1, begin: (args) => ({ end: [words(`${id}(${args.join(",")})`)] }), nodes: {} });

const menu = flow<null>({
  id: "menu",
  version: 1,
  begin: ([text = ""]) => ({
    end: [{ message: words(`menu(${text})`), options: [{ start: "list", args: ["a"], label: words("List") }] }],
  }),
  nodes: {},
});

const flows = { order, list, menu, stale: echo("stale"), stop: echo("stop"), help: echo("help"), zh: echo("zh") };
const deps: Omit<DialogueDeps, "wording"> = {
  flows,
  entries: { "words.help": "help", "words.language-en": "zh.en", "words.my-help": "list" },
  fallback: "menu",
  stale: "stale",
  phone: "menu",
  stop: "stop",
};
const options = { looks: { token: () => null }, commands: { stop: () => ({ type: "stopped" as const }) } };
const HOUR = 3_600_000;

let kit: TalkKit;
beforeEach(() => {
  kit = createTalkKit(deps, options);
});

const press = (id: string): string[] => kit.input({ type: "choice", id });
const begin = (id: string): string[] => press(`s.${id}`);
const later = (hours: number): void => {
  kit.context = { ...kit.context, now: kit.context.now + hours * HOUR };
};
const speak = (person: string | null): void => {
  const speaker: Speaker | null =
    person === null
      ? null
      : { person, name: person, locale: "zh-CN", stopped: false, roles: [], supporter: null, household: null };
  kit.context = { ...kit.context, speaker };
};
const state = (): TalkState => TalkState.parse(kit.state());
/** Another bot on the same stored state, as after a restart. */
const resumed = (changed: Partial<typeof deps>, stored: unknown = kit.state()): TalkKit =>
  createTalkKit({ ...deps, ...changed }, { ...options, context: kit.context, state: stored });

describe("answers", () => {
  it.each<[string, string]>([
    ["1", "how much rice?"],
    ["２", "how much oil?"],
    ["第二个", "how much oil?"],
    ["rice", "how much rice?"],
    ["[Rice]", "how much rice?"],
    ["Oil with help", "how much help-oil?"],
    ["salt", "how much salt?"],
  ])("%s is taken by number, label or as words", (said, then) => {
    begin("order");
    expect(kit.send(said)[0]).toContain(then);
  });

  it("takes a bare number as the answer where a number is asked, a label still as a button", () => {
    begin("order");
    kit.send("1");
    expect(kit.send("1")).toEqual(["heard 1", "1 rice?\n[Confirm] [上一步]"]);
    kit.send("上一步");
    expect(kit.send("some")).toEqual(["heard some", "some rice?\n[Confirm] [上一步]"]);
  });

  it("says why an answer was not taken and keeps question and buttons", () => {
    begin("order");
    expect(kit.send("???")).toEqual(["unread\n[Rice] [Oil] [Oil with help]"]);
    expect(kit.send("[Oil]")[0]).toContain("how much oil?");
  });

  it("prefers the words that always work to a part of a label, and a label's very words to those", () => {
    begin("order");
    expect(kit.send("help")[0]).toBe("help()");
  });

  it("starts a flow with the arguments of its word, and by the buttons of an ended one", () => {
    expect(kit.send("ENGLISH")).toEqual(["zh(en)"]);
    expect(kit.send("hello there")).toEqual(["menu(hello there)\n[List]"]);
    expect(kit.send("1")[0]).toContain("which?");
    expect(kit.send("Order now")[0]).toContain("what?");
  });

  it("runs an action once and ends with its last words", () => {
    begin("order");
    kit.send("1");
    kit.send("5");
    expect(kit.send("[Confirm]")).toEqual(["saved", "more?\n[More]"]);
    expect(kit.done).toEqual([{ name: "stop", command: {} }]);
    expect(state().frames).toEqual([]);
  });
});

describe("the way back", () => {
  it("leads through every question answered, and stops kindly at the first", () => {
    begin("order");
    kit.send("1");
    kit.send("5");
    expect(kit.send("back")).toEqual(["how much rice?\n[Some] [上一步]"]);
    expect(kit.send("[上一步]")).toEqual(["what?\n[Rice] [Oil] [Oil with help]"]);
    const first = kit.send("上一步");
    expect(first[0]).toContain("这已经是第一步了");
    expect(first[1]).toContain("what?");
  });

  it("is bounded", () => {
    const round = ask<null>({
      show: () => ({ message: words("again?") }),
      on: () => ({ to: "round", data: null }),
    });
    const rounds = flow<null>({
      id: "rounds",
      version: 1,
      begin: () => ({ to: "round", data: null }),
      nodes: { round },
    });
    kit = createTalkKit({ ...deps, flows: { ...flows, rounds } }, options);
    begin("rounds");
    for (let i = 0; i < MAX_TRAIL + 5; i++) kit.send("yes");
    expect(state().frames[0]?.trail).toHaveLength(MAX_TRAIL);
  });

  it("cancels only what is under way", () => {
    expect(kit.send("取消")).toEqual(["现在没有进行到一半的事。"]);
    expect(kit.send("back").join()).toContain("现在没有进行到一半的事。");
    begin("order");
    expect(kit.send("cancel")).toEqual(["好的，不弄了。刚才这件没有登记，也没有改动。"]);
    expect(state().frames).toEqual([]);
  });

  it("obeys STOP before anything else", () => {
    begin("order");
    expect(kit.send("TD")[0]).toBe("stop()");
  });
});

describe("interruption", () => {
  it("keeps a draft below what interrupts it and comes back to it", () => {
    begin("order");
    kit.send("1");
    expect(kit.send("help")).toEqual(["help()", "我们接着刚才的来：", "how much rice?\n[Some] [上一步]"]);
    press("s.list");
    expect(kit.send("First")).toEqual(["got one", "我们接着刚才的来：", "how much rice?\n[Some] [上一步]"]);
    expect(kit.send("7")[1]).toContain("7 rice?");
  });

  it("leaves a list that is interrupted, and begins a draft anew that is started again", () => {
    begin("list");
    begin("order");
    expect(state().frames.map((frame) => frame.flow)).toEqual(["order"]);
    kit.send("1");
    begin("order");
    expect(state().frames).toHaveLength(1);
    expect(kit.send("cancel")).toHaveLength(1);
  });

  it("keeps no more drafts than a person can remember", () => {
    const drafts = Object.fromEntries(["a", "b", "c", "d"].map((id) => [id, { ...order, id }]));
    kit = createTalkKit({ ...deps, flows: { ...flows, ...drafts } }, options);
    for (const id of Object.keys(drafts)) begin(id);
    expect(state().frames.map((frame) => frame.flow)).toEqual(["b", "c", "d"].slice(-MAX_FRAMES));
  });
});

describe("days later", () => {
  beforeEach(() => {
    begin("order");
    kit.send("1");
    later(72);
  });
  const question = "我们上次说到：order of rice\n接着来吗？\n[接着来] [重新开始] [先不弄了]";

  it.each<[string, string[]]>([
    ["接着来", ["how much rice?\n[Some] [上一步]"]],
    ["1", ["how much rice?\n[Some] [上一步]"]],
    ["[重新开始]", ["what?\n[Rice] [Oil] [Oil with help]"]],
    ["3", ["好的，不弄了。刚才这件没有登记，也没有改动。"]],
    ["cancel", ["好的，不弄了。刚才这件没有登记，也没有改动。"]],
    ["嗯嗯", [question]],
  ])("asks whether to go on: %s", (said, then) => {
    expect(kit.send("嗯")).toEqual([question]);
    expect(kit.send(said)).toEqual(then);
  });

  it("takes no number, photo or word for an answer to what was forgotten", () => {
    expect(kit.send("5")).toEqual([question]);
    later(72);
    expect(kit.input({ type: "photo", photo: "p1", text: null })).toEqual([question]);
    expect(kit.input({ type: "unsupported", what: "voice" })[1]).toBe(question);
  });

  it("still honours a button of the open question", () => {
    expect(kit.send("[Some]")[1]).toContain("some rice?");
  });

  it("asks about the draft below a list that is long over", () => {
    press("s.list");
    later(72);
    expect(kit.send("哦")).toEqual([question]);
  });

  it("shows the menu in place of a list, and hears what was said", () => {
    kit.send("cancel");
    begin("list");
    later(72);
    expect(kit.send("1")).toEqual(["menu(1)\n[List]"]);
  });

  it("does not ask within the hours the office allows", () => {
    later(-72 + kit.context.settings.resumeAfterHours);
    expect(kit.send("5")[1]).toContain("5 rice?");
  });
});

describe("after a restart or an upgrade", () => {
  it("goes on where it was, through JSON", () => {
    begin("order");
    kit.send("1");
    expect(resumed({}).send("5")[1]).toContain("5 rice?");
  });

  const changed = /^抱歉，系统刚更新过/;
  it.each<[string, Partial<typeof deps>, ((stored: unknown) => unknown)?]>([
    ["an old version of a flow", { flows: { ...flows, order: { ...order, version: 2 } } }],
    ["a flow that is gone", { flows: { ...flows, order: undefined } as never }],
    ["a node that is gone", { flows: { ...flows, order: { ...order, nodes: {} } } }],
    [
      "a node that became an action",
      { flows: { ...flows, order: { ...order, nodes: { amount: order.nodes["save"] } } } as never },
    ],
    ["a node named like a method", {}, () => ({ ...state(), frames: [{ ...state().frames[0], node: "toString" }] })],
    ["a corrupt state", {}, () => ({ v: 1, turn: "x" })],
    ["a state of another make", {}, () => "???"],
  ])("says kindly that %s cannot go on, and goes on afresh", (_what, change, spoil = (stored) => stored) => {
    begin("order");
    kit.send("1");
    const stored = spoil(kit.state());
    for (const input of [
      { type: "text", text: "5" },
      { type: "photo", photo: "p", text: null },
      { type: "unsupported", what: "voice" },
      { type: "choice", id: "a.1.some" },
    ] satisfies Input[]) {
      const said = resumed(change, stored).input(input);
      expect(said[0]).toMatch(changed);
      expect(said[1]).toContain(input.type === "text" ? "menu(5)" : "menu()");
    }
    const started = resumed(change, stored).input({ type: "choice", id: "s.list" });
    expect(started[1]).toContain("which?");
  });

  it("reads states written before there was a speaker in them", () => {
    begin("order");
    const { person: _person, ...old } = state();
    expect(resumed({}, old).send("1")[0]).toContain("how much rice?");
  });
});

describe("old and foreign buttons", () => {
  it("answers an old press politely and says the open question again", () => {
    begin("order");
    const old = kit.replies()[0]?.choices[0]?.id ?? "";
    kit.send("1");
    expect(press(old)).toEqual(["这个按钮已经过期了，什么都没有改动。", "how much rice?\n[Some] [上一步]"]);
    expect(kit.done).toEqual([]);
  });

  it("answers a repeated press of a single-use button with what became of it", () => {
    begin("order");
    kit.send("1");
    kit.send("5");
    const confirm = kit.replies().at(-1)?.choices[0]?.id ?? "";
    press(confirm);
    expect(press(confirm)).toEqual(["stale(token3)"]);
    expect(kit.done).toHaveLength(1);
  });

  it.each(["", "start", "x.y", "a.1.rice", "s.nothing", "s.toString", "a..", "s", `s.${"x".repeat(80)}`])(
    "shows the menu for %j when nothing was ever offered, and calls it old after",
    (id) => {
      expect(press(id)).toEqual(["menu()\n[List]"]);
      expect(press(id)[0]).toBe("这个按钮已经过期了，什么都没有改动。");
    },
  );

  it("says what it cannot read, and the open question again", () => {
    expect(kit.input({ type: "unsupported", what: "voice" })[0]).toContain("语音");
    begin("order");
    const said = kit.input({ type: "unsupported", what: "sticker" });
    expect(said[0]).toContain("表情图");
    expect(said[1]).toContain("what?");
  });

  it("takes a photo where one is under way, and says so where none is asked", () => {
    expect(kit.input({ type: "photo", photo: "p1", text: null })[0]).toContain("照片");
    begin("order");
    expect(kit.input({ type: "photo", photo: "p1", text: null })[0]).toContain("photo p1");
  });
});

describe("a shared phone", () => {
  it("shows nobody what somebody else began", () => {
    speak("ann");
    begin("order");
    kit.send("1");
    speak("bob");
    expect(kit.send("5")).toEqual(["menu(5)\n[List]"]);
    speak("ann");
    expect(state().frames).toEqual([]);
  });

  it("drops drafts at once when the speaker changes within a message", () => {
    const change = flow<null>({
      id: "change",
      version: 1,
      begin: () => ({ to: "do", data: null }),
      nodes: {
        do: act<null, "switch-speaker">({
          command: "switch-speaker",
          run: () => ({ person: "bob" }),
          done: (_data, result) => (result.type === "gone" ? { start: "list" } : { end: [words("hello")] }),
        }),
      },
    });
    for (const type of ["gone", "switched"] as const) {
      const made: TalkKit = createTalkKit(
        { ...deps, flows: { ...flows, change } },
        {
          ...options,
          commands: {
            "switch-speaker": () => {
              speak("bob");
              made.context = { ...made.context, speaker: kit.context.speaker };
              return type === "gone" ? { type } : { type, name: "bob" };
            },
          },
        },
      );
      speak("ann");
      made.context = { ...made.context, speaker: kit.context.speaker };
      made.input({ type: "choice", id: "s.order" });
      const said = made.input({ type: "choice", id: "s.change" }).join("|");
      expect(said).toBe(type === "gone" ? "which?\n[First] [Order now]" : "hello");
      expect(TalkState.parse(made.state())).toMatchObject({
        person: "bob",
        frames: type === "gone" ? [{ flow: "list" }] : [],
      });
    }
  });

  it("keeps a stranger's draft when they join", () => {
    begin("order");
    speak("ann");
    expect(kit.send("1")[0]).toContain("how much rice?");
  });
});

describe("bugs of a flow", () => {
  const broken = (nodes: Flow["nodes"], start = "a"): (() => string[]) => {
    const made = createTalkKit(
      {
        ...deps,
        flows: {
          ...flows,
          bad: { id: "bad", version: 1, begin: () => ({ to: start, data: null as never }), nodes },
        },
      },
      options,
    );
    return () => made.input({ type: "choice", id: "s.bad" });
  };
  it.each<[string, () => string[], RegExp]>([
    [
      "a flow that never rests",
      broken({ a: ask({ show: () => ({ to: "a", data: null as never }), on: () => ({ end: [] }) }) }),
      /rest/,
    ],
    ["an unknown node", broken({}, "b"), /no node b/],
    ["a node named like a method", broken({}, "toString"), /no node/],
    [
      "asking again after an action",
      broken({ a: act<never, "stop">({ command: "stop", run: () => ({}), done: () => ({ again: words("?") }) }) }),
      /asks again/,
    ],
    [
      "an answer button under last words",
      broken({
        a: ask({
          show: () => ({ end: [{ message: words("x"), options: [{ value: "v", label: words("V") }] }] }),
          on: () => ({ end: [] }),
        }),
      }),
      /last words/,
    ],
    [
      "a button that is too long",
      broken({
        a: ask({
          show: () => ({ message: words("x"), options: [{ value: "v".repeat(70), label: words("V") }] }),
          on: () => ({ end: [] }),
        }),
      }),
      /does not fit/,
    ],
  ])("throws at %s", (_what, run, message) => {
    expect(run).toThrow(message);
  });

  it("does not throw at a notice that names a flow of an older version", () => {
    const old = flow<null>({ id: "old", version: 1, begin: () => ({ start: "removed" }), nodes: {} });
    kit = createTalkKit({ ...deps, flows: { ...flows, old } }, options);
    expect(begin("old")).toEqual(["这个按钮已经过期了，什么都没有改动。", "menu()\n[List]"]);
  });
});

describe("whatever comes in", () => {
  const step = fc.oneof(
    fc.record({
      type: fc.constant("text" as const),
      text: fc.oneof(fc.string(), fc.constantFrom("1", "2", "back", "取消", "TD", "help", "Rice", "接着来", "English")),
    }),
    fc.record({ type: fc.constant("photo" as const), photo: fc.constant("p"), text: fc.constant(null) }),
    fc.record({ type: fc.constant("unsupported" as const), what: fc.constantFrom("voice" as const, "other" as const) }),
    fc.record({
      type: fc.constant("choice" as const),
      id: fc.oneof(fc.string(), fc.constantFrom("s.order", "s.list", "start", "a.1.rice", `a.3.${ONCE}t`)),
    }),
    fc.record({ type: fc.constant("shown" as const), nth: fc.nat(6) }),
    fc.record({ type: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 80 }) }),
  );

  it("is answered, and leaves a state that can be read", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        kit = createTalkKit(deps, options);
        for (const one of steps) {
          if (one.type === "wait") {
            later(one.hours);
            continue;
          }
          const choices = kit.replies().flatMap((reply) => reply.choices);
          const said =
            one.type === "shown" ? press(choices[one.nth % Math.max(1, choices.length)]?.id ?? "") : kit.input(one);
          expect(said.length).toBeGreaterThan(0);
          expect(TalkState.safeParse(kit.state()).success).toBe(true);
          expect(state().frames.length).toBeLessThanOrEqual(MAX_FRAMES);
        }
      }),
      { numRuns: 150 },
    );
  });
});
