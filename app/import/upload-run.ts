/** Uploaded files are brought in by a job, so that they are finished also when nobody looks, and after a restart. */
import type { Message } from "#core/message/message.js";
import type { Actor } from "#core/records.js";
import type { Import } from "#core/registry/import-run.js";
import type { Locale } from "#core/registry/people.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import { importJob } from "./import-job.js";
import { createDecider } from "./kinds.js";
import { beginImport } from "./ledger.js";
import type { ImportDeps, ImportOutcome, ImportRequest } from "./request.js";
import { runImport } from "./run.js";
import { openSource } from "./source.js";
import type { Uploads } from "./uploads.js";

export type UploadDeps = ImportDeps & { readonly uploads: Uploads };

/** An uploaded file that is to be brought in. */
export interface UploadRequest {
  readonly office: string;
  readonly kind: ImportKind;
  readonly name: string;
  readonly locale: Locale;
  readonly upload: string;
  readonly by?: Actor;
  readonly map?: Readonly<Record<string, string>> | null;
}

export type BegunUpload =
  { readonly type: "started"; readonly id: string } | { readonly type: "refused"; readonly problem: Message };

/** Checks the file as a whole, writes down that it is to be brought in, and wakes the job. A refused file is removed. */
export async function beginUpload(deps: UploadDeps, given: UploadRequest): Promise<BegunUpload> {
  const request = requestOf(deps, given);
  const checked = await check(deps, request);
  if (checked.type === "refused") {
    await deps.uploads.remove(given.upload);
    return checked;
  }
  const { layout, total } = checked;
  const doc = await beginImport(deps, request, { layout, total, upload: given.upload });
  if (doc.upload !== given.upload) await adopt(deps, doc, given.upload);
  deps.wake([importJob(given.office, doc._id)]);
  return { type: "started", id: doc._id };
}

/** The same file came in again while it was under way: the newer copy is of no use, unless the first is the CLI's. */
async function adopt(deps: UploadDeps, doc: Import, upload: string): Promise<void> {
  if (doc.upload !== null) return deps.uploads.remove(upload);
  const outcome = await deps.store.imports.replace({ ...doc, upload, state: "running" });
  if (outcome === "conflict") await deps.uploads.remove(upload);
}

async function check(deps: ImportDeps, request: ImportRequest) {
  const opening = await openSource(request.kind, request);
  if (opening.type === "refused") return opening;
  const { sheet, header } = opening.source;
  const made = await createDecider(request.kind, { deps, request, header });
  if (made.type === "refused") return made;
  return { type: "fine" as const, layout: header.layout.id, total: sheet.rowCount };
}

/** Brings an upload in, or goes on with it. Nothing to do when it has ended. Null for an import there is not. */
export async function runUpload(deps: UploadDeps, id: string, signal?: AbortSignal): Promise<ImportOutcome | null> {
  const doc = await deps.store.imports.get(id);
  if (!doc || doc.state !== "running" || doc.upload === null) return null;
  const { upload, office, kind, file: name, locale, by, map } = doc;
  const request = requestOf(deps, { office, kind, name, locale, upload, by, map });
  const outcome = await runImport(deps, request, { shared: true, ...(signal && { signal }) });
  if (outcome.type === "stopped") return outcome;
  if (outcome.type === "refused") await refuse(deps, id, outcome.problem);
  // the problems are kept with the import: the sheet is written when somebody asks for it
  await deps.uploads.remove(upload);
  return outcome;
}

async function refuse({ store, clock }: ImportDeps, id: string, problem: Message): Promise<void> {
  const doc = await store.imports.get(id);
  if (doc?.state !== "running") return;
  await store.imports.replace({ ...doc, state: "refused", reason: problem.key, at: clock.now() });
}

function requestOf({ uploads }: UploadDeps, given: UploadRequest): ImportRequest {
  const { office, kind, name, locale, upload, by = { system: "console" }, map = null } = given;
  return { office, kind, path: uploads.pathOf(upload), name, map, dryRun: false, locale, by, rejectedPath: null };
}
