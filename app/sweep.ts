/**
 * The sweep re-derives every job that should exist and does not, from the store alone: the queue may be lost whole,
 * and nothing promised is (design §3.7). It also ends what is too old, and checks that the sums balance (I4).
 */
import { helpKinds } from "#core/help/kinds.js";
import type { CollectionName } from "#core/documents.js";
import { clockJob, matchJob, notifyJob } from "./change.js";
import type { AppDeps, Wake } from "./deps.js";
import { importJob } from "./import/import-job.js";
import { sendJob } from "./send.js";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** A `sending` of this age has lost its process: nobody knows whether it arrived. */
const LOST_AFTER = 2 * MINUTE;
/** Somebody waits for a reply, and it may be said twice: it is given up sooner. */
const REPLY_LOST_AFTER = MINUTE / 2;
/** The inbox remembers repeats this long. */
const INBOX_DAYS = 7;
const OUTBOX_DAYS = 30;

export interface Swept {
  readonly woken: number;
  readonly lost: number;
  readonly removed: number;
}

export async function sweep(deps: AppDeps, office: string): Promise<Swept> {
  const now = deps.clock.now();
  // before anything is looked at: what a stopped process has left half written is whole then
  await deps.store.mend();
  // next, because what is behind a lost message in its conversation waits for it
  const lost = await giveUpLost(deps, office, now);
  const jobs: Wake[] = helpKinds.map((kind) => matchJob(office, kind));
  for await (const entry of deps.store.outbox.scan({ index: "byDone", where: { office, done: false } })) {
    jobs.push(notifyJob(office, entry._id));
  }
  // those that are due: one that a network has told to wait keeps waiting
  const due = { index: "byState", where: { office, state: "planned" }, before: now + 1 };
  for await (const row of deps.store.messages.scan(due)) {
    if (row.event === null) deps.straight.hold(row.contact);
    jobs.push(sendJob(row));
  }
  for await (const match of deps.store.matches.scan({
    index: "byClock",
    where: { office },
    from: 1,
    before: now + 1,
  })) {
    jobs.push(clockJob(office, match._id, 0));
  }
  for await (const { _id, upload } of deps.store.imports.scan({
    index: "byState",
    where: { office, state: "running" },
  })) {
    if (upload !== null) jobs.push(importJob(office, _id));
  }
  deps.wake(jobs);
  deps.straight.begin();
  const removed = await removeOld(deps, office, now);
  await checkSums(deps, office);
  return { woken: jobs.length, lost, removed };
}

async function giveUpLost(deps: AppDeps, office: string, now: number): Promise<number> {
  let lost = 0;
  const sending = { index: "byState", where: { office, state: "sending" } };
  const before = Math.max(now - REPLY_LOST_AFTER, deps.aloneSince ?? 0);
  for await (const row of deps.store.messages.scan({ ...sending, before })) {
    if (row.event !== null && row.stateAt >= Math.max(now - LOST_AFTER, deps.aloneSince ?? 0)) continue;
    // a reply in a talk may be said once more; a notice never
    const state = row.event === null && row.attempts < 2 ? "planned" : "unknown";
    const outcome = await deps.store.messages.replace({ ...row, state, reason: "process-ended", stateAt: now });
    if (outcome === "replaced" && state === "unknown") lost++;
  }
  if (lost > 0) deps.log.warn({ action: "send.unknown", office, count: lost });
  return lost;
}

async function removeOld(deps: AppDeps, office: string, now: number): Promise<number> {
  const inbox = await removeBefore(deps, "inbox", {
    index: "byAge",
    where: { office },
    before: now - INBOX_DAYS * DAY,
  });
  const outbox = await removeBefore(deps, "outbox", {
    index: "byDone",
    where: { office, done: true },
    before: now - OUTBOX_DAYS * DAY,
  });
  const codes = await removeBefore(deps, "codes", { index: "byAge", where: { office }, before: now - DAY });
  const sessions = await removeBefore(deps, "sessions", { index: "byAge", where: { office }, before: now });
  return inbox + outbox + codes + sessions;
}

async function removeBefore(
  deps: AppDeps,
  collection: CollectionName,
  query: { index: string; where: Record<string, string | boolean>; before: number },
): Promise<number> {
  let removed = 0;
  for await (const doc of deps.store[collection].scan(query)) {
    if (await deps.store[collection].remove(doc._id)) removed++;
  }
  return removed;
}

/** Matched never exceeds pledged, and a need is never over-filled; a breach is a bug that must be seen. */
async function checkSums(deps: AppDeps, office: string): Promise<void> {
  for (const kind of helpKinds) {
    if (kind === "information") continue;
    const where = { office, kind, holding: true };
    const taken = await deps.store.matches.group({ index: "takenFromPledges", where, by: "pledge", sum: "quantity" });
    const given = await deps.store.matches.group({ index: "givenToNeeds", where, by: "need", sum: "quantity" });
    const pledges = await deps.store.pledges.getMany([...taken.keys()]);
    const needs = await deps.store.needs.getMany([...given.keys()]);
    for (const pledge of pledges) {
      if ((taken.get(pledge._id) ?? 0) > pledge.quantity) {
        deps.log.error({ action: "sums.broken", office, pledge: pledge._id });
      }
    }
    for (const need of needs) {
      if ((given.get(need._id) ?? 0) > need.quantity) deps.log.error({ action: "sums.broken", office, need: need._id });
    }
  }
}
