/**
 * Sends one message of the ledger on a push channel: planned → sending → sent, failed or unknown (reliability I6, I7).
 * `sending` is written before the call, so that a crash in between is known as unknown and never sent again by itself.
 * The `stateAt` of a planned row is the moment it is due: whoever wakes it earlier, it waits.
 */
import type { Rendered } from "#core/message/talk.js";
import type { ChatMessage, Contact, SendState } from "#core/records.js";
import type { AppDeps, Wake } from "./deps.js";
import type { Outlet, SendOutcome, Turn } from "./outlet.js";

/** Attempts of a send that surely did not arrive. */
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 2_000;
/** How long one message waits, at least and at most, before it looks again whether the one before it has left. */
const TURN_WAIT_MS = { least: 100, most: 10_000 };
/** Messages of a conversation that may be under way at once. */
const UNDER_WAY = 20;

/** `again`: call once more after so many milliseconds. */
export type Sent = { readonly type: "over" } | { readonly type: "again"; readonly delayMs: number };
const over: Sent = { type: "over" };

export function sendJob(row: Pick<ChatMessage, "_id" | "office" | "event">): Wake {
  // replies go ahead of notices
  return {
    job: "send",
    key: `send:${row._id}`,
    payload: { office: row.office, message: row._id },
    priority: row.event === null ? 1 : 4,
  };
}

export async function send(deps: AppDeps, id: string): Promise<Sent> {
  const row = await deps.store.messages.get(id);
  if (row?.state !== "planned") return over;
  const contact = await deps.store.contacts.get(row.contact);
  const outlet = contact && deps.outlet(contact.channel);
  if (!contact || !outlet) return settleRow(deps, row, "failed", "no-channel");
  const delayMs = await waitOf(deps, row);
  if (delayMs > 0) return { type: "again", delayMs };
  const turn = await outlet.turn?.(contact.address, row.event === null ? "reply" : "notice");
  // asked last: while waiting for the turn they may have opted out
  if (row.event !== null && (await optedOut(deps, contact))) return settleRow(deps, row, "failed", "opted-out");
  const sending: ChatMessage = { ...row, state: "sending", stateAt: deps.clock.now(), attempts: row.attempts + 1 };
  if ((await deps.store.messages.replace(sending)) === "conflict") return over;
  return handTo(deps, outlet, { row: { ...sending, version: sending.version + 1 }, contact }, turn);
}

/** Hands a row that is marked `sending` to its channel, and writes what became of it. */
export async function handTo(
  deps: AppDeps,
  outlet: Outlet,
  { row, contact }: { row: ChatMessage; contact: Contact },
  turn?: Turn,
): Promise<Sent> {
  // what else the row holds is not for the network
  const rendered: Rendered = { text: row.text, choices: row.choices, wants: row.wants, locale: contact.locale };
  const outcome = await outlet.send(contact.address, { id: row._id, rendered }, turn);
  return recorded(deps, { row, contact }, outcome);
}

async function waitOf(deps: AppDeps, row: ChatMessage): Promise<number> {
  const now = deps.clock.now();
  return Math.max(row.stateAt - now, await turnOf(deps, row, now));
}

/** Everyone who speaks there has opted out; checked at send time, for all channels, here alone (I12). */
async function optedOut(deps: AppDeps, contact: Contact): Promise<boolean> {
  const people = await deps.store.people.getMany(contact.people);
  return people.length > 0 && people.every((person) => person.stopped);
}

/**
 * How long until it is this message's turn: what is said in one conversation arrives in its order, replies among
 * themselves and notices among themselves, so that a stuck notice holds up no reply. 0 when it is its turn.
 */
async function turnOf(deps: AppDeps, row: ChatMessage, now: number): Promise<number> {
  const { contact, seq } = row;
  const { items } = await deps.store.messages.find({
    index: "byContact",
    where: { contact },
    before: seq,
    descending: true,
    limit: UNDER_WAY,
  });
  const ahead = items.find(
    ({ state, event }) => (state === "planned" || state === "sending") && (event === null) === (row.event === null),
  );
  if (!ahead) return 0;
  // the longer it has not moved, the less often it is looked at
  const still = Math.abs(now - ahead.stateAt);
  return Math.min(Math.max(still, TURN_WAIT_MS.least), TURN_WAIT_MS.most);
}

async function recorded(
  deps: AppDeps,
  { row, contact }: { row: ChatMessage; contact: Contact },
  outcome: SendOutcome,
): Promise<Sent> {
  switch (outcome.type) {
    case "sent":
      await settleRow(deps, { ...row, providerId: outcome.providerId }, "sent", null);
      return over;
    case "throttled":
      // a refusal for speed is an answer, not an attempt
      return again(deps, { ...row, attempts: row.attempts - 1 }, "throttled", outcome.delayMs);
    case "retry":
      if (row.attempts >= MOST_ATTEMPTS) return settleRow(deps, row, "failed", outcome.reason);
      return again(deps, row, outcome.reason, FIRST_WAIT_MS * 2 ** (row.attempts - 1));
    case "unknown":
      // a reply in a talk may be said once more; a notice never
      if (row.event === null && row.attempts < 2) return again(deps, row, outcome.reason, FIRST_WAIT_MS);
      return settleRow(deps, row, "unknown", outcome.reason);
    case "opted-out":
      // the next notice looks for another way to them
      await changeContact(deps, contact._id, { unreachable: true });
      return settleRow(deps, row, "failed", outcome.reason);
    case "refused":
      return settleRow(deps, row, "failed", outcome.reason);
    case "moved":
      await changeContact(deps, contact._id, { address: outcome.address });
      return again(deps, row, "moved", 0);
  }
}

/** Writes what the network has told about a conversation; one that changes all the time is told again next time. */
async function changeContact(
  deps: AppDeps,
  id: string,
  patch: Partial<Pick<Contact, "unreachable" | "address">>,
): Promise<void> {
  for (let tries = 0; tries < MOST_ATTEMPTS; tries++) {
    const contact = await deps.store.contacts.get(id);
    if (!contact || (await deps.store.contacts.replace({ ...contact, ...patch })) === "replaced") return;
  }
}

/** Back to planned, due in `delayMs`; written down, so that neither the sweep nor a restart shortens the wait. */
async function again(deps: AppDeps, row: ChatMessage, reason: string, delayMs: number): Promise<Sent> {
  const stateAt = deps.clock.now() + delayMs;
  await deps.store.messages.replace({ ...row, state: "planned", reason, stateAt });
  deps.log.info({ action: "send.planned", office: row.office, key: row._id, delayMs });
  return { type: "again", delayMs };
}

async function settleRow(deps: AppDeps, row: ChatMessage, state: SendState, reason: string | null): Promise<Sent> {
  await deps.store.messages.replace({ ...row, state, reason, stateAt: deps.clock.now() });
  if (state !== "sent") deps.log.info({ action: `send.${state}`, office: row.office, key: row._id });
  // where all replies leave straight away, none waits behind this one
  if (row.event !== null || deps.straight.isHeld(row.contact)) await wakeNext(deps, row);
  return over;
}

/** It is the next one's turn now: what has gathered while the process was down leaves at once, not look by look. */
async function wakeNext(deps: AppDeps, { contact, seq, event }: ChatMessage): Promise<void> {
  const { items } = await deps.store.messages.find({
    index: "byContact",
    where: { contact },
    from: seq + 1,
    limit: UNDER_WAY,
  });
  const now = deps.clock.now();
  const next = items.find((row) => row.state === "planned" && (row.event === null) === (event === null));
  if (next && next.stateAt <= now) deps.wake([sendJob(next)]);
  if (!next && event === null) deps.straight.release(contact);
}
