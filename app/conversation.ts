/** Conversations and the rows of their messages: the chat's history and, for the bot's own, the send ledger (I6). */
import type { Binding, ChatMessage, Contact } from "#core/records.js";
import { packButton } from "#core/message/buttons.js";
import { say } from "#core/message/message.js";
import { splitText } from "#core/message/split.js";
import type { Inbound, Input, Reply } from "#core/message/talk.js";
import type { Locale, Person } from "#core/registry/people.js";
import type { AppDeps } from "./deps.js";
import type { Outlet } from "./outlet.js";

/** A conversation nobody has spoken in yet. */
export function newContact(init: {
  id: string;
  office: string;
  channel: string;
  address: string;
  locale: Locale;
  person: string | null;
}): Contact {
  const { id, office, channel, address, locale, person } = init;
  return {
    _id: id,
    version: 1,
    office,
    channel,
    address,
    people: person === null ? [] : [person],
    active: person,
    locale,
    dialogue: null,
    lastAt: 0,
    lastSeq: 0,
    unreachable: false,
    wrongCodes: { count: 0, since: 0 },
  };
}

/** The conversation of a known person on a channel of ours, and its tie to them; the ids are made from theirs. */
export function personContact(
  person: Pick<Person, "_id" | "office" | "locale">,
  channel: string,
  now: number,
): { contact: Contact; binding: Binding } {
  const { _id, office, locale } = person;
  const id = `${channel}-${_id}`;
  return {
    contact: newContact({ id, office, channel, address: id, locale, person: _id }),
    binding: { _id: `${_id}|${id}`, version: 1, office, person: _id, contact: id, at: now },
  };
}

/**
 * The key of a received message in the inbox: unique by conversation and the channel's own id of it. What grows with
 * time stands first, so that new rows lie together in the store.
 */
export function inboxKey(contact: string, externalId: string): string {
  return `${externalId}.${contact}`;
}

/** The id a reader knows a message by: its own id for the person's, ours for the bot's. */
export function publicId(message: ChatMessage): string {
  if (message.from === "bot" || message.inbound === null) return message._id;
  const { inbound, contact } = message;
  // earlier versions wrote the conversation first
  return inbound.endsWith(`.${contact}`) ? inbound.slice(0, -contact.length - 1) : inbound.slice(contact.length + 1);
}

/** The data class of a channel, as declared or as the office has set it. */
export function dataClassOf(
  outlet: Pick<Outlet, "id" | "dataClass"> | undefined,
  classes: Readonly<Record<string, "local" | "foreign">>,
): "local" | "foreign" {
  // a channel this process does not know is treated as the strictest
  return (outlet && (classes[outlet.id] ?? outlet.dataClass)) ?? "foreign";
}

type RenderDeps = Pick<AppDeps, "render" | "leavesOut" | "publicBase">;

/** One thing the bot says, and to whom. */
export interface Saying {
  /** Id of its first row; a text too long for the channel has rows `.2`, `.3` … after it. */
  readonly id: string;
  readonly contact: Contact;
  readonly now: number;
  readonly reply: Reply;
  readonly inbound: string | null;
  readonly event: string | null;
  /** The channel's outward half; undefined for one that this process does not have. */
  readonly outlet: Outlet | undefined;
  readonly dataClass: Outlet["dataClass"];
  /** Orders the rows of a conversation; called once for each. */
  sequence(): number;
  /** It leaves straight after the commit, without a job. */
  readonly straight?: boolean;
}

/** The rows of one thing the bot says, in the reader's words. On a pull channel it is delivered by being committed. */
export function botRows(deps: RenderDeps, saying: Saying): ChatMessage[] {
  const { id, contact, now, reply, outlet, dataClass, sequence } = saying;
  const pull = outlet?.delivery === "pull";
  const reader = { locale: contact.locale, dataClass, base: pull ? "" : deps.publicBase() };
  const texts = splitText(deps.render(reply.message, reader), outlet?.abilities.textLimit ?? Infinity);
  return texts.map((text, index) => {
    const seq = sequence();
    const last = index === texts.length - 1;
    const row = index === 0 ? id : `${id}.${index + 1}`;
    const full = last && dataClass === "foreign" && deps.leavesOut(reply.message) ? reply.message : null;
    return {
      _id: row,
      version: 1,
      office: contact.office,
      contact: contact._id,
      seq,
      at: now,
      from: "bot",
      keys: [reply.message.key],
      text,
      choices: last ? choicesOf(deps, reply, reader, full && seq) : [],
      wants: (last && reply.wants) || null,
      full: full && deps.render(full, { ...reader, dataClass: "local" }),
      inbound: saying.inbound,
      event: saying.event,
      state: pull ? "sent" : saying.straight ? "sending" : "planned",
      stateAt: now,
      reason: null,
      providerId: pull ? row : null,
      attempts: saying.straight ? 1 : 0,
      photo: null,
    };
  });
}

/** What a foreign channel had to leave out is behind a button of its own, named by the message's place. */
function choicesOf(
  deps: RenderDeps,
  { choices }: Reply,
  reader: Parameters<RenderDeps["render"]>[1],
  see: number | null,
): ChatMessage["choices"] {
  const own = choices.map(({ id, label }) => ({ id, label: deps.render(label, reader) }));
  if (see === null) return own;
  const id = packButton({ type: "start", entry: "see", args: [see.toString(36)] });
  return [...own, { id, label: deps.render(say("choice.see-full"), reader) }];
}

/** The row of what the person said. */
export function ownRow(init: {
  key: string;
  contact: Contact;
  seq: number;
  now: number;
  input: Input;
  label: string;
}): ChatMessage {
  const { key, contact, seq, now, input, label } = init;
  return {
    _id: `${key}.me`,
    version: 1,
    office: contact.office,
    contact: contact._id,
    seq,
    at: now,
    from: "me",
    keys: [],
    text: input.type === "text" ? input.text : input.type === "photo" ? (input.text ?? "") : label,
    choices: [],
    wants: null,
    full: null,
    inbound: key,
    event: null,
    state: "sent",
    stateAt: now,
    reason: null,
    providerId: null,
    attempts: 0,
    photo: input.type === "photo" ? input.photo : null,
  };
}

/** The label of a button as it was shown lately, so that the history reads as the person saw it. */
export async function labelOf(deps: Pick<AppDeps, "store">, contact: string, input: Inbound["input"]): Promise<string> {
  // a number that is shared is kept with the person, sealed, not in the chat's history
  if (input.type === "phone") return "☎";
  if (input.type !== "choice") return "";
  if (input.label !== undefined) return input.label;
  const recent = await deps.store.messages.find({
    index: "byContact",
    where: { contact },
    descending: true,
    limit: 30,
  });
  for (const message of recent.items) {
    const choice = message.choices.find((one) => one.id === input.id);
    if (choice) return choice.label;
  }
  return "";
}
