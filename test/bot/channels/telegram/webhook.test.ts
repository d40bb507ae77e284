import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "#app/log.js";
import { webhookPath, webhookRoute } from "#bot/channels/telegram/webhook.js";
import { channelSettings } from "../../../kit/channel-settings.js";
import { serverOf } from "../../../kit/line.js";
import {
  callWebhook,
  createTelegramWorld,
  openTelegramLine,
  telegramProof,
  type TelegramWorld,
} from "../../../kit/telegram-line.js";
import { createTelegramChannel } from "#bot/channels/telegram/index.js";
import { createManualTimers } from "../../../kit/timers.js";

let bench: TelegramWorld;
let updates = 60_000;

beforeEach(async () => {
  bench = await createTelegramWorld();
});
afterEach(() => bench.world.dispose());

const person = { id: 9, is_bot: false, first_name: "-" };
const chat = { id: 9, type: "private", first_name: "-" };
function text(words: string, more: object = {}): { update_id: number; message: object } {
  const message_id = (updates += 1);
  return { update_id: message_id, message: { message_id, date: 1, from: person, chat, text: words, ...more } };
}
const sent = (): string[] => bench.api.messages.map((message) => message.text);
const expectSoon = (what: () => unknown, value: unknown) =>
  expect.poll(what, { timeout: 5_000, interval: 5 }).toEqual(value);

async function rowsOf(address = "9") {
  const { store } = bench.world.house.deps;
  const contact = await store.contacts.by("address", { channel: "telegram", address });
  if (!contact) return [];
  return (await store.messages.find({ index: "byContact", where: { contact: contact._id } })).items;
}

describe("the webhook", () => {
  it("has the message durable when it answers, and answers with one word", async () => {
    const response = await serverOf(bench.world).inject({
      method: "POST",
      url: webhookPath,
      headers: telegramProof,
      payload: text("你好"),
    });
    expect([response.statusCode, response.json()]).toEqual([200, { ok: true }]);
    expect((await rowsOf()).map((row) => row.from)).toEqual(expect.arrayContaining(["me", "bot"]));
  });

  it("forged in twelve ways lets nobody in, and nothing is written", async () => {
    const name = "x-telegram-bot-api-secret-token";
    const right = telegramProof[name];
    const forged: Record<string, string>[] = [
      {},
      { [name]: "" },
      { [name]: "wrong" },
      { [name]: `${right}x` },
      { [name]: right.slice(0, -1) },
      { [name]: right.slice(1) },
      { [name]: `${right.slice(0, -1)}X` },
      { [name]: right.toLowerCase() },
      { [name]: right.toUpperCase() },
      { [name]: `${right},${right}` },
      { [name]: `Bearer ${right}` },
      { authorization: `Bearer ${right}` },
    ];
    for (const headers of forged) {
      const response = await serverOf(bench.world).inject({
        method: "POST",
        url: webhookPath,
        headers,
        payload: text("你好"),
      });
      expect([headers, response.statusCode]).toEqual([headers, 401]);
      expect(Object.keys(response.json<object>())).toEqual(["error", "message"]);
    }
    expect(await rowsOf()).toEqual([]);
  });

  it("answers 500 when the message could not be kept, so that it comes again", async () => {
    const route = webhookRoute("s", () => Promise.reject(new Error("the disk is full")));
    const request = { params: {}, query: {}, cookies: {}, signal: new AbortController().signal };
    const headers = { "x-telegram-bot-api-secret-token": "s" };
    await expect(route.handle({ ...request, headers, body: text("x") })).rejects.toThrow("disk");
  });

  it("takes what is not for us, and is no route at all when polling", async () => {
    expect(await callWebhook(bench.world, { update_id: 1, channel_post: { text: "x" } })).toBe(200);
    expect(await callWebhook(bench.world, { update_id: 2 })).toBe(200);
    expect(bench.api.messages).toEqual([]);
    const settings = { token: "1:a", apiRoot: "http://127.0.0.1:9", updates: { mode: "polling" } } as const;
    const log = createLog({ level: "silent" });
    const channel = createTelegramChannel(channelSettings(createManualTimers(0), settings));
    const { chat: talks, deps, receive } = bench.world.house;
    const photos = { keep: never, keepBytes: never, read: never };
    expect(channel?.routes({ chat: talks, photos, render: deps.render, log, receive })).toEqual([]);
  });
});

function never(): Promise<never> {
  return Promise.reject(new Error("not in this test"));
}

describe("a press", () => {
  const query = (data: string, message: object, id = "q") => ({
    update_id: (updates += 1),
    callback_query: { id, from: person, chat_instance: "c", data, message: { chat, date: 1, ...message } },
  });
  const answered = (): unknown[] =>
    bench.api.callsOf("answerCallbackQuery").map(({ params }) => params["callback_query_id"]);
  const edited = () => bench.api.callsOf("editMessageReplyMarkup").map(({ params }) => params);
  const markup = (...buttons: [text: string, data: string][]) => ({
    inline_keyboard: [buttons.map(([label, data]) => ({ text: label, callback_data: data }))],
  });

  async function question() {
    await callWebhook(bench.world, text("我想帮忙"));
    await expectSoon(() => bench.api.messages.length > 0, true);
    await bench.world.advance(1_000);
    const message = bench.api.messages.findLast(({ reply_markup }) => JSON.stringify(reply_markup).includes("企业"));
    const data = /"text":"企业","callback_data":"([^"]+)"/.exec(JSON.stringify(message?.reply_markup))?.[1];
    if (!message || data === undefined) throw new Error(`no question in ${JSON.stringify(sent())}`);
    return { message: { message_id: message.message_id, reply_markup: message.reply_markup }, data };
  }

  it("is answered, and leaves of the question what was chosen", async () => {
    const { message, data } = await question();
    expect(await callWebhook(bench.world, query(data, message, "q-first"))).toBe(200);
    await expectSoon(answered, ["q-first"]);
    await expectSoon(edited, [{ chat_id: 9, message_id: message.message_id, reply_markup: markup(["✓ 企业", data]) }]);
    expect((await rowsOf()).findLast((row) => row.from === "me")?.text).toBe("企业");
  });

  it("of a question that is over is answered kindly, and claims nothing", async () => {
    const { message, data } = await question();
    await callWebhook(bench.world, query(data, message, "q-first"));
    await expectSoon(() => edited().length, 1);
    const other = { ...message, reply_markup: markup(["✓ 企业", data]) };
    expect(await callWebhook(bench.world, query(data, other, "q-again"))).toBe(200);
    await expectSoon(answered, ["q-first", "q-again"]);
    expect((await rowsOf()).filter((row) => row.keys.includes("talk.stale"))).toHaveLength(1);
    expect(edited()).toHaveLength(1);
  });

  it("of a menu leaves the menu", async () => {
    expect(
      await callWebhook(
        bench.world,
        query("s.help", { message_id: 3, reply_markup: markup(["怎么用", "s.help"]) }, "q-menu"),
      ),
    ).toBe(200);
    await expectSoon(answered, ["q-menu"]);
    await expectSoon(() => bench.api.messages.length > 0, true);
    expect(edited()).toEqual([]);
  });

  it("in a group, or of nothing, is answered and no more", async () => {
    const group = { id: -5, type: "group", title: "-" };
    expect(await callWebhook(bench.world, query("s.mine", { message_id: 3, chat: group }, "q-group"))).toBe(200);
    expect(
      await callWebhook(bench.world, { update_id: (updates += 1), callback_query: { id: "q-inline", from: person } }),
    ).toBe(200);
    await expectSoon(answered, ["q-group", "q-inline"]);
    expect(bench.api.messages).toEqual([]);
    expect(await rowsOf("-5")).toEqual([]);
  });

  it("is answered once per press, though the network fails the small calls", async () => {
    const { message, data } = await question();
    bench.api.fault(
      { type: "refuse", status: 400, description: "Bad Request: query is too old" },
      { method: "answerCallbackQuery" },
    );
    bench.api.fault({ type: "drop", when: "before" }, { method: "editMessageReplyMarkup" });
    expect(await callWebhook(bench.world, query(data, message))).toBe(200);
    await expectSoon(() => [answered().length, edited().length], [1, 1]);
    await bench.world.advance(60_000);
    expect([answered().length, edited().length]).toEqual([1, 1]);
    expect(bench.world.errors()).toEqual([]);
  });
});

describe("a group", () => {
  it("is told how to reach the bot alone, with a link and without anybody's affairs", async () => {
    await openTelegramLine(bench, "wangxiuying");
    const group = { chat: { id: -77, type: "supergroup", title: "板长村" } };
    expect(await callWebhook(bench.world, text("大家好", group))).toBe(200);
    expect(await callWebhook(bench.world, text(`@${bench.api.username} 我家的帮扶到哪了`, group))).toBe(200);
    await expectSoon(() => bench.api.messages.map((message) => message.chat), [-77]);
    expect(bench.api.messages[0]?.text).not.toMatch(/王秀英|BC-001/);
    // what was said in the group is not kept
    expect(JSON.stringify(await rowsOf("-77"))).not.toContain("帮扶到哪");
  });
});
