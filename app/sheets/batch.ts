/** Rows in batches: small enough to hold, large enough that waiting between them costs nothing. */
import type { SheetRow } from "#core/sheets/cell.js";

/** Rows in one batch, at most. */
export const BATCH = 500;

/** The first rows of a stream, at most `count`; the rest is not read. */
export async function takeHead(rows: AsyncIterable<readonly SheetRow[]>, count: number): Promise<readonly SheetRow[]> {
  const head: SheetRow[] = [];
  if (count <= 0) return head;
  for await (const batch of rows) {
    head.push(...batch.slice(0, count - head.length));
    if (head.length >= count) break;
  }
  return head;
}
