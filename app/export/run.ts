/** Writes a list of the office to a file, in the same layouts that can be brought in. */
import { say, type Message } from "#core/message/message.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import { layoutOf, type Layout } from "#core/sheets/layouts/index.js";
import { ORDINAL } from "#core/sheets/layout.js";
import type { Records } from "#core/sheets/records.js";
import { commitChange } from "../change.js";
import type { AppDeps } from "../deps.js";
import { writeSheet, type SheetWriter } from "../sheets/write.js";
import { readerOf } from "./reader.js";
import { recordsOf, type Exporting } from "./records.js";

export type ExportDeps = Pick<AppDeps, "store" | "vault" | "places" | "log" | "clock" | "ids" | "wake">;

export interface ExportRequest {
  readonly office: string;
  readonly kind: ImportKind;
  /** Id of a layout of that kind, or null for the first one. */
  readonly layout: string | null;
  readonly path: string;
  readonly format: "csv" | "xlsx";
  /** Whose rights count: the office's own, or one person's. */
  readonly reader: { readonly as: "office" } | { readonly person: string };
}

export type ExportOutcome =
  | { readonly type: "refused"; readonly problem: Message }
  /** `sensitive`: were P3 columns filled? */
  | { readonly type: "done"; readonly rows: number; readonly sensitive: boolean };

export interface ExportWatch {
  progress?(done: number): void;
  readonly signal?: AbortSignal;
}

/** Rows between two looks at the signal and two words on the progress. */
const STEP = 500;

/** Writes the file whole or not at all. Only what the reader may have is in it; P3 columns are empty otherwise. */
export async function runExport(
  deps: ExportDeps,
  request: ExportRequest,
  watch: ExportWatch = {},
): Promise<ExportOutcome> {
  const { office, kind, path, format } = request;
  const layout = layoutOf(kind, request.layout);
  if (!layout) return { type: "refused", problem: say("export.refused-layout") };
  const place = await deps.places.of(office);
  const reader = await readerOf(deps, place, request.reader);
  const sheet = await writeSheet(path, format, layout.id);
  try {
    const exporting: Exporting = { deps, office, place, reader, layout: layout.id };
    const written = await writeRows(sheet, layout, exporting, watch);
    if (written === null) {
      await sheet.discard();
      return { type: "refused", problem: say("export.stopped") };
    }
    // before the file has its name: nobody takes a list out unseen
    await writeDown(deps, request, { ...written, layout: layout.id });
    await sheet.end();
    deps.log.info({ action: "export.done", office, kind, count: written.rows });
    return { type: "done", ...written };
  } catch (error) {
    await sheet.discard();
    throw error;
  }
}

async function writeDown(
  deps: ExportDeps,
  { office, kind, reader }: ExportRequest,
  detail: { readonly rows: number; readonly sensitive: boolean; readonly layout: string },
): Promise<void> {
  const actor = "person" in reader ? { person: reader.person, contact: null } : { system: "export" };
  const audit = { action: "list-exported", subject: { collection: kind, id: office }, detail: { ...detail } };
  await commitChange(deps, { audit }, { office, actor, key: `export:${deps.ids.id()}`, result: null });
}

/** Null when it was called off. */
async function writeRows<K extends ImportKind>(
  sheet: SheetWriter,
  layout: Layout<K>,
  exporting: Exporting,
  { progress, signal }: ExportWatch,
): Promise<{ rows: number; sensitive: boolean } | null> {
  await sheet.row(layout.columns.map(({ names, field }) => names[0] ?? field));
  let rows = 0;
  let sensitive = false;
  for await (const one of recordsOf<K>(layout.kind, exporting)) {
    rows += 1;
    sensitive ||= one.sensitive;
    await sheet.row(cellsOf(layout, one.record, rows));
    if (rows % STEP > 0) continue;
    progress?.(rows);
    if (signal?.aborted) return null;
  }
  progress?.(rows);
  return signal?.aborted ? null : { rows, sensitive };
}

function cellsOf<K extends ImportKind>(layout: Layout<K>, record: Records[K], number: number) {
  const cells = layout.write(record);
  return layout.columns.map(({ field }) => (field === ORDINAL ? number : (cells[field] ?? null)));
}
