import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeConsoleLink } from "#app/console.js";
import { contactsOf } from "#app/recipients.js";
import type { Received } from "#app/receive.js";
import type { PublicMessage } from "#app/chat.js";
import { packButton } from "#core/message/buttons.js";
import type { ChatMessage } from "#core/records.js";
import { smallOfficeId } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import { createWorld, type World } from "../kit/world.js";

const office = smallOfficeId;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What a foreign channel may not carry. */
const FULL = "新对接：12,000 元，给王秀英。";
const SHORT = "新对接：12,000 元，给板长村 BC-001 户。";

describe("links from a foreign channel into the web chat", () => {
  let world: World;
  let channel: PushChannel;
  beforeAll(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
    for (const person of ["liqian", "wangjianguo", "zhouming"]) await world.house.chat.openAs("push", person);
  });
  afterAll(() => world.dispose());
  beforeEach(() => channel.forget());
  afterEach(() => {
    // whatever a test did, no name and no key went where it must not
    const wrong = [
      ...channel.handed.filter(({ text }) => text.includes("王秀英")),
      ...world.logs.filter((line) => /#key=|王秀英/.test(JSON.stringify(line))),
      ...world.errors(),
    ];
    if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  });

  const store = () => world.house.deps.store;
  let count = 0;

  /** Something the bot said on the foreign channel, with what had to be left out. */
  async function leftOut(person: string, over: Partial<ChatMessage> = {}): Promise<ChatMessage> {
    const now = world.timers.now();
    const row: ChatMessage = {
      _id: `left-out-${(count += 1)}`,
      version: 1,
      office,
      contact: `push-${person}`,
      seq: world.house.deps.sequence(0),
      at: now,
      from: "bot",
      keys: [],
      text: SHORT,
      choices: [
        { id: "s.tasks", label: "看待办" },
        { id: "a.1.yes", label: "好" },
        { id: "s.see.x", label: "看全文" },
      ],
      wants: null,
      full: FULL,
      inbound: null,
      event: null,
      state: "sent",
      stateAt: now,
      reason: null,
      providerId: "net",
      attempts: 1,
      photo: null,
      ...over,
    };
    await store().messages.insert(row);
    return row;
  }
  /** Presses 看全文 under the message at that place of the talk. */
  function press(person: string, seq: number, externalId = `press-${(count += 1)}`): Promise<Received> {
    const id = packButton({ type: "start", entry: "see", args: [seq.toString(36)] });
    return world.house.receive({
      channel: "push",
      address: `push-${person}`,
      externalId,
      input: { type: "choice", id },
    });
  }
  const said = ({ replies }: Received): string => replies.map(({ text }) => text).join("\n");
  const keyIn = (text: string): string => /\/#key=([\w-]{20,})/.exec(text)?.[1] ?? "no key";
  const keyFor = async (person: string): Promise<string> =>
    keyIn(said(await press(person, (await leftOut(person)).seq)));
  const open = (key: string): Promise<string | null> => world.house.chat.openLink(key);
  async function read(token: string | null): Promise<PublicMessage[] | null> {
    const contact = token === null ? null : await world.house.chat.contactOf(token);
    return contact && world.house.chat.messages(contact, null);
  }
  const links = async (): Promise<number> => {
    const { items } = await store().sessions.find({ index: "office", where: { office }, limit: 1_000 });
    return items.filter(({ use }) => use === "chat-link").length;
  };

  it("makes an address with a key that is nowhere in the store, and an audit entry without a name", async () => {
    const message = await leftOut("liqian");
    const answer = said(await press("liqian", message.seq, "made"));
    expect(answer).toMatch(/^点开就能看全文，只能打开一次，10 分钟内有效：\nhttp:\/\/[\d.:]+\/#key=[\w-]{32}$/);
    const key = keyIn(answer);
    expect(await store().sessions.get(key)).toBeUndefined();
    expect(await store().sessions.get(world.house.deps.vault.blind("session", key))).toMatchObject({
      use: "chat-link",
      subject: "liqian",
      about: message._id,
      expiresAt: world.timers.now() + 10 * MINUTE,
    });
    const entry = await store().audit.get("made.push-liqian.c0");
    expect(entry).toMatchObject({ action: "chat-link-made", detail: { message: message._id } });
    expect(JSON.stringify(entry)).not.toContain(key);
  });

  it("opens the web chat of whoever asked, with the message in full as its newest", async () => {
    const token = await open(await keyFor("liqian"));
    expect((await world.house.chat.contactOf(token ?? ""))?.people).toEqual(["liqian"]);
    const newest = (await read(token))?.at(-1);
    expect(newest).toMatchObject({ from: "bot", text: FULL, at: new Date(world.timers.now()).toISOString() });
    // answers belong to the other talk, and what is here in full needs no button for it
    expect(newest?.choices).toEqual([{ id: "s.tasks", label: "看待办" }]);
  });

  it("opens once", async () => {
    const key = await keyFor("liqian");
    expect(await open(key)).toEqual(expect.any(String));
    const before = (await store().messages.find({ index: "byContact", where: { contact: "web-liqian" } })).items;
    expect([await open(key), await open(key)]).toEqual([null, null]);
    const after = (await store().messages.find({ index: "byContact", where: { contact: "web-liqian" } })).items;
    expect(after).toEqual(before);
  });

  it("lets one in of eight at once, and says the message once", async () => {
    const key = await keyFor("wangjianguo");
    const tokens = await Promise.all(Array.from({ length: 8 }, () => open(key)));
    expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    const { items } = await store().messages.find({ index: "byContact", where: { contact: "web-wangjianguo" } });
    expect(items.map(({ text }) => text)).toEqual([FULL]);
  });

  it("is good for ten minutes to the millisecond", async () => {
    const [early, late] = [await keyFor("liqian"), await keyFor("liqian")];
    await world.timers.advance(10 * MINUTE - 1);
    expect(await open(early)).toEqual(expect.any(String));
    await world.timers.advance(1);
    expect(await open(late)).toBeNull();
  });

  it("opens a chat for an hour; the person's own long session and talk go on", async () => {
    const own = await world.house.chat.openAs("web", "liqian");
    const token = await open(await keyFor("liqian"));
    await world.timers.advance(HOUR - 1);
    expect((await read(token))?.at(-1)?.text).toBe(FULL);
    await world.timers.advance(1);
    expect(await read(token)).toBeNull();
    expect((await read(own))?.at(-1)?.text).toBe(FULL);
  });

  it("gives a repeat of the same press the same link, and a second press another", async () => {
    const message = await leftOut("liqian");
    const before = await links();
    const first = await press("liqian", message.seq, "twice");
    const again = await press("liqian", message.seq, "twice");
    expect([again.repeated, said(again)]).toEqual([true, said(first)]);
    expect(await links()).toBe(before + 1);
    const other = said(await press("liqian", message.seq));
    expect(keyIn(other)).not.toBe(keyIn(said(first)));
    expect([await open(keyIn(said(first))), await open(keyIn(other))]).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });

  it("is not made for another person's message, for a stranger, or for one that left nothing out", async () => {
    const message = await leftOut("liqian");
    const plain = await leftOut("wangjianguo", { full: null });
    const before = await links();
    const sorry = [
      await press("wangjianguo", message.seq),
      await press("wangjianguo", plain.seq),
      await press("wangjianguo", message.seq + 1_000_000),
      await press("wangjianguo", Number.NaN),
    ];
    for (const one of sorry) expect(said(one)).toContain("那条消息已经找不到了");
    expect(said(await press("nobody", message.seq))).toContain("请先说明您是谁");
    expect(await links()).toBe(before);
  });

  it("opens for a person who has stopped notices, since they asked for it; notices stay stopped", async () => {
    const key = await keyFor("zhouming");
    const person = await store().people.get("zhouming");
    if (!person) throw new Error("the little office has changed");
    await store().people.replace({ ...person, stopped: true });
    const token = await open(key);
    expect((await read(token))?.at(-1)?.text).toBe(FULL);
    expect(await contactsOf(world.house.deps, office, { person: "zhouming" })).toEqual([]);
    // and they may ask again
    expect(await open(await keyFor("zhouming"))).toEqual(expect.any(String));
  });

  it("opens the chat without the message when that is gone meanwhile", async () => {
    const message = await leftOut("liqian");
    const key = keyIn(said(await press("liqian", message.seq)));
    const before = await read(await world.house.chat.openAs("web", "liqian"));
    await store().messages.remove(message._id);
    const token = await open(key);
    expect(token).toEqual(expect.any(String));
    expect(await read(token)).toEqual(before);
    expect(said(await press("liqian", message.seq))).toContain("那条消息已经找不到了");
  });

  it("opens nothing for a person who is gone", async () => {
    const key = await keyFor("zhouming");
    await store().people.remove("zhouming");
    expect(await open(key)).toBeNull();
    expect(said(await press("zhouming", (await leftOut("zhouming")).seq))).toContain("请先说明您是谁");
  });

  it("is no session, and no other secret is a link", async () => {
    const key = await keyFor("liqian");
    expect(await read(key)).toBeNull();
    const session = (await world.house.chat.openAs("web", "liqian")) ?? "";
    const consoleKey = (await makeConsoleLink(world.house.deps, office)).split("=")[1] ?? "";
    for (const other of [session, consoleKey, "", "made-up", world.house.deps.vault.blind("session", key)])
      expect(await open(other)).toBeNull();
    // asking with a wrong one spends nothing
    expect(await read(session)).not.toBeNull();
    expect(await open(key)).toEqual(expect.any(String));
  });
});

describe("a proposal that names a household", () => {
  interface Shown {
    readonly text: string;
    readonly choices?: readonly { readonly id: string; readonly label: string }[];
  }
  const labels = (shown: Shown | undefined) => shown?.choices?.map(({ label }) => label);
  function idOf(shown: Shown | undefined, label: string): string {
    const choice = shown?.choices?.find((one) => one.label === label);
    if (!choice) throw new Error(`no button ${label}`);
    return choice.id;
  }
  async function pledge(world: World): Promise<void> {
    const supporter = await world.as("张恒");
    await supporter.say("认捐");
    await supporter.press("帮资金");
    await supporter.say("12000，板长村，修房");
    await supporter.say("2027-02-05");
    await supporter.press("确认认捐");
    await world.settle();
  }

  it("is told to its cadre by code, read in full behind the link, and can be accepted there", async () => {
    const channel = createPushChannel();
    const world = await createWorld({ channels: [channel] });
    const { chat, deps, receive } = world.house;
    await chat.openAs("push", "liqian");
    const talk = { channel: "push", address: "push-liqian" };
    await receive({ ...talk, externalId: "1", input: { type: "text", text: "你好" } });
    await pledge(world);

    const told = channel.handed.find(({ text }) => text.includes("BC-001"));
    expect(labels(told)).toEqual(["接受", "不合适", "看全文（链接10分钟有效）"]);
    const see = idOf(told, "看全文（链接10分钟有效）");
    await receive({ ...talk, externalId: "2", input: { type: "choice", id: see } });
    await world.settle();
    const [, key = ""] = channel.handed.at(-1)?.text.split("#key=") ?? [];
    const web = await chat.contactOf((await chat.openLink(key)) ?? "");
    if (!web) throw new Error("the link opened nothing");
    const shown = (await chat.messages(web, null)).at(-1);
    expect(shown?.text).toContain("王秀英");
    expect(labels(shown)).toEqual(["接受", "不合适"]);

    const accept = { type: "choice", id: idOf(shown, "接受") } as const;
    await receive({ channel: "web", address: web.address, externalId: "3", input: accept });
    await world.settle();
    const { items } = await deps.store.matches.find({ index: "office", where: { office } });
    expect(items.map(({ state }) => state)).toContain("accepted");
    expect(JSON.stringify(channel.handed)).not.toContain("王秀英");
    await world.dispose();
  });
});
