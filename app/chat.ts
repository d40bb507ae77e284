/** Conversations of channels that the reader fetches (web, terminal): sessions, history, and who waits for news. */
import type { ChatMessage, Contact } from "#core/records.js";
import type { Locale } from "#core/registry/people.js";
import { openChatLink } from "./chat-link.js";
import { inboxKey, newContact, personContact, publicId } from "./conversation.js";
import type { AppDeps } from "./deps.js";

/** A chat session ends when it has not been opened for so long. */
const SESSION_DAYS = 90;
const DAY_MS = 86_400_000;
/** Messages of a first look at the history. */
const RECENT = 50;

/** A message as the web chat contract shows it (design §6). */
export interface PublicMessage {
  readonly id: string;
  readonly from: "bot" | "me";
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly choices?: readonly { readonly id: string; readonly label: string }[];
  /** It carried a photo. */
  readonly photo?: true;
}

export interface Chat {
  /** A new conversation of a stranger; the token opens it. */
  open(channel: string, locale: Locale | null): Promise<string>;
  /** A token for the conversation of a person on that channel, made when there is none (demo, staff links). */
  openAs(channel: string, person: string): Promise<string | null>;
  /** Spends a single-use link into the web chat; its token, or null. */
  openLink(key: string): Promise<string | null>;
  /** The conversation at an address, as far as there is one. */
  at(channel: string, address: string): Promise<Contact | null>;
  contactOf(token: string): Promise<Contact | null>;
  /** Messages after the one with this public id; without it the latest ones. Oldest first. */
  messages(contact: Contact, after: string | null): Promise<PublicMessage[]>;
  /** Rows after this place in the conversation, oldest first. */
  rowsAfter(contact: string, seq: number): Promise<ChatMessage[]>;
  /** The place of the newest message; 0 when there is none. */
  newest(contact: string): Promise<number>;
}

type Deps = Pick<AppDeps, "store" | "ids" | "vault" | "clock" | "places" | "inTurn" | "aloneSince"> & {
  defaultOffice(): Promise<string>;
  sequence(least: number): number;
};

export function publicMessage(row: ChatMessage): PublicMessage {
  return {
    id: publicId(row),
    from: row.from,
    at: new Date(row.at).toISOString(),
    text: row.text,
    ...(row.choices.length > 0 ? { choices: row.choices } : {}),
    ...(row.photo === null ? {} : { photo: true as const }),
  };
}

export function createChat(deps: Deps): Chat {
  const { store, ids, vault, clock } = deps;

  async function session(contact: Contact): Promise<string> {
    const token = ids.secret();
    await store.sessions.insert({
      _id: vault.blind("session", token),
      version: 1,
      office: contact.office,
      use: "chat",
      subject: contact._id,
      about: null,
      expiresAt: clock.now() + SESSION_DAYS * DAY_MS,
    });
    return token;
  }

  async function rowsAfter(contact: string, seq: number): Promise<ChatMessage[]> {
    // where others write too: once its document is read, all that it knows of can be seen (`app/rows.ts`)
    if (deps.aloneSince === null) await store.contacts.get(contact);
    const { items } = await store.messages.find({
      index: "byContact",
      where: { contact },
      from: seq + 1,
      limit: 500,
    });
    return items;
  }

  return {
    async open(channel, locale) {
      const office = await deps.defaultOffice();
      const place = await deps.places.of(office);
      const id = ids.id();
      const contact = newContact({
        id,
        office,
        channel,
        address: id,
        locale: locale ?? place.office.locale,
        person: null,
      });
      await store.contacts.insert(contact);
      return session(contact);
    },
    async openAs(channel, personId) {
      const person = await store.people.get(personId);
      if (!person) return null;
      const { contact, binding } = personContact(person, channel, clock.now());
      await store.contacts.insert(contact);
      await store.bindings.insert(binding);
      return session((await store.contacts.get(contact._id)) ?? contact);
    },
    openLink: (key) => openChatLink(deps, key),
    at: async (channel, address) => (await store.contacts.by("address", { channel, address })) ?? null,
    async contactOf(token) {
      const found = await store.sessions.get(vault.blind("session", token));
      if (!found || found.use !== "chat" || found.expiresAt <= clock.now()) return null;
      return (await store.contacts.get(found.subject)) ?? null;
    },
    async messages(contact, after) {
      const last =
        after === null
          ? undefined
          : ((await store.messages.get(after)) ?? (await store.messages.get(`${inboxKey(contact._id, after)}.me`)));
      if (last?.contact === contact._id) return (await rowsAfter(contact._id, last.seq)).map(publicMessage);
      const recent = await store.messages.find({
        index: "byContact",
        where: { contact: contact._id },
        descending: true,
        limit: RECENT,
      });
      return recent.items.toReversed().map(publicMessage);
    },
    rowsAfter,
    async newest(contact) {
      const { items } = await store.messages.find({
        index: "byContact",
        where: { contact },
        descending: true,
        limit: 1,
      });
      return items[0]?.seq ?? 0;
    },
  };
}
