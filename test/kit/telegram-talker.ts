/**
 * People on Telegram, as a transcript plays them: what they do goes in as updates over the webhook, what they see is
 * what reached the Bot API's double, buttons in the rows they stand in.
 */
import type { ChatMessage } from "#core/records.js";
import type { Locale } from "#core/registry/people.js";
import { unpackButton } from "#core/message/buttons.js";
import { fieldsOf, type Params } from "./bot-api-rules.js";
import type { BotApiMessage } from "./bot-api.js";
import { channelOf } from "./line.js";
import { personCalled } from "./talker.js";
import { bindChat, callWebhook, type TelegramWorld } from "./telegram-line.js";

/** What one can send besides words and buttons, as `> (voice)` names it. */
export const telegramThings = [
  "photo",
  "big photo",
  "no photo",
  "voice",
  "video",
  "sticker",
  "location",
  "file",
  "poll",
  "contact",
  "contact of somebody else",
] as const;
export type TelegramThing = (typeof telegramThings)[number];

/** One person in one chat; answers are bubbles, and `NOW` and what the pressed buttons became. */
export interface TelegramTalker {
  say(text: string): Promise<string[]>;
  /** Presses the newest button that still stands there with this label, or types what a key in place of the keyboard says. */
  press(label: string, under?: string): Promise<string[]>;
  /** `number`: of a contact; one of their own unless told. */
  send(what: TelegramThing, number?: string): Promise<string[]>;
  /** Edits what they typed last. */
  edit(text: string): Promise<string[]>;
  /** Presses what nobody was shown, under the newest message. */
  data(data: string): Promise<string[]>;
  inbox(): Promise<string[]>;
}

export interface TelegramTalkers {
  /** By name or id of a person of the office, else a stranger; in a group when one is named. */
  of(name: string, locale: Locale, group?: string): Promise<TelegramTalker>;
}

/** Begins the line that tells what has become of the buttons under a message. */
export const NOW = "(now ";

/** One white dot. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=",
  "base64",
);
/** How often it is looked whether a message has left, and how much time goes by between two looks. */
const LOOKS = 60;
const LOOK_MS = 500;
/** Nothing in the house waits for an edit. A second press of what is marked already leaves it so. */
const EDIT_LOOKS = 200;
const EDIT_LOOK_MS = 5;

export function createTelegramTalkers(bench: TelegramWorld): TelegramTalkers {
  const talkers = new Map<string, Promise<TelegramTalker>>();
  const chats = new Map<string, number>();
  let updates = 0;
  const chatOf = (name: string): number => {
    const chat = chats.get(name) ?? 1_001 + chats.size;
    chats.set(name, chat);
    return chat;
  };
  async function open(name: string, locale: Locale, group: string | undefined): Promise<TelegramTalker> {
    const user = chatOf(name);
    const person = group === undefined ? await personCalled(bench.world.house, name) : undefined;
    if (person) await bindChat(bench.world, person._id, String(user));
    const chat = group === undefined ? user : -chatOf(`group ${group}`);
    return createTelegramTalker(bench, { user, chat, locale, nextUpdate: () => (updates += 1) });
  }
  return {
    of(name, locale, group) {
      const key = `${name} in ${group}`;
      const found = talkers.get(key) ?? open(name, locale, group);
      talkers.set(key, found);
      return found;
    },
  };
}

interface Seat {
  readonly user: number;
  readonly chat: number;
  readonly locale: Locale;
  nextUpdate(): number;
}

function createTelegramTalker(bench: TelegramWorld, { user, chat, locale, nextUpdate }: Seat): TelegramTalker {
  const { world, api } = bench;
  const seen = new Set<number>();
  const from = { id: user, is_bot: false, first_name: "-", language_code: locale === "en" ? "en" : "zh-hans" };
  const here = { chat: { id: chat, type: chat < 0 ? "supergroup" : "private", first_name: "-" }, date: 1_700_000_000 };
  let lastText = 0;

  const inChat = (): BotApiMessage[] => api.messages.filter((message) => message.chat === chat);

  /** Rows of the bot in this conversation; those that answer this update, if one is told. */
  async function rows(of?: number): Promise<ChatMessage[]> {
    const { store } = world.house.deps;
    const contact = await store.contacts.by("address", { channel: "telegram", address: String(chat) });
    if (!contact) return [];
    const found: ChatMessage[] = [];
    const key = `u${of}.${contact._id}`;
    for await (const row of store.messages.scan({ index: "byContact", where: { contact: contact._id } })) {
      if (row.from === "bot" && (of === undefined || row.inbound === key)) found.push(row);
    }
    return found;
  }

  /** Those rows, once all have left or are known not to. */
  async function over(of?: number): Promise<ChatMessage[]> {
    for (let looks = 0; looks < LOOKS; looks++) {
      await world.settle();
      const found = await rows(of);
      if (!found.some(({ state }) => state === "planned" || state === "sending")) return found;
      await world.advance(LOOK_MS);
    }
    throw new Error("what the bot says does not leave");
  }

  async function update(what: Params): Promise<string[]> {
    return (await take(what)).texts;
  }

  async function take(what: Params): Promise<{ texts: string[]; keys: readonly string[] }> {
    // a group asks for the bot's name, which the network tells it first
    await channelOf(world, "telegram").connected?.();
    const id = nextUpdate();
    const status = await callWebhook(world, { update_id: id, ...what });
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    const replies = await over(id);
    const texts = replies.map((row) => {
      const message = inChat().find(({ message_id: sent }) => String(sent) === row.providerId);
      if (!message) return `(not sent: ${row.reason})`;
      seen.add(message.message_id);
      return shown(message);
    });
    return { texts, keys: replies.flatMap(({ keys }) => keys) };
  }

  const message = (what: Params): Promise<string[]> => {
    return update({ message: { message_id: nextUpdate(), from, ...here, ...what } });
  };

  async function say(text: string): Promise<string[]> {
    lastText = nextUpdate();
    return update({ message: { message_id: lastText, from, ...here, text, ...entitiesOf(text) } });
  }

  async function press(label: string, under = ""): Promise<string[]> {
    const below = inChat().filter(({ text }) => text.includes(under));
    const buttons = below.toReversed().flatMap((one) => buttonsOf(one).map((button) => ({ button, one })));
    const found = buttons.find(({ button }) => button["text"] === label);
    if (!found) {
      const labels = [...new Set(buttons.map(({ button }) => `[${textOf(button["text"])}]`))].join(" ");
      throw new Error(`there is no button [${label}] in this chat; there are ${labels || "none"}`);
    }
    const { button, one } = found;
    if (button["request_contact"] === true) return send("contact");
    const data = button["callback_data"];
    if (data === undefined) return say(label);
    const pressed = { message_id: one.message_id, from: bot, ...here, text: one.text, reply_markup: one.reply_markup };
    const id = `q${nextUpdate()}`;
    const { texts, keys } = await take({ callback_query: { id, from, data, message: pressed } });
    // what comes too late leaves the buttons as they are, and so does a menu
    const marks = unpackButton(textOf(data))?.type === "answer" && !keys.includes("talk.stale");
    return marks ? [await editOf(one), ...texts] : texts;
  }

  /** What has become of the buttons that were pressed. */
  async function editOf({ message_id: id, reply_markup: before }: BotApiMessage): Promise<string> {
    for (let looks = 0; looks < EDIT_LOOKS; looks++) {
      const now = inChat().find((one) => one.message_id === id);
      if (now && now.reply_markup !== before) return `${NOW}${rowsOf(now).join(" ")})`;
      await new Promise((resolve) => setTimeout(resolve, EDIT_LOOK_MS));
    }
    return `${NOW}as before)`;
  }

  async function photo(bytes: Uint8Array, size = bytes.length): Promise<string[]> {
    const id = `photo-${nextUpdate()}`;
    api.addFile(id, bytes, size);
    const sizes = [
      { file_id: `${id}-small`, file_unique_id: "s", width: 90, height: 90, file_size: Math.min(size, 1_000) },
      { file_id: id, file_unique_id: "l", width: 1_280, height: 960, file_size: size },
    ];
    return message({ photo: size > 5 * 1024 * 1024 ? sizes.slice(1) : sizes });
  }

  async function send(what: TelegramThing, number = `861390000${user}`): Promise<string[]> {
    const file = { file_id: "f", file_unique_id: "f", file_size: 2_000 };
    switch (what) {
      case "photo":
        return photo(DOT);
      case "big photo":
        return photo(DOT, 6 * 1024 * 1024);
      case "no photo":
        return photo(Buffer.from("these are words"));
      case "voice":
        return message({ voice: { ...file, duration: 3, mime_type: "audio/ogg" } });
      case "video":
        return message({ video: { ...file, duration: 3, width: 320, height: 240 } });
      case "sticker":
        return message({ sticker: { ...file, type: "regular", width: 512, height: 512, emoji: "👍" } });
      case "location":
        return message({ location: { latitude: 26.5, longitude: 106.5 } });
      case "file":
        return message({ document: { ...file, file_name: "list.pdf", mime_type: "application/pdf" } });
      case "poll":
        return message({ poll: { id: "1", question: "?", options: [], total_voter_count: 0 } });
      case "contact":
        return message({ contact: { phone_number: number, first_name: "-", user_id: user } });
      case "contact of somebody else":
        return message({ contact: { phone_number: "8613900009999", first_name: "-", user_id: user + 1_000 } });
    }
  }

  return {
    say,
    press,
    send,
    edit: (text) => update({ edited_message: { message_id: lastText, from, ...here, edit_date: 1_700_000_060, text } }),
    data(data) {
      const pressed = { message_id: inChat().at(-1)?.message_id ?? 1, from: bot, ...here };
      return update({ callback_query: { id: `q${nextUpdate()}`, from, data, message: pressed } });
    },
    async inbox() {
      await over();
      const news = inChat().filter(({ message_id: id }) => !seen.has(id));
      for (const { message_id: id } of news) seen.add(id);
      return news.map(shown);
    },
  };
}

const bot = { id: 42, is_bot: true, first_name: "Fourhelp" };
/** Telegram marks commands and names. */
function entitiesOf(text: string): Params {
  const marks = [...text.matchAll(/(^\/\w+(?:@\w+)?|@\w+)/g)].map(({ 0: mark, index }) => ({
    type: mark.startsWith("/") ? "bot_command" : "mention",
    offset: index,
    length: mark.length,
  }));
  return marks.length === 0 ? {} : { entities: marks };
}

function keyboardRows({ reply_markup: markup }: BotApiMessage): Params[][] {
  const { inline_keyboard: inline, keyboard } = fieldsOf(markup);
  return [inline, keyboard]
    .flatMap((rows) => (Array.isArray(rows) ? (rows as unknown[][]) : []))
    .map((row) => row.map(fieldsOf));
}

function buttonsOf(message: BotApiMessage): Params[] {
  return keyboardRows(message).flat();
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A row of buttons is a line. */
function rowsOf(message: BotApiMessage): string[] {
  return keyboardRows(message).map((row) => row.map(labelled).join(" "));
}

function labelled({ text, request_contact: contact, url }: Params): string {
  const link = url === undefined ? "" : ` → ${textOf(url)}`;
  return `[${contact === true ? "☎ " : ""}${textOf(text)}${link}]`;
}

function shown(message: BotApiMessage): string {
  return [shortened(message.text), ...rowsOf(message)].join("\n");
}

/** How much of the beginning and of the end of a long text is shown. */
const ENDS = 60;

function shortened(text: string): string {
  if (text.length <= 20 * ENDS) return text;
  return `${text.slice(0, ENDS)} … (${text.length} characters in all) … ${text.slice(-ENDS)}`;
}
