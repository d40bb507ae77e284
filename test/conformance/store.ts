import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectionNames } from "#core/documents.js";
import { layouts } from "#store/collections.js";
import type { CommitOutcome, Find, IndexValue, Store, Stored } from "#store/port.js";
import {
  aContact,
  aMatch,
  aNeed,
  anAudit,
  anOutbox,
  aPledge,
  allPages,
  at,
  collect,
  ids,
  office,
} from "../kit/store.js";

/** An empty store under test. */
export interface StoreBench {
  readonly store: Store;
  /** Closes it and opens the same data again. */
  reopen(): Promise<Store>;
  /** Opens a copy made by `backup` at `path`, as a store of its own; its `close` lets it go. */
  openBackup(path: string): Promise<Store>;
  /** A place for a backup, removed by `dispose`. */
  backupPath(): string;
  /** Closes what is open and removes what was left behind. */
  dispose(): Promise<void>;
}

/** Holds an engine to every promise of `store/port.ts`. `open` gives an empty store each time. */
export function storeConformance(name: string, open: () => Promise<StoreBench>): void {
  describe(`${name} keeps the promises of the store port`, () => {
    let bench: StoreBench;
    const current = () => bench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.dispose());

    describe("single documents", () => singleDocuments(current));
    describe("guarded writes", () => guardedWrites(current));
    describe("commit", () => commits(current));
    describe("index walks", () => walks(current));
    describe("index walks of any data", () => walkProperties(current));
    describe("counting", () => counting(current));
    describe("scan", () => scans(current));
    describe("misuse", () => misuse(current));
    describe("lasting", () => lasting(current));
  });
}

type Bench = () => StoreBench;

function singleDocuments(bench: Bench): void {
  it("gives back what was inserted, as version 1", async () => {
    const { needs } = bench().store;
    const need = aNeed("n1", {
      version: 7,
      household: null,
      reasons: ["priority.urgent"],
      worker: { age: 40, labour: "part", travel: 3 },
    });
    expect(await needs.insert(need)).toBe("inserted");
    expect(await needs.get("n1")).toEqual({ ...need, version: 1 });
    expect(await needs.get("n2")).toBeUndefined();
  });

  it("refuses a taken id and a taken unique key, and keeps what is there", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n1"));
    expect(await needs.insert(aNeed("n1", { code: "other", quantity: 9 }))).toBe("exists");
    expect(await needs.insert(aNeed("n2", { code: "n1" }))).toBe("exists");
    expect(await needs.insert(aNeed("n3", { code: "n1", office: "office-2" }))).toBe("inserted");
    expect(await needs.get("n1")).toEqual(aNeed("n1", { version: 1 }));
    expect(await needs.get("n2")).toBeUndefined();
  });

  it("lets one of many inserts of the same key through", async () => {
    const { needs } = bench().store;
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => needs.insert(aNeed(`n${n}`, { code: "same" }))),
    );
    expect(outcomes.filter((outcome) => outcome === "inserted")).toHaveLength(1);
    expect(await needs.count({ index: "office", where: { office } })).toBe(1);
  });

  it("finds many by id and leaves out what is missing", async () => {
    const { needs } = bench().store;
    for (const id of ["a", "b", "c"]) await needs.insert(aNeed(id));
    expect(ids(await needs.getMany(["c", "nobody", "a"])).toSorted()).toEqual(["a", "c"]);
    expect(await needs.getMany([])).toEqual([]);
  });

  it("finds one by a unique key", async () => {
    const { contacts } = bench().store;
    await contacts.insert(aContact("c1", { channel: "web", address: "x" }));
    await contacts.insert(aContact("c2", { channel: "telegram", address: "x" }));
    expect((await contacts.by("address", { channel: "telegram", address: "x" }))?._id).toBe("c2");
    expect(await contacts.by("address", { channel: "sms", address: "x" })).toBeUndefined();
  });

  it("keeps texts of every sort as they are", async () => {
    const { contacts } = bench().store;
    const texts = ["王小二 'x\" \\ % _ ; --", "𠮷😀", "\u0000\ud800 $where {{x}} $t()", "", "\u2028"];
    await contacts.insert(aContact("c$1.ü", { dialogue: { texts, deep: { $gt: 1, "a.b": [null, true, 1.5] } } }));
    expect((await contacts.get("c$1.ü"))?.dialogue).toEqual({ texts, deep: { $gt: 1, "a.b": [null, true, 1.5] } });
  });

  it("finds nothing under ids that cannot be there", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n"));
    for (const id of ["", "n\u0000", "n\u0000x", "\ud800", "N", "n "]) {
      expect(await needs.get(id)).toBeUndefined();
      expect(await needs.getMany([id])).toEqual([]);
      expect((await needs.find({ index: "byState", where: { office: id } })).items).toEqual([]);
    }
  });

  it("removes, once", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n1"));
    expect(await needs.remove("n1")).toBe(true);
    expect(await needs.remove("n1")).toBe(false);
    expect(await needs.get("n1")).toBeUndefined();
    expect(await needs.insert(aNeed("n1"))).toBe("inserted");
  });

  it("hands out copies: what a reader does to one changes nothing", async () => {
    const { needs } = bench().store;
    const mine = aNeed("n1");
    const written = needs.insert(mine);
    mine.reasons.push("changed after it was handed over");
    await written;
    const read = await needs.get("n1");
    read?.reasons.push("changed by a reader");
    expect((await needs.get("n1"))?.reasons).toEqual([]);
  });
}

function guardedWrites(bench: Bench): void {
  it("replaces the version that was read, and no other", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n1"));
    expect(await needs.replace(aNeed("n1", { version: 1, quantity: 2 }))).toBe("replaced");
    expect(await needs.get("n1")).toEqual(aNeed("n1", { version: 2, quantity: 2 }));
    for (const version of [0, 1, 3])
      expect(await needs.replace(aNeed("n1", { version, quantity: 3 }))).toBe("conflict");
    expect(await needs.replace(aNeed("nobody", { version: 1 }))).toBe("conflict");
    expect(await needs.get("n1")).toEqual(aNeed("n1", { version: 2, quantity: 2 }));
  });

  it("calls a taken unique key a conflict", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n1"));
    await needs.insert(aNeed("n2"));
    expect(await needs.replace(aNeed("n2", { version: 1, code: "n1" }))).toBe("conflict");
    expect(await needs.get("n2")).toEqual(aNeed("n2", { version: 1 }));
    expect(await needs.replace(aNeed("n2", { version: 1, code: "n3" }))).toBe("replaced");
    expect(await needs.insert(aNeed("n4", { code: "n2" }))).toBe("inserted");
  });

  it("loses no update of 50 callers at once", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("n1", { quantity: 1 }));
    const addOne = async (): Promise<void> => {
      const need = await needs.get("n1");
      if (!need) throw new Error("the need is gone");
      if ((await needs.replace({ ...need, quantity: need.quantity + 1 })) === "conflict") return addOne();
    };
    await Promise.all(Array.from({ length: 50 }, addOne));
    expect(await needs.get("n1")).toMatchObject({ quantity: 51, version: 51 });
  });

  it("writes in bulk each on its own, and names the conflicts", async () => {
    const { needs } = bench().store;
    for (const id of ["a", "b", "c", "d"]) await needs.insert(aNeed(id));
    await needs.replace(aNeed("b", { version: 1 }));
    const changed = ["a", "b", "c", "d", "nobody"].map((id) => aNeed(id, { version: 1, state: "closed" }));
    const clash = aNeed("d", { version: 1, code: "a" });
    expect((await needs.bulk([...changed.slice(0, 3), clash, ...changed.slice(4)])).toSorted()).toEqual([
      "b",
      "d",
      "nobody",
    ]);
    expect(ids(await allPages(needs, { index: "byState", where: { office, state: "closed" } }))).toEqual(["a", "c"]);
    expect(await needs.get("a")).toMatchObject({ version: 2 });
    expect(await needs.bulk([])).toEqual([]);
  });

  it("writes large bulks whole", async () => {
    const { outbox } = bench().store;
    const docs = Array.from({ length: 1_203 }, (_, n) => anOutbox(`o${n}`));
    await Promise.all(docs.map((doc) => outbox.insert(doc)));
    expect(await outbox.bulk(docs.map((doc) => ({ ...doc, version: 1, done: true })))).toEqual([]);
    expect(await outbox.count({ index: "byDone", where: { office, done: true } })).toBe(1_203);
  });
}

function commits(bench: Bench): void {
  it("writes root and inserts together", async () => {
    const { store } = bench();
    await store.needs.insert(aNeed("n1"));
    const outcome = await store.commit(
      { op: "replace", collection: "needs", doc: aNeed("n1", { version: 1, quantity: 7 }) },
      [
        { collection: "audit", doc: anAudit("a1", { version: 5 }) },
        { collection: "outbox", doc: anOutbox("o1") },
      ],
    );
    expect(outcome).toEqual({ type: "committed" });
    expect(await store.needs.get("n1")).toEqual(aNeed("n1", { version: 2, quantity: 7 }));
    expect(await store.audit.get("a1")).toEqual(anAudit("a1", { version: 1 }));
    expect(await store.outbox.get("o1")).toEqual(anOutbox("o1", { version: 1 }));
  });

  it("inserts a new root", async () => {
    const { store } = bench();
    const write = () => store.commit({ op: "insert", collection: "pledges", doc: aPledge("p1") }, []);
    expect(await write()).toEqual({ type: "committed" });
    expect(await write()).toEqual({ type: "conflict" });
    expect(await store.pledges.get("p1")).toEqual(aPledge("p1", { version: 1 }));
  });

  it("writes nothing when the root is a conflict, even if an insert is there already", async () => {
    const { store } = bench();
    await store.needs.insert(aNeed("n1"));
    await store.audit.insert(anAudit("a2"));
    const roots = [
      { op: "replace", collection: "needs", doc: aNeed("n1", { version: 9 }) },
      { op: "replace", collection: "needs", doc: aNeed("nobody", { version: 1 }) },
      { op: "insert", collection: "needs", doc: aNeed("n1") },
      { op: "insert", collection: "needs", doc: aNeed("n2", { code: "n1" }) },
    ] as const;
    for (const root of roots) {
      const outcome = await store.commit(root, [
        { collection: "audit", doc: anAudit("a1") },
        { collection: "audit", doc: anAudit("a2") },
      ]);
      expect(outcome).toEqual({ type: "conflict" });
    }
    expect(await store.audit.get("a1")).toBeUndefined();
    expect(await store.needs.get("n1")).toEqual(aNeed("n1", { version: 1 }));
    expect(await store.needs.get("n2")).toBeUndefined();
  });

  it("writes nothing when an insert is there already, and names the first such", async () => {
    const { store } = bench();
    await store.needs.insert(aNeed("n1"));
    await store.outbox.insert(anOutbox("o1"));
    await store.matches.insert(aMatch("m1"));
    const outcome = await store.commit(
      { op: "replace", collection: "needs", doc: aNeed("n1", { version: 1, quantity: 7 }) },
      [
        { collection: "audit", doc: anAudit("a1") },
        { collection: "matches", doc: aMatch("m2", { code: "m1" }) },
        { collection: "outbox", doc: anOutbox("o1", { done: true }) },
      ],
    );
    expect(outcome).toEqual({ type: "repeated", collection: "matches", id: "m2" });
    expect(await store.needs.get("n1")).toEqual(aNeed("n1", { version: 1 }));
    expect(await store.audit.get("a1")).toBeUndefined();
    expect(await store.matches.get("m2")).toBeUndefined();
    expect(await store.outbox.get("o1")).toEqual(anOutbox("o1", { version: 1 }));
    // The guard still holds the version that was read, so the change can be decided anew.
    expect(await store.needs.replace(aNeed("n1", { version: 1 }))).toBe("replaced");
  });

  it("makes one pledge of 50 copies of one confirmation", async () => {
    const { store } = bench();
    await store.contacts.insert(aContact("c1"));
    const confirm = async (copy: number): Promise<CommitOutcome["type"]> => {
      const contact = await store.contacts.get("c1");
      if (!contact) throw new Error("the contact is gone");
      const outcome = await store.commit({ op: "replace", collection: "contacts", doc: contact }, [
        { collection: "audit", doc: anAudit("confirm-1") },
        { collection: "pledges", doc: aPledge(`p${copy}`) },
      ]);
      return outcome.type === "conflict" ? confirm(copy) : outcome.type;
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, copy) => confirm(copy)));
    expect(outcomes.filter((type) => type === "committed")).toHaveLength(1);
    expect(outcomes.filter((type) => type === "repeated")).toHaveLength(49);
    expect(await store.pledges.count({ index: "office", where: { office } })).toBe(1);
    expect(await store.contacts.get("c1")).toMatchObject({ version: 2 });
  });

  it("keeps the sum whole under 50 commits at once", async () => {
    const { store } = bench();
    await store.pledges.insert(aPledge("p1", { quantity: 50 }));
    const take = async (n: number): Promise<void> => {
      const pledge = await store.pledges.get("p1");
      if (!pledge) throw new Error("the pledge is gone");
      const left = { ...pledge, quantity: pledge.quantity - 1 };
      const outcome = await store.commit({ op: "replace", collection: "pledges", doc: left }, [
        { collection: "matches", doc: aMatch(`m${n}`, { quantity: 1 }) },
      ]);
      if (outcome.type === "conflict") return take(n);
      expect(outcome).toEqual({ type: "committed" });
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => take(n)));
    expect(await store.pledges.get("p1")).toMatchObject({ quantity: 0, version: 51 });
    expect(await store.matches.count({ index: "office", where: { office } })).toBe(50);
  });
}

function walks(bench: Bench): void {
  const villages = ["v1", "v2", "v3", "v4"];
  beforeEach(async () => {
    const { needs } = bench().store;
    // Inserted out of order on purpose.
    for (const village of ["v3", "v1", "v4", "v2"]) {
      for (const copy of ["b", "a"]) await needs.insert(aNeed(`${village}${copy}`, { village }));
    }
    await needs.insert(aNeed("closed", { state: "closed", village: "v2" }));
    await needs.insert(aNeed("elsewhere", { office: "office-2", village: "v2" }));
  });
  const where = { office, state: "open", kind: "funds" };
  const sorted = villages.flatMap((village) => [`${village}a`, `${village}b`]);

  it("runs in index order, then by id", async () => {
    const { needs } = bench().store;
    expect(ids((await needs.find({ index: "byState", where })).items)).toEqual(sorted);
    expect(ids((await needs.find({ index: "byState", where, descending: true })).items)).toEqual(sorted.toReversed());
    const reordered = { kind: "funds", office, state: "open" };
    expect(ids((await needs.find({ index: "byState", where: reordered })).items)).toEqual(sorted);
  });

  it("bounds the next field: from is in, before is out", async () => {
    const { needs } = bench().store;
    const range = { from: "v2", before: "v4" };
    const middle = ["v2a", "v2b", "v3a", "v3b"];
    expect(ids((await needs.find({ index: "byState", where, ...range })).items)).toEqual(middle);
    expect(ids(await allPages(needs, { index: "byState", where, ...range, limit: 1 }))).toEqual(middle);
    const down = { index: "byState", where, ...range, limit: 1, descending: true };
    expect(ids(await allPages(needs, down))).toEqual(middle.toReversed());
    expect(ids(await allPages(needs, { index: "byState", where, from: "v4" }))).toEqual(["v4a", "v4b"]);
    expect(ids(await allPages(needs, { index: "byState", where, before: "v2" }))).toEqual(["v1a", "v1b"]);
    expect((await needs.find({ index: "byState", where, from: "v9" })).items).toEqual([]);
  });

  it("gives no cursor after the last page, and full pages before", async () => {
    const { needs } = bench().store;
    const first = await needs.find({ index: "byState", where, limit: 4 });
    expect(first.items).toHaveLength(4);
    const second = await needs.find({ index: "byState", where, limit: 4, after: first.next ?? "" });
    expect(ids(second.items)).toEqual(sorted.slice(4));
    // An engine may have to look once more to know that it is at the end.
    const beyond =
      second.next === undefined ? { items: [] } : await needs.find({ index: "byState", where, after: second.next });
    expect(beyond).toEqual({ items: [] });
    expect((await needs.find({ index: "byState", where, limit: 9 })).next).toBeUndefined();
  });

  it("goes on where it was when the document of the cursor is gone or others come", async () => {
    const { needs } = bench().store;
    const first = await needs.find({ index: "byState", where, limit: 3 });
    await needs.remove("v2a");
    await needs.insert(aNeed("v0", { village: "v0" }));
    await needs.insert(aNeed("v2aa", { village: "v2" }));
    const rest = await needs.find({ index: "byState", where, after: first.next ?? "" });
    expect(ids(rest.items)).toEqual(["v2aa", ...sorted.slice(3)]);
  });

  it("walks booleans", async () => {
    const { outbox } = bench().store;
    await outbox.insert(anOutbox("late", { at: at + 1 }));
    await outbox.insert(anOutbox("told", { done: true }));
    await outbox.insert(anOutbox("early"));
    const walk = async (done: boolean) => ids((await outbox.find({ index: "byDone", where: { office, done } })).items);
    expect(await walk(false)).toEqual(["early", "late"]);
    expect(await walk(true)).toEqual(["told"]);
    const all = { index: "byDone", where: { office }, limit: 1 };
    expect(ids(await allPages(outbox, all))).toEqual(["early", "late", "told"]);
    expect(ids(await allPages(outbox, { ...all, descending: true }))).toEqual(["told", "late", "early"]);
    expect(ids(await allPages(outbox, { ...all, from: true }))).toEqual(["told"]);
  });

  it("walks numbers as numbers", async () => {
    const { audit } = bench().store;
    for (const [id, time] of [
      ["c", 1e13],
      ["a", 9],
      ["b", 10.5],
      ["z", -1],
    ] as const)
      await audit.insert(anAudit(id, { at: time }));
    expect(ids(await allPages(audit, { index: "byTime", where: { office }, limit: 1 }))).toEqual(["z", "a", "b", "c"]);
    expect(ids(await allPages(audit, { index: "byTime", where: { office }, from: 9, before: 11 }))).toEqual(["a", "b"]);
  });

  it("passes documents whose field is null, first in order and outside every range", async () => {
    const { needs } = bench().store;
    await needs.insert(aNeed("village-need", { household: null, office: "office-3" }));
    await needs.insert(aNeed("village-need-2", { household: null, office: "office-3" }));
    await needs.insert(aNeed("household-need", { household: "h", office: "office-3" }));
    const query = { index: "byHousehold", where: { office: "office-3" }, limit: 1 };
    const all = ["village-need", "village-need-2", "household-need"];
    expect(ids(await allPages(needs, query))).toEqual(all);
    expect(ids(await allPages(needs, { ...query, descending: true }))).toEqual(all.toReversed());
    expect(ids(await allPages(needs, { ...query, before: "z" }))).toEqual(["household-need"]);
    expect(ids(await allPages(needs, { ...query, from: "" }))).toEqual(["household-need"]);
  });

  it("has an index by office in every collection", async () => {
    const { store } = bench();
    for (const name of collectionNames)
      expect(await store[name].count({ index: "office", where: { office: "nobody" } })).toBe(0);
    expect(ids(await allPages(store.needs, { index: "office", where: { office }, limit: 2 }))).toEqual([
      "closed",
      ...sorted,
    ]);
  });

  it("has every declared index and key", async () => {
    const { store } = bench();
    for (const name of collectionNames) {
      for (const index of Object.keys(layouts[name].indexes ?? {})) {
        expect(await store[name].find({ index, where: {} })).toHaveProperty("items");
        expect(await store[name].count({ index, where: {} })).toBeGreaterThanOrEqual(0);
      }
      for (const [key, fields] of Object.entries(layouts[name].unique ?? {})) {
        expect(await store[name].by(key, Object.fromEntries(fields.map((field) => [field, "nobody"])))).toBeUndefined();
      }
    }
  });
}

interface Seat {
  state: "recorded" | "open" | "closed";
  kind: "funds" | "jobs";
  village: string;
}

const seats: fc.Arbitrary<Seat[]> = fc.array(
  fc.record({
    state: fc.constantFrom("recorded", "open", "closed"),
    kind: fc.constantFrom("funds", "jobs"),
    village: fc.constantFrom("v1", "v2", "v10", "村", "V", "é", "𠮷", "\uffee"),
  }),
  { maxLength: 30 },
);
const fields = ["state", "kind", "village"] as const;
const walk = fc.record({
  given: fc.array(fc.integer(), { maxLength: 3 }).map((list) => list.length),
  limit: fc.integer({ min: 1, max: 7 }),
  descending: fc.boolean(),
  from: fc.option(fc.constantFrom("closed", "funds", "v1", "v2", "𠮷"), { nil: undefined }),
  before: fc.option(fc.constantFrom("open", "jobs", "v10", "村", "\uffee"), { nil: undefined }),
});

function walkProperties(bench: Bench): void {
  it("pages put together are the sorted, filtered whole; count and scan agree", async () => {
    const { needs } = bench().store;
    let run = 0;
    await fc.assert(
      fc.asyncProperty(seats, fc.array(walk, { minLength: 3, maxLength: 6 }), async (rows, queries) => {
        const here = `office-${run++}`;
        const docs = rows.map((seat, n) => aNeed(`${here}-${(n * 7) % 31}`, { ...seat, office: here }));
        await Promise.all(docs.map((doc) => needs.insert(doc)));
        for (const wanted of queries) {
          const { limit, descending, ...query } = asQuery(here, rows, wanted);
          const expected = expectedIds(docs, query, descending);
          expect(ids(await allPages(needs, { ...query, limit, descending }))).toEqual(expected);
          expect(ids(await collect(needs.scan({ ...query, descending })))).toEqual(expected);
          expect(await needs.count(query)).toBe(expected.length);
        }
      }),
      { numRuns: 25 },
    );
  });
}

type Query = Pick<Find, "index" | "where" | "from" | "before">;

function asQuery(here: string, rows: readonly Seat[], wanted: typeof walk extends fc.Arbitrary<infer W> ? W : never) {
  const model = rows[0] ?? { state: "open", kind: "funds", village: "v1" };
  const given = fields.slice(0, wanted.given).map((field): [string, IndexValue] => [field, model[field]]);
  const bounded = wanted.given < fields.length;
  return {
    index: "byState",
    where: Object.fromEntries<IndexValue>([["office", here], ...given]),
    ...(bounded && wanted.from !== undefined ? { from: wanted.from } : {}),
    ...(bounded && wanted.before !== undefined ? { before: wanted.before } : {}),
    limit: wanted.limit,
    descending: wanted.descending,
  };
}

/** The same by plain means: texts compare by their UTF-8 bytes. */
function expectedIds(docs: ReturnType<typeof aNeed>[], query: Query, descending: boolean): string[] {
  const compare = (a: IndexValue, b: IndexValue) => Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  const next = fields[Object.keys(query.where).length - 1];
  const matching = docs.filter((doc) => {
    if (!fields.every((field) => query.where[field] === undefined || query.where[field] === doc[field])) return false;
    if (next === undefined) return true;
    if (query.from !== undefined && compare(doc[next], query.from) < 0) return false;
    return query.before === undefined || compare(doc[next], query.before) < 0;
  });
  const keys = [...fields, "_id"] as const;
  matching.sort((a, b) => keys.map((key) => compare(a[key], b[key])).find((order) => order !== 0) ?? 0);
  return ids(descending ? matching.toReversed() : matching);
}

function counting(bench: Bench): void {
  beforeEach(async () => {
    const { matches } = bench().store;
    const rows = [
      ["m1", "p1", 10, true],
      ["m2", "p1", 5, true],
      ["m3", "p1", 99, false],
      ["m4", "p2", 1, true],
    ] as const;
    for (const [id, pledge, quantity, holding] of rows) await matches.insert(aMatch(id, { pledge, quantity, holding }));
    await matches.insert(aMatch("m5", { office: "office-2", pledge: "p1" }));
  });

  it("counts a walk and a range of it", async () => {
    const { matches } = bench().store;
    const query = { index: "takenFromPledges", where: { office, kind: "funds", holding: true } };
    expect(await matches.count(query)).toBe(3);
    expect(await matches.count({ ...query, from: "p2" })).toBe(1);
    expect(await matches.count({ ...query, before: "p2" })).toBe(2);
    expect(await matches.count({ ...query, where: { office: "nobody" } })).toBe(0);
  });

  it("groups by a field, counting or summing", async () => {
    const { matches } = bench().store;
    const held = { index: "takenFromPledges", where: { office, kind: "funds", holding: true }, by: "pledge" };
    expect(await matches.group(held)).toEqual(
      new Map([
        ["p1", 2],
        ["p2", 1],
      ]),
    );
    expect(await matches.group({ ...held, sum: "quantity" })).toEqual(
      new Map([
        ["p1", 15],
        ["p2", 1],
      ]),
    );
    expect(await matches.group({ ...held, where: { office: "nobody" } })).toEqual(new Map());
    expect(await matches.group({ index: "byState", where: { office }, by: "kind" })).toEqual(new Map([["funds", 4]]));
  });

  it("names groups of booleans true and false, of numbers as written, of null by the empty text", async () => {
    const { matches } = bench().store;
    const query = { index: "takenFromPledges", where: { office }, by: "holding", sum: "quantity" };
    expect(await matches.group(query)).toEqual(
      new Map([
        ["true", 16],
        ["false", 99],
      ]),
    );
    const bySize = await matches.group({ index: "byPledge", where: { office, pledge: "p1" }, by: "quantity" });
    expect(bySize).toEqual(
      new Map([
        ["10", 1],
        ["5", 1],
        ["99", 1],
      ]),
    );
    await matches.insert(aMatch("m6", { household: null }));
    const byHousehold = await matches.group({ index: "byHousehold", where: { office }, by: "household" });
    expect(byHousehold).toEqual(
      new Map([
        ["", 1],
        ["household-1", 4],
      ]),
    );
  });

  it("follows every write", async () => {
    const { matches } = bench().store;
    await matches.replace(aMatch("m1", { version: 1, pledge: "p2", quantity: 10, holding: true }));
    await matches.remove("m2");
    const query = {
      index: "takenFromPledges",
      where: { office, kind: "funds", holding: true },
      by: "pledge",
      sum: "quantity",
    };
    expect(await matches.group(query)).toEqual(new Map([["p2", 11]]));
  });
}

function scans(bench: Bench): void {
  const query = { index: "byTime", where: { office } };

  it("streams more than any page holds, in order", async () => {
    const { audit } = bench().store;
    await Promise.all(Array.from({ length: 1_234 }, (_, n) => audit.insert(anAudit(`a${n}`, { at: (n * 7) % 1_234 }))));
    const times = (await collect(audit.scan(query))).map((entry) => entry.at);
    expect(times).toEqual(Array.from({ length: 1_234 }, (_, n) => n));
    expect((await collect(audit.scan({ ...query, descending: true, from: 1_000 }))).length).toBe(234);
  });

  it("shows a document once at most, though it moves ahead while the scan runs", async () => {
    const { audit } = bench().store;
    await Promise.all(Array.from({ length: 600 }, (_, n) => audit.insert(anAudit(`a${n}`, { at: n }))));
    const seen: string[] = [];
    for await (const entry of audit.scan(query)) {
      seen.push(entry._id);
      if (entry.at < 200) await audit.replace({ ...entry, at: entry.at + 10_000 });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(600);
  });

  it("can be left half way", async () => {
    const { audit } = bench().store;
    await Promise.all(Array.from({ length: 10 }, (_, n) => audit.insert(anAudit(`a${n}`))));
    for await (const entry of audit.scan(query)) {
      expect(entry._id).toBe("a0");
      break;
    }
    expect(await audit.insert(anAudit("after"))).toBe("inserted");
  });
}

function misuse(bench: Bench): void {
  it("refuses a document that does not fit its schema, by field and never by value, and writes nothing of it", async () => {
    const { store } = bench();
    await store.needs.insert(aNeed("n1"));
    const wrong = aNeed("n1", { version: 1, quantity: -123_456_789, note: "secret words" as never });
    const attempts = [
      () => store.needs.insert(wrong),
      () => store.needs.replace(wrong),
      () => store.needs.bulk([aNeed("n1", { version: 1 }), wrong]),
      () => store.commit({ op: "replace", collection: "needs", doc: wrong }, []),
      () =>
        store.commit({ op: "replace", collection: "needs", doc: aNeed("n1", { version: 1 }) }, [
          { collection: "needs", doc: { ...wrong, _id: "n2", code: "n2" } },
        ]),
    ];
    for (const attempt of attempts) {
      const error = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(String(error)).toMatch(/needs.*quantity.*note/);
      expect(String(error)).not.toMatch(/123|secret/);
    }
    expect(await store.needs.get("n1")).toEqual(aNeed("n1", { version: 1 }));
    expect(await store.needs.get("n2")).toBeUndefined();
  });

  it("refuses ids and keys that an index cannot tell apart", async () => {
    const { needs } = bench().store;
    await expect(needs.insert(aNeed("n\u0000x"))).rejects.toThrow(/needs.*_id/);
    await expect(needs.insert(aNeed("n", { code: "\ud800" }))).rejects.toThrow(/needs.*code/);
  });

  it("teaches what may be asked", async () => {
    const { needs, audit } = bench().store;
    const walkOf = (query: Find) => needs.find(query);
    await expect(walkOf({ index: "byMood", where: { office } })).rejects.toThrow(/byMood.*byState/);
    await expect(walkOf({ index: "byState", where: { office, village: "v" } })).rejects.toThrow(/village.*state/);
    await expect(walkOf({ index: "byState", where: { state: "open" } })).rejects.toThrow(/office/);
    await expect(needs.count({ index: "byState", where: { office, priority: 1 } })).rejects.toThrow(/byState/);
    await expect(audit.find({ index: "byTime", where: { office, at: 1 }, from: 2 })).rejects.toThrow(/from/);
    await expect(needs.by("nickname", { office })).rejects.toThrow(/nickname.*code/);
    await expect(needs.by("code", { office })).rejects.toThrow(/code/);
    await expect(needs.group({ index: "byState", where: { office }, by: "cadre" })).rejects.toThrow(/cadre/);
    await expect(needs.group({ index: "byState", where: { office }, by: "kind", sum: "at" })).rejects.toThrow(/at/);
    for (const limit of [0, 1.5, 1_001])
      await expect(walkOf({ index: "office", where: { office }, limit })).rejects.toThrow(/limit/);
  });

  it("refuses a cursor that is none", async () => {
    const { needs } = bench().store;
    const other = Buffer.from(JSON.stringify(["x"])).toString("base64url");
    for (const after of ["", "!!", "bnVsbA", "W10", other]) {
      await expect(needs.find({ index: "byState", where: { office }, after })).rejects.toThrow(/cursor/);
    }
  });
}

function lasting(bench: Bench): void {
  it("has after a reopening what was acknowledged before it", async () => {
    const { store } = bench();
    const written: Promise<unknown>[] = Array.from({ length: 40 }, (_, n) =>
      store.commit({ op: "insert", collection: "needs", doc: aNeed(`n${n}`) }, [
        { collection: "audit", doc: anAudit(`a${n}`) },
      ]),
    );
    await Promise.all(written);
    await store.needs.replace(aNeed("n0", { version: 1, state: "closed" }));
    await store.needs.remove("n1");
    const again = await bench().reopen();
    expect(await again.needs.count({ index: "office", where: { office } })).toBe(39);
    expect(await again.audit.count({ index: "office", where: { office } })).toBe(40);
    expect(await again.needs.get("n0")).toEqual(aNeed("n0", { version: 2, state: "closed" }));
    expect(await again.needs.insert(aNeed("n99", { code: "n2" }))).toBe("exists");
  });

  it("finishes what waits when it is closed, and answers nothing after", async () => {
    const { store } = bench();
    const waiting = Array.from({ length: 20 }, (_, n) => store.needs.insert(aNeed(`n${n}`)));
    // Looked at below; without this a rejection would count as unhandled before that.
    const outcomes = Promise.all(waiting);
    const again = await bench().reopen();
    expect(new Set(await outcomes)).toEqual(new Set(["inserted"]));
    expect(await again.needs.count({ index: "office", where: { office } })).toBe(20);
    await expect(store.ping()).rejects.toThrow(/closed/);
    await expect(store.needs.get("n0")).rejects.toThrow(/closed/);
    await expect(store.needs.insert(aNeed("late"))).rejects.toThrow(/closed/);
    await expect(again.ping()).resolves.toBeUndefined();
    await store.close();
  });

  it("backs up one consistent moment while writes go on", async () => {
    const { store } = bench();
    await store.pledges.insert(aPledge("p1", { quantity: 400 }));
    const take = async (n: number) => {
      const pledge: Stored & { quantity: number } = aPledge("p1", { version: n, quantity: 400 - n });
      const root = { op: "replace", collection: "pledges", doc: aPledge("p1", pledge) } as const;
      return store.commit(root, [{ collection: "matches", doc: aMatch(`m${n}`, { quantity: 1 }) }]);
    };
    for (let n = 1; n <= 100; n++) await take(n);
    const path = bench().backupPath();
    const copied = store.backup(path);
    for (let n = 101; n <= 200; n++) await take(n);
    await copied;
    const copy = await bench().openBackup(path);
    try {
      const pledge = await copy.pledges.get("p1");
      const taken = await copy.matches.count({ index: "office", where: { office } });
      expect(taken).toBeGreaterThanOrEqual(100);
      expect(pledge).toMatchObject({ quantity: 400 - taken, version: taken + 1 });
      expect(await copy.matches.insert(aMatch("new"))).toBe("inserted");
    } finally {
      await copy.close();
    }
    expect(await store.matches.get("new")).toBeUndefined();
    expect(await store.matches.count({ index: "office", where: { office } })).toBe(200);
  });
}
