/** A commit on MongoDB that is stopped anywhere, raced by others, or cut off from its server: all of it or nothing. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CommitStep } from "#store/mongo/deps.js";
import { openMongoStore, type MongoStore } from "#store/mongo/engine.js";
import type { CommitOutcome, Store } from "#store/port.js";
import { startCutProxy } from "../kit/cut-proxy.js";
import { createSeededIds } from "../kit/ids.js";
import { hasMongo, mongoKind, startMongo, type MongoServer } from "../kit/mongo/index.js";
import { aMatch, anAudit, aPledge, office } from "../kit/store.js";

const stopped = new Promise<never>(() => {});

/** Takes one from the pledge as it is now, once for each key. */
async function take(store: Store, key: string, pledge = "p1"): Promise<CommitOutcome> {
  for (;;) {
    const now = await store.pledges.get(pledge);
    if (!now) throw new Error("the pledge is gone");
    const outcome = await store.commit(
      { op: "replace", collection: "pledges", doc: { ...now, quantity: now.quantity - 1 } },
      [
        { collection: "audit", doc: anAudit(key) },
        { collection: "matches", doc: aMatch(`m-${key}`, { pledge, quantity: 1 }) },
      ],
    );
    if (outcome.type !== "conflict") return outcome;
  }
}

/** What everybody must find: what is missing from the pledge is in its matches, and each has its entry. */
async function expectWhole(store: Store, whole: number): Promise<number> {
  const pledge = await store.pledges.get("p1");
  const matches = await store.matches.count({ index: "byPledge", where: { office, pledge: "p1" } });
  const entries = await store.audit.count({ index: "office", where: { office } });
  expect(pledge?.quantity).toBe(whole - matches);
  expect(entries).toBe(matches);
  return matches;
}

describe.skipIf(!hasMongo())("a commit on MongoDB", () => {
  let server: MongoServer;
  let url: string;
  const open: MongoStore[] = [];
  const connect = async (onStep?: (step: CommitStep) => Promise<void> | void): Promise<MongoStore> => {
    const store = await openMongoStore({ url, ...(onStep ? { onStep } : {}) });
    open.push(store);
    return store;
  };

  beforeAll(async () => {
    server = await startMongo();
  }, 120_000);
  afterAll(() => server.stop());
  beforeEach(() => {
    url = server.database();
  });
  afterEach(async () => {
    // one that was stopped never ends
    await Promise.race([Promise.all(open.splice(0).map((store) => store.close())), sleep(200)]);
  });

  it.each<[CommitStep, number]>([
    ["looked", 0],
    ["rooted", 1],
    ["inserted", 1],
    ["finished", 1],
  ])("whose process ends when it has %s is whole or nothing, and the next goes on", async (step, taken) => {
    let reached = (): void => {};
    const there = new Promise<void>((resolve) => (reached = resolve));
    const dying = await connect((at) => {
      if (at !== step) return undefined;
      reached();
      return stopped;
    });
    const other = await connect();
    await other.pledges.insert(aPledge("p1", { quantity: 10 }));
    void take(dying, "a");
    await there;
    expect(await expectWhole(other, 10)).toBe(taken);
    expect((await take(other, "a")).type).toBe(taken === 1 ? "repeated" : "committed");
    expect((await take(other, "b")).type).toBe("committed");
    expect(await expectWhole(other, 10)).toBe(2);
    expect(await other.mend()).toBe(0);
  });

  it("that nobody reads is finished by mend", async () => {
    let rooted = (): void => {};
    const there = new Promise<void>((resolve) => (rooted = resolve));
    const dying = await connect((at) => {
      if (at !== "rooted") return undefined;
      rooted();
      return stopped;
    });
    const other = await connect();
    await other.pledges.insert(aPledge("p1", { quantity: 10 }));
    void take(dying, "a");
    await there;
    expect(await other.audit.get("a")).toBeUndefined();
    expect(await other.mend()).toBe(1);
    expect(await other.audit.get("a")).toEqual(anAudit("a", { version: 1 }));
    expect(await expectWhole(other, 10)).toBe(1);
  });

  it("of a process that stood still for long, while others went on, stays as they found it", async () => {
    let goOn = (): void => {};
    const still = new Promise<void>((resolve) => (goOn = resolve));
    let rooted = (): void => {};
    const there = new Promise<void>((resolve) => (rooted = resolve));
    const slow = await connect((at) => {
      if (at !== "rooted") return undefined;
      rooted();
      return still;
    });
    const other = await connect();
    await other.pledges.insert(aPledge("p1", { quantity: 10 }));
    const taking = take(slow, "a");
    await there;
    expect((await take(other, "b")).type).toBe("committed");
    goOn();
    expect((await taking).type).toBe("committed");
    expect(await expectWhole(other, 10)).toBe(2);
  });

  it("whose key somebody else took meanwhile never happened, whoever finds that out", async () => {
    let goOn = (): void => {};
    const still = new Promise<void>((resolve) => (goOn = resolve));
    let rooted = (): void => {};
    const there = new Promise<void>((resolve) => (rooted = resolve));
    const slow = await connect((at) => {
      if (at !== "rooted") return undefined;
      rooted();
      return still;
    });
    const other = await connect();
    await other.pledges.insert(aPledge("p1", { quantity: 10 }));
    const taking = take(slow, "a");
    await there;
    expect(await other.audit.insert(anAudit("a", { action: "somebody-elses" }))).toBe("inserted");
    expect(await other.pledges.get("p1")).toEqual(aPledge("p1", { quantity: 10, version: 1 }));
    goOn();
    expect(await taking).toEqual({ type: "repeated", collection: expect.any(String), id: expect.any(String) });
    expect(await other.matches.get("m-a")).toBeUndefined();
    expect(await other.audit.get("a")).toMatchObject({ action: "somebody-elses" });
    expect((await take(other, "b")).type).toBe("committed");
  });

  it("of two roots with one key at the same moment happens once, and leaves nothing of the other", async () => {
    // both have looked, and found the key free
    let waiting: (() => void)[] = [];
    const together = (at: CommitStep): Promise<void> | void => {
      if (at !== "looked") return undefined;
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length < 2) return;
        for (const go of waiting) go();
        waiting = [];
      });
    };
    const stores = [await connect(together), await connect(together)] as const;
    const look = await connect();
    for (let round = 0; round < 40; round++) {
      const pledges = [`a${round}`, `b${round}`] as const;
      for (const id of pledges) await look.pledges.insert(aPledge(id, { quantity: 5 }));
      const outcomes = await Promise.all(
        pledges.map((id, index) => {
          const doc = aPledge(id, { quantity: 4, version: 1 });
          const own = aMatch(`m-${id}`, { pledge: id });
          return (index === 0 ? stores[0] : stores[1]).commit({ op: "replace", collection: "pledges", doc }, [
            { collection: "matches", doc: own },
            { collection: "audit", doc: anAudit(`once-${round}`) },
          ]);
        }),
      );
      const won = outcomes.filter(({ type }) => type === "committed").length;
      expect(won).toBe(1);
      for (const [index, id] of pledges.entries()) {
        const whole = outcomes[index]?.type === "committed";
        expect(await look.pledges.get(id)).toMatchObject(
          whole ? { quantity: 4, version: 2 } : { quantity: 5, version: 1 },
        );
        expect((await look.matches.get(`m-${id}`)) !== undefined).toBe(whole);
      }
      expect(await look.audit.get(`once-${round}`)).toBeDefined();
    }
  });

  it("loses and doubles nothing under ten callers in two processes", async () => {
    const stores = [await connect(), await connect()] as const;
    await stores[0].pledges.insert(aPledge("p1", { quantity: 1_000 }));
    const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
    // each key comes twice, once to either process
    await Promise.all(
      stores.map((store, of) =>
        Promise.all(
          Array.from({ length: 5 }, async (_, lane) => {
            for (const [n, key] of keys.entries()) if ((n + of) % 5 === lane) await take(store, key);
          }),
        ),
      ),
    );
    expect(await expectWhole(stores[0], 1_000)).toBe(keys.length);
    expect(await stores[1].mend()).toBe(0);
  }, 60_000);

  it.skipIf(mongoKind() === "given")(
    "is whole whenever its connection breaks",
    async () => {
      const { random } = createSeededIds(1017);
      const port = Number(/:(\d+)\//.exec(url)?.[1]);
      const proxy = await startCutProxy(port, () => random() < 0.03);
      const sure = await connect();
      await sure.pledges.insert(aPledge("p1", { quantity: 1_000 }));
      const through = url.replace(`:${port}/`, `:${proxy.port}/`);
      let shaky: MongoStore | undefined;
      const keys = Array.from({ length: 25 }, (_, n) => `k${n}`);
      for (const key of keys) {
        for (;;) {
          try {
            shaky ??= await openMongoStore({ url: through });
            await take(shaky, key);
            break;
          } catch {
            // as whoever calls does: again, from the start
          }
        }
      }
      proxy.mend();
      await shaky?.close();
      expect(proxy.cuts()).toBeGreaterThan(5);
      expect(await expectWhole(sure, 1_000)).toBe(keys.length);
      await sure.mend();
      expect(await expectWhole(sure, 1_000)).toBe(keys.length);
      await proxy.stop();
    },
    60_000,
  );

  it.skipIf(mongoKind() === "given")(
    "that was answered for is there after its server was killed",
    async () => {
      const kept = await startMongo({ kept: true });
      url = kept.database();
      try {
        const store = await connect();
        await store.pledges.insert(aPledge("p1", { quantity: 1_000 }));
        const sure = new Set<string>();
        for (let round = 0; round < 3; round++) {
          let running = true;
          const callers = Array.from({ length: 4 }, async (_, lane) => {
            for (let n = 0; running; n++) {
              const key = `r${round}-${lane}-${n}`;
              await take(store, key).then(
                () => sure.add(key),
                () => sleep(20),
              );
            }
          });
          while (sure.size < 15 * (round + 1)) await sleep(10);
          await kept.restart();
          running = false;
          await Promise.all(callers);
        }
        await store.mend();
        const found = await expectWhole(store, 1_000);
        expect(found).toBeGreaterThanOrEqual(sure.size);
        for (const key of sure) expect(await store.audit.get(key)).toBeDefined();
        await store.close();
      } finally {
        await kept.stop();
      }
    },
    90_000,
  );
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
