/**
 * What an update of the Bot API means to us. Pure: whatever JSON can say is read, and nothing throws. Talks are held
 * in private chats only; in groups the bot answers when it is spoken to, and says how to reach it alone.
 */
import { packButton } from "#core/message/buttons.js";
import type { Inbound, Input } from "#core/message/talk.js";
import { readContent, type Attached } from "./content.js";
import { isId, isObject, listOf, textOf, type Json } from "./json.js";

/** The bot itself. */
export interface Self {
  readonly id: number;
  /** Without @; null until the network has told it. */
  readonly username: string | null;
}

/** Whose message it is, before what is in it. */
export type Sender = Omit<Inbound, "input">;

/** A button under a message in a private chat. */
export interface Pressed {
  readonly inbound: Inbound;
  /** The message it stands under. */
  readonly messageId: number;
  /** What stands on it; null where Telegram does not show the message any more. */
  readonly label: string | null;
}

export type Reading =
  | { readonly type: "inbound"; readonly inbound: Inbound }
  /** A photo still to be fetched. */
  | { readonly type: "photo"; readonly from: Sender; readonly photo: Attached }
  /** To be answered in any case; `pressed` is null for what is no button of ours in a private chat. */
  | { readonly type: "press"; readonly query: string; readonly pressed: Pressed | null }
  /** Well-formed, and not for us. A chat that moved is among them: the next send is told where to. */
  | { readonly type: "ignored" }
  /** No update at all. */
  | { readonly type: "malformed" };

/** The updates asked of Telegram: nothing else is read. */
export const wantedUpdates = ["message", "edited_message", "callback_query"] as const;

const readers: ReadonlyMap<string, (value: Json, externalId: string, self: Self) => Reading> = new Map([
  ["message", readMessage],
  ["edited_message", readEdited],
  ["callback_query", readPress],
] satisfies [(typeof wantedUpdates)[number], typeof readMessage][]);

const ignored: Reading = { type: "ignored" };
const GROUP = packButton({ type: "start", entry: "group", args: [] });
/** Set before the label of the option that was chosen (`mark.ts`). */
export const CHOSEN = "✓ ";

/** Reads one update, as parsed from JSON. */
export function readUpdate(update: unknown, self: Self): Reading {
  if (!isObject(update)) return { type: "malformed" };
  const { update_id: id } = update;
  if (!isId(id) || id < 0) return { type: "malformed" };
  for (const field of Object.keys(update)) {
    const read = readers.get(field);
    const value = update[field];
    if (read) return isObject(value) ? read(value, `u${id}`, self) : ignored;
  }
  return ignored;
}

/** Which conversation a reading belongs to; null for what belongs to none. */
export function addressOf(reading: Reading): string | null {
  switch (reading.type) {
    case "inbound":
      return reading.inbound.address;
    case "photo":
      return reading.from.address;
    case "press":
      return reading.pressed?.inbound.address ?? null;
    case "ignored":
    case "malformed":
      return null;
  }
}

function readMessage(message: Json, externalId: string, self: Self): Reading {
  const from = senderOf(message["chat"], message["from"], externalId);
  if (!from) return ignored;
  if (isGroup(message["chat"])) {
    // nothing of what is said there is kept, not even as a label
    return isSpokenTo(message, self) ? heard(from, { type: "choice", id: GROUP, label: "" }) : ignored;
  }
  const content = readContent(message);
  if (content === null) return ignored;
  return content.type === "attached" ? { type: "photo", from, photo: content } : heard(from, content);
}

function readEdited(message: Json, externalId: string): Reading {
  const from = senderOf(message["chat"], message["from"], externalId);
  // a live location is edited every few seconds
  if (!from || isGroup(message["chat"]) || Object.hasOwn(message, "location")) return ignored;
  return heard(from, { type: "unsupported", what: "edit" });
}

function readPress(query: Json, externalId: string): Reading {
  const { id, data, message } = query;
  if (typeof id !== "string" || id === "") return ignored;
  const nothing: Reading = { type: "press", query: id, pressed: null };
  if (!isObject(message) || typeof data !== "string" || data === "" || data.length > 64) return nothing;
  const { message_id: messageId, chat } = message;
  const from = senderOf(chat, query["from"], externalId);
  if (!from || isGroup(chat) || !isId(messageId)) return nothing;
  const label = labelOn(message, data);
  const input: Input = { type: "choice", id: data, ...(label === null ? {} : { label }) };
  return { type: "press", query: id, pressed: { inbound: { ...from, input }, messageId, label } };
}

function heard(from: Sender, input: Input): Reading {
  return { type: "inbound", inbound: { ...from, input } };
}

/** A person in a private chat or a group; undefined for bots, channels and what is none of these. */
function senderOf(chat: unknown, user: unknown, externalId: string): Sender | undefined {
  if (!isObject(chat) || !isId(chat["id"]) || !isObject(user) || !isId(user["id"])) return undefined;
  if (user["is_bot"] === true || !(chat["type"] === "private" || isGroup(chat))) return undefined;
  const locale = localeOf(user["language_code"]);
  return { channel: "telegram", address: String(chat["id"]), externalId, ...(locale ? { locale } : {}) };
}

function localeOf(code: unknown): Inbound["locale"] {
  if (typeof code !== "string" || code === "") return undefined;
  return /^zh\b/i.test(code) ? "zh-CN" : "en";
}

function isGroup(chat: unknown): boolean {
  return isObject(chat) && (chat["type"] === "group" || chat["type"] === "supergroup");
}

/** By its name, by a command that names it, or by an answer to what it said. */
function isSpokenTo(message: Json, { id, username }: Self): boolean {
  const { reply_to_message: repliedTo } = message;
  if (isObject(repliedTo) && isObject(repliedTo["from"]) && repliedTo["from"]["id"] === id) return true;
  const entities = [...listOf(message["entities"]), ...listOf(message["caption_entities"])];
  if (entities.some((one) => isObject(one) && isObject(one["user"]) && one["user"]["id"] === id)) return true;
  const text = textOf(message["text"]) ?? textOf(message["caption"]) ?? "";
  return username !== null && names(text, username);
}

/** `@bot` or `/command@bot`, and no longer name that begins like it, nor a mail address. */
function names(text: string, username: string): boolean {
  const [whole, name] = [text.toLowerCase(), `@${username.toLowerCase()}`];
  for (let at = whole.indexOf(name); at !== -1; at = whole.indexOf(name, at + 1)) {
    const before = whole.slice(Math.max(0, at - 34), at);
    const after = whole.charAt(at + name.length);
    if (!/\w/.test(after) && (!/[\w@]$/.test(before) || /(?:^|\s)\/\w{1,32}$/.test(before))) return true;
  }
  return false;
}

function labelOn({ reply_markup: markup }: Json, data: string): string | null {
  const rows = isObject(markup) ? listOf(markup["inline_keyboard"]) : [];
  const button = rows.flatMap(listOf).find((one) => isObject(one) && one["callback_data"] === data);
  const label = isObject(button) ? textOf(button["text"]) : null;
  return label !== null && label.startsWith(CHOSEN) ? label.slice(CHOSEN.length) : label;
}
