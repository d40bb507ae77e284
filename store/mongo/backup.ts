/**
 * A copy of everything in one file of the embedded engine, so that a backup can be opened anywhere. Most of it is copied
 * while others write; what changed meanwhile is copied again behind the closed gate, which makes it one moment.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { collectionNames, type CollectionName, type Documents } from "#core/documents.js";
import type { Store, Stored } from "../port.js";
import { openSqliteStore } from "../sqlite/engine.js";
import { vaultKeyFact, type FactStore } from "../vault.js";
import type { MongoDeps } from "./deps.js";
import type { Gate } from "./gate.js";
import type { StoredRow } from "./rows.js";
import type { Settle } from "./settle.js";

export interface BackupDeps extends MongoDeps {
  readonly settle: Settle;
  readonly gate: Gate;
  readonly meta: FactStore;
}

const BATCH = 500;
/** Facts that go along: which key the documents are sealed with. */
const FACTS = [vaultKeyFact];

/** Writes the copy to `target`; what was there before is written over. */
export async function backupTo(deps: BackupDeps, target: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(resolve(target)), ".fourhelp-backup-"));
  try {
    const copy = await openSqliteStore({ path: join(folder, "copy.db") });
    try {
      for (const name of collectionNames) await copyNew(deps, copy, name);
      await deps.gate.closed(async () => {
        for (const name of collectionNames) {
          await copyNew(deps, copy, name);
          await removeGone(deps, copy, name);
        }
      });
      for (const fact of FACTS) {
        const value = await deps.meta.get(fact);
        if (value !== undefined) await copy.meta.set(fact, value);
      }
      await copy.backup(target);
    } finally {
      await copy.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies what the copy does not have in that version. */
async function copyNew(deps: BackupDeps, copy: Store, collection: CollectionName): Promise<void> {
  const rows = deps.rows(collection).find({}, { projection: { version: 1, "pending.id": 1 }, batchSize: BATCH });
  let batch: StoredRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    await copyBatch(deps, copy, collection, batch);
    batch = [];
  }
  await copyBatch(deps, copy, collection, batch);
}

async function copyBatch(
  deps: BackupDeps,
  copy: Store,
  collection: CollectionName,
  batch: readonly StoredRow[],
): Promise<void> {
  const there = await versionsIn(copy, collection, batch);
  const wanted = batch.filter((row) => row.pending || there.get(row._id) !== row.version).map(({ _id }) => _id);
  if (wanted.length === 0) return;
  const rows = await deps
    .rows(collection)
    .find({ _id: { $in: wanted } })
    .toArray();
  const docs = (await deps.settle.many(collection, rows)).map(({ body }): Documents[typeof collection] =>
    JSON.parse(body),
  );
  await copy.put(collection, docs);
}

async function versionsIn(copy: Store, collection: CollectionName, rows: readonly { _id: string }[]) {
  const docs: Stored[] = await copy[collection].getMany(rows.map(({ _id }) => _id));
  return new Map(docs.map(({ _id, version }) => [_id, version]));
}

async function removeGone(deps: BackupDeps, copy: Store, collection: CollectionName): Promise<void> {
  const copied: AsyncIterable<Stored> = copy[collection].scan({ index: "office", where: {} });
  let batch: string[] = [];
  const check = async (): Promise<void> => {
    const found = await deps
      .rows(collection)
      .find({ _id: { $in: batch } }, { projection: { _id: 1 } })
      .toArray();
    const there = new Set(found.map(({ _id }) => _id));
    for (const id of batch) if (!there.has(id)) await copy[collection].remove(id);
    batch = [];
  };
  for await (const { _id } of copied) if (batch.push(_id) >= BATCH) await check();
  await check();
}
