/** What a collection holds, as one number and one hash: two stores hold the same when both agree. */
import { createHash } from "node:crypto";
import { documents, type CollectionName } from "#core/documents.js";
import { officeIndex } from "#store/collections.js";
import type { Collection, Stored } from "#store/port.js";

export interface Digest {
  readonly documents: number;
  /** SHA-256 of each document, put together by exclusive or; hexadecimal. */
  readonly sha256: string;
}

/** How many documents are read and written at once. */
const BATCH = 500;
const HASH_BYTES = 32;

/** All documents of a collection, of every office, batch by batch. Nothing is remembered, so that a nation's fit. */
export async function* batchesOf<T extends Stored>(collection: Pick<Collection<T>, "find">): AsyncGenerator<T[]> {
  let after: string | undefined;
  do {
    const page = await collection.find({
      index: officeIndex,
      where: {},
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    });
    if (page.items.length > 0) yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/**
 * Digests batches of one collection. Each document counts as its schema has it, since that is what an engine writes; the
 * order does not matter, because engines may sort ids in different ways.
 */
export async function digestOf(name: CollectionName, batches: AsyncIterable<readonly Stored[]>): Promise<Digest> {
  const sum = new Uint8Array(HASH_BYTES);
  let count = 0;
  for await (const docs of batches) {
    for (const doc of docs) {
      const hash = createHash("sha256").update(canonical(name, doc)).digest();
      for (const [at, byte] of hash.entries()) sum[at] = (sum[at] ?? 0) ^ byte;
    }
    count += docs.length;
  }
  return { documents: count, sha256: Buffer.from(sum).toString("hex") };
}

/** The one JSON text of a document, whatever the order of its fields. */
export function canonical(name: CollectionName, doc: Stored): string {
  return JSON.stringify(documents[name].parse(doc), inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
