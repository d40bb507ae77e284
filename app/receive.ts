/**
 * Receives a message: answers a repeat with the earlier replies, else plays the dialogue, looks up and decides what
 * it asks for, and commits new state, replies and what rides with them in one commit. Only then jobs are woken.
 */
import { dayOf } from "#core/calendar.js";
import type { Sealed } from "#core/fields.js";
import type { Inbound, Input, Reply } from "#core/message/talk.js";
import type { ChatMessage, Contact } from "#core/records.js";
import type { Insert } from "#store/port.js";
import { commitChange, writtenBy } from "./change.js";
import { commands, type Decision } from "./commands/index.js";
import type { CommandCall } from "./commands/types.js";
import { botRows, dataClassOf, inboxKey, labelOf, newContact, ownRow } from "./conversation.js";
import type { AppDeps, Wake } from "./deps.js";
import { looks } from "./looks/index.js";
import type { LookCall } from "./looks/types.js";
import type { Place } from "./places.js";
import { sendJob } from "./send.js";
import { loadSpeaker } from "./speaker.js";
import type { Answer, Dialogue, DialogueState, TalkContext } from "./talk.js";

export interface Received {
  readonly contact: string;
  /** The bot's answers, as stored. */
  readonly replies: readonly ChatMessage[];
  readonly repeated: boolean;
}

export interface ReceiveDeps extends AppDeps {
  readonly dialogue: Dialogue;
  /** Grows with every call, and is above `least`; orders the messages of a conversation. */
  sequence(least: number): number;
  /** The office that new conversations of a channel belong to. */
  officeOf(channel: string): Promise<string>;
}

/** A message that lost the race for its conversation this often meets something broken. */
const MAX_TRIES = 12;
/** One message is answered by fewer rows than this, notices in between included. */
const MOST_REPLIES = 100;
/** A command whose document is changed by others this often likewise. */
const MAX_CONFLICTS = 8;

export type Receive = (inbound: Inbound) => Promise<Received>;

export function createReceive(deps: ReceiveDeps): Receive {
  return (inbound) => deps.inTurn(inbound, () => receive(deps, inbound));
}

async function receive(deps: ReceiveDeps, inbound: Inbound): Promise<Received> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const contact = await contactOf(deps, inbound);
    const key = inboxKey(contact._id, inbound.externalId);
    if (await deps.store.inbox.get(key)) return earlier(deps, contact, key);
    const place = await deps.places.of(contact.office);
    const played = await play(deps, place, contact, inbound.input, key);
    const rows = await rowsOf(deps, place, { contact, input: inbound.input, key, replies: played.replies });
    const { _id, version, office } = contact;
    const now = deps.clock.now();
    const outcome = await deps.store.commit(
      {
        op: "replace",
        collection: "contacts",
        doc: {
          ...contact,
          ...played.patch,
          _id,
          version,
          office,
          dialogue: json(played.state),
          lastAt: now,
          lastSeq: rows.at(-1)?.seq ?? contact.lastSeq,
          unreachable: false,
        },
      },
      [
        { collection: "inbox", doc: { _id: key, version: 1, office, contact: _id, at: now } },
        ...rows.map((doc): Insert => ({ collection: "messages", doc })),
        ...played.riding,
      ],
    );
    if (outcome.type === "committed") {
      const replies = rows.filter((row) => row.from === "bot");
      deps.wake(played.wake);
      hand(deps, contact, replies);
      return { contact: _id, replies, repeated: false };
    }
    // lost a race: with another message of this conversation, or with a copy of this one. Look again.
  }
  throw new Error("a conversation did not come to rest");
}

/** Committed replies leave: straight away, or as jobs. */
function hand(deps: ReceiveDeps, contact: Contact, replies: readonly ChatMessage[]): void {
  const straight = replies.filter((row) => row.state === "sending");
  if (straight.length > 0) void deps.straight.send(contact, straight);
  const planned = replies.filter((row) => row.state === "planned");
  if (planned.length === 0) return;
  deps.straight.hold(contact._id);
  deps.wake(planned.map(sendJob));
}

async function contactOf(deps: ReceiveDeps, { channel, address, locale: told }: Inbound): Promise<Contact> {
  const found = await deps.store.contacts.by("address", { channel, address });
  if (found) return found;
  const office = await deps.officeOf(channel);
  const locale = told ?? (await deps.places.of(office)).office.locale;
  const fresh = newContact({ id: deps.ids.id(), office, channel, address, locale, person: null });
  await deps.store.contacts.insert(fresh);
  const stored = await deps.store.contacts.by("address", { channel, address });
  if (!stored) throw new Error("a new conversation is gone");
  return stored;
}

async function earlier(deps: ReceiveDeps, contact: Contact, key: string): Promise<Received> {
  const own = await deps.store.messages.get(`${key}.me`);
  // what was answered stands right behind it, with a notice in between at most
  const { items } = await deps.store.messages.find({
    index: "byContact",
    where: { contact: contact._id },
    from: own?.seq ?? 0,
    limit: MOST_REPLIES,
  });
  const replies = items.filter((row) => row.from === "bot" && row.inbound === key);
  return { contact: contact._id, replies, repeated: true };
}

interface Played {
  readonly state: DialogueState;
  readonly replies: readonly Reply[];
  readonly patch: Partial<Contact>;
  readonly riding: readonly Insert[];
  readonly wake: readonly Wake[];
}

async function play(deps: ReceiveDeps, place: Place, contact: Contact, input: Input, key: string): Promise<Played> {
  let talk: TalkContext = await contextOf(deps, place, contact);
  let patch: Partial<Contact> = {};
  const riding: Insert[] = [];
  const wake: Wake[] = [];
  let turn = deps.dialogue.step(contact.dialogue, input, talk);
  for (let calls = 0; turn.type !== "say"; calls++) {
    const who = { deps, place, contact: { ...contact, ...patch }, speaker: talk.speaker };
    let answer: Answer;
    if (turn.type === "look") answer = await lookUp(who, turn.call);
    else {
      const done = await carryOut(who, turn.call, `${key}.c${calls}`);
      patch = { ...patch, ...done.decision.contact };
      riding.push(...done.inserts);
      wake.push(...done.wake);
      talk = heard(talk, done.decision, patch.people ?? contact.people);
      answer = { type: "done", name: turn.call.name, result: done.decision.result } as Answer;
    }
    turn = deps.dialogue.resume(turn.state, answer, talk);
  }
  return { state: turn.state, replies: turn.replies, patch, riding, wake };
}

/** A command may change who speaks; what follows in the same talk knows it. */
function heard(talk: TalkContext, { speaker }: Decision<unknown>, people: readonly string[]): TalkContext {
  return speaker === undefined ? talk : { ...talk, speaker, shared: people.length > 1 };
}

async function contextOf(deps: ReceiveDeps, place: Place, contact: Contact): Promise<TalkContext> {
  const now = deps.clock.now();
  return {
    now,
    today: dayOf(now, place.office.timeZone),
    locale: contact.locale,
    officeName: place.office.name,
    settings: place.office.settings,
    areas: place.areas,
    county: place.county,
    speaker: await loadSpeaker(deps, contact.active),
    shared: contact.people.length > 1,
    lastAt: contact.lastAt,
    token: deps.ids.id(),
  };
}

/** Who asks, and with what: handed to every look-up and command. */
export interface Asker {
  readonly deps: AppDeps;
  readonly place: Place;
  readonly contact: Contact;
  readonly speaker: TalkContext["speaker"];
}

async function lookUp(who: Asker, call: LookCall): Promise<Answer> {
  const look = looks[call.name] as (who: Asker, question: unknown) => Promise<never>;
  return { type: "found", name: call.name, answer: await look(who, call.question) };
}

interface CarriedOut {
  readonly decision: Decision<unknown>;
  /** What rides in the conversation's commit. */
  readonly inserts: readonly Insert[];
  readonly wake: readonly Wake[];
}

/** Runs one command once: a repeat of its key gets the first result. */
async function carryOut(who: Asker, call: CommandCall, key: string): Promise<CarriedOut> {
  const { deps, contact } = who;
  const command = commands[call.name] as (who: Asker, command: unknown, key: string) => Promise<Decision<unknown>>;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const before = await deps.store.audit.get(key);
    if (before) return { decision: await again(deps, before.result), inserts: [], wake: [] };
    const decision = await command(who, call.command, key);
    const { change } = decision;
    if (!change) return { decision, inserts: [], wake: [] };
    const actor = who.speaker === null ? { system: "stranger" } : { person: who.speaker.person, contact: contact._id };
    const by = { office: contact.office, actor, key, result: kept(decision) };
    if (decision.rides) {
      const written = writtenBy(deps, change, { ...by, now: deps.clock.now() });
      return { decision, inserts: written.inserts, wake: written.wake };
    }
    const outcome = await commitChange(deps, change, by);
    if (outcome.type === "committed") {
      deps.log.info({ action: `command.${call.name}`, office: contact.office, key });
      return { decision: await introduced(deps, decision), inserts: [], wake: [] };
    }
    // somebody else changed it meanwhile, or it was done before: look and decide again
  }
  throw new Error(`command ${call.name} met too many changes at once`);
}

/** Somebody whom the command has only just written down is known in what follows, as they are after a repeat. */
async function introduced(deps: AppDeps, decision: Decision<unknown>): Promise<Decision<unknown>> {
  const active = decision.contact?.active;
  if (decision.speaker !== undefined || active === undefined) return decision;
  return { ...decision, speaker: await loadSpeaker(deps, active) };
}

/** What the audit entry keeps of a decision, so that a repeat goes on exactly like the first time. */
function kept(decision: Decision<unknown>): unknown {
  return { result: decision.result, contact: decision.contact ?? null };
}

async function again(deps: AppDeps, sealed: Sealed | null): Promise<Decision<unknown>> {
  if (sealed === null) throw new Error("a command's own entry holds its result");
  const first = JSON.parse(deps.vault.open(sealed)) as { result: unknown; contact: Partial<Contact> | null };
  const { result, contact } = first;
  if (!contact) return { result };
  const speaker = contact.active === undefined ? undefined : await loadSpeaker(deps, contact.active);
  return { result, contact, ...(speaker === undefined ? {} : { speaker }) };
}

async function rowsOf(
  deps: ReceiveDeps,
  place: Place,
  said: { contact: Contact; input: Input; key: string; replies: readonly Reply[] },
): Promise<ChatMessage[]> {
  const { contact, input, key, replies } = said;
  const label = await labelOf(deps, contact._id, input);
  const now = deps.clock.now();
  const outlet = deps.outlet(contact.channel);
  const dataClass = dataClassOf(outlet, place.office.settings.channelClasses);
  const straight = await deps.straight.may(contact);
  const own = ownRow({ key, contact, seq: deps.sequence(contact.lastSeq), now, input, label });
  const answers = replies.flatMap((reply, index) =>
    botRows(deps, {
      id: `${key}.r${index}`,
      contact,
      now,
      reply,
      inbound: key,
      event: null,
      outlet,
      dataClass,
      sequence: () => deps.sequence(contact.lastSeq),
      straight,
    }),
  );
  return [own, ...answers];
}

function json(state: DialogueState): Contact["dialogue"] {
  return (state ?? null) as Contact["dialogue"];
}
