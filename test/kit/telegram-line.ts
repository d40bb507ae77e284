/** A house with Telegram: the network's side of it, over the webhook, with the Bot API's double behind. */
import { personContact } from "#app/conversation.js";
import { webhookPath } from "#bot/channels/telegram/webhook.js";
import { fieldsOf, type Params } from "./bot-api-rules.js";
import { startBotApi, type BotApi } from "./bot-api.js";
import { serverOf, type Line, type Sent, type Shown } from "./line.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

export interface TelegramWorld {
  readonly world: World;
  readonly api: BotApi;
}

const secret = "A-Secret-Only-Telegram-Knows";

/** The header that Telegram sends with every call. */
export const telegramProof = { "x-telegram-bot-api-secret-token": secret } as const;

/** Composes a house that Telegram calls; disposing of the world ends the double too. */
export async function createTelegramWorld(options: WorldOptions = {}): Promise<TelegramWorld> {
  const api = await startBotApi();
  const telegram = { mode: "webhook", token: api.token, apiRoot: api.url, secret } as const;
  const world = await createWorld({ telegram, ...options });
  await world.house.channels.find(({ id }) => id === "telegram")?.connected?.();
  const { dispose } = world;
  world.dispose = async () => {
    await dispose();
    await api.close();
  };
  return { world, api };
}

/** Calls the webhook as Telegram does; its status. */
export async function callWebhook(world: World, update: unknown): Promise<number> {
  const headers = { ...telegramProof, "content-type": "application/json" };
  const payload = typeof update === "string" || Buffer.isBuffer(update) ? update : JSON.stringify(update);
  const response = await serverOf(world).inject({ method: "POST", url: webhookPath, headers, payload });
  return response.statusCode;
}

/** What a call of sendMessage shows. Keys in place of the keyboard have no id: what stands on them is typed. */
export function shownOf(params: Params): Omit<Shown, "id"> {
  const { inline_keyboard: inline, keyboard } = fieldsOf(params["reply_markup"]);
  const buttons = [inline, keyboard].flatMap((rows) => (Array.isArray(rows) ? (rows.flat() as unknown[]) : []));
  const choices = buttons.map(fieldsOf).map(({ text, callback_data: data, url }) => {
    const label = textIn(text);
    return { id: textIn(data) || textIn(url) || `${TYPED}${label}`, label };
  });
  return { text: textIn(params["text"]), choices };
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const TYPED = "typed:";
let lastId = 1_000;

/** A line in a private chat, of a person of the office by id, or of a stranger. */
export async function openTelegramLine({ world, api }: TelegramWorld, who?: string): Promise<Line> {
  const chat = (lastId += 1);
  const address = String(chat);
  if (who !== undefined) await bindChat(world, who, address);
  const ids = new Map<string, number>();
  const idOf = (id: string): number => {
    const known = ids.get(id) ?? (lastId += 1);
    ids.set(id, known);
    return known;
  };
  const from = { id: chat, is_bot: false, first_name: "-" };
  const here = { chat: { id: chat, type: "private", first_name: "-" }, date: 1_700_000_000 };

  function updateOf(what: Exclude<Sent, { photo: string }>, id: string): Params {
    const update_id = idOf(id);
    const message = { message_id: update_id, from, ...here };
    if ("unreadable" in what) return { update_id, message: { ...message, sticker: { file_id: "s", emoji: "?" } } };
    if ("text" in what) return { update_id, message: { ...message, text: what.text } };
    const { button } = what;
    if (button.startsWith(TYPED)) return { update_id, message: { ...message, text: button.slice(TYPED.length) } };
    const under = api.messages.findLast(
      (one) => one.chat === chat && shownOf({ ...one }).choices.some((choice) => choice.id === button),
    );
    const pressed = {
      message_id: under?.message_id ?? 1,
      from: { id: 42, is_bot: true, first_name: "Fourhelp" },
      ...here,
      ...(under?.reply_markup === undefined ? {} : { reply_markup: under.reply_markup }),
    };
    return { update_id, callback_query: { id: `q${update_id}`, from, data: button, message: pressed } };
  }

  let count = 0;
  return {
    address,
    externalId: (id) => `u${idOf(id)}`,
    async send(what, id = `${address}-${(count += 1)}`) {
      if ("photo" in what) {
        const input = { type: "photo", photo: what.photo, text: null } as const;
        await world.house.receive({ channel: "telegram", address, externalId: `u${idOf(id)}`, input });
        return;
      }
      const status = await callWebhook(world, updateOf(what, id));
      if (status !== 200) throw new Error(`the webhook answered ${status}`);
    },
    async heard() {
      const rows = await rowsByMessage(world, address);
      // as they were sent, not as they were edited since; no call of these suites fails
      const sent = api.callsOf("sendMessage");
      return api.messages
        .filter((message) => message.chat === chat)
        .map((message) => {
          const id = rows.get(String(message.message_id)) ?? `message ${message.message_id}`;
          return { id, ...shownOf(sent[message.message_id - 1]?.params ?? {}) };
        });
    },
  };
}

/** A chat of somebody whom the office knows, as if they had been bound there. */
export async function bindChat({ house: { deps }, timers }: World, who: string, address: string): Promise<void> {
  const person = await deps.store.people.get(who);
  if (!person) throw new Error(`no person ${who}`);
  const { contact, binding } = personContact(person, "telegram", timers.now());
  await deps.store.contacts.insert({ ...contact, address });
  await deps.store.bindings.insert(binding);
}

/** The ids that the ledger knows its messages by, by those of Telegram. */
async function rowsByMessage({ house: { deps } }: World, address: string): Promise<ReadonlyMap<string, string>> {
  const contact = await deps.store.contacts.by("address", { channel: "telegram", address });
  const rows = new Map<string, string>();
  if (!contact) return rows;
  for await (const row of deps.store.messages.scan({ index: "byContact", where: { contact: contact._id } })) {
    if (row.from === "bot" && row.providerId !== null) rows.set(row.providerId, row._id);
  }
  return rows;
}
