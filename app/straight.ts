/**
 * Replies that leave straight away: written as `sending` in the very commit that answers the message, then handed to
 * the channel one after the other. It saves the ledger a write and the queue a job for what is nearly always the case:
 * the conversation has nothing else under way. Whatever does not leave goes on as a job (`app/send.ts`).
 */
import type { ChatMessage, Contact } from "#core/records.js";
import type { AppDeps } from "./deps.js";
import { handTo, sendJob, type Sent } from "./send.js";

export interface Straight {
  /** May replies of this conversation leave straight away? */
  may(contact: Pick<Contact, "_id" | "channel" | "address">): boolean | Promise<boolean>;
  /** Sends committed rows, in order; resolves when all are settled or handed to the queue. Never rejects. */
  send(contact: Contact, rows: readonly ChatMessage[]): Promise<void>;
  /** A reply of this conversation waits for a job, so that those after it do too, until `release`. */
  hold(contact: string): void;
  isHeld(contact: string): boolean;
  release(contact: string): void;
  /** The first sweep is through: nothing that an earlier process left waiting is unknown any more. */
  begin(): void;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
}

export function createStraight(deps: Omit<AppDeps, "straight">): Straight {
  const held = new Set<string>();
  const lanes = new Map<string, Promise<void>>();
  let begun = false;
  // where other processes send too, the ledger alone knows what waits
  const others = deps.aloneSince === null;
  const straight: Straight = {
    may({ _id, channel, address }) {
      const outlet = deps.outlet(channel);
      if (outlet?.delivery !== "push" || held.has(_id)) return false;
      if (!(outlet.isFree?.(address) ?? true)) return false;
      return others ? nothingWaits(deps, _id, lanes.has(_id)) : begun;
    },
    send(contact, rows) {
      const before = lanes.get(contact._id);
      const all = { ...deps, straight };
      const mine = before ? before.then(() => sendAll(all, contact, rows)) : sendAll(all, contact, rows);
      const lane = mine.finally(() => {
        if (lanes.get(contact._id) === lane) lanes.delete(contact._id);
      });
      lanes.set(contact._id, lane);
      return lane;
    },
    hold: (contact) => void held.add(contact),
    isHeld: (contact) => others || !begun || held.has(contact),
    release: (contact) => void held.delete(contact),
    begin: () => void (begun = true),
    async idle() {
      while (lanes.size > 0) await Promise.all(lanes.values());
    },
  };
  return straight;
}

/** Replies of a conversation that may be under way at once. */
const UNDER_WAY = 20;

/** No reply of this conversation waits for a job, or is being sent elsewhere; what this process sends keeps its order. */
async function nothingWaits({ store }: Pick<AppDeps, "store">, contact: string, sending: boolean): Promise<boolean> {
  const { items } = await store.messages.find({
    index: "byContact",
    where: { contact },
    descending: true,
    limit: UNDER_WAY,
  });
  const replies = items.filter((row) => row.from === "bot" && row.event === null);
  return !replies.some(({ state }) => state === "planned" || (state === "sending" && !sending));
}

async function sendAll(deps: AppDeps, contact: Contact, rows: readonly ChatMessage[]): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const sent = await sendOne(deps, contact, row);
    if (sent.type === "over") continue;
    // it goes on as a job, and what comes after it may not overtake it
    const after = rows.slice(index + 1);
    deps.straight.hold(contact._id);
    await planAgain(deps, after);
    deps.wake([{ ...sendJob(row), delayMs: sent.delayMs }, ...after.map(sendJob)]);
    return;
  }
}

async function sendOne(deps: AppDeps, contact: Contact, row: ChatMessage): Promise<Sent> {
  const outlet = deps.outlet(contact.channel);
  try {
    return outlet ? await handTo(deps, outlet, { row, contact }) : { type: "over" };
  } catch (error) {
    // the store is away: the sweep will find the row as `sending`
    deps.log.error({ action: "send.failed", office: row.office, key: row._id, error });
    return { type: "over" };
  }
}

/** Committed as `sending`, and never handed over. */
async function planAgain({ store, clock }: AppDeps, rows: readonly ChatMessage[]): Promise<void> {
  const stateAt = clock.now();
  for (const row of rows) await store.messages.replace({ ...row, state: "planned", attempts: 0, stateAt });
}
