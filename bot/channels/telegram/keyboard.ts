/** Choices as Telegram shows them: buttons under the message, or keys in place of the keyboard where a number is wanted. */
import type { InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup } from "grammy/types";
import { unpackButton } from "#core/message/buttons.js";
import type { Rendered } from "#core/message/talk.js";
import { deepLink, readStart } from "./deep-link.js";

export type Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup;

export interface KeyboardFor {
  /** In a group nothing is answered: buttons there only lead to the private chat. */
  readonly group: boolean;
  /** The bot's name without @, for those links; without it a group gets no buttons. */
  readonly username: string | null;
  /** The label of the key that shares the person's own number, or null: then it is typed. */
  readonly sharePhone: string | null;
}

type Choices = Rendered["choices"];

/** The markup of one message, or undefined when it needs none. */
export function keyboardOf(
  { choices, wants }: Pick<Rendered, "choices" | "wants">,
  { group, username, sharePhone }: KeyboardFor,
): Keyboard | undefined {
  if (group) return linksOf(choices, username);
  if (wants === "phone" && sharePhone !== null) return keysOf(choices, sharePhone);
  return inlineOf(choices.map(({ id, label }) => ({ text: label, callback_data: id })));
}

function inlineOf(buttons: readonly InlineKeyboardButton[]): InlineKeyboardMarkup | undefined {
  return buttons.length === 0 ? undefined : { inline_keyboard: rowsOf(buttons) };
}

function linksOf(choices: Choices, username: string | null): InlineKeyboardMarkup | undefined {
  if (username === null) return undefined;
  return inlineOf(choices.map(({ id, label }) => ({ text: label, url: deepLink(username, payloadOf(id)) })));
}

/** The payload that opens the same as this button, where there is one; else one that greets. */
function payloadOf(id: string): string {
  const button = unpackButton(id);
  const entry = button?.type === "start" ? button.entry : "";
  return [entry, entry.replace(/^pledge-/, "")].find((payload) => readStart(payload) === id) ?? "start";
}

/** The number is one press away; whoever would rather not types it, or says one of the choices in its own words. */
function keysOf(choices: Choices, sharePhone: string): ReplyKeyboardMarkup {
  const share: KeyboardButton = { text: sharePhone, request_contact: true };
  const rest = rowsOf<KeyboardButton & { text: string }>(choices.map(({ label }) => ({ text: label })));
  return { keyboard: [[share], ...rest], one_time_keyboard: true, resize_keyboard: true, is_persistent: false };
}

/** Buttons in rows, in their order, as many beside each other as a small telephone shows whole. */
function rowsOf<B extends { readonly text: string }>(buttons: readonly B[]): B[][] {
  const rows: B[][] = [];
  let room = 0;
  for (const button of buttons) {
    const most = besideOf(button.text);
    const row = rows.at(-1);
    if (row && row.length < Math.min(most, room)) {
      row.push(button);
      room = Math.min(most, room);
    } else {
      rows.push([button]);
      room = most;
    }
  }
  return rows;
}

/** How many buttons as wide as this one fit in a row. */
function besideOf(label: string): number {
  const columns = columnsOf(label);
  if (columns > 14) return 1;
  return columns > 6 ? 2 : 3;
}

/** Columns a text takes where signs of East Asia, and small pictures, take two. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += isWide(sign.codePointAt(0) ?? 0) ? 2 : 1;
  return columns;
}

/** Unicode's East Asian Width, as coarsely as rows of buttons need it. */
function isWide(code: number): boolean {
  if (code < 0x1100) return false;
  if (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)) return true;
  return (
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f300
  );
}
