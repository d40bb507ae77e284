/** The list of flows and the words that start them: nothing clashes, nothing leads nowhere, nothing throws. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommandName, Commands } from "#app/commands/types.js";
import type { LookName, Looks } from "#app/looks/types.js";
import { BUTTON_BYTES } from "#bot/dialogue/buttons.js";
import { TalkState } from "#bot/dialogue/state.js";
import { entries, flows } from "#bot/flows/index.js";
import { isMessageKey } from "#core/message/message.js";
import type { Speaker } from "#core/message/speaker.js";
import { sameWords } from "#core/text/normalise.js";
import type { PledgeView } from "#core/views.js";
import { createSay } from "#locales/say.js";
import { createTalkKit, type TalkKit } from "../../kit/talk.js";
import { both, people } from "./everyone.js";
import { households, match, mayAll, mayNothing, need, nothingWaits } from "./staff.js";

const say = createSay();

describe("the words that always work", () => {
  const lists = ["words.stop", "words.cancel", "words.back", ...Object.keys(entries)].map((key) => {
    return { key, words: say.words(key) };
  });

  it.each(lists)("$key has words", ({ words }) => {
    expect(words.length).toBeGreaterThan(0);
  });

  it("stand in one list each", () => {
    const clashes = lists.flatMap(({ key, words }, at) =>
      lists.slice(at + 1).flatMap((other) => {
        return words
          .filter((word) => other.words.some((theirs) => sameWords(word, theirs)))
          .map((word) => `${word}: ${key}, ${other.key}`);
      }),
    );
    expect(clashes).toEqual([]);
  });
});

describe("flows", () => {
  it.each(Object.entries(flows))("%s stands under its own id", (id, { id: own }) => {
    expect(own).toBe(id);
  });

  it("name only flows that there are", () => {
    const folders = ["bot/flows", "bot/phrases", "bot/pledge", "core/notice"];
    const named = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) => {
          const text = readFileSync(join(folder, file), "utf8");
          return [...text.matchAll(/(?:\bstart: |\bbutton\()"([a-z-]+)"/g)].map(([, id = ""]) => ({ file, id }));
        }),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ id }) => !Object.hasOwn(flows, id))).toEqual([]);
    const started = Object.values(entries).map((entry) => entry.split(".")[0] ?? "");
    expect(started.filter((id) => !Object.hasOwn(flows, id))).toEqual([]);
  });
});

const view: PledgeView = {
  id: "p1",
  code: "K7Q-204",
  kind: "jobs",
  categories: ["welding"],
  title: "电焊工",
  quantity: 3,
  area: "banchang",
  areaName: "板长村",
  reach: 4,
  due: "2027-02-05",
  state: "open",
  free: 1,
  asked: 0,
  matched: 1,
  delivered: 1,
  confirmed: 0,
  matches: [match({ state: "accepted" }), match({ id: "m2", state: "delivered", household: null })],
};
const fits = { needs: 6, amount: 83_000, areaName: "板长村", countyNeeds: 9, countyName: "青石县" };
const some = [
  match(),
  match({ id: "m2", code: "M32", household: null, kind: "jobs", category: "welding", quantity: 1 }),
];

const looks = {
  fits: [fits, { ...fits, needs: 0, amount: 0 }, { ...fits, needs: 0, amount: 0, countyNeeds: 0 }],
  "my-pledges": [
    { pledges: [view] },
    { pledges: [] },
    { pledges: Array.from({ length: 7 }, (_, i) => ({ ...view, id: `p${i}` })) },
  ],
  pledge: [{ pledge: view }, { pledge: null }, { pledge: { ...view, state: "withdrawn" } }],
  token: [{ code: "K7Q-204", day: "2026-11-23" }, null],
  tasks: [
    { toAnswer: some, toReview: [need()], toDeliver: some, toConfirm: some, questioned: some },
    nothingWaits,
    { ...nothingWaits, toReview: Array.from({ length: 20 }, (_, i) => need({ id: `n${i}`, household: null })) },
  ],
  match: [
    { match: match(), may: mayAll },
    { match: match({ state: "accepted" }), may: mayAll },
    { match: match({ state: "delivered", household: null }), may: mayAll },
    { match: match({ state: "questioned" }), may: mayNothing },
    { match: null, may: mayNothing },
  ],
  need: [{ need: need() }, { need: null }, { need: need({ household: null, approvals: 2, approved: 1 }) }],
  households: [
    { households, more: false },
    { households: [], more: false },
    {
      households: Array.from({ length: 12 }, (_, i) => ({
        ...households[0],
        id: `h${i}`,
        view: { code: `BC-${i}`, village: "板长村", name: `王${i}` },
      })),
      more: true,
    },
  ],
  "my-help": [
    { matches: [], cadreName: "李倩" },
    { matches: [match({ state: "accepted" }), match({ id: "m2", state: "delivered" })], cadreName: "李倩" },
  ],
  "last-notice": [
    { choices: [] },
    {
      choices: [
        { id: "s.answer.accept.m1", label: "接受" },
        { id: "s.removed", label: "旧的" },
      ],
    },
  ],
  unverified: [
    { supporters: [] },
    {
      supporters: [
        { id: "s1", name: "恒丰养殖", creditCode: null, pledges: 2 },
        { id: "s2", name: "石桥厨具", creditCode: "91520000MA6H1234XX", pledges: 0 },
      ],
    },
  ],
  speakers: [
    { people: [] },
    {
      people: [
        { id: "p1", name: "李倩", active: true },
        { id: "p2", name: "张三", active: false },
      ],
    },
  ],
} satisfies { [N in LookName]: readonly Looks[N]["answer"][] };

const gone = { type: "gone" } as const;
const notYours = { type: "not-yours" } as const;
const commands = {
  join: [{ type: "joined", verified: true }, { type: "joined", verified: false }, { type: "taken" }],
  bind: [
    { type: "bound", name: "李倩" },
    { type: "wrong" },
    { type: "used" },
    { type: "expired" },
    { type: "slow-down", minutes: 5 },
  ],
  "bind-phone": [{ type: "bound", name: "张三" }, { type: "unknown" }, { type: "several" }],
  "see-link": [{ type: "made", link: "/#key=t" }, notYours, gone],
  "confirm-pledge": [
    { type: "registered", pledge: "p1", code: "K7Q-204", verified: true, needs: 6, areaName: "板长村" },
    { type: "registered", pledge: "p1", code: "K7Q-204", verified: false, needs: 0, areaName: "板长村" },
    { type: "already", code: "K7Q-204", day: "2026-11-23" },
    { type: "over-limit", limit: 20_000, left: 500 },
    { type: "over-limit", limit: 20_000, left: 0 },
    { type: "not-joined" },
  ],
  "withdraw-pledge": [
    { type: "withdrawn", code: "K7Q-204", kept: 0 },
    { type: "withdrawn", code: "K7Q-204", kept: 2 },
    { type: "already", code: "K7Q-204" },
    gone,
  ],
  "widen-pledge": [{ type: "widened", code: "K7Q-204", areaName: "青石县" }, gone],
  "answer-match": [
    { type: "accepted", code: "M31" },
    { type: "declined", code: "M31", needClosed: true },
    { type: "already", code: "M31", state: "accepted", by: "李倩" },
    { type: "already", code: "M31", state: "lapsed", by: null },
    notYours,
    gone,
  ],
  "record-need": [
    { type: "recorded", code: "X-12", need: "n1", approvals: 1, mine: true },
    { type: "recorded", code: "X-12", need: "n1", approvals: 2, mine: false },
    notYours,
  ],
  "review-need": [
    { type: "opened", code: "X-12" },
    { type: "one-more", code: "X-12" },
    { type: "rejected", code: "X-12" },
    { type: "already", code: "X-12" },
    notYours,
    gone,
  ],
  deliver: [{ type: "delivered", code: "M31" }, { type: "already", code: "M31" }, notYours, gone],
  "confirm-delivery": [
    { type: "confirmed", code: "M31" },
    { type: "questioned", code: "M31", cadreName: "李倩", days: 3 },
    { type: "already", code: "M31" },
    notYours,
    gone,
  ],
  "refuse-help": [{ type: "refused", code: "M31" }, { type: "too-late", code: "M31" }, notYours, gone],
  "send-word": [
    { type: "sent", name: "李倩", household: { code: "BC-017", village: "板长村", name: "王秀英" }, reached: true },
    { type: "sent", name: "李倩", household: { code: "BC-017", village: "板长村", name: "王秀英" }, reached: false },
    notYours,
    gone,
  ],
  "set-locale": [{ type: "set" }],
  stop: [{ type: "stopped" }, { type: "already" }],
  restart: [{ type: "restarted" }, { type: "already" }],
  "switch-speaker": [{ type: "switched", name: "张三" }, gone],
  "make-code": [{ type: "made", code: "483920", hours: 72 }, notYours, gone],
  "export-data": [{ type: "made", path: "/data/t" }],
  "verify-supporter": [{ type: "verified", name: "恒丰养殖", pledges: 2 }, notYours, gone],
} satisfies { [N in CommandName]: readonly Commands[N]["result"][] };

const speakers: readonly (Speaker | null)[] = [
  null,
  ...Object.values(people),
  both,
  { ...people.supporter, stopped: true },
];

/** Answers of each table in an order that the property chooses. */
function createPlayer(speaker: Speaker | null, locale: "zh-CN" | "en", picks: readonly number[]): TalkKit {
  let at = 0;
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[(picks[at++ % Math.max(1, picks.length)] ?? 0) % list.length];
    if (chosen === undefined) throw new Error("a table without answers");
    return chosen;
  };
  const answering = (table: Readonly<Record<string, readonly unknown[]>>) =>
    Object.fromEntries(Object.entries(table).map(([name, list]) => [name, () => pick(list) as never]));
  return createTalkKit(
    { flows, entries, fallback: "welcome", stale: "stale", phone: "bind", stop: "stop" },
    { looks: answering(looks), commands: answering(commands), context: { speaker, locale } },
  );
}

const typed = [
  "1",
  "2",
  "3",
  "5",
  "上一步",
  "取消",
  "帮助",
  "菜单",
  "我的",
  "退订",
  "语言",
  "认捐",
  "待办",
  "登记需求",
  "邀请",
  "我家",
  "核实",
  "换人",
  "恢复通知",
  "5万",
  "板长村",
  "石桥镇",
  "年前",
  "3个",
  "4000-5000",
  "电焊工",
  "18-50",
  "一年",
  "王秀英",
  "养猪",
  "没有",
  "跳过",
  "确认",
  "好的",
  "不要",
  "其他",
  "483920",
  "13812345678",
  "青石恒丰养殖有限公司",
  "接受",
  "",
  "   ",
  "。",
  "一百亿亿",
  "x".repeat(3000),
  "{{name}} $t(words.stop)",
  "\u{1F600}",
];
const ids = Object.keys(flows);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("shown" as const), nth: fc.nat(12) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("text" as const),
      text: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...typed) },
        { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("start" as const),
      flow: fc.constantFrom(...ids),
      args: fc.array(
        fc.constantFrom(
          "accept",
          "decline",
          "m1",
          "p1",
          "n1",
          "h17",
          "s1",
          "yes",
          "refuse",
          "cadre",
          "funds",
          "to",
          "jobs",
          "ok",
          "en",
          "zzz",
        ),
        { maxLength: 3 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("old" as const), nth: fc.nat(60) }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { type: "photo" as const, photo: "ph1", text: null },
      { type: "unsupported" as const, what: "voice" as const },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("choice" as const),
      id: fc.oneof(fc.string(), fc.constantFrom("start", "a.1.yes", "a.2.once~t", "s.welcome.")),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 90 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(kit: TalkKit, one: Step, seen: string[]): readonly string[] {
  const shown = kit.replies().flatMap((reply) => reply.choices.map((choice) => choice.id));
  seen.push(...shown);
  switch (one.type) {
    case "shown":
      return kit.input({ type: "choice", id: shown[one.nth % Math.max(1, shown.length)] ?? "start" });
    case "old":
      return kit.input({ type: "choice", id: seen[one.nth % Math.max(1, seen.length)] ?? "" });
    case "start":
      return kit.input({ type: "choice", id: ["s", one.flow, ...one.args].join(".") });
    case "wait":
      kit.context = { ...kit.context, now: kit.context.now + one.hours * 3_600_000 };
      return kit.input({ type: "text", text: "嗯" });
    case "text":
    case "photo":
    case "unsupported":
    case "choice":
      return kit.input(one);
  }
}

describe("any talk", () => {
  it("is answered in whole sentences, whoever speaks and whatever is said", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...speakers),
        fc.constantFrom("zh-CN" as const, "en" as const),
        fc.array(fc.nat(11), { minLength: 1, maxLength: 20 }),
        fc.array(step, { minLength: 1, maxLength: 20 }),
        (speaker, locale, picks, steps) => {
          const kit = createPlayer(speaker, locale, picks);
          const seen: string[] = [];
          for (const one of steps) {
            const said = take(kit, one, seen);
            expect(said.length).toBeGreaterThan(0);
            for (const { message, choices } of kit.replies()) {
              expect(isMessageKey(message.key)).toBe(true);
              for (const dataClass of ["local", "foreign"] as const) {
                const text = say.render(message, { locale, dataClass });
                expect(text.trim()).not.toBe("");
                expect(text).not.toMatch(/undefined|\[object|NaN/);
              }
              for (const { id, label } of choices) {
                expect(id.length).toBeLessThanOrEqual(BUTTON_BYTES);
                expect(say.render(label, { locale, dataClass: "local" }).trim()).not.toBe("");
              }
            }
            expect(TalkState.safeParse(kit.state()).success).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});
