/**
 * The import's own document: where it stands, what it has counted. Each batch of new documents rides in one commit
 * with it and one audit entry (I5), so that a killed run continues where it was and counts nothing twice.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Import } from "#core/registry/import-run.js";
import type { AuditEntry } from "#core/records.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { Insert } from "#store/port.js";
import { commitChange } from "../change.js";
import type { Decided, Edit, Verdict } from "./decider.js";
import type { ImportDeps, ImportRequest } from "./request.js";
import { rejectOf } from "./rejects.js";
import type { RowBatch } from "./rows.js";
import type { ImportKind } from "#core/sheets/kinds.js";

/** Problems kept of one import; whoever has more has another problem. */
export const MOST_REJECTS = 20_000;

export interface Counts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export const noCounts: Counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };

/** Adds the verdicts on a batch, and its rows that could not be read. */
export function counted(counts: Counts, verdicts: readonly Verdict[], unread: number): Counts {
  const sum = { ...counts, rejected: counts.rejected + unread };
  for (const { type } of verdicts) sum[type] += 1;
  return sum;
}

/** The problems of a batch, by row. */
export function problemsOf(batch: RowBatch<ImportKind>, verdicts: readonly Verdict[]): RowProblem[] {
  const decided = verdicts.flatMap((verdict) => (verdict.type === "rejected" ? verdict.problems : []));
  return [...batch.unread.flat(), ...decided].toSorted((a, b) => a.row - b.row);
}

/** Made from office, kind, mapping and the file's content: the same file is the same import. */
export async function importId(request: ImportRequest): Promise<string> {
  const file = createHash("sha256");
  for await (const chunk of createReadStream(request.path)) file.update(chunk as Buffer);
  const { office, kind, map } = request;
  const told = JSON.stringify([
    office,
    kind,
    Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    file.digest("hex"),
  ]);
  return `i${createHash("sha256").update(told).digest("hex").slice(0, 24)}`;
}

/** `conflict`: what was decided on has changed, decide again. `taken`: another process brings the same file in. */
export type Saved = "saved" | "conflict" | "taken";

export interface Ledger {
  readonly doc: Import;
  readonly resumedAt: number;
  save(batch: RowBatch<ImportKind>, decided: Decided): Promise<Saved>;
  /** Ends the run; a stopped one continues with the same file. */
  end(state: "done" | "stopped"): Promise<Import>;
}

export interface Beginning {
  readonly layout: string;
  readonly total: number;
  readonly upload: string | null;
}

/** Finds the import of this file where it stands, or begins it. One that was done begins anew. */
export async function beginImport(
  deps: ImportDeps,
  request: ImportRequest,
  { layout, total, upload }: Beginning,
): Promise<Import> {
  const id = await importId(request);
  const found = await deps.store.imports.get(id);
  if (found?.state === "running" || found?.state === "stopped") return found;
  if (found) await forgetRejects(deps, found);
  const now = deps.clock.now();
  const doc: Import = {
    _id: id,
    version: found?.version ?? 1,
    office: request.office,
    kind: request.kind,
    layout,
    file: request.name.slice(0, 260),
    map: request.map === null ? null : { ...request.map },
    state: "running",
    run: (found?.run ?? 0) + 1,
    cursor: 0,
    total,
    ...noCounts,
    reason: null,
    locale: request.locale,
    by: request.by,
    upload,
    startedAt: now,
    at: now,
  };
  const outcome = await commitChange(
    deps,
    {
      root: found ? { op: "replace", collection: "imports", doc } : { op: "insert", collection: "imports", doc },
      audit: { action: "import-started", subject: { collection: "imports", id }, detail: { kind: doc.kind, layout } },
    },
    { office: doc.office, actor: doc.by, key: `import:${id}:${doc.run}`, result: null },
  );
  if (outcome.type !== "committed") throw new Error("the import was begun by somebody else at the same moment");
  return (await deps.store.imports.get(id)) ?? doc;
}

/** Writes an import's batches, from where its document stands. */
export function openLedger(deps: ImportDeps, begun: Import): Ledger {
  let doc = begun;
  // an earlier run may have died in the batch that is now the first
  let resumed = true;
  const resumedAt = begun.cursor;
  return {
    get doc() {
      return doc;
    },
    resumedAt,
    async save(batch, decided) {
      const key = `import:${doc._id}:${doc.run}:${batch.from}`;
      const verdicts = resumed ? await withEarlier(deps, key, decided.verdicts) : decided.verdicts;
      // whatever of it is written already is counted at the next try
      resumed = true;
      if (!(await saveEdits(deps, doc, key, decided.edits))) return "conflict";
      const next: Import = {
        ...doc,
        ...counted(doc, verdicts, batch.unread.length),
        state: "running",
        cursor: batch.to,
        at: deps.clock.now(),
      };
      const also = [...auditOf(next, key, decided), ...decided.inserts, ...rejectsOf(doc, batch, verdicts)];
      const outcome = await deps.store.commit({ op: "replace", collection: "imports", doc: next }, also);
      if (outcome.type === "conflict") return "taken";
      if (outcome.type === "repeated") return "conflict";
      doc = { ...next, version: next.version + 1 };
      resumed = false;
      return "saved";
    },
    async end(state) {
      // a job's import stays open when its process ends, and the sweep wakes it again
      if (state === "stopped" && doc.upload !== null) return doc;
      const ended: Import = { ...doc, state, at: deps.clock.now() };
      const { created, changed, unchanged, rejected } = ended;
      await commitChange(
        deps,
        {
          root: { op: "replace", collection: "imports", doc: ended },
          audit: {
            action: `import-${state}`,
            subject: { collection: "imports", id: doc._id },
            detail: { created, changed, unchanged, rejected },
          },
        },
        {
          office: doc.office,
          actor: doc.by,
          key: `import:${doc._id}:${doc.run}:${state}:${doc.version}`,
          result: null,
        },
      );
      return ended;
    },
  };
}

/** Writes that share a commit; a process that is killed among them finds the rest still to be done. */
const EDITS_AT_ONCE = 100;

async function saveEdits(deps: ImportDeps, doc: Import, key: string, edits: readonly Edit[]): Promise<boolean> {
  for (let from = 0; from < edits.length; from += EDITS_AT_ONCE) {
    const slice = edits.slice(from, from + EDITS_AT_ONCE);
    const outcomes = await Promise.all(slice.map((edit) => saveEdit(deps, doc, key, edit)));
    if (outcomes.includes(false)) return false;
  }
  return true;
}

async function saveEdit(deps: ImportDeps, doc: Import, key: string, edit: Edit): Promise<boolean> {
  const { root, fields, also = [], happened = [] } = edit;
  const id = root.doc._id;
  const audit = {
    action: "list-changed",
    subject: { collection: root.collection, id },
    detail: { fields: fields.join(","), import: doc._id },
  };
  const by = { office: doc.office, actor: doc.by, result: null };
  const write = (named: string) => commitChange(deps, { root, also, happened, audit }, { ...by, key: named });
  const first = editKey(key, id);
  const outcome = await write(first);
  // changed by this batch, then by somebody else, then by this batch again
  const again = outcome.type === "repeated" && outcome.id === first;
  return (again ? await write(`${first}:${root.doc.version}`) : outcome).type === "committed";
}

function editKey(key: string, id: string): string {
  return `${key}:${id}`;
}

async function withEarlier(deps: ImportDeps, key: string, verdicts: readonly Verdict[]): Promise<readonly Verdict[]> {
  const ids = verdicts.flatMap((verdict) => (verdict.type === "unchanged" ? verdict.touches : []));
  const found = await deps.store.audit.getMany(ids.map((id) => editKey(key, id)));
  const changed = new Set(found.map(({ _id }) => _id));
  return verdicts.map((verdict): Verdict => {
    if (verdict.type !== "unchanged") return verdict;
    return verdict.touches.some((id) => changed.has(editKey(key, id))) ? { ...verdict, type: "changed" } : verdict;
  });
}

/** One entry for all that is new in a batch. */
function auditOf(doc: Import, key: string, { inserts }: Decided): Insert[] {
  if (inserts.length === 0) return [];
  const counts: Record<string, number> = {};
  for (const { collection } of inserts) counts[collection] = (counts[collection] ?? 0) + 1;
  const entry: AuditEntry = {
    _id: key,
    version: 1,
    office: doc.office,
    at: doc.at,
    actor: doc.by,
    action: "list-imported",
    subject: { collection: "imports", id: doc._id },
    detail: { to: doc.cursor, ...counts },
    result: null,
  };
  return [{ collection: "audit", doc: entry }];
}

function rejectsOf(doc: Import, batch: RowBatch<ImportKind>, verdicts: readonly Verdict[]): Insert[] {
  // every rejected row has a problem at least, so this bounds what is kept
  if (doc.rejected >= MOST_REJECTS) return [];
  return problemsOf(batch, verdicts).map((problem, index) => ({
    collection: "rejects",
    doc: rejectOf(doc, problem, `${batch.from}.${index}`),
  }));
}

async function forgetRejects({ store }: ImportDeps, doc: Import): Promise<void> {
  const old: string[] = [];
  const where = { office: doc.office, import: doc._id };
  for await (const { _id } of store.rejects.scan({ index: "byImport", where })) old.push(_id);
  for (const id of old) await store.rejects.remove(id);
}
