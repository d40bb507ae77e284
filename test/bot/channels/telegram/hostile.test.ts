/** What a network, or an enemy who has the secret, may do to the webhook: repeats, shuffles, and bodies that are none. */
import { describe, expect, it } from "vitest";
import { officeIndex } from "#store/collections.js";
import { smallOfficeId } from "../../../kit/office.js";
import { callWebhook, createTelegramWorld, type TelegramWorld } from "../../../kit/telegram-line.js";
import type { World } from "../../../kit/world.js";

/** A repeatable source of chance (mulberry32). */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const PEOPLE = 500;
/** Within how many places of the stream an update may come. */
const WINDOW = 50;
const firmOf = (person: number): string => `石桥${person}号建材有限公司`;
const amountOf = (person: number): number => ((person % 10) + 1) * 10_000;

/** Everything one person says, from the first word to a confirmed pledge. */
const script = (person: number): readonly string[] => [
  "我想帮忙",
  "企业",
  firmOf(person),
  "以后补",
  "跳过",
  `${amountOf(person)}元，给板长村修猪圈`,
  "年前",
  "确认认捐",
];

function textUpdate(id: number, chat: number, text: unknown): object {
  const from = { id: chat, is_bot: false, first_name: "-", language_code: "zh-hans" };
  const message = { message_id: id, date: 1, from, chat: { id: chat, type: "private", first_name: "-" }, text };
  return { update_id: id, message };
}

const chatOf = (person: number): number => 100_000 + person;

/** Everybody's updates as one stream: all first words, then all second ones, and so on. */
function streamOf(people: readonly number[]): object[] {
  return script(0).flatMap((_, step) =>
    people.map((person) => textUpdate(step * 1_000 + person + 1, chatOf(person), script(person)[step])),
  );
}

/** Each one to five times, and each of these up to so many places later than it should be. */
function repeatAndShuffle(stream: readonly object[], chance: (below: number) => number): object[] {
  const copies = stream.flatMap((update) => Array.from({ length: 1 + chance(5) }, () => update));
  return copies
    .map((update, place) => ({ update, place: place + chance(WINDOW) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ update }) => update);
}

async function deliver({ world }: TelegramWorld, updates: readonly object[]): Promise<void> {
  for (let at = 0; at < updates.length; at += WINDOW) {
    const statuses = await Promise.all(updates.slice(at, at + WINDOW).map((update) => callWebhook(world, update)));
    expect(statuses.every((status) => status === 200)).toBe(true);
  }
  await world.advance(5_000);
}

/** What the house and the network have of one person: every word said, and how the talk stands; names and codes alike for all. */
async function storyOf({ world, api }: TelegramWorld, person: number) {
  const { store } = world.house.deps;
  const address = String(chatOf(person));
  const contact = await store.contacts.by("address", { channel: "telegram", address });
  if (!contact) throw new Error(`nobody at ${address}`);
  const { items } = await store.messages.find({ index: "byContact", where: { contact: contact._id }, limit: 500 });
  const plain = (text: string): string =>
    text.replaceAll(firmOf(person), "FIRM").replaceAll(/[0-9A-Z]{3}-[0-9A-Z]{3}/g, "CODE");
  return {
    version: contact.version,
    rows: items.map(({ from, text, state, choices }) => [
      from,
      plain(text),
      state,
      ...choices.map(({ label }) => plain(label)),
    ]),
    reached: api.messages.filter(({ chat }) => chat === chatOf(person)).map(({ text }) => plain(text)),
  };
}

async function pledgesIn({ house }: World): Promise<{ amount: number; state: string }[]> {
  const found = [];
  for await (const pledge of house.deps.store.pledges.scan({ index: officeIndex, where: { office: smallOfficeId } })) {
    found.push({ amount: pledge.quantity, state: pledge.state });
  }
  return found;
}

describe("updates that come again and out of order", () => {
  it("lead to what one clean run leads to, with no reply more", { timeout: 300_000 }, async () => {
    const clean = await createTelegramWorld();
    const few = Array.from({ length: 10 }, (_, person) => person);
    await deliver(clean, streamOf(few));
    const expected = await Promise.all(few.map((person) => storyOf(clean, person)));
    const cleanPledges = await pledgesIn(clean.world);
    await clean.world.dispose();
    expect(cleanPledges).toHaveLength(10);
    // the story is a whole one: every reply reached its chat, and the pledge is said to be registered
    for (const { rows, reached } of expected) {
      expect(reached).toEqual(rows.filter(([from]) => from === "bot").map(([, text]) => text));
      expect(reached.some((text) => text.includes("已登记，编号 CODE"))).toBe(true);
    }

    const bench = await createTelegramWorld({ seed: 7 });
    const everybody = Array.from({ length: PEOPLE }, (_, person) => person);
    const deliveries = repeatAndShuffle(streamOf(everybody), createChance(20_261_125));
    expect(deliveries.length).toBeGreaterThan(10_000);
    await deliver(bench, deliveries);
    const pledges = await pledgesIn(bench.world);
    expect(pledges).toHaveLength(PEOPLE);
    expect(new Set(cleanPledges.map(({ amount }) => amount)).size).toBe(10);
    const sorted = (all: typeof pledges) => all.map(({ amount, state }) => `${state} ${amount}`).toSorted();
    expect(sorted(pledges)).toEqual(sorted(Array.from({ length: PEOPLE / 10 }, () => cleanPledges).flat()));
    for (const person of everybody)
      expect([person, await storyOf(bench, person)]).toEqual([person, expected[person % 10]]);
    expect(bench.world.errors()).toEqual([]);
    await bench.world.dispose();
  });
});

/** Takes a place in a whole update for a wrong value. */
const wrongs: readonly unknown[] = [null, true, "x", "7", 1.5, [], {}, [[]], { $gt: "" }, { a: 7 }, "\u0000", "\ud800"];
/** A person's message is none without each of these. */
const needed = ["message", "message.chat", "message.chat.id", "message.chat.type", "message.from", "message.from.id"];
const typed = [...needed, "update_id", "message.text"];

function withWrong(path: string, value: unknown): string {
  const update: unknown = JSON.parse(JSON.stringify(textUpdate(5, 7, "你好")));
  const names = path.split(".");
  const last = names.pop() ?? "";
  let at = update as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  at[last] = path === "message.text" && typeof value === "string" ? [value] : value;
  return JSON.stringify(update);
}

const whole = JSON.stringify(textUpdate(5, 7, "你好"));
const deep = (open: string, close: string): string => open.repeat(1_000) + close.repeat(1_000);
const MEBIBYTE = 1024 * 1024;

/** One body of each kind, as `chance` has it; each kind is broken for certain, and some are valid JSON. */
const kinds: readonly ((chance: (below: number) => number) => string | Buffer)[] = [
  (chance) => Buffer.from(whole).subarray(0, 1 + chance(Buffer.byteLength(whole) - 1)),
  (chance) => withWrong(typed[chance(typed.length)] ?? "", wrongs[chance(wrongs.length)]),
  (chance) => {
    const path = needed[chance(needed.length)] ?? "";
    return withWrong(path, undefined);
  },
  // structure is made of bytes that must not be lost
  (chance) => {
    const bytes = Buffer.from(whole);
    const marks = [...bytes.entries()].filter(([, byte]) => "{}:".includes(String.fromCharCode(byte)));
    bytes[marks[chance(marks.length)]?.[0] ?? 0] = [0x00, 0xff, 0xc3, 0x80, 0x22][chance(5)] ?? 0;
    return bytes;
  },
  (chance) => {
    const [before = "", after = ""] = whole.split("private");
    const noise = Buffer.from(Array.from({ length: 1 + chance(4) }, () => 0x80 + chance(0x80)));
    return Buffer.concat([Buffer.from(before), noise, Buffer.from(after)]);
  },
  (chance) =>
    whole.replace("private", ["private\\u0000", "\\ud800private", "\\udfff", "private\u0000"][chance(4)] ?? ""),
  (chance) => {
    const key = ["__proto__", "constructor", "\\u005f_proto__", "prototype"][chance(4)] ?? "";
    return `{"update_id":${chance(1e6)},"${key}":{"prototype":{"admin":true},"admin":true}}`;
  },
  (chance) => whole.replace(/"chat":\{/, `"chat":{"__proto__":{"admin":${chance(2) === 0}},`),
  (chance) => (chance(2) === 0 ? deep("[", "]") : `${'{"message":'.repeat(1_000)}1${"}".repeat(1_000)}`),
  (chance) => `{"update_id":${chance(1e6)},"message":${deep("[", "]")}}`,
  (chance) => whole.replace('"你好"', `${'{"a":'.repeat(1_000)}${chance(9)}${"}".repeat(1_000)}`),
  (chance) => Buffer.from(Array.from({ length: chance(300) }, () => chance(256))),
  (chance) => `${whole.slice(0, -1)},"update_id":${["-1", '"5"', "1e999", "0.5", "9".repeat(400)][chance(5)]}}`,
];

/** So large that a few of each will do. */
const large: readonly (string | Buffer)[] = [
  JSON.stringify(textUpdate(5, 7, "x".repeat(MEBIBYTE))),
  " ".repeat(MEBIBYTE - 1),
  `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`,
  `{"update_id":5,"message":{"chat":${JSON.stringify("x".repeat(MEBIBYTE - 100))}}}`,
  "[".repeat(MEBIBYTE / 2),
  Buffer.alloc(MEBIBYTE, 0xff),
];

const shownStart = (body: string | Buffer): string => body.toString("utf8").slice(0, 300);

async function countAll({ house }: World): Promise<Record<string, number>> {
  const { store } = house.deps;
  const all = { index: officeIndex, where: { office: smallOfficeId } };
  return {
    contacts: await store.contacts.count(all),
    inbox: await store.inbox.count(all),
    messages: await store.messages.count(all),
    audit: await store.audit.count(all),
    photos: await store.photos.count(all),
  };
}

describe("bodies that are no message", () => {
  it("are refused or passed over, 5,000 of them, and nothing is written", { timeout: 120_000 }, async () => {
    const bench = await createTelegramWorld();
    const before = await countAll(bench.world);
    const chance = createChance(5_000);
    const bodies = Array.from({ length: 5_000 }, (_, index) => kinds[index % kinds.length]?.(chance) ?? "");
    const statuses = new Map<number, number>();
    for (const body of [...bodies, ...large]) {
      const status = await callWebhook(bench.world, body);
      expect([shownStart(body), await countAll(bench.world)]).toEqual([shownStart(body), before]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // never a 5xx; and both ways out are taken
    expect(new Set(statuses.keys())).toEqual(new Set([200, 400]));
    expect(Math.min(...statuses.values())).toBeGreaterThan(500);
    expect(bench.api.messages).toEqual([]);
    expect(bench.world.errors()).toEqual([]);
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    // and it still talks
    expect(await callWebhook(bench.world, textUpdate(6, 7, "你好"))).toBe(200);
    await bench.world.advance(1_000);
    expect(bench.api.messages.map(({ chat }) => chat)).toContain(7);
    await bench.world.dispose();
  });

  it.each<[string, string | Buffer]>([
    ["NUL", JSON.stringify(textUpdate(5, 7, "你\u0000好"))],
    ["half a sign", JSON.stringify(textUpdate(5, 7, "你好\ud83d"))],
    ["invalid UTF-8", Buffer.concat([Buffer.from(whole.slice(0, -3)), Buffer.from([0xff, 0xc3]), Buffer.from('"}}')])],
    ["a long text", JSON.stringify(textUpdate(5, 7, "好".repeat(100_000)))],
    ["text that runs backwards", JSON.stringify(textUpdate(5, 7, "\u202e\u2066\ufeff\u200b"))],
    ["templates", JSON.stringify(textUpdate(5, 7, "{{x}} $t(office.first-name) <b>*_`[x](y)"))],
  ])("but a message with %s in it is answered", async (_name, body) => {
    const bench = await createTelegramWorld();
    expect(await callWebhook(bench.world, body)).toBe(200);
    await bench.world.advance(1_000);
    expect(bench.api.messages.length).toBeGreaterThan(0);
    expect(bench.world.errors()).toEqual([]);
    await bench.world.dispose();
  });
});
