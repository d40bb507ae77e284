/** One bringing-in of a list, and the rows of it that were not taken. */
import { z } from "zod";
import { base, id, p1, p2 } from "#core/fields.js";
import { Actor } from "#core/records.js";
import { Locale } from "#core/registry/people.js";
import { ImportKind } from "#core/sheets/kinds.js";

const count = p1(z.int().nonnegative());

/**
 * A file that is or was brought in; its version guards each batch. `_id` is made from office, kind, mapping and the
 * file's own hash, so that a killed run is found again by the same file.
 */
export const Import = z.object({
  ...base,
  kind: p1(ImportKind),
  /** The layout that was found in the file. */
  layout: p1(z.string()),
  /** The file's name as its owner knows it. */
  file: p2(z.string().max(260)),
  map: z.record(p2(z.string()), p2(z.string())).nullable(),
  /** `running` also where a process was killed: the file can be given again, and continues. */
  state: p1(z.enum(["running", "done", "stopped", "refused"])),
  /** Counts the runs from the start; in the key of every audit entry. */
  run: count,
  /** Rows of the file that are done with. */
  cursor: count,
  total: count,
  created: count,
  changed: count,
  unchanged: count,
  rejected: count,
  /** Why the file was refused: a message key, or null. */
  reason: p1(z.string()).nullable(),
  locale: p1(Locale),
  by: Actor,
  /** Its uploaded file, while a job is to bring it in; null for a file of the command line. */
  upload: id.nullable(),
  startedAt: p1(z.number()),
  at: p1(z.number()),
});
export type Import = z.infer<typeof Import>;

const StoredMessage = z.object({ key: p1(z.string()), params: p1(z.json()) });

/** One thing wrong with one row, told without its value. `_id` is import, run and number. */
export const ImportReject = z.object({
  ...base,
  import: id,
  /** As the spreadsheet shows it. */
  row: count,
  column: p2(z.string()).nullable(),
  valueClass: StoredMessage,
  reason: StoredMessage,
  mend: StoredMessage,
});
export type ImportReject = z.infer<typeof ImportReject>;
