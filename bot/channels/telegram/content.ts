/** What a message in a private chat holds. Pure; see `read.ts`. */
import { PHOTO_BYTES } from "#app/photos.js";
import type { Input, Unsupported } from "#core/message/talk.js";
import { commandInput, parseCommand } from "./commands.js";
import { isId, isObject, listOf, textOf, type Json } from "./json.js";

/** A photo that Telegram holds for us. */
export interface Attached {
  readonly type: "attached";
  readonly fileId: string;
  readonly caption: string | null;
}

type Content = Input | Attached;

/** Telegram's own limit; more is no message of theirs. */
const TEXT_LENGTH = 4_096;

/** Looked for in this order: a venue has a location too, an animation a document. */
const contents: readonly (readonly [field: string, read: Unsupported | ((message: Json) => Content | null)])[] = [
  ["text", readText],
  ["photo", readPhoto],
  ["contact", readContact],
  ["voice", "voice"],
  ["audio", "voice"],
  ["video_note", "voice"],
  ["video", "video"],
  ["animation", "video"],
  ["sticker", "sticker"],
  ["dice", "sticker"],
  ["document", readDocument],
  ["venue", "location"],
  ["location", "location"],
];

/** Fields that tell about a message, or that something happened in the chat: nobody said anything. */
const silent: ReadonlySet<string> = new Set([
  ...["message_id", "message_thread_id", "from", "chat", "date", "edit_date", "sender_chat", "sender_boost_count"],
  ...["sender_business_bot", "business_connection_id", "via_bot", "author_signature", "media_group_id", "effect_id"],
  ...["forward_origin", "forward_from", "forward_from_chat", "forward_date", "forward_sender_name"],
  ...["is_automatic_forward", "is_from_offline", "is_topic_message", "has_protected_content", "is_paid_post"],
  ...["reply_to_message", "external_reply", "quote", "reply_to_story", "reply_markup", "link_preview_options"],
  ...["entities", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "sender_tag"],
  ...["pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "connected_website"],
  ...["users_shared", "chat_shared", "successful_payment", "refunded_payment", "proximity_alert_triggered"],
  ...["boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited", "forum_topic_closed"],
  ...["forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "web_app_data"],
  ...["new_chat_title", "new_chat_photo", "delete_chat_photo", "video_chat_scheduled", "video_chat_started"],
  ...["video_chat_ended", "video_chat_participants_invited", "paid_message_price_changed", "paid_star_count"],
]);

/** What was said; null when nobody said anything, or when it has not the form that Telegram gives it. */
export function readContent(message: Json): Content | null {
  for (const [field, read] of contents) {
    if (!Object.hasOwn(message, field)) continue;
    if (typeof read === "function") return read(message);
    return isObject(message[field]) ? unsupported(read) : null;
  }
  // a poll, a story, or what Telegram will have thought of by then
  const others = Object.keys(message).filter((field) => !silent.has(field));
  return others.some((field) => isObject(message[field])) ? unsupported("other") : null;
}

function unsupported(what: Unsupported): Input {
  return { type: "unsupported", what };
}

function readText({ text }: Json): Input | null {
  if (typeof text !== "string" || text === "") return null;
  const command = parseCommand(text);
  return command ? commandInput(command) : { type: "text", text: text.slice(0, TEXT_LENGTH) };
}

/** Telegram offers every photo in several sizes; the largest that we may keep is taken. */
function readPhoto(message: Json): Content | null {
  const sizes = listOf(message["photo"]).filter(isObject);
  if (sizes.length === 0) return null;
  const area = ({ width, height }: Json): number => (isId(width) && isId(height) ? width * height : 0);
  const fitting = sizes.filter(isKeepable).toSorted((a, b) => area(b) - area(a));
  return attachedOf(fitting[0], message);
}

function readDocument(message: Json): Content | null {
  const { document } = message;
  if (!isObject(document)) return null;
  const type = textOf(document["mime_type"]) ?? "";
  if (!/^image\//i.test(type)) return unsupported("file");
  return attachedOf(isKeepable(document) ? document : undefined, message);
}

function isKeepable({ file_size: size }: Json): boolean {
  // a size that is not told shows when it is fetched
  return !isId(size) || size <= PHOTO_BYTES;
}

function attachedOf(file: Json | undefined, { caption }: Json): Content | null {
  if (!file) return unsupported("big-photo");
  const fileId = textOf(file["file_id"]);
  return fileId === null ? null : { type: "attached", fileId, caption: textOf(caption)?.slice(0, TEXT_LENGTH) ?? null };
}

/** Only their own number: anybody can send anybody's. */
function readContact({ contact, from }: Json): Input | null {
  if (!isObject(contact) || !isObject(from)) return null;
  const phone = textOf(contact["phone_number"])?.trim() ?? "";
  if (contact["user_id"] !== from["id"] || !/^\+?\d[\d ()-]{3,24}$/.test(phone)) return unsupported("contact");
  return { type: "phone", phone: phone.startsWith("+") ? phone : `+${phone}` };
}
