/** Brings a list of the office in from a file: opens, checks, reads, decides, writes in batches. */
import { dayOf } from "#core/calendar.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { RowProblem } from "#core/sheets/problem.js";
import { say } from "#core/message/message.js";
import type { Decided, Decider } from "./decider.js";
import { createDecider } from "./kinds.js";
import {
  beginImport,
  counted,
  MOST_REJECTS,
  noCounts,
  openLedger,
  problemsOf,
  type Counts,
  type Ledger,
} from "./ledger.js";
import { problemsOfImport, writeRejects } from "./rejects.js";
import type { ImportDeps, ImportOutcome, ImportRequest, ImportSummary, ImportWatch } from "./request.js";
import { batchesOf, type RowBatch } from "./rows.js";
import { openSource, type Source } from "./source.js";

export type { ImportDeps, ImportOutcome, ImportRequest, ImportSummary, ImportWatch } from "./request.js";

/** Somebody else may write between reading and writing; so often in a row is no chance. */
const TRIES = 8;
const FIRST_PROBLEMS = 10;
/** Rows of a batch, alone and beside a server: large ones are fast, small ones keep nobody waiting. */
const BATCH = 2_000;
const SHARED_BATCH = 250;

/**
 * Brings a file in. Safe to repeat: the same file again changes nothing, a corrected one changes what differs. Rejects
 * only for broken infrastructure; then the same file continues where it was.
 */
export async function runImport(
  deps: ImportDeps,
  request: ImportRequest,
  watch: ImportWatch = {},
): Promise<ImportOutcome> {
  const began = deps.clock.now();
  const opening = await openSource(request.kind, request);
  if (opening.type === "refused") return opening;
  const { source } = opening;
  deps.places.forget(request.office);
  const made = await createDecider(request.kind, { deps, request, header: source.header });
  if (made.type === "refused") return made;
  const running: Running<ImportKind> = { deps, request, watch, source, decider: made.decider, began };
  return request.dryRun ? tryOut(running) : writeAll(running);
}

interface Running<K extends ImportKind> {
  readonly deps: ImportDeps;
  readonly request: ImportRequest;
  readonly watch: ImportWatch;
  readonly source: Source<K>;
  readonly decider: Decider<K>;
  readonly began: number;
}

/** Everything is decided, and nothing is written. */
async function tryOut<K extends ImportKind>(running: Running<K>): Promise<ImportOutcome> {
  const { watch, decider, source, request, deps } = running;
  let counts: Counts = noCounts;
  const problems: RowProblem[] = [];
  for await (const batch of batches(running, 0)) {
    if (watch.signal?.aborted) return { type: "stopped", summary: summaryOf(running, counts, problems, 0, null) };
    const decided = await decider.decide(batch.rows, true);
    decider.keep?.();
    counts = counted(counts, decided.verdicts, batch.unread.length);
    if (problems.length < MOST_REJECTS) problems.push(...problemsOf(batch, decided.verdicts));
    watch.progress?.(batch.to, source.sheet.rowCount);
  }
  const sheet = problems.length > 0 ? request.rejectedPath : null;
  if (sheet !== null) await writeRejects(deps, sheet, request.locale, problems);
  return { type: "done", summary: summaryOf(running, counts, problems, 0, sheet) };
}

async function writeAll<K extends ImportKind>(running: Running<K>): Promise<ImportOutcome> {
  const { deps, request, watch, source, decider } = running;
  const total = source.sheet.rowCount;
  const begun = await beginImport(deps, request, { layout: source.header.layout.id, total, upload: null });
  const ledger = openLedger(deps, begun);
  for await (const batch of batches(running, ledger.resumedAt)) {
    if (watch.signal?.aborted) {
      await ledger.end("stopped");
      return { type: "stopped", summary: await endSummary(running, ledger) };
    }
    if (!(await writeBatch(running, ledger, batch))) return { type: "refused", problem: say("import.refused-taken") };
    if (decider.changesPlace) deps.places.forget(request.office);
    watch.progress?.(batch.to, total);
  }
  await ledger.end("done");
  const { kind } = request;
  deps.log.info({ action: "import.done", office: request.office, kind, count: ledger.doc.cursor });
  return { type: "done", summary: await endSummary(running, ledger) };
}

/** False when another process brings the same file in. */
async function writeBatch<K extends ImportKind>(
  { decider }: Running<K>,
  ledger: Ledger,
  batch: RowBatch<K>,
): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const decided: Decided = await decider.decide(batch.rows, tries > 0);
    const saved = await ledger.save(batch, decided);
    if (saved === "taken") return false;
    if (saved === "conflict") continue;
    decider.keep?.();
    return true;
  }
  throw new Error("somebody else keeps changing the same documents");
}

function batches<K extends ImportKind>({ deps, request, source, decider, watch }: Running<K>, done: number) {
  const { office } = request;
  const today = deps.places.of(office).then((place) => dayOf(deps.clock.now(), place.office.timeZone));
  return (async function* () {
    const { together, pass } = decider;
    yield* batchesOf({
      source,
      context: { today: await today },
      done,
      size: watch.shared ? SHARED_BATCH : BATCH,
      ...(together && { together }),
      ...(pass && { pass }),
    });
  })();
}

async function endSummary<K extends ImportKind>(running: Running<K>, ledger: Ledger): Promise<ImportSummary> {
  const { deps, request } = running;
  const { doc, resumedAt } = ledger;
  const first: RowProblem[] = [];
  if (doc.rejected > 0) {
    for await (const problem of problemsOfImport(deps, doc)) {
      first.push(problem);
      if (first.length >= FIRST_PROBLEMS) break;
    }
  }
  const sheet = doc.rejected > 0 && doc.state !== "stopped" ? request.rejectedPath : null;
  if (sheet !== null) await writeRejects(deps, sheet, request.locale, problemsOfImport(deps, doc));
  return summaryOf(running, doc, first, resumedAt, sheet);
}

function summaryOf<K extends ImportKind>(
  { deps, request, source, began }: Running<K>,
  { created, changed, unchanged, rejected }: Counts,
  problems: readonly RowProblem[],
  resumedAt: number,
  rejectedSheet: string | null,
): ImportSummary {
  return {
    kind: request.kind,
    layout: source.header.layout.id,
    file: request.name,
    rows: created + changed + unchanged + rejected,
    created,
    changed,
    unchanged,
    rejected,
    seconds: Math.round((deps.clock.now() - began) / 10) / 100,
    dryRun: request.dryRun,
    resumedAt,
    problems: problems.slice(0, FIRST_PROBLEMS),
    rejectedSheet,
  };
}
