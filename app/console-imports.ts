/** Lists on the console page: a file comes in, is checked or brought in while the page looks on, and lists go out again. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Message } from "#core/message/message.js";
import type { Import } from "#core/registry/import-run.js";
import type { Locale } from "#core/registry/people.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { RowProblem } from "#core/sheets/problem.js";
import { createChecks } from "./console-checks.js";
import { createDownloads, writtenOnce, type Downloads } from "./console-downloads.js";
import { viewOf, viewOfCheck } from "./console-import-view.js";
import type { AppDeps } from "./deps.js";
import type { runExport } from "./export/run.js";
import { problemsOfImport, writeRejects } from "./import/rejects.js";
import type { runImport } from "./import/run.js";
import type { Uploads } from "./import/uploads.js";

/** How many of the latest imports the page lists, and how many problems of one it shows. */
const LATEST = 5;
const PROBLEMS = 10;

export interface ListsDeps extends AppDeps {
  readonly uploads: Uploads;
  readonly runImport: typeof runImport;
  readonly runExport: typeof runExport;
  /** Hands an uploaded file to the job that brings it in; the file is the job's from then on. */
  beginImport(given: Begin): Promise<Begun>;
}

/** An uploaded file that is to be brought in. */
export interface Begin {
  readonly office: string;
  readonly kind: ImportKind;
  /** As its owner calls it. */
  readonly name: string;
  /** Language of the sheet of rejected rows. */
  readonly locale: Locale;
  readonly upload: string;
}

/** The import's id, or why the file as a whole cannot be taken. */
export type Begun =
  { readonly type: "started"; readonly id: string } | { readonly type: "refused"; readonly problem: Message };

/** A file that comes in through the page. */
export interface Given extends Omit<Begin, "upload"> {
  /** Only look, write nothing. */
  readonly check: boolean;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** An import or a check as the page shows it. */
export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly file: string;
  readonly check: boolean;
  readonly state: Import["state"];
  /** Rows looked at, of how many in the file; 0 of 0 while that is not known. */
  readonly done: number;
  readonly total: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** The first ten. */
  readonly problems: readonly RowProblem[];
  /** Is there a sheet of rejected rows to download? */
  readonly sheet: boolean;
  /** Why the file was not taken. */
  readonly reason: Message | null;
}

export type Started =
  | Begun
  | { readonly type: "too-big" }
  /** What should be brought in is not there any more. */
  | { readonly type: "gone" };

/** What the page asks for. Everything is asked within one office; ids of another one are not found. */
export interface Lists extends Downloads {
  start(given: Given): Promise<Started>;
  /** Brings in what was checked. Asked twice, it is the same import. */
  importNow(office: string, id: string): Promise<Started>;
  view(office: string, id: string): Promise<ImportView | null>;
  /** The latest imports, newest first. */
  recent(office: string): Promise<ImportView[]>;
  /** The sheet of rows that were not taken, or null. */
  rejected(office: string, id: string, locale: Locale): Promise<Readable | null>;
  /** Stops what is being checked, and waits for it. */
  close(): Promise<void>;
}

export function createLists(deps: ListsDeps): Lists {
  const stop = new AbortController();
  const checks = createChecks(deps, stop.signal);
  return {
    ...createDownloads(deps, stop.signal),
    async start({ bytes, check, ...given }) {
      await checks.forgetOld();
      const kept = await deps.uploads.keep(bytes);
      if (kept.type === "too-big") return kept;
      const file = { ...given, upload: kept.id };
      return check ? { type: "started", id: checks.start(file) } : deps.beginImport(file);
    },
    async importNow(office, id) {
      const check = checks.get(office, id);
      if (check?.outcome?.type !== "done") return { type: "gone" };
      // kept at once, so that a second press finds the first one's import
      check.imported ??= deps.beginImport(check.file).catch((error: unknown) => {
        check.imported = null;
        throw error;
      });
      return check.imported;
    },
    async view(office, id) {
      const check = checks.get(office, id);
      if (check) return viewOfCheck(check);
      const doc = await importOf(deps, office, id);
      return doc ? viewOf(doc, await firstProblems(deps, doc)) : null;
    },
    async recent(office) {
      const query = { index: "byTime", where: { office }, descending: true, limit: LATEST };
      const { items } = await deps.store.imports.find(query);
      return items.map((doc) => viewOf(doc, []));
    },
    async rejected(office, id, locale) {
      const check = checks.get(office, id);
      if (check) return viewOfCheck(check).sheet ? readSheet(deps.uploads.rejectedPathOf(check.file.upload)) : null;
      const doc = await importOf(deps, office, id);
      if (!doc || doc.rejected === 0) return null;
      return writtenOnce(deps, async (path) => {
        await writeRejects(deps, path, locale, problemsOfImport(deps, doc));
        return true;
      });
    },
    async close() {
      stop.abort();
      await checks.close();
    },
  };
}

async function importOf({ store }: ListsDeps, office: string, id: string): Promise<Import | null> {
  const doc = await store.imports.get(id);
  return doc?.office === office ? doc : null;
}

async function firstProblems(deps: ListsDeps, doc: Import): Promise<RowProblem[]> {
  if (doc.rejected === 0) return [];
  const first: RowProblem[] = [];
  for await (const problem of problemsOfImport(deps, doc)) if (first.push(problem) >= PROBLEMS) break;
  return first;
}

/** Null when the sheet was taken away meanwhile. */
async function readSheet(path: string): Promise<Readable | null> {
  const file = await open(path).catch(() => null);
  return file && createReadStream("", { fd: file });
}
