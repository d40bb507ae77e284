/**
 * Tells people of one outbox entry: writes a ledger row for each recipient and marks the entry done, in one commit.
 * A row's id names entry, notice and conversation, so nobody can be told twice of one thing (I6, I7).
 */
import { passOn, type Notice, type NoticeButton } from "#core/notice/notices.js";
import type { Choice } from "#core/message/talk.js";
import type { ChatMessage, Contact, OutboxEntry } from "#core/records.js";
import { packButton } from "#core/message/buttons.js";
import { botRows, dataClassOf } from "./conversation.js";
import type { AppDeps } from "./deps.js";
import { tellers, type Parties, type Told } from "./events.js";
import type { Place } from "./places.js";
import { contactsOf, type Recipients } from "./recipients.js";
import { sendJob } from "./send.js";
import { settle } from "./settle.js";
import { lapseUnsound } from "./strike.js";
import { deliver, LETTER, letterOf } from "./rows.js";

export interface TellDeps extends AppDeps {
  /** Grows with every call, and is above `least`. */
  sequence(least: number): number;
}

export type TellOutcome = "told" | "gone" | "done";

export async function tell(deps: TellDeps, entryId: string): Promise<TellOutcome> {
  const entry = await deps.store.outbox.get(entryId);
  if (!entry) return "gone";
  if (entry.done) return "done";
  if (entry.event === LETTER) return hand(deps, entry);
  const place = await deps.places.of(entry.office);
  await settle(deps, entry);
  await lapseIfUnsound(deps, entry);
  const told = await tellers[entry.event]?.(deps, place, entry);
  const letters = told ? await lettersFor(deps, place, entry, told) : [];
  // numbered only now that nothing is waited for before the commit: a reader who has seen a later number looks no further back
  const written = letters.map((letter) => ({ letter, rows: rowsOf(deps, place, entry, letter) }));
  const rows = written.flatMap((one) => one.rows);
  // where others write messages too, each conversation gets its own in turn
  const later = deps.aloneSince === null ? written.map((one) => letterOf(deps, entry, one.rows)) : [];
  const outcome = await deps.store.commit(
    { op: "replace", collection: "outbox", doc: { ...entry, done: true } },
    deps.aloneSince === null
      ? later.map((doc) => ({ collection: "outbox", doc }))
      : rows.map((doc) => ({ collection: "messages", doc })),
  );
  // somebody else told them meanwhile
  if (outcome.type !== "committed") return "done";
  deps.log.info({ action: `told.${entry.event}`, office: entry.office, key: entry._id, count: rows.length });
  if (deps.aloneSince === null) for (const letter of later) await hand(deps, letter);
  else for (const { letter, rows: own } of written) for (const row of own) await handOver(deps, row, letter.contact);
  return "told";
}

/** What one conversation is told; what a stopped process has left is done by the sweep's next run. */
async function hand(deps: TellDeps, letter: OutboxEntry): Promise<TellOutcome> {
  const rows = await deliver(deps, letter);
  const contact = await deps.store.contacts.get(letter.ids["contact"] ?? "");
  if (contact) for (const row of rows) await handOver(deps, row, contact);
  return "told";
}

/** A proposal whose pledge or need went away between planning and telling is taken back before anybody hears of it. */
async function lapseIfUnsound(deps: TellDeps, entry: OutboxEntry): Promise<void> {
  if (entry.event !== "match-proposed") return;
  const match = await deps.store.matches.get(entry.ids["match"] ?? "");
  if (match?.state !== "proposed") return;
  const [pledge, need] = await Promise.all([deps.store.pledges.get(match.pledge), deps.store.needs.get(match.need)]);
  if (pledge?.state === "withdrawn") await lapseUnsound(deps, match, "withdrawn");
  else if (need?.state !== "open") await lapseUnsound(deps, match, "need-closed");
}

/** One notice to one conversation, before it is put into words. */
interface Letter {
  /** Id of its row. */
  readonly id: string;
  readonly notice: Notice;
  readonly contact: Contact;
}

async function lettersFor(deps: TellDeps, place: Place, entry: OutboxEntry, told: Told): Promise<Letter[]> {
  const letters: Letter[] = [];
  const seen = new Set<string>();
  for (const [index, notice] of told.notices.entries()) {
    for (const { notice: said, contact } of await addressed(deps, place, told, notice)) {
      const id = `${entry._id}.${index}.${contact._id}`;
      if (seen.has(id)) continue;
      seen.add(id);
      letters.push({ id, notice: said, contact });
    }
  }
  return letters;
}

/** A notice to each conversation it goes to; what a household cannot be told by chat, its cadre is asked to pass on. */
async function addressed(deps: TellDeps, place: Place, told: Told, notice: Notice) {
  const reached: { notice: Notice; contact: Contact }[] = [];
  for (const to of recipientsOf(notice.to, told.parties)) {
    for (const { contact } of await contactsOf(deps, place.office._id, to)) reached.push({ notice, contact });
  }
  if (reached.length > 0 || notice.to !== "household" || !told.household || !told.parties.cadre) return reached;
  const passed = passOn(told.household, notice.message);
  const cadres = await contactsOf(deps, place.office._id, told.parties.cadre);
  return cadres.map(({ contact }) => ({ notice: passed, contact }));
}

function recipientsOf(to: Notice["to"], parties: Parties): readonly Recipients[] {
  if (typeof to === "object") return [to];
  if (to === "unit") return parties.unit;
  const party = parties[to];
  return party ? [party] : [];
}

function rowsOf(deps: TellDeps, place: Place, entry: OutboxEntry, { id, notice, contact }: Letter): ChatMessage[] {
  const outlet = deps.outlet(contact.channel);
  return botRows(deps, {
    id,
    contact,
    now: deps.clock.now(),
    reply: { message: notice.message, choices: notice.buttons.map(choiceOf) },
    inbound: null,
    event: entry._id,
    outlet,
    dataClass: dataClassOf(outlet, place.office.settings.channelClasses),
    sequence: () => deps.sequence(contact.lastSeq),
  });
}

function choiceOf({ start, args, label }: NoticeButton): Choice {
  return { id: packButton({ type: "start", entry: start, args }), label };
}

async function handOver(deps: TellDeps, row: ChatMessage, contact: Contact): Promise<void> {
  const outlet = deps.outlet(contact.channel);
  // on a pull channel it is delivered already; this only wakes a reader that waits
  const rendered = { ...row, locale: contact.locale };
  if (row.state === "sent") await outlet?.send(contact.address, { id: row._id, rendered });
  else deps.wake([sendJob(row)]);
}
