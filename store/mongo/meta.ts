/** Small facts about the store itself, and its schema number. */
import type { Db } from "mongodb";
import { StoreRefused } from "../refused.js";
import type { FactStore } from "../vault.js";

/** The form in which documents are stored; grows with each change of it. */
const SCHEMA = 1;
const SCHEMA_FACT = "schema";

interface Fact {
  readonly _id: string;
  readonly value: string;
}

export function createMeta(db: Db): FactStore {
  const facts = db.collection<Fact>("meta");
  return {
    get: async (key) => (await facts.findOne({ _id: key }))?.value,
    async set(key, value) {
      await facts.updateOne({ _id: key }, { $set: { value } }, { upsert: true });
    },
  };
}

/** Throws `StoreRefused` when a later program has written here. */
export async function checkSchema(meta: FactStore): Promise<void> {
  const found = Number((await meta.get(SCHEMA_FACT)) ?? 0);
  if (found > SCHEMA) {
    throw new StoreRefused(
      "newer-schema",
      `This data was written by a newer Fourhelp (schema ${found}; this one knows ${SCHEMA}). Install the newer version again, or restore a backup made before the update.`,
    );
  }
  if (found < SCHEMA) await meta.set(SCHEMA_FACT, String(SCHEMA));
}
