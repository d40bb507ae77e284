import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tell } from "#app/tell.js";
import type { Channel } from "#bot/channels/port.js";
import type { ChatMessage, Contact } from "#core/records.js";
import { outboxEntry } from "../kit/documents.js";
import { channelDepsOf, play, serverOf, type Line, type Shown } from "../kit/line.js";
import { smallOfficeId } from "../kit/office.js";
import type { World } from "../kit/world.js";

/** One channel under test, in a whole house with the little office in it. */
export interface ChannelBench {
  readonly world: World;
  readonly channel: Channel;
  /** A line of a person of the office, by id, or of a stranger. */
  open(person?: string): Promise<Line>;
  /** Where the network, or the reader, knocks; none for a channel without routes of its own. */
  readonly doors: readonly Door[];
}

/** One route that asks for proof: of the network, or of the session. */
export interface Door {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The headers that let one in; each test spoils them in its own way. */
  proof(): Promise<Readonly<Record<string, string>>>;
}

export interface ChannelConformanceOptions {
  readonly dataClass: Channel["dataClass"];
  readonly delivery: Channel["delivery"];
}

/** Refuses to be a body of any channel. */
const nonsense: readonly unknown[] = [null, 7, "text", [], {}, { id: 1 }, { update: {}, from: [] }, { text: "no id" }];

/** Holds a channel to every promise of `bot/channels/port.ts` and `app/outlet.ts`. `name` is its folder, or the double's. */
export function channelConformance(
  name: string,
  make: () => Promise<ChannelBench>,
  options: ChannelConformanceOptions,
): void {
  describe(`the channel ${name} keeps the promises of the port`, () => {
    let bench: ChannelBench;
    beforeEach(async () => {
      bench = await make();
    });
    afterEach(() => bench.world.dispose());

    it("is called as its folder, and says what it is", () => {
      const { channel } = bench;
      expect(channel).toMatchObject({ id: name, dataClass: options.dataClass, delivery: options.delivery });
      expect(channel.abilities.buttons).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(channel.abilities.buttons)).toBe(true);
      expect(channel.abilities.textLimit).toBeGreaterThanOrEqual(70);
      expect(typeof channel.abilities.photos).toBe("boolean");
    });

    it("answers a send to an address that nobody has, and never throws", async () => {
      const rendered = {
        text: "x".repeat(10_000),
        choices: [{ id: "s.help", label: "?" }],
        wants: null,
        locale: "zh-CN" as const,
      };
      for (const address of ["nobody", "", "\u0000", "../../etc/passwd"]) {
        expect(await bench.channel.send(address, { id: "m", rendered })).toHaveProperty("type");
      }
    });

    it("starts and stops, twice too", async () => {
      const { channel } = bench;
      await channel.stop();
      await expect(channel.stop()).resolves.toBeUndefined();
      await channel.start(channelDepsOf(bench.world));
      await expect(channel.stop()).resolves.toBeUndefined();
    });

    it("carries a message in and its answers out, in order", async () => {
      const line = await bench.open();
      const [greeting] = await play(bench.world, line, { text: "你好" });
      expect(greeting?.choices.length).toBeGreaterThan(0);
      const start = greeting?.choices.find(({ label }) => label === "我想帮忙");
      await play(bench.world, line, { button: start?.id ?? "" });
      await play(bench.world, line, { text: "企业" });
      await play(bench.world, line, { text: "青石好心食品有限公司" });
      await play(bench.world, line, { text: "以后补" });
      // "we have it", "the phone?" and so on: several bubbles, as they were said
      const rows = await ledgerOf(bench, line);
      const said = rows.filter((row) => row.from === "bot");
      expect(said.length).toBeGreaterThan(5);
      expect((await line.heard()).map(({ id }) => id)).toEqual(said.map((row) => row._id));
      expect(new Set(said.map((row) => row.state))).toEqual(new Set(["sent"]));
      for (const row of said) expect(row.providerId).not.toBeNull();
      expect(rows.filter((row) => row.from === "me").map((row) => row.text)).toEqual([
        "你好",
        "我想帮忙",
        "企业",
        "青石好心食品有限公司",
        "以后补",
      ]);
    });

    it("gives the same answers to a repeat, and says nothing twice", async () => {
      const line = await bench.open();
      const first = await play(bench.world, line, { text: "你好" }, "one");
      const before = await ledgerOf(bench, line);
      expect(first.length).toBeGreaterThan(0);
      await play(bench.world, line, { text: "你好" }, "one");
      await play(bench.world, line, { text: "something else under the same id" }, "one");
      expect(await ledgerOf(bench, line)).toEqual(before);
      expect(await line.heard()).toEqual(first);
      const { address } = line;
      const again = await bench.world.house.receive({
        channel: name,
        address,
        externalId: externalIdOf(line, "one"),
        input: { type: "text", text: "你好" },
      });
      expect(again.repeated).toBe(true);
      expect(again.replies.map((row) => row.text)).toEqual(first.map(({ text }) => text));
    });

    it("answers two messages at once, and loses neither", async () => {
      const line = await bench.open();
      await play(bench.world, line, { text: "你好" }, "zero");
      const { version } = await contactOf(bench, line);
      await Promise.all([line.send({ text: "怎么用" }, "one"), line.send({ text: "English" }, "two")]);
      await bench.world.advance(2_000);
      const rows = await ledgerOf(bench, line);
      const contact = await contactOf(bench, line);
      for (const id of ["one", "two"]) {
        const of = rows.filter((row) => row.inbound === `${externalIdOf(line, id)}.${contact._id}`);
        expect(of.map((row) => row.from)).toContain("me");
        expect(of.some((row) => row.from === "bot" && row.state === "sent")).toBe(true);
      }
      expect(contact.version).toBe(version + 2);
      expect(contact.locale).toBe("en");
    });

    it("answers kindly what it cannot read", async () => {
      const line = await bench.open();
      const answers = await play(bench.world, line, { unreadable: true });
      expect(answers.length).toBeGreaterThan(0);
      expect(answers[0]?.text).toContain("对不起");
      // and the talk goes on
      expect(await play(bench.world, line, { text: "你好" })).not.toEqual([]);
      expect(bench.world.errors()).toEqual([]);
    });

    it("brings a notice to the person once, told twice or not", async () => {
      const line = await bench.open("wangjianguo");
      const { deps } = bench.world.house;
      await deps.store.outbox.insert(outboxEntry({ _id: "event-1", at: bench.world.timers.now() }));
      const told = await Promise.all([tell(deps, "event-1"), tell(deps, "event-1")]);
      expect(told.toSorted()).toEqual(["done", "told"]);
      // on a pull channel it is there as soon as it is committed, whoever is awake
      const atOnce = (await ledgerOf(bench, line)).map(({ state }) => state);
      const before = { pull: ["sent"], push: ["planned", "sending", "sent"] }[options.delivery];
      expect(atOnce).toHaveLength(1);
      expect(before).toContain(atOnce[0]);
      await bench.world.advance(1_000);
      expect(await tell(deps, "event-1")).toBe("done");
      await bench.world.advance(1_000);
      const heard = await line.heard();
      expect(heard).toHaveLength(1);
      expect(heard[0]?.choices.length).toBeGreaterThan(0);
      expect(await ledgerOf(bench, line)).toMatchObject([
        { state: "sent", event: "event-1", attempts: options.delivery === "push" ? 1 : 0 },
      ]);
    });

    const doors = (): readonly Door[] => bench.doors;
    it("lets nobody in without proof, with a wrong one, or with one altered by a sign", async () => {
      const line = await bench.open();
      await play(bench.world, line, { text: "你好" });
      const before = await countAll(bench.world);
      for (const door of doors()) {
        const proof = await door.proof();
        const spoiled = [
          {},
          mapValues(proof, () => ""),
          mapValues(proof, () => "Bearer wrong"),
          mapValues(proof, (value) => alter(value)),
          mapValues(proof, (value) => `${value}x`),
          mapValues(proof, (value) => value.slice(0, -1)),
          mapValues(proof, (value) => value.toLowerCase().replace("bearer", "Basic")),
        ];
        for (const headers of spoiled) {
          const response = await knock(bench.world, door, headers, {
            id: "x",
            update: "x",
            from: line.address,
            text: "你好",
          });
          expect([door.path, headers, response.statusCode]).toEqual([door.path, headers, 401]);
          expect(Object.keys(response.json()).toSorted()).toEqual(["error", "message"]);
        }
      }
      expect(await countAll(bench.world)).toEqual(before);
    });

    it("refuses bodies that are none, and writes nothing of them", async () => {
      await bench.open();
      const posts = doors().filter(({ method }) => method === "POST");
      const proofs = await Promise.all(posts.map((door) => door.proof()));
      const before = await countAll(bench.world);
      for (const [index, door] of posts.entries()) {
        for (const body of nonsense) {
          const response = await knock(bench.world, door, proofs[index] ?? {}, body);
          expect([body, response.statusCode]).toEqual([body, 400]);
          expect(response.json()).toMatchObject({ error: expect.any(String), message: expect.any(String) });
        }
      }
      expect(await countAll(bench.world)).toEqual(before);
    });
  });
}

/** Holds a pull channel whose readers wait for news to what its event stream promises. */
export function waitingReaders(name: string, make: () => Promise<ChannelBench>): void {
  describe(`a reader who waits on the channel ${name}`, () => {
    let bench: ChannelBench;
    beforeEach(async () => {
      bench = await make();
    });
    afterEach(() => bench.world.dispose());

    it("wakes a reader that waits, and gives it each message once and in order", async () => {
      const line = await bench.open("wangjianguo");
      const reading = new AbortController();
      const reader = await follow(bench, reading.signal);
      const next = reader.next();
      await line.send({ text: "你好" }, "one");
      const got: Shown[] = [];
      const first = await next;
      if (!first.done) got.push(first.value);
      got.push(...(await some(reader, 1)));
      const { deps } = bench.world.house;
      const notice = reader.next();
      await deps.store.outbox.insert(outboxEntry({ _id: "event-1", at: bench.world.timers.now() }));
      await tell(deps, "event-1");
      const third = await notice;
      if (!third.done) got.push(third.value);
      const ids = (await ledgerOf(bench, line)).map((row) => (row.from === "me" ? "one" : row._id));
      expect(got.map(({ id }) => id)).toEqual(ids);
      reading.abort();
      expect(await reader.next()).toMatchObject({ done: true });
    });

    it("misses nothing that comes while a notice is being written", async () => {
      const line = await bench.open("wangjianguo");
      const reading = new AbortController();
      const reader = await follow(bench, reading.signal);
      const { deps } = bench.world.house;
      await deps.store.outbox.insert(outboxEntry({ _id: "event-1", at: bench.world.timers.now() }));
      const sending = Array.from({ length: 10 }, (_, index) => line.send({ text: "怎么用" }, `at-once-${index}`));
      await Promise.all([...sending.slice(0, 5), tell(deps, "event-1"), ...sending.slice(5)]);
      const rows = await ledgerOf(bench, line);
      const got = await some(reader, rows.length);
      expect(got.map(({ id }) => id)).toEqual(
        rows.map((row) => (row.from === "me" ? row.inbound?.slice(0, -row.contact.length - 1) : row._id)),
      );
      reading.abort();
    });
  });
}

function externalIdOf(line: Line, id: string): string {
  return line.externalId?.(id) ?? id;
}

async function contactOf({ world, channel }: ChannelBench, { address }: Line): Promise<Contact> {
  const contact = await world.house.deps.store.contacts.by("address", { channel: channel.id, address });
  if (!contact) throw new Error(`no conversation at ${address}`);
  return contact;
}

async function ledgerOf(bench: ChannelBench, line: Line): Promise<ChatMessage[]> {
  const { store } = bench.world.house.deps;
  const contact = await contactOf(bench, line);
  const { items } = await store.messages.find({ index: "byContact", where: { contact: contact._id } });
  return items;
}

/** What the channel's own event stream gives to the person of `openPullLine`'s last session. */
async function follow(bench: ChannelBench, signal: AbortSignal): Promise<AsyncIterator<Shown>> {
  const route = bench.channel.routes(channelDepsOf(bench.world)).find(({ path }) => path.endsWith("/events"));
  const door = bench.doors.find(({ path }) => path.endsWith("/events"));
  if (!route || !door) throw new Error("this channel has no event stream");
  const headers = await door.proof();
  const request = { params: {}, query: {}, headers, cookies: {}, body: undefined, signal };
  const { events } = await route.handle(request);
  if (!events) throw new Error("no events came");
  const iterator = events[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await iterator.next();
      return done ? { done, value: undefined } : { done: false, value: value.data as Shown };
    },
  };
}

async function some(reader: AsyncIterator<Shown>, count: number): Promise<Shown[]> {
  const got: Shown[] = [];
  for (let left = count; left > 0; left--) {
    const next = await reader.next();
    if (!next.done) got.push(next.value);
  }
  return got;
}

async function countAll({ house }: World): Promise<Record<string, number>> {
  const { store } = house.deps;
  const all = { index: "office", where: { office: smallOfficeId } };
  return {
    contacts: await store.contacts.count(all),
    inbox: await store.inbox.count(all),
    messages: await store.messages.count(all),
    audit: await store.audit.count(all),
  };
}

function knock(world: World, door: Door, headers: Readonly<Record<string, string>>, body: unknown) {
  const carried = door.method === "POST" ? { payload: JSON.stringify(body) } : {};
  const typed = door.method === "POST" ? { "content-type": "application/json" } : {};
  return serverOf(world).inject({ method: door.method, url: door.path, headers: { ...typed, ...headers }, ...carried });
}

function mapValues(values: Readonly<Record<string, string>>, fn: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fn(value)]));
}

/** The same with its last sign changed. */
function alter(value: string): string {
  return value.slice(0, -1) + (value.endsWith("a") ? "b" : "a");
}
