/**
 * Sends one message of the ledger on a push channel: planned → sending → sent, failed or unknown (reliability I6, I7).
 * `sending` is written before the call, so that a crash in between is known as unknown and never sent again by itself.
 */
import type { ChatMessage, Contact, SendState } from "#core/records.js";
import type { AppDeps, Wake } from "./deps.js";
import type { SendOutcome } from "./outlet.js";

/** Attempts of a send that surely did not arrive. */
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 2_000;

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
  if (row.event !== null && (await optedOut(deps, contact))) return settleRow(deps, row, "failed", "opted-out");
  const sending: ChatMessage = { ...row, state: "sending", stateAt: deps.clock.now(), attempts: row.attempts + 1 };
  if ((await deps.store.messages.replace(sending)) === "conflict") return over;
  const outcome = await outlet.send(contact.address, { id, rendered: row });
  return recorded(deps, { ...sending, version: sending.version + 1 }, outcome);
}

/** Everyone who speaks there has opted out; checked at send time, for all channels, here alone (I12). */
async function optedOut(deps: AppDeps, contact: Contact): Promise<boolean> {
  const people = await deps.store.people.getMany(contact.people);
  return people.length > 0 && people.every((person) => person.stopped);
}

async function recorded(deps: AppDeps, row: ChatMessage, outcome: SendOutcome): Promise<Sent> {
  switch (outcome.type) {
    case "sent":
      await settleRow(deps, { ...row, providerId: outcome.providerId }, "sent", null);
      return over;
    case "throttled":
      // a refusal for speed is an answer, not an attempt
      await settleRow(deps, { ...row, attempts: row.attempts - 1 }, "planned", "throttled");
      return { type: "again", delayMs: outcome.delayMs };
    case "retry":
      if (row.attempts >= MOST_ATTEMPTS) return settleRow(deps, row, "failed", outcome.reason);
      await settleRow(deps, row, "planned", outcome.reason);
      return { type: "again", delayMs: FIRST_WAIT_MS * 2 ** (row.attempts - 1) };
    case "unknown":
      // a reply in a talk may be said once more; a notice never
      if (row.event === null && row.attempts < 2) {
        await settleRow(deps, row, "planned", outcome.reason);
        return { type: "again", delayMs: FIRST_WAIT_MS };
      }
      return settleRow(deps, row, "unknown", outcome.reason);
    case "opted-out":
    case "refused":
      return settleRow(deps, row, "failed", outcome.reason);
  }
}

async function settleRow(deps: AppDeps, row: ChatMessage, state: SendState, reason: string | null): Promise<Sent> {
  await deps.store.messages.replace({ ...row, state, reason, stateAt: deps.clock.now() });
  if (state !== "sent") deps.log.info({ action: `send.${state}`, office: row.office, key: row._id });
  return over;
}
