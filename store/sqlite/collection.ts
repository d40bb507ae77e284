/** One collection of the port on its table. */
import { isIndexable } from "../check.js";
import type { Collection, CollectionName, Find, Stored } from "../port.js";
import { checkLimit, writeCursor } from "../walk.js";
import type { Database, SqlValue } from "./database.js";
import { bind, byStatement, countStatement, findStatement, groupStatement } from "./query.js";
import { createParsed } from "./parsed.js";
import type { Recents } from "./recent.js";
import { toRow } from "./to-row.js";
import type { TableShape } from "./tables.js";
import type { Writes } from "./writes.js";

export interface CollectionDeps {
  db: Database;
  writes: Writes;
  shape: TableShape;
  recents: Recents;
  /** Throws once the store is closed. */
  assertOpen(): void;
}

/** What matching reads whole at every run: parsed once, as long as it stays the same. */
const REMEMBERED: ReadonlySet<CollectionName> = new Set(["needs", "pledges", "matches"]);
const SCAN_PAGE = 500;
const BULK_SLICE = 500;

/** Reads answer at once from what is committed; writes go through the group commit. */
export function createCollection<T extends Stored>({
  db,
  writes,
  shape,
  recents,
  assertOpen,
}: CollectionDeps): Collection<T> {
  const table = shape.collection;
  // Bodies were checked when they were written, so they are trusted here.
  const read = (row: readonly SqlValue[]): T => JSON.parse(String(row[0]));

  const recent = recents.get(table);
  const remembers = REMEMBERED.has(table);
  const parsed = createParsed<T>();
  // nothing can be written in between: the engine answers one call at a time
  const byId = `SELECT body FROM ${table} WHERE id = ?`;
  const bodyOf = (id: string): string => String(db.first(byId, id)?.[0]);

  function recall([id, version]: readonly SqlValue[]): T {
    return parsed.of(String(id), Number(version), () => bodyOf(String(id)));
  }

  async function find(query: Find) {
    assertOpen();
    const limit = checkLimit(query.limit);
    const { sql, params, free } = findStatement(shape, query, limit + 1, remembers ? "id, version" : "body");
    const rows = db.all(sql, ...params);
    const items = rows.slice(0, limit).map(remembers ? recall : read);
    const last = items.at(-1);
    return rows.length <= limit || !last ? { items } : { items, next: writeCursor(free, last) };
  }

  /** Reads one document, which may be asked for again soon. */
  function readOne(row: readonly SqlValue[] | undefined): T | undefined {
    if (!row) return undefined;
    const doc = read(row);
    recent?.read(doc, String(row[0]));
    return doc;
  }

  async function bulkSlice(docs: readonly T[]): Promise<string[]> {
    const rows = docs.map((doc) => toRow(shape, doc, doc.version + 1));
    return writes.submit({ do: "replace-many", table, rows });
  }

  return {
    async get(id) {
      assertOpen();
      const kept = recent?.get(id);
      return kept === undefined ? readOne(db.first(byId, bind(id))) : read([kept]);
    },
    async getMany(ids) {
      assertOpen();
      const list = JSON.stringify(ids.filter(isIndexable));
      return db.all(`SELECT body FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, list).map(read);
    },
    async by(unique, values) {
      assertOpen();
      const { sql, params } = byStatement(shape, unique, values);
      const kept = recent?.by(unique, values);
      return kept === undefined ? readOne(db.first(sql, ...params)) : read([kept]);
    },
    async insert(doc) {
      assertOpen();
      const row = toRow(shape, doc, 1);
      return (await writes.submit({ do: "insert", table, row })) ? "inserted" : "exists";
    },
    async replace(doc) {
      assertOpen();
      const row = toRow(shape, doc, doc.version + 1);
      return (await writes.submit({ do: "replace", table, row })) ? "replaced" : "conflict";
    },
    async remove(id) {
      assertOpen();
      const removed = await writes.submit({ do: "remove", table, id: String(bind(id)) });
      parsed.forget(id);
      return removed;
    },
    find,
    async *scan(query) {
      // A document that is written while the scan runs may move ahead of it; what was seen is not shown again.
      const seen = new Set<string>();
      let after: string | undefined;
      do {
        const page = await find({ ...query, limit: SCAN_PAGE, ...(after === undefined ? {} : { after }) });
        for (const doc of page.items) {
          if (seen.has(doc._id)) continue;
          seen.add(doc._id);
          yield doc;
        }
        after = page.next;
      } while (after !== undefined);
    },
    async count(query) {
      assertOpen();
      const { sql, params } = countStatement(shape, query);
      return Number(db.first(sql, ...params)?.[0]);
    },
    async group(query) {
      assertOpen();
      const { sql, params } = groupStatement(shape, query);
      const flag = shape.booleans.has(query.by);
      return new Map(db.all(sql, ...params).map(([key, value]) => [groupKey(key, flag), Number(value)]));
    },
    async bulk(docs) {
      assertOpen();
      const slices: (readonly T[])[] = [];
      for (let start = 0; start < docs.length; start += BULK_SLICE) slices.push(docs.slice(start, start + BULK_SLICE));
      return (await Promise.all(slices.map(bulkSlice))).flat();
    },
  };
}

/** The key of a group as text: `true` and `false` for booleans, the empty text where the field is null. */
function groupKey(value: SqlValue | undefined, flag: boolean): string {
  if (value === undefined || value === null || value === -Infinity) return "";
  return flag ? String(value === 1) : String(value);
}
