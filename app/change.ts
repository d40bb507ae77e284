/**
 * A change: what a use case decided should be written. One place turns it into a commit, with its audit entry
 * (which also stops repeats, since its id is the command's key) and its outbox entries, and wakes jobs after.
 */
import type { Actor, AuditEntry } from "#core/records.js";
import type { Sealed } from "#core/fields.js";
import type { CommitOutcome, Insert, Root } from "#store/port.js";
import type { AppDeps, Wake } from "./deps.js";

/** An event somebody must be told of; `app/tell.ts` says who. */
export interface Happened {
  readonly event: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly words?: Sealed;
}

export interface Change {
  /** The guarded document, or none when everything written is new. */
  readonly root?: Root;
  readonly also?: readonly Insert[];
  readonly audit: Pick<AuditEntry, "action" | "subject" | "detail">;
  readonly happened?: readonly Happened[];
  readonly wake?: readonly Wake[];
}

export interface Written {
  readonly audit: AuditEntry;
  readonly inserts: readonly Insert[];
  readonly wake: readonly Wake[];
}

/** The inserts of a change: its audit entry first, then its own, then the outbox. */
export function writtenBy(
  { vault }: Pick<AppDeps, "vault">,
  change: Change,
  by: { office: string; actor: Actor; key: string; now: number; result: unknown },
): Written {
  const { office, key, now } = by;
  const audit: AuditEntry = {
    _id: key,
    version: 1,
    office,
    at: now,
    actor: by.actor,
    ...change.audit,
    result: by.result === null ? null : vault.seal(JSON.stringify(by.result)),
  };
  const outbox = (change.happened ?? []).map((happened, index) => ({
    collection: "outbox" as const,
    doc: {
      _id: `${key}.${index}`,
      version: 1,
      office,
      event: happened.event,
      ids: { ...happened.ids },
      words: happened.words ?? null,
      at: now,
      done: false,
    },
  }));
  return {
    audit,
    inserts: [{ collection: "audit", doc: audit }, ...(change.also ?? []), ...outbox],
    wake: [...outbox.map(({ doc }) => notifyJob(office, doc._id)), ...(change.wake ?? [])],
  };
}

/** Wakes the telling of one outbox entry. */
export function notifyJob(office: string, entry: string): Wake {
  return { job: "notify", key: `notify:${entry}`, payload: { office, entry }, priority: 2 };
}

/** Wakes matching of one office and kind; runs are coalesced by the key. */
export function matchJob(office: string, kind: string): Wake {
  return { job: "match", key: `match:${office}:${kind}`, payload: { office, kind }, priority: 3 };
}

/** Wakes the clock of one match at its time. */
export function clockJob(office: string, match: string, delayMs: number): Wake {
  return { job: "clock", key: `clock:${match}`, payload: { office, match }, delayMs: Math.max(0, delayMs) };
}

/** Commits a change on its own, outside a conversation, and wakes its jobs. */
export async function commitChange(
  deps: Pick<AppDeps, "store" | "clock" | "wake" | "vault">,
  change: Change,
  by: { office: string; actor: Actor; key: string; result: unknown },
): Promise<CommitOutcome> {
  const written = writtenBy(deps, change, { ...by, now: deps.clock.now() });
  const [audit, ...rest] = written.inserts;
  const outcome = change.root
    ? await deps.store.commit(change.root, written.inserts)
    : await deps.store.commit({ op: "insert", collection: "audit", doc: written.audit }, audit ? rest : []);
  if (outcome.type === "committed") deps.wake(written.wake);
  return outcome;
}
