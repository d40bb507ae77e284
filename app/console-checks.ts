/**
 * Uploaded files that are only checked. They are looked at in this process and written down nowhere: after a restart
 * the file is simply uploaded again.
 */
import { say } from "#core/message/message.js";
import type { Begin, Begun, ListsDeps } from "./console-imports.js";
import type { ImportDeps, ImportOutcome } from "./import/request.js";

/** What was checked is kept this long, so that "import now" still finds it. */
const KEPT_MS = 24 * 3_600_000;

/** One check, as it goes on. */
export interface Check {
  readonly id: string;
  readonly file: Begin;
  readonly at: number;
  done: number;
  total: number;
  /** Null while it runs. */
  outcome: ImportOutcome | null;
  /** The import that came of it. */
  imported: Promise<Begun> | null;
}

export interface Checks {
  /** Begins; the id by which it is looked at. */
  start(file: Begin): string;
  get(office: string, id: string): Check | undefined;
  /** Removes the files of checks that nobody came back to. */
  forgetOld(): Promise<void>;
  /** Waits for what runs, and lets go of the files. */
  close(): Promise<void>;
}

type Deps = ImportDeps & Pick<ListsDeps, "uploads" | "runImport">;

/** Keeps the checks of this process; they end early when `signal` does. */
export function createChecks(deps: Deps, signal: AbortSignal): Checks {
  const known = new Map<string, Check>();
  // one after the other: a check reads whole files, and conversations go on beside it
  let last: Promise<void> = Promise.resolve();
  return {
    start(file) {
      const check: Check = {
        id: deps.ids.id(),
        file,
        at: deps.clock.now(),
        done: 0,
        total: 0,
        outcome: null,
        imported: null,
      };
      known.set(check.id, check);
      last = last.then(() => look(deps, check, signal));
      return check.id;
    },
    get(office, id) {
      const check = known.get(id);
      return check?.file.office === office ? check : undefined;
    },
    async forgetOld() {
      const before = deps.clock.now() - KEPT_MS;
      const old = [...known.values()].filter((check) => check.at < before && check.outcome !== null);
      for (const { id, file, imported } of old) {
        known.delete(id);
        // an import has taken the file over
        if (imported === null) await deps.uploads.remove(file.upload);
      }
    },
    async close() {
      await last;
      const left = [...known.values()].filter(({ imported }) => imported === null);
      known.clear();
      for (const { file } of left) await deps.uploads.remove(file.upload);
    },
  };
}

async function look(deps: Deps, check: Check, signal: AbortSignal): Promise<void> {
  const { upload, ...file } = check.file;
  const request = {
    ...file,
    path: deps.uploads.pathOf(upload),
    map: null,
    dryRun: true,
    by: { system: "console" },
    rejectedPath: deps.uploads.rejectedPathOf(upload),
  };
  const progress = (done: number, total: number): void => void Object.assign(check, { done, total });
  try {
    check.outcome = await deps.runImport(deps, request, { progress, signal });
  } catch (error) {
    deps.log.error({ action: "check.failed", office: file.office, kind: file.kind, error });
    check.outcome = { type: "refused", problem: say("lists.broke") };
  }
  // nobody can bring it in, so nobody comes back for it
  if (check.outcome.type === "refused") await deps.uploads.remove(upload);
}
