/** What the house itself keeps: conversations, messages, the audit trail, the outbox, codes and sessions. */
import { z } from "zod";
import { base, id, p1, p2, Sealed } from "#core/fields.js";
import { HelpKind } from "#core/help/kinds.js";
import { Locale, roleNames } from "#core/registry/people.js";

/**
 * One conversation: an address on a channel, who speaks there, and where the talk stands. Its `version` guards
 * the talk: two messages at once cannot both move it.
 */
export const Contact = z.object({
  ...base,
  channel: p1(z.string()),
  /** The channel's own address of it; a random id on web and terminal. */
  address: p1(z.string()),
  /** Everyone bound to it; several members of a household may share a phone. */
  people: z.array(id),
  /** Who of them speaks now. */
  active: id.nullable(),
  locale: p1(Locale),
  /**
   * The dialogue's state, opaque outside `bot/dialogue`; null when nothing is under way. Holds drafts, so P2. Plain JSON
   * that `bot/dialogue/state.ts` has made and will check; walked here too, it would take longer than the rest together.
   */
  dialogue: p2(z.custom<z.core.util.JSONType>()),
  /** Last time the person wrote. */
  lastAt: p1(z.number()),
  /** Number of its newest message, as far as its own document tells: those that come after have higher ones. */
  lastSeq: p1(z.number()),
  /** The network says that nothing arrives there any more (blocked, left); true until the person writes again. */
  unreachable: p1(z.boolean()),
  /** Wrong codes typed lately, to slow guessing: how many, and since when. */
  wrongCodes: z.object({ count: p1(z.int()), since: p1(z.number()) }),
});
export type Contact = z.infer<typeof Contact>;

/** One message received, unique by channel and the channel's own id of it; kept 7 days. */
export const InboxEntry = z.object({ ...base, contact: id, at: p1(z.number()) });
export type InboxEntry = z.infer<typeof InboxEntry>;

export const SendState = z.enum(["planned", "sending", "sent", "failed", "unknown"]);
export type SendState = z.infer<typeof SendState>;

/** A message of a conversation: the chat's history, and for the bot's own the send ledger (reliability I6). */
export const ChatMessage = z.object({
  ...base,
  contact: id,
  /** Order within the conversation; grows. */
  seq: p1(z.number()),
  at: p1(z.number()),
  from: p1(z.enum(["bot", "me"])),
  /** Message keys it was rendered from, for the office's reports; empty for the person's own. */
  keys: z.array(p1(z.string())),
  text: p2(z.string()),
  choices: z.array(z.object({ id: p1(z.string()), label: p2(z.string()) })),
  /** `phone`: the person may share their own number instead of typing it. */
  wants: p1(z.enum(["phone"])).nullable(),
  /** What a local channel would have shown, where a foreign one had to leave something out; opened by a link. */
  full: p2(z.string()).nullable(),
  /** The received message this one belongs to or answers, or null for a notice. */
  inbound: id.nullable(),
  /** The outbox entry a notice tells of, or null. */
  event: id.nullable(),
  state: p1(SendState),
  stateAt: p1(z.number()),
  reason: p1(z.string()).nullable(),
  /** The channel's own id once it is sent. */
  providerId: p1(z.string()).nullable(),
  attempts: p1(z.int()),
  /** A photo the person sent. */
  photo: id.nullable(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** Who did it: a person, or a job by its name. */
export const Actor = z.union([
  z.object({ person: id, contact: id.nullable() }),
  z.object({ job: p1(z.string()) }),
  z.object({ system: p1(z.string()) }),
]);
export type Actor = z.infer<typeof Actor>;

/** One entry per state change, in the same commit (I5). Its `_id` is the key of the command, so it also stops repeats. */
export const AuditEntry = z.object({
  ...base,
  at: p1(z.number()),
  actor: Actor,
  action: p1(z.string()),
  subject: z.object({ collection: p1(z.string()), id: id }),
  /** Ids, states and quantities; never a name. */
  detail: z.record(p1(z.string()), p1(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** What the command answered, given again to a repeat; sealed, since it may hold a name, a code or a link. */
  result: Sealed.nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** An event that somebody must be told of. Written with the change; `done` once the messages are written. */
export const OutboxEntry = z.object({
  ...base,
  event: p1(z.string()),
  /** Ids the event speaks of. */
  ids: z.record(p1(z.string()), p1(z.string())),
  /** A person's own words that the event passes on, sealed. */
  words: Sealed.nullable(),
  at: p1(z.number()),
  done: p1(z.boolean()),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** A single-use code that binds a conversation to a person. `_id` is the blind key of the code. */
export const Code = z.object({
  ...base,
  person: id,
  madeBy: id,
  expiresAt: p1(z.number()),
  used: p1(z.boolean()),
});
export type Code = z.infer<typeof Code>;

/** A role held by a person, as an index: who speaks for this household, unit, township or office? `_id` = person|as|ref. */
export const Post = z.object({ ...base, person: id, as: p1(z.enum(roleNames)), ref: id });
export type Post = z.infer<typeof Post>;

/** Who speaks on which conversation: one person on several channels, several people on one phone. `_id` = person|contact. */
export const Binding = z.object({ ...base, person: id, contact: id, at: p1(z.number()) });
export type Binding = z.infer<typeof Binding>;

/** A token of the web chat or a sign-in to the console. `_id` is its blind key. */
export const Session = z.object({
  ...base,
  use: p1(z.enum(["chat", "chat-link", "console", "console-link", "data-link", "photo-link"])),
  /** The conversation (chat) or person (console, chat-link) it opens. */
  subject: id,
  /** The message that a chat-link shows in full. */
  about: id.nullable(),
  expiresAt: p1(z.number()),
});
export type Session = z.infer<typeof Session>;

/** The single writer of matching for one office and kind: its version guards each run's commit. */
export const Planner = z.object({ ...base, kind: p1(HelpKind), runs: p1(z.int()), at: p1(z.number()) });
export type Planner = z.infer<typeof Planner>;

/** A photo: its bytes lie sealed on disk under this id. */
export const Photo = z.object({
  ...base,
  type: p1(z.enum(["image/jpeg", "image/png", "image/webp"])),
  bytes: p1(z.int()),
  by: id.nullable(),
  at: p1(z.number()),
});
export type Photo = z.infer<typeof Photo>;
