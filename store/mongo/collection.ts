/** One collection of the port on MongoDB. */
import type { Collection, Find, Page, Stored } from "../port.js";
import type { Shape } from "../shape.js";
import { checkGroup, checkLimit, writeCursor } from "../walk.js";
import { isIndexable } from "../check.js";
import type { Commits } from "./commit.js";
import { isTaken } from "./duplicate.js";
import type { MongoDeps } from "./deps.js";
import { byKey, filterOf, pageOf } from "./query.js";
import { plain, toRow, type StoredRow } from "./rows.js";
import type { Settle } from "./settle.js";

export interface CollectionDeps extends MongoDeps {
  readonly settle: Settle;
  readonly commits: Commits;
  readonly shape: Shape;
  /** Counts a call as under way, and refuses it once the store is closed. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** The same for a write: it waits while a backup has the gate closed. */
  write<T>(call: () => Promise<T>): Promise<T>;
}

const SCAN_PAGE = 500;
/** Guarded writes of a bulk that are under way at once. */
const BULK_AT_ONCE = 32;
const shown = { projection: { insertedBy: 0 } } as const;

export function createCollection<T extends Stored>(deps: CollectionDeps): Collection<T> {
  const { shape, settle, commits, run, write } = deps;
  const name = shape.collection;
  const rows = deps.rows(name);

  // Bodies were checked when they were written, so they are trusted here.
  const read = ({ body }: Pick<StoredRow, "body">): T => JSON.parse(body);

  const docOf = async (row: StoredRow | null): Promise<T | undefined> => {
    const settled = row ? await settle.one(name, row) : undefined;
    return settled && read(settled);
  };

  async function find(query: Find): Promise<Page<T>> {
    const limit = checkLimit(query.limit);
    const { filter, sort, free } = pageOf(shape, query);
    const found = await rows.find(filter, { ...shown, sort, limit: limit + 1 }).toArray();
    const last = found.length > limit ? found[limit - 1] : undefined;
    const items = (await settle.many(name, found.slice(0, limit))).map(read);
    return last ? { items, next: writeCursor(free, read(last)) } : { items };
  }

  return {
    get: (id) => run(async () => (isIndexable(id) ? docOf(await rows.findOne({ _id: id }, shown)) : undefined)),
    getMany: (ids) =>
      run(async () => {
        const found = await rows.find({ _id: { $in: ids.filter(isIndexable) } }, shown).toArray();
        return (await settle.many(name, found)).map(read);
      }),
    by: (unique, values) => run(async () => docOf(await rows.findOne(byKey(shape, unique, values), shown))),
    insert: (doc) =>
      run(async () => {
        const row = toRow(shape, doc, 1);
        return write(() => insertNew(rows, row));
      }),
    replace: (doc) =>
      run(async () => {
        const row = toRow(shape, doc, doc.version + 1);
        return write(async () => ((await commits.replace(name, row)) ? "replaced" : "conflict"));
      }),
    remove: (id) =>
      run(() =>
        write(async () => {
          const row = await rows.findOne({ _id: id });
          // what its commit still has to write is written before it goes
          if (row) await settle.one(name, row);
          return row !== null && (await rows.deleteOne({ _id: id })).deletedCount === 1;
        }),
      ),
    find: (query) => run(() => find(query)),
    async *scan(query) {
      // A document that is written while the scan runs may move ahead of it; what was seen is not shown again.
      const seen = new Set<string>();
      let after: string | undefined;
      do {
        const wanted = { ...query, limit: SCAN_PAGE, ...(after === undefined ? {} : { after }) };
        const page = await run(() => find(wanted));
        for (const doc of page.items) {
          if (seen.has(doc._id)) continue;
          seen.add(doc._id);
          yield doc;
        }
        after = page.next;
      } while (after !== undefined);
    },
    count: (query) => run(async () => rows.countDocuments(filterOf(shape, query))),
    group: (query) =>
      run(async () => {
        checkGroup(shape, query);
        const sum = query.sum === undefined ? 1 : `$${query.sum}`;
        const groups = await rows
          .aggregate<{ _id: unknown; value: number }>([
            { $match: filterOf(shape, query) },
            { $group: { _id: `$${query.by}`, value: { $sum: sum } } },
          ])
          .toArray();
        return new Map(groups.map(({ _id, value }) => [groupKey(_id), value]));
      }),
    bulk: (docs) =>
      run(async () => {
        const wanted = docs.map((doc) => toRow(shape, doc, doc.version + 1));
        return write(async () => {
          const conflicts: string[] = [];
          // each on its own: the server's bulk tells how many were written, and which ones is what must be known
          const next = wanted.values();
          const worker = async (): Promise<void> => {
            for (const row of next) if (!(await commits.replace(name, row))) conflicts.push(row._id);
          };
          await Promise.all(Array.from({ length: BULK_AT_ONCE }, worker));
          return conflicts;
        });
      }),
  };
}

async function insertNew(rows: ReturnType<MongoDeps["rows"]>, row: StoredRow): Promise<"inserted" | "exists"> {
  try {
    await rows.insertOne(row);
    return "inserted";
  } catch (error) {
    if (isTaken(error)) return "exists";
    throw error;
  }
}

/** The key of a group as text; the empty text where the field is null. */
function groupKey(value: unknown): string {
  if (typeof value === "string") return plain(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
