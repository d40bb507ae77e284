/**
 * Messages that are added to a conversation from outside of its talk. Numbers must become visible in their order, or a
 * reader who reads on from the last one it has seen would miss one. So whoever adds a message writes the conversation's
 * document in the same commit, with the number of its newest message: one after the other, in whichever process.
 */
import type { ChatMessage, OutboxEntry } from "#core/records.js";
import type { AppDeps } from "./deps.js";

type Deps = Pick<AppDeps, "store" | "vault" | "inTurn"> & {
  /** Grows with every call, and is above `least`. */
  sequence(least: number): number;
};

/** The event of an outbox entry that holds messages for one conversation, already in words. */
export const LETTER = "letter";
/** A conversation that other processes write to this often at once is broken. */
const MAX_TRIES = 50;

/** Numbers the rows and adds them; once, since their ids are theirs alone. Those of a conversation that is gone are dropped. */
export async function addRows(deps: Deps, contact: string, rows: readonly ChatMessage[]): Promise<ChatMessage[]> {
  const whose = await deps.store.contacts.get(contact);
  return whose ? deps.inTurn(whose, () => add(deps, contact, rows)) : [];
}

async function add(deps: Deps, contact: string, rows: readonly ChatMessage[]): Promise<ChatMessage[]> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const to = await deps.store.contacts.get(contact);
    if (!to) return [];
    const numbered = rows.map((row) => ({ ...row, seq: deps.sequence(to.lastSeq) }));
    const lastSeq = numbered.at(-1)?.seq ?? to.lastSeq;
    const outcome = await deps.store.commit(
      { op: "replace", collection: "contacts", doc: { ...to, lastSeq } },
      numbered.map((doc) => ({ collection: "messages", doc })),
    );
    if (outcome.type !== "conflict") return numbered;
  }
  throw new Error("a conversation did not come to rest");
}

/** An entry of its own for what one conversation is told: written with the entry it comes from, and done by `deliver`. */
export function letterOf({ vault }: Deps, entry: OutboxEntry, rows: readonly ChatMessage[]): OutboxEntry {
  const [first] = rows;
  return {
    ...entry,
    _id: `${first?._id ?? entry._id}.${LETTER}`,
    version: 1,
    event: LETTER,
    ids: { contact: first?.contact ?? "" },
    words: vault.seal(JSON.stringify(rows)),
    done: false,
  };
}

/** Adds the messages of a letter to their conversation and marks it done; the rows, as they are there. */
export async function deliver(deps: Deps, letter: OutboxEntry): Promise<ChatMessage[]> {
  if (letter.words === null) return [];
  // sealed by `letterOf`
  const rows = JSON.parse(deps.vault.open(letter.words)) as ChatMessage[];
  const added = await addRows(deps, letter.ids["contact"] ?? "", rows);
  await deps.store.outbox.replace({ ...letter, words: null, done: true });
  return added;
}
