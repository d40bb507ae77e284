/** Conversations and the rows of their messages: the chat's history and, for the bot's own, the send ledger (I6). */
import type { Binding, ChatMessage, Contact } from "#core/records.js";
import type { Inbound, Input, Rendered, Reply } from "#core/message/talk.js";
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

/** The key of a received message in the inbox: unique by conversation and the channel's own id of it. */
export function inboxKey(contact: string, externalId: string): string {
  return `${contact}.${externalId}`;
}

/** The id a reader knows a message by: its own id for the person's, ours for the bot's. */
export function publicId(message: ChatMessage): string {
  if (message.from === "bot" || message.inbound === null) return message._id;
  return message.inbound.slice(message.contact.length + 1);
}

/** What the reader sees of a reply on that channel, in that language. */
export function renderReply(
  deps: Pick<AppDeps, "render">,
  reply: Reply,
  to: Contact,
  dataClass: Outlet["dataClass"],
): Rendered {
  const reader = { locale: to.locale, dataClass };
  return {
    text: deps.render(reply.message, reader),
    choices: reply.choices.map(({ id, label }) => ({ id, label: deps.render(label, reader) })),
  };
}

/** The data class of a channel, as declared or as the office has set it. */
export function dataClassOf(
  outlet: Pick<Outlet, "id" | "dataClass"> | undefined,
  classes: Readonly<Record<string, "local" | "foreign">>,
): "local" | "foreign" {
  // a channel this process does not know is treated as the strictest
  return (outlet && (classes[outlet.id] ?? outlet.dataClass)) ?? "foreign";
}

/** A row for one of the bot's messages. On a pull channel it is delivered by being committed. */
export function botRow(init: {
  id: string;
  contact: Contact;
  seq: number;
  now: number;
  reply: Reply;
  rendered: Rendered;
  inbound: string | null;
  event: string | null;
  delivery: Outlet["delivery"];
}): ChatMessage {
  const { id, contact, seq, now, reply, rendered, inbound, event, delivery } = init;
  const sent = delivery === "pull";
  return {
    _id: id,
    version: 1,
    office: contact.office,
    contact: contact._id,
    seq,
    at: now,
    from: "bot",
    keys: [reply.message.key],
    text: rendered.text,
    choices: rendered.choices.map((choice) => ({ ...choice })),
    inbound,
    event,
    state: sent ? "sent" : "planned",
    stateAt: now,
    reason: null,
    providerId: sent ? id : null,
    attempts: 0,
    photo: null,
  };
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
  if (input.type !== "choice") return "";
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
