import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Wake } from "#app/deps.js";
import { createUploads } from "#app/import/uploads.js";
import { sweep } from "#app/sweep.js";
import { registerJobs } from "#jobs/index.js";
import { createInProcessQueue } from "#jobs/queue/in-process.js";
import { smallOfficeId } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import { createWorld, type World } from "../kit/world.js";
import { match, outboxEntry, pledge } from "../kit/documents.js";

const DAY = 86_400_000;
const office = smallOfficeId;

describe("the sweep", () => {
  let world: World;
  let channel: PushChannel;
  beforeEach(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
  });
  afterEach(() => world.dispose());

  const deps = () => world.house.deps;
  /** The jobs one sweep would wake, without a queue that runs them. */
  const swept = async (): Promise<string[]> => {
    const jobs: Wake[] = [];
    await sweep({ ...deps(), wake: (more) => void jobs.push(...more) }, office);
    return jobs.map(({ key }) => key);
  };

  it("finds everything again when the queue was lost whole", async () => {
    const { store } = deps();
    const now = world.timers.now();
    // written as a use case would, but nobody woke a job: a pledge to match, an event to tell, a row to send, a clock that is due
    await store.pledges.insert(pledge({ _id: "p1", quantity: 12_000, confirmedAt: now }));
    await store.outbox.insert(outboxEntry({ _id: "e1", event: "need-recorded", ids: { need: "XYP1D" }, at: now }));
    await store.matches.insert(
      match({ _id: "m1", need: "XYP1A", household: "YP-001", pledge: "p0", cadre: "wangjianguo", clockAt: now }),
    );
    await store.pledges.insert(pledge({ _id: "p0", code: "P0", state: "closed", quantity: 4_000 }));
    await world.house.chat.openAs("push", "liqian");

    const queue = createInProcessQueue({ timers: world.timers, random: () => 0 });
    const onNew = {
      ...deps(),
      uploads: createUploads({ ids: deps().ids, dir: join(world.dataDir, "uploads") }),
      wake: (jobs: readonly Wake[]) => jobs.forEach((job) => void queue.add(job)),
    };
    registerJobs(queue, onNew);
    await sweep(onNew, office);
    await queue.idle();
    for (let turn = 0; turn < 5; turn++) await world.timers.advance(1_000);
    await queue.idle();

    expect(await store.outbox.get("e1")).toMatchObject({ done: true });
    expect(await store.matches.get("m1")).toMatchObject({ rung: "unit" });
    const planned = await store.matches.find({ index: "byPledge", where: { office, pledge: "p1" } });
    expect(new Set(planned.items.map(({ state }) => state))).toEqual(new Set(["proposed"]));
    expect(planned.items.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(12_000);
    // and what follows from it: the cadre is asked, through the ledger
    expect(channel.handed.some(({ text }) => text.includes("新对接"))).toBe(true);
    expect(await store.outbox.count({ index: "byDone", where: { office, done: false } })).toBe(0);
    expect(await store.messages.count({ index: "byState", where: { office, state: "planned" } })).toBe(0);
    await queue.close(0);
  });

  it("wakes each thing that is due, by the key its own job would have", async () => {
    const { store } = deps();
    const now = world.timers.now();
    await store.outbox.insert(outboxEntry({ _id: "waits", at: now }));
    await store.outbox.insert(outboxEntry({ _id: "done", at: now, done: true }));
    for (const [id, clockAt] of Object.entries({ due: now, later: now + 1, never: 0 })) {
      await store.matches.insert(match({ _id: id, code: id, clockAt }));
    }
    const keys = await swept();
    expect(keys.toSorted()).toEqual(
      [
        "clock:due",
        ...["funds", "jobs", "industry", "information"].map((kind) => `match:${office}:${kind}`),
        "notify:waits",
      ].toSorted(),
    );
  });

  it("sees to its own office only", async () => {
    const { store } = deps();
    await store.outbox.insert(outboxEntry({ _id: "theirs", office: "elsewhere" }));
    await store.sessions.insert({
      _id: "s",
      version: 1,
      office: "elsewhere",
      use: "chat",
      subject: "x",
      about: null,
      expiresAt: 1,
    });
    expect(await swept()).not.toContain("notify:theirs");
    expect(await store.sessions.get("s")).toBeDefined();
  });

  it("removes what is too old, and nothing younger", async () => {
    const { store } = deps();
    const now = world.timers.now();
    const base = { version: 1, office };
    for (const [id, age] of Object.entries({ old: 7 * DAY + 1, young: 7 * DAY })) {
      await store.inbox.insert({ ...base, _id: id, contact: "c", at: now - age });
    }
    for (const [id, age, done] of [
      ["old", 30 * DAY + 1, true],
      ["young", 30 * DAY, true],
      ["untold", 90 * DAY, false],
    ] as const) {
      await store.outbox.insert(outboxEntry({ _id: id, at: now - age, done }));
    }
    for (const [id, age] of Object.entries({ old: DAY + 1, young: DAY })) {
      await store.codes.insert({ ...base, _id: id, person: "p", madeBy: "p", expiresAt: now - age, used: false });
    }
    for (const [id, expiresAt] of Object.entries({ old: now - 1, young: now })) {
      for (const use of ["chat", "console", "console-link", "data-link", "photo-link"] as const) {
        await store.sessions.insert({ ...base, _id: `${id}-${use}`, use, subject: "x", about: null, expiresAt });
      }
    }
    const sessions = await store.sessions.count({ index: "office", where: { office } });
    const { removed } = await sweep({ ...deps(), wake: () => undefined }, office);
    expect(removed).toBe(8);
    for (const collection of ["inbox", "outbox", "codes"] as const) {
      expect(await store[collection].get("old")).toBeUndefined();
      expect(await store[collection].get("young")).toBeDefined();
    }
    expect(await store.outbox.get("untold")).toBeDefined();
    expect(await store.sessions.count({ index: "office", where: { office } })).toBe(sessions - 5);
  });

  it("says nothing while the sums balance, and shouts when they do not", async () => {
    const { store } = deps();
    await store.pledges.insert(pledge({ _id: "p1", quantity: 10_000 }));
    const half = { pledge: "p1", quantity: 5_000 };
    await store.matches.insert(match({ _id: "m1", code: "M1", need: "XBC1A", ...half }));
    await store.matches.insert(match({ _id: "m2", code: "M2", need: "XBC2A", ...half }));
    await store.matches.insert(
      match({ _id: "gone", code: "M3", need: "XBC2A", ...half, state: "declined", holding: false }),
    );
    await swept();
    expect(world.errors()).toEqual([]);

    await store.matches.insert(match({ _id: "m4", code: "M4", need: "XYP1A", pledge: "p1", quantity: 1 }));
    await swept();
    expect(world.errors()).toMatchObject([{ action: "sums.broken", office, pledge: "p1" }]);

    await store.pledges.insert(pledge({ _id: "p2", code: "P2", quantity: 90_000 }));
    await store.matches.insert(match({ _id: "m5", code: "M5", need: "XYP1A", pledge: "p2", quantity: 4_000 }));
    await swept();
    expect(world.errors().slice(1)).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: "sums.broken", need: "XYP1A" })]),
    );
  });

  it("does the same when it runs twice", async () => {
    await deps().store.outbox.insert(outboxEntry({ _id: "e1", ids: { need: "XYP1D" }, at: world.timers.now() }));
    await Promise.all([sweep(deps(), office), sweep(deps(), office)]);
    await world.settle();
    expect(await (await world.as("王建国")).inbox()).toHaveLength(1);
  });
});
