import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Database, openDatabase } from "#store/sqlite/database.js";
import { readMeta } from "#store/sqlite/meta.js";
import { migrate, type Migration, migrations } from "#store/sqlite/migrations.js";
import { tableShape } from "#store/sqlite/tables.js";
import { at } from "../kit/store.js";

let folder: string;
let db: Database;
const shapes = [tableShape("codes")];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-migrations-"));
  db = openDatabase(join(folder, "fourhelp.db"));
});
afterEach(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const step = (number: number, ran: number[], run: (db: Database) => void = () => {}): Migration => ({
  number,
  about: "A step of this test.",
  run(database) {
    ran.push(number);
    run(database);
  },
});

it("are numbered from 1 without a gap", () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, n) => n + 1));
});

it("run once each, in order", () => {
  const ran: number[] = [];
  migrate(db, shapes, at, [step(1, ran), step(2, ran)]);
  migrate(db, shapes, at, [step(1, ran), step(2, ran), step(3, ran)]);
  migrate(db, shapes, at, [step(1, ran), step(2, ran), step(3, ran)]);
  expect(ran).toEqual([1, 2, 3]);
  expect(readMeta(db, "schema")).toBe("3");
  expect(readMeta(db, "schema 2 since")).toBe(new Date(at).toISOString());
});

it("change data before a new unique key is laid over it", () => {
  const before = tableShape("codes", {});
  const after = tableShape("codes", { unique: { person: ["office", "person"] } });
  migrate(db, [before], at, [step(1, [])]);
  for (const id of ["a", "b"])
    db.run("INSERT INTO codes (id, version, body) VALUES (?, 1, ?)", id, JSON.stringify({ office: "o", person: "p" }));
  const part = (database: Database) => {
    database.exec("UPDATE codes SET body = json_set(body, '$.person', id)");
  };
  migrate(db, [after], at, [step(1, []), step(2, [], part)]);
  expect(db.all("SELECT f_person FROM codes ORDER BY id")).toEqual([["a"], ["b"]]);
});

it("bring columns that were derived from the body over to columns of their own", () => {
  db.exec("CREATE TABLE codes (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL)");
  for (const field of ["office", "expiresAt"]) {
    db.exec(`ALTER TABLE codes ADD COLUMN f_${field} AS (ifnull(json_extract(body, '$.${field}'), -9e999)) VIRTUAL`);
  }
  db.exec("CREATE INDEX codes_byAge ON codes (f_office, f_expiresAt, id)");
  const write = (id: string, body: object) =>
    db.run("INSERT INTO codes (id, version, body) VALUES (?, 4, ?)", id, JSON.stringify(body));
  write("a", { office: "o", expiresAt: 5 });
  write("b", { office: "o", expiresAt: null });
  migrate(db, shapes, at, [step(1, [])]);
  expect(db.all("SELECT hidden FROM pragma_table_xinfo('codes') WHERE hidden <> 0")).toEqual([]);
  const rows =
    "SELECT id, version, f_expiresAt FROM codes INDEXED BY codes_byAge WHERE f_office = 'o' ORDER BY f_expiresAt";
  expect(db.all(rows)).toEqual([
    ["b", 4, -Infinity],
    ["a", 4, 5],
  ]);
});

it("leave everything as it was when one fails", () => {
  migrate(db, shapes, at, [step(1, [])]);
  const fail = (database: Database) => {
    database.exec("DROP TABLE codes");
    throw new Error("half way");
  };
  expect(() => migrate(db, shapes, at, [step(1, []), step(2, [], fail)])).toThrow("half way");
  expect(readMeta(db, "schema")).toBe("1");
  expect(db.all("SELECT count(*) FROM codes")).toEqual([[0]]);
});
