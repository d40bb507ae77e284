/** Single-use links from a foreign channel into the web chat, where the same person reads in full. */
import type { ChatMessage, Session } from "#core/records.js";
import { personContact } from "./conversation.js";
import { addRows } from "./rows.js";
import type { AppDeps } from "./deps.js";

const MINUTE = 60_000;
/** A link is opened once, within ten minutes; the chat it opens, perhaps on a borrowed phone, ends after an hour. */
const LINK_MINUTES = 10;
const CHAT_MINUTES = 60;

type Deps = Pick<AppDeps, "store" | "ids" | "vault" | "clock">;

/** The link's path, and the session to be written with it. */
export function makeChatLink(
  { ids, vault, clock }: Pick<Deps, "ids" | "vault" | "clock">,
  to: { office: string; person: string; about: string },
): { path: string; doc: Session } {
  const token = ids.secret();
  return {
    // behind #, so that it reaches no server's log and no preview of a messenger
    path: `/#key=${token}`,
    doc: {
      _id: vault.blind("session", token),
      version: 1,
      office: to.office,
      use: "chat-link",
      subject: to.person,
      about: to.about,
      expiresAt: clock.now() + LINK_MINUTES * MINUTE,
    },
  };
}

/** Spends a link: the token of a web chat of that person in which the message stands in full; null when it is spent or too old. */
export async function openChatLink(
  deps: Deps & Pick<AppDeps, "inTurn"> & { sequence(least: number): number },
  key: string,
): Promise<string | null> {
  const { store, vault, clock, ids } = deps;
  const id = vault.blind("session", key);
  const link = await store.sessions.get(id);
  if (link?.use !== "chat-link" || link.expiresAt <= clock.now()) return null;
  // whoever removes it has it: a link opened twice at once lets one in
  if (!(await store.sessions.remove(id))) return null;
  const [person, message] = await Promise.all([
    store.people.get(link.subject),
    link.about === null ? undefined : store.messages.get(link.about),
  ]);
  if (!person) return null;
  const { contact, binding } = personContact(person, "web", clock.now());
  await store.contacts.insert(contact);
  await store.bindings.insert(binding);
  if (message?.full) await addRows(deps, contact._id, [inFull(message, contact._id, deps)]);
  const token = ids.secret();
  await store.sessions.insert({
    _id: vault.blind("session", token),
    version: 1,
    office: link.office,
    use: "chat",
    subject: contact._id,
    about: null,
    expiresAt: clock.now() + CHAT_MINUTES * MINUTE,
  });
  return token;
}

/** The message as the web chat would have shown it; asked for again, it is said again. */
function inFull(message: ChatMessage, contact: string, deps: Deps): ChatMessage {
  const now = deps.clock.now();
  const id = `${message._id}.full.${deps.ids.id()}`;
  return {
    ...message,
    _id: id,
    contact,
    seq: 0,
    at: now,
    text: message.full ?? message.text,
    full: null,
    wants: null,
    // answers belong to the other conversation; what starts a flow is good here too
    choices: message.choices.filter((choice) => choice.id.startsWith("s.") && !choice.id.startsWith("s.see.")),
    inbound: null,
    event: null,
    state: "sent",
    stateAt: now,
    reason: null,
    providerId: id,
    attempts: 0,
  };
}
