/** The channel against an emulator of the Bot API that others wrote: texts, buttons and edits as a person sees them. */
import { TelegramServer } from "telegram-test-api/lib/telegramServer.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemTimers } from "#app/clock.js";
import type { Connection } from "#bot/channels/port.js";
import { createTelegramChannel } from "#bot/channels/telegram/index.js";
import { freePort } from "../../../bench/server.js";
import { channelSettings } from "../../../kit/channel-settings.js";
import { fieldsOf } from "../../../kit/bot-api-rules.js";
import { createWorld, type World } from "../../../kit/world.js";

const token = "42:synthetic";

/** A message of the bot as the emulator keeps it. */
interface Shown {
  readonly id: number;
  readonly text: string;
  readonly buttons: readonly { readonly text: string; readonly data: string }[];
  readonly markup: unknown;
}

let server: TelegramServer;
let world: World;
let connection: Connection | undefined;

beforeEach(async () => {
  server = new TelegramServer({ port: await freePort(), host: "127.0.0.1" });
  await server.start();
  const channel = createTelegramChannel(
    channelSettings(systemTimers(), { token, apiRoot: server.config.apiURL, updates: { mode: "polling" } }),
  );
  if (!channel) throw new Error("no channel with a token");
  world = await createWorld({ channels: [channel] });
  connection = await channel.connected?.();
});
afterEach(async () => {
  await world.dispose();
  await server.stop();
});

function shown(): Shown[] {
  return server.storage.botMessages.map(({ messageId, message }) => {
    const { text, reply_markup: markup } = fieldsOf(message);
    const rows = fieldsOf(markup)["inline_keyboard"];
    const buttons = (Array.isArray(rows) ? rows.flat() : []).map(fieldsOf);
    return {
      id: messageId,
      text: String(text),
      buttons: buttons.map((button) => ({ text: String(button["text"]), data: String(button["callback_data"]) })),
      markup,
    };
  });
}

/** What the bot says next, once it does; `label`: the first that has such a button. */
async function heard(after: number, label = ""): Promise<Shown> {
  const find = (): Shown | undefined =>
    shown().find(({ id, buttons }) => id > after && (label === "" || buttons.some(({ text }) => text === label)));
  await expect.poll(find, { timeout: 5_000 }).toBeDefined();
  const found = find();
  if (!found) throw new Error("it was there a moment ago");
  return found;
}

async function say(text: string): Promise<void> {
  const client = server.getClient(token);
  if (text.startsWith("/")) await client.sendCommand(client.makeCommand(text));
  else await client.sendMessage(client.makeMessage(text));
}

async function press({ id, buttons, markup }: Shown, label: string): Promise<void> {
  const client = server.getClient(token);
  const data = buttons.find(({ text }) => text === label)?.data;
  if (data === undefined) throw new Error(`no button ${label}`);
  const query = client.makeCallbackQuery(data);
  Object.assign(query.message, { message_id: id, reply_markup: markup });
  await client.sendCallback(query);
}

describe("against telegram-test-api", () => {
  it("answers a text with a greeting and buttons", async () => {
    expect(connection).toEqual({ ok: true, sentence: "Telegram · https://t.me/TestNameBot" });
    await say("你好");
    const greeting = await heard(0);
    expect(greeting.text).toContain("四帮");
    expect(greeting.buttons.map(({ text }) => text)).toContain("我想帮忙");
  });

  it("opens what a command stands for", async () => {
    await say("/language");
    const answer = await heard(0);
    expect(answer.buttons.map(({ text }) => text)).toContain("English");
  });

  it("goes on at a press, and leaves of an answered question the answer", async () => {
    await say("你好");
    const greeting = await heard(0, "我想帮忙");
    await press(greeting, "我想帮忙");
    const question = await heard(greeting.id, "企业");
    await press(question, "企业");
    await heard(question.id);
    const edited = (): readonly string[] | undefined =>
      shown()
        .find(({ id }) => id === question.id)
        ?.buttons.map(({ text }) => text);
    await expect.poll(edited, { timeout: 5_000 }).toEqual(["✓ 企业"]);
    // the menu stays
    expect(shown().find(({ id }) => id === greeting.id)?.buttons).toEqual(greeting.buttons);
    expect(world.errors()).toEqual([]);
  });
});
