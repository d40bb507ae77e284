import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newContact } from "#app/conversation.js";
import type { SendOutcome } from "#app/outlet.js";
import { send, sendJob } from "#app/send.js";
import { sweep } from "#app/sweep.js";
import type { ChatMessage } from "#core/records.js";
import { smallOfficeId } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import { createWorld, type World } from "../kit/world.js";

const MINUTE = 60_000;

describe("the send ledger", () => {
  let world: World;
  let channel: PushChannel;
  let rows = 0;
  let contact = "";
  let logged = 0;
  beforeAll(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
  });
  afterAll(() => world.dispose());
  beforeEach(async () => {
    channel.forget();
    await endAll();
    contact = await conversation(["liqian"]);
    logged = world.logs.length;
  });

  /** Nothing of another test is sent in this one. */
  async function endAll(): Promise<void> {
    const { messages } = world.house.deps.store;
    for (const state of ["planned", "sending"]) {
      for await (const one of messages.scan({ index: "byState", where: { office: smallOfficeId, state } })) {
        await messages.replace({ ...one, state: "failed" });
      }
    }
  }

  /** A conversation of its own for each test, so that nothing of another one is ahead of it. */
  async function conversation(people: string[]): Promise<string> {
    const id = world.house.deps.ids.id();
    const fresh = newContact({
      id,
      office: smallOfficeId,
      channel: "push",
      address: id,
      locale: "zh-CN",
      person: null,
    });
    await world.house.deps.store.contacts.insert({ ...fresh, people });
    return id;
  }

  /** A message that waits to be sent; no job knows of it. */
  async function planned(over: Partial<ChatMessage> = {}): Promise<string> {
    rows += 1;
    const now = world.timers.now();
    const row: ChatMessage = {
      _id: `row-${rows}`,
      version: 1,
      office: smallOfficeId,
      contact,
      seq: now * 1_000 + rows,
      at: now,
      from: "bot",
      keys: [],
      text: `text ${rows}`,
      choices: [],
      wants: null,
      full: null,
      inbound: null,
      event: null,
      state: "planned",
      stateAt: now,
      reason: null,
      providerId: null,
      attempts: 0,
      photo: null,
      ...over,
    };
    await world.house.deps.store.messages.insert(row);
    return row._id;
  }
  const notice = { event: "event-1" };
  const row = async (id: string): Promise<ChatMessage> => {
    const found = await world.house.deps.store.messages.get(id);
    if (!found) throw new Error(`no row ${id}`);
    return found;
  };
  const sent = (id: string) => send(world.house.deps, id);
  const wake = (id: string, event: string | null = null) =>
    world.house.deps.wake([sendJob({ _id: id, office: smallOfficeId, event })]);

  /** Time goes by though one call hangs, with which the queue never comes to rest. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      await world.timers.advance(Math.min(100, left));
      // writes are done in their order; a look, a claim and a result are three
      for (let writes = 0; writes < 3; writes++) await world.house.deps.store.sessions.remove("-");
    }
  }

  const over = { type: "over" };
  const outcomes: readonly [SendOutcome, "reply" | "notice", Partial<ChatMessage>, unknown][] = [
    [{ type: "sent", providerId: "p7" }, "reply", { state: "sent", reason: null, providerId: "p7", attempts: 1 }, over],
    [
      { type: "sent", providerId: "p8" },
      "notice",
      { state: "sent", reason: null, providerId: "p8", attempts: 1 },
      over,
    ],
    [{ type: "refused", reason: "bad-text" }, "reply", { state: "failed", reason: "bad-text", attempts: 1 }, over],
    [{ type: "refused", reason: "bad-text" }, "notice", { state: "failed", reason: "bad-text", attempts: 1 }, over],
    [{ type: "opted-out", reason: "blocked" }, "notice", { state: "failed", reason: "blocked", attempts: 1 }, over],
    [
      { type: "retry", reason: "no-network" },
      "notice",
      { state: "planned", reason: "no-network", attempts: 1 },
      { type: "again", delayMs: 2_000 },
    ],
    [
      { type: "throttled", delayMs: 7_000 },
      "notice",
      { state: "planned", reason: "throttled", attempts: 0 },
      { type: "again", delayMs: 7_000 },
    ],
    // a reply may be said once more, a notice never
    [
      { type: "unknown", reason: "dropped" },
      "reply",
      { state: "planned", reason: "dropped", attempts: 1 },
      { type: "again", delayMs: 2_000 },
    ],
    [{ type: "unknown", reason: "dropped" }, "notice", { state: "unknown", reason: "dropped", attempts: 1 }, over],
  ];
  it.each(outcomes)("%j of a %s", async (outcome, sort, expected, answer) => {
    channel.script(outcome);
    const id = await planned(sort === "notice" ? notice : {});
    expect(await sent(id)).toEqual(answer);
    expect(await row(id)).toMatchObject(expected);
    expect(channel.handed).toHaveLength(1);
  });

  it("marks a message as being sent before the call, and hands it over once", async () => {
    channel.script("hang");
    const id = await planned(notice);
    const first = sent(id);
    await world.settle();
    expect(await row(id)).toMatchObject({ state: "sending", attempts: 1, stateAt: world.timers.now() });
    expect(await sent(id)).toEqual(over);
    channel.release({ type: "sent", providerId: "late" });
    expect(await first).toEqual(over);
    expect(await row(id)).toMatchObject({ state: "sent", providerId: "late" });
    expect(await sent(id)).toEqual(over);
    expect(channel.handed).toHaveLength(1);
  });

  it("sends a message once when two processes want to at the same moment", async () => {
    const id = await planned(notice);
    await Promise.all([sent(id), sent(id), sent(id)]);
    expect(channel.handed).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 1 });
  });

  it("gives up a notice that was being sent for two minutes, for good", async () => {
    channel.script("hang");
    const id = await planned(notice);
    const hanging = sent(id);
    await world.settle();
    await world.timers.advance(2 * MINUTE);
    expect(await sweep(world.house.deps, smallOfficeId)).toMatchObject({ lost: 0 });
    await world.timers.advance(1);
    expect(await sweep(world.house.deps, smallOfficeId)).toMatchObject({ lost: 1 });
    expect(await row(id)).toMatchObject({ state: "unknown", reason: "process-ended" });
    // what the network says after that changes nothing, and nobody sends it again by themselves
    channel.release({ type: "retry", reason: "late" });
    await hanging;
    await sweep(world.house.deps, smallOfficeId);
    await world.advance(3 * 60 * MINUTE);
    await sent(id);
    expect(await row(id)).toMatchObject({ state: "unknown", attempts: 1 });
    expect(channel.handed).toHaveLength(1);
    expect(world.logs.slice(logged).filter((line) => line["action"] === "send.unknown")).toMatchObject([{ count: 1 }]);
  });

  it("says a reply once more that was being sent for two minutes, and not a third time", async () => {
    channel.script("hang", "hang");
    const id = await planned();
    const hanging = [sent(id)];
    await world.settle();
    await world.timers.advance(2 * MINUTE + 1);
    expect(await sweep(world.house.deps, smallOfficeId)).toMatchObject({ lost: 0 });
    expect(await row(id)).toMatchObject({ state: "planned", reason: "process-ended", attempts: 1 });
    hanging.push(sent(id));
    await world.timers.advance(2 * MINUTE + 1);
    expect(await sweep(world.house.deps, smallOfficeId)).toMatchObject({ lost: 1 });
    expect(await row(id)).toMatchObject({ state: "unknown", attempts: 2 });
    for (const _ of hanging) channel.release({ type: "retry", reason: "late" });
    await Promise.all(hanging);
    await world.advance(3 * 60 * MINUTE);
    expect(channel.handed).toHaveLength(2);
  });

  it("leaves a notice unknown after a crash in the middle of the call", async () => {
    channel.script("hang");
    const id = await planned(notice);
    void sent(id);
    await world.settle();
    await world.restart();
    await world.advance(3 * MINUTE);
    await sweep(world.house.deps, smallOfficeId);
    await world.advance(60 * MINUTE);
    expect(await row(id)).toMatchObject({ state: "unknown" });
    expect(channel.handed).toHaveLength(1);
  });

  it("says a reply once more after an unknown outcome, and not a third time", async () => {
    const unknown = { type: "unknown", reason: "dropped" } as const;
    channel.script(unknown, unknown);
    const id = await planned();
    wake(id);
    await world.advance(10 * MINUTE);
    expect(channel.handed).toHaveLength(2);
    expect(await row(id)).toMatchObject({ state: "unknown", attempts: 2 });
  });

  it("tries five times what surely did not arrive, waiting longer each time, and ends as failed", async () => {
    channel.script(...Array.from({ length: 9 }, () => ({ type: "retry", reason: "no-network" }) as const));
    const id = await planned(notice);
    const start = world.timers.now();
    wake(id, "event-1");
    const times: number[] = [];
    for (let seconds = 0; seconds <= 60; seconds++) {
      if (channel.handed.length > times.length) times.push(world.timers.now() - start);
      await world.advance(1_000);
    }
    // looked at every second: at once, then after 2, 4, 8 and 16 seconds more
    expect(times).toEqual([1_000, 2_000, 6_000, 14_000, 30_000]);
    expect(await row(id)).toMatchObject({ state: "failed", reason: "no-network", attempts: 5 });
    await sweep(world.house.deps, smallOfficeId);
    await world.advance(10 * MINUTE);
    expect(channel.handed).toHaveLength(5);
  });

  it("waits as long as it is told, however often, and whoever wakes it meanwhile", async () => {
    const slow = { type: "throttled", delayMs: 5 * MINUTE } as const;
    channel.script(...Array.from({ length: 7 }, () => slow));
    const id = await planned(notice);
    wake(id, "event-1");
    await world.advance(1_000);
    for (let waits = 1; waits <= 7; waits++) {
      expect(channel.handed).toHaveLength(waits);
      expect(await row(id)).toMatchObject({ state: "planned", attempts: 0 });
      // the sweep of every minute, and one job more
      for (let minute = 1; minute < 5; minute++) {
        await sweep(world.house.deps, smallOfficeId);
        wake(id, "event-1");
        await world.advance(MINUTE);
      }
      expect(channel.handed).toHaveLength(waits);
      await world.advance(MINUTE);
    }
    expect(channel.handed).toHaveLength(8);
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 1 });
  });

  it("keeps the wait over a restart", async () => {
    channel.script({ type: "throttled", delayMs: 30 * MINUTE });
    const id = await planned(notice);
    wake(id, "event-1");
    await world.advance(1_000);
    await world.restart();
    await world.advance(20 * MINUTE);
    expect(channel.handed).toHaveLength(1);
    await world.advance(70 * MINUTE);
    expect(channel.handed).toHaveLength(2);
    expect(await row(id)).toMatchObject({ state: "sent" });
  });

  it("keeps the order of what is said in one conversation, and lets no stuck notice hold up a reply", async () => {
    channel.script("hang");
    const ids = [await planned(notice), await planned(notice), await planned(), await planned()];
    const [stuck = "", waiting = "", one = "", two = ""] = ids;
    for (const id of [stuck, waiting]) wake(id, "event-1");
    await pass(1);
    for (const id of [one, two]) wake(id);
    await pass(5_000);
    expect(channel.handed.map(({ id }) => id)).toEqual([stuck, one, two]);
    channel.release({ type: "sent", providerId: "p" });
    await world.advance(10_000);
    expect(channel.handed.map(({ id }) => id)).toEqual([stuck, one, two, waiting]);
  });

  it("sends what has gathered while nobody sent as soon as the one before has left, however old it is", async () => {
    const ids = [await planned(notice), await planned(notice), await planned(notice), await planned(notice)];
    // as after an hour without the process: all are old, and woken at once
    await world.timers.advance(60 * MINUTE);
    for (const id of ids.toReversed()) wake(id, "event-1");
    await world.advance(1_000);
    expect(channel.handed.map(({ id }) => id)).toEqual(ids);
  });

  it("lets other conversations go on beside a stuck one", async () => {
    channel.script("hang");
    const ids = [await planned(notice), await planned({ ...notice, contact: await conversation([]) })];
    for (const id of ids) wake(id, "event-1");
    await pass(1_000);
    expect(await row(ids[1] ?? "")).toMatchObject({ state: "sent" });
    channel.release({ type: "sent", providerId: "p" });
    await world.settle();
  });

  it("ends as failed what has no channel or no conversation any more", async () => {
    const orphan = await planned({ contact: "nobody" });
    expect(await sent(orphan)).toEqual(over);
    expect(await row(orphan)).toMatchObject({ state: "failed", reason: "no-channel" });
    const { contacts } = world.house.deps.store;
    const found = await contacts.get(contact);
    if (found) await contacts.insert({ ...found, _id: "gone", channel: "pigeon", address: "gone" });
    const pigeon = await planned({ contact: "gone" });
    await sent(pigeon);
    expect(await row(pigeon)).toMatchObject({ state: "failed", reason: "no-channel" });
    expect(await sent("no-such-row")).toEqual(over);
    expect(channel.handed).toEqual([]);
  });

  describe("who has opted out", () => {
    const setStopped = async (person: string, stopped: boolean): Promise<void> => {
      const { people } = world.house.deps.store;
      const found = await people.get(person);
      if (found) await people.replace({ ...found, stopped });
    };
    const stop = (person: string) => setStopped(person, true);
    beforeEach(async () => {
      for (const person of ["liqian", "wangxiuying", "liudashan"]) await setStopped(person, false);
    });

    it("gets no notice that was planned before, only the answers they ask for", async () => {
      const [before, reply] = [await planned(notice), await planned()];
      await stop("liqian");
      await sent(before);
      await sent(reply);
      expect(await row(before)).toMatchObject({ state: "failed", reason: "opted-out", attempts: 0 });
      expect(await row(reply)).toMatchObject({ state: "sent" });
      expect(channel.handed.map(({ id }) => id)).toEqual([reply]);
    });

    it("does not silence the others who share the phone", async () => {
      const shared = await conversation(["wangxiuying", "liudashan"]);
      await stop("wangxiuying");
      const one = await planned({ ...notice, contact: shared });
      await sent(one);
      expect(await row(one)).toMatchObject({ state: "sent" });
      await stop("liudashan");
      const two = await planned({ ...notice, contact: shared });
      await sent(two);
      expect(await row(two)).toMatchObject({ state: "failed", reason: "opted-out" });
    });
  });
});
