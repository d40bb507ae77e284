import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore, type SqliteStore } from "#store/sqlite/engine.js";
import { StoreRefused } from "#store/refused.js";
import { findStatement, groupStatement } from "#store/sqlite/query.js";
import { tableShape } from "#store/sqlite/tables.js";
import { createFarWriter } from "#store/sqlite/far.js";
import type { Told } from "#store/sqlite/batch.js";
import type { Op, Tables } from "#store/sqlite/ops.js";
import { createWrites, type FarWriter, type Flush } from "#store/sqlite/writes.js";
import { checkVaultKey, openVault } from "#store/vault.js";
import { aContact, aNeed, anAudit, anOutbox, fixedClock, ids, office } from "../kit/store.js";

let folder: string;
let path: string;
const opened: SqliteStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-engine-"));
  path = join(folder, "fourhelp.db");
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true });
});

async function open(onFlush?: (flush: Flush) => void): Promise<SqliteStore> {
  const store = await openSqliteStore({ path, clock: fixedClock, ...(onFlush ? { onFlush } : {}) });
  opened.push(store);
  return store;
}

async function refusal(): Promise<StoreRefused> {
  const error = await open().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StoreRefused) return error;
  throw new Error("it was not refused", { cause: error });
}

/** Changes the file by plain SQL, as another program would. */
function edit(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

/** Makes the insert of the contact `poison` do `statement` too. */
function spoil(statement: string): void {
  edit(`CREATE TRIGGER spoil AFTER INSERT ON contacts WHEN new.id = 'poison' BEGIN ${statement}; END`);
}

describe.each([
  ["by this thread", false],
  ["by another one", true],
])("group commit, done %s,", (_, far) => {
  let flushes: Flush[];
  let store: SqliteStore;
  beforeEach(async () => {
    flushes = [];
    store = await openSqliteStore({
      path,
      clock: fixedClock,
      onFlush: (flush) => flushes.push(flush),
      ...(far ? { threadFrom: 1 } : {}),
    });
    opened.push(store);
    // it is up when it has written something
    while (far && !flushes.at(-1)?.far) await store.meta.set("warm", "yes");
    flushes.length = 0;
  });

  it("shares one COMMIT between writes of the same turn, in their order", async () => {
    const outcomes = await Promise.all([
      store.needs.insert(aNeed("n1")),
      store.needs.replace(aNeed("n1", { version: 1, quantity: 2 })),
      store.needs.replace(aNeed("n1", { version: 1, quantity: 3 })),
      store.commit({ op: "replace", collection: "needs", doc: aNeed("n1", { version: 2, quantity: 4 }) }, [
        { collection: "audit", doc: anAudit("a1") },
      ]),
      store.commit({ op: "replace", collection: "needs", doc: aNeed("n1", { version: 3, quantity: 5 }) }, [
        { collection: "outbox", doc: anOutbox("o1") },
        { collection: "audit", doc: anAudit("a1") },
      ]),
      store.audit.insert(anAudit("a2")),
    ]);
    expect(outcomes).toEqual([
      "inserted",
      "replaced",
      "conflict",
      { type: "committed" },
      { type: "repeated", collection: "audit", id: "a1" },
      "inserted",
    ]);
    expect(flushes).toEqual([{ writes: 6, failed: false, far }]);
    expect(await store.needs.get("n1")).toMatchObject({ version: 3, quantity: 4 });
    expect(await store.outbox.get("o1")).toBeUndefined();
  });

  it("fails a write alone that SQLite cannot take, and keeps the others", async () => {
    spoil("SELECT RAISE(ABORT, 'the disk says no')");
    const outcomes = await Promise.allSettled([
      store.contacts.insert(aContact("c1")),
      store.contacts.insert(aContact("poison")),
      store.contacts.insert(aContact("c3")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { message: expect.stringContaining("the disk says no") } });
    expect(flushes).toEqual([{ writes: 3, failed: false, far }]);
    expect(ids(await store.contacts.getMany(["c1", "poison", "c3"])).toSorted()).toEqual(["c1", "c3"]);
  });

  it("rejects every write of a transaction that fails, and goes on after", async () => {
    // A deferred foreign key that cannot hold makes COMMIT itself fail.
    edit("CREATE TABLE never (id TEXT PRIMARY KEY, other TEXT REFERENCES never(id) DEFERRABLE INITIALLY DEFERRED)");
    spoil("INSERT INTO never VALUES ('x', 'nobody')");
    const outcomes = await Promise.allSettled([
      store.audit.insert(anAudit("a1")),
      store.contacts.insert(aContact("poison")),
      store.audit.insert(anAudit("a2")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(flushes.at(-1)).toEqual({ writes: 3, failed: true, far });
    expect(await store.audit.count({ index: "office", where: { office } })).toBe(0);
    expect(await store.audit.insert(anAudit("a1"))).toBe("inserted");
  });

  it("has written all that was asked for when the store is closed", async () => {
    const written = Array.from({ length: 100 }, (__, index) => store.audit.insert(anAudit(`a${index}`)));
    await store.close();
    expect(new Set(await Promise.all(written))).toEqual(new Set(["inserted"]));
    expect(await (await open()).audit.count({ index: "office", where: { office } })).toBe(100);
  });

  it("reads a conversation anew that a write did not find as it was, or whose write failed", async () => {
    await store.contacts.insert(aContact("c1"));
    const lastAt = async () => (await store.contacts.get("c1"))?.lastAt;
    edit("UPDATE contacts SET body = json_set(body, '$.lastAt', 41)");
    expect(await store.contacts.replace(aContact("c1", { version: 7 }))).toBe("conflict");
    expect(await lastAt()).toBe(41);
    edit("UPDATE contacts SET body = json_set(body, '$.lastAt', 42)");
    edit("CREATE TRIGGER no BEFORE UPDATE ON contacts BEGIN SELECT RAISE(ABORT, 'no'); END");
    await expect(store.contacts.replace(aContact("c1", { version: 1 }))).rejects.toThrow("no");
    expect(await lastAt()).toBe(42);
  });
});

describe("writes", () => {
  it("of several turns have a COMMIT each", async () => {
    const flushes: Flush[] = [];
    const store = await open((flush) => flushes.push(flush));
    for (const id of ["a", "b", "c"]) await store.needs.insert(aNeed(id));
    expect(flushes.map((flush) => flush.writes)).toEqual([1, 1, 1]);
  });

  it("are done here when the other thread cannot start", async () => {
    const told: string[] = [];
    const writes = createWrites({
      near: (ops) => ({ failed: false, results: ops.map(() => ({ ok: true, value: told.push("near") > 0 })) }),
      far: createFarWriter({ path: join(folder, "no", "such.db"), tables: {} as Tables }),
      farFrom: 1,
      onFlush: () => undefined,
    });
    const remove = { do: "remove", table: "needs", id: "n1" } as const;
    for (let n = 0; n < 200; n++) expect(await writes.submit(remove)).toBe(true);
    await writes.close();
    expect(told).toHaveLength(200);
  });

  it("that the other thread had in hand when it ended fail, and those after are done here", async () => {
    let alive = true;
    const far: FarWriter = {
      ready: () => alive,
      write() {
        alive = false;
        return Promise.reject(new Error("the writing thread has ended"));
      },
      close: () => Promise.resolve(),
    };
    const near = (ops: readonly Op[]): Told => ({ failed: false, results: ops.map(() => ({ ok: true, value: true })) });
    const flushes: Flush[] = [];
    const writes = createWrites({ near, far, farFrom: 2, onFlush: (flush) => flushes.push(flush) });
    const remove = { do: "remove", table: "needs", id: "n1" } as const;
    const both = await Promise.allSettled([writes.submit(remove), writes.submit(remove)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await Promise.all([writes.submit(remove), writes.submit(remove)])).toEqual([true, true]);
    expect(flushes).toEqual([
      { writes: 2, failed: true, far: true },
      { writes: 2, failed: false, far: false },
    ]);
  });
});

describe("opening", () => {
  it("is refused while another instance has the folder, and granted after", async () => {
    const first = await open();
    const error = await refusal();
    expect(error.reason).toBe("locked");
    expect(error.message).toMatch(/already runs/);
    expect(await first.needs.insert(aNeed("n1"))).toBe("inserted");
    await first.close();
    expect(await (await open()).needs.get("n1")).toMatchObject({ version: 1 });
  });

  it("is refused for data of a newer version, which stays as it is", async () => {
    await (await open()).close();
    edit("UPDATE meta SET value = '999' WHERE key = 'schema'");
    const error = await refusal();
    expect(error.reason).toBe("newer-schema");
    expect(error.message).toMatch(/999.*newer/);
    edit("UPDATE meta SET value = '1' WHERE key = 'schema'");
    await expect(open()).resolves.toBeDefined();
  });

  it("is refused where nothing can be written", async () => {
    await writeFile(join(folder, "file"), "");
    path = join(folder, "file", "data", "fourhelp.db");
    expect((await refusal()).reason).toBe("not-writable");
    path = folder;
    expect((await refusal()).reason).toBe("not-writable");
  });

  it("is refused for what is no database", async () => {
    await writeFile(path, "not a database at all, but long enough to have a header ".repeat(100));
    expect((await refusal()).reason).toBe("damaged");
  });

  it("keeps file and folder to its own user", async () => {
    path = join(folder, "data", "fourhelp.db");
    const store = await open();
    await store.needs.insert(aNeed("n1"));
    expect((await stat(join(folder, "data"))).mode & 0o077).toBe(0);
    for (const name of ["fourhelp.db", "fourhelp.db-wal"]) {
      expect((await stat(join(folder, "data", name))).mode & 0o077).toBe(0);
    }
  });

  it("makes indexes that are missing or different anew, and drops others", async () => {
    const store = await open();
    await store.needs.insert(aNeed("n1"));
    await store.close();
    edit(
      "DROP INDEX needs_byState; DROP INDEX needs_key_code; CREATE INDEX needs_key_code ON needs (id);" +
        "CREATE INDEX needs_old ON needs (version)",
    );
    const again = await open();
    expect(await again.needs.by("code", { office, code: "n1" })).toMatchObject({ _id: "n1" });
    expect(await again.needs.insert(aNeed("n2", { code: "n1" }))).toBe("exists");
    expect(await again.needs.count({ index: "byState", where: { office } })).toBe(1);
    await again.close();
    const db = new DatabaseSync(path);
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'needs_old'").get()).toBeUndefined();
    db.close();
  });
});

describe("reading", () => {
  it("groups and sums without touching a body", async () => {
    await (await open()).close();
    const db = new DatabaseSync(path);
    const sums = groupStatement(tableShape("matches"), {
      index: "takenFromPledges",
      where: { office, kind: "funds", holding: true },
      by: "pledge",
      sum: "quantity",
    });
    const planned = db.prepare(`EXPLAIN QUERY PLAN ${sums.sql}`).all(...sums.params);
    db.close();
    expect(planned).toHaveLength(1);
    expect(planned[0]).toHaveProperty(
      "detail",
      expect.stringContaining("USING COVERING INDEX matches_takenFromPledges"),
    );
  });

  it("starts a later page at its cursor, without walking there", async () => {
    await (await open()).close();
    const db = new DatabaseSync(path);
    const after = Buffer.from(JSON.stringify(["v", "n"])).toString("base64url");
    for (const descending of [false, true]) {
      const query = { index: "byState", where: { office, state: "open", kind: "funds" }, from: "a", before: "z" };
      const { sql, params } = findStatement(tableShape("needs"), { ...query, after, descending }, 10, "body");
      const plan = db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...params)
        .map((step: { detail: string }) => step.detail);
      expect(plan).toHaveLength(1);
      expect(plan[0]).toMatch(
        /^SEARCH needs USING INDEX needs_byState \(f_office=\? AND f_state=\? AND f_kind=\?.*\(f_village,id\)[<>]/,
      );
    }
    db.close();
  });
});

describe("backup", () => {
  it("never goes over the database itself", async () => {
    const store = await open();
    await store.needs.insert(aNeed("n1"));
    await expect(store.backup(path)).rejects.toThrow(/itself/);
    expect(await store.needs.get("n1")).toBeDefined();
  });

  it("leaves one whole file for this user alone", async () => {
    const store = await open();
    await store.needs.insert(aNeed("n1"));
    const target = join(folder, "copy.db");
    await store.backup(target);
    await store.needs.insert(aNeed("n2"));
    await store.backup(target);
    expect((await readdir(folder)).filter((name) => name.startsWith("copy"))).toEqual(["copy.db"]);
    expect((await stat(target)).mode & 0o077).toBe(0);
    path = target;
    expect(await (await open()).needs.count({ index: "office", where: { office } })).toBe(2);
  });
});

describe("sealed fields", () => {
  const marked = "P3-MARK-重病-999999199001010018";

  it("leave nothing readable in any file, open or closed", async () => {
    const store = await open();
    const vault = await openVault({ keyPath: join(folder, "key"), expectExisting: false });
    await checkVaultKey(store.meta, vault);
    const plain = "this village is public";
    await store.needs.insert(aNeed("n1", { note: vault.seal(marked), village: plain }));
    await store.members.insert({
      _id: "m1",
      version: 0,
      office,
      household: "household-1",
      number: null,
      name: "测试",
      relation: "本人",
      idNumber: vault.seal(marked),
      idKey: vault.blind("id-number", marked),
      born: vault.seal(marked),
      labour: "full",
      phone: vault.seal(marked),
      phoneKey: vault.blind("phone", marked),
      other: vault.seal(marked),
    });
    await store.backup(join(folder, "copy.db"));
    // Another process reads them: closing a file in this one would drop SQLite's locks.
    const files = () => execFileSync("cat", readable, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    let readable = await readdir(folder);
    expect(readable).toContain("fourhelp.db-wal");
    expect(files().includes(plain)).toBe(true);
    for (const part of [marked, "P3-MARK", "重病", "999999199001010018"]) expect(files().includes(part)).toBe(false);
    expect(vault.open((await store.needs.get("n1"))?.note ?? vault.seal(""))).toBe(marked);
    await store.close();
    readable = await readdir(folder);
    expect(files().includes(plain)).toBe(true);
    expect(files().includes("P3-MARK")).toBe(false);
  });

  it("know their key", async () => {
    const store = await open();
    const right = await openVault({ keyPath: join(folder, "key"), expectExisting: false });
    const wrong = await openVault({ keyPath: join(folder, "other"), expectExisting: false });
    await checkVaultKey(store.meta, right);
    await store.close();
    const again = await open();
    await expect(checkVaultKey(again.meta, right)).resolves.toBeUndefined();
    await expect(checkVaultKey(again.meta, wrong)).rejects.toMatchObject({ reason: "wrong-key" });
  });
});
