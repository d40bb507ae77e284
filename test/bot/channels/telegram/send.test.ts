import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "#app/log.js";
import type { SendOutcome } from "#app/outlet.js";
import { createApi } from "#bot/channels/telegram/api.js";
import type { TelegramApi } from "#bot/channels/telegram/call.js";
import { createPace, type Pace } from "#bot/channels/telegram/pace.js";
import { createSender, type SenderDeps } from "#bot/channels/telegram/send.js";
import type { Rendered } from "#core/message/talk.js";
import type { Locale } from "#core/registry/people.js";
import { refusals, startBotApi, type BotApi, type BotApiFault } from "../../../kit/bot-api.js";
import { createManualTimers } from "../../../kit/timers.js";

let double: BotApi;
let api: TelegramApi;
let pace: Pace;
let lines: string[];
let deps: SenderDeps;
let sender: ReturnType<typeof createSender>;

beforeEach(async () => {
  double = await startBotApi();
  lines = [];
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  api = createApi({ token: double.token, apiRoot: double.url, log, timeoutMs: 200 });
  pace = createPace({ timers: createManualTimers(1_800_000_000_000) });
  const sharePhone = (locale: Locale): string => (locale === "en" ? "Share my number" : "发送我的手机号");
  deps = { api, pace, log, username: () => double.username, sharePhone };
  sender = createSender(deps);
});
afterEach(async () => {
  await api.close();
  await double.close();
});

const plain = (text: string): Rendered => ({ text, choices: [], wants: null, locale: "zh-CN" });
const say = (address: string, rendered: Rendered): Promise<SendOutcome> => sender.send(address, { id: "m1", rendered });

describe("turn", () => {
  it("is given out once messages can leave, and says whether replies are free", async () => {
    const order: string[] = [];
    const ready = Promise.resolve().then(() => void order.push("ready"));
    const waiting = createSender({ ...deps, api: { ...api, ready: () => ready } });
    const turn = waiting.turn("5", "notice").then(() => order.push("turn"));
    expect(waiting.isFree("6")).toBe(true);
    await turn;
    expect(order).toEqual(["ready", "turn"]);
    expect(waiting.isFree("6")).toBe(false);
  });
});

describe("send", () => {
  it("hands over plain text, without previews or anything else", async () => {
    expect(await say("5", plain("您好 *不是粗体* <b>"))).toEqual({ type: "sent", providerId: "1" });
    expect(double.calls.map(({ method, params }) => ({ method, params }))).toEqual([
      {
        method: "sendMessage",
        params: { chat_id: 5, text: "您好 *不是粗体* <b>", link_preview_options: { is_disabled: true } },
      },
    ]);
  });

  it("carries any text as it is", async () => {
    const texts = ['quotes " and \\ back\nlines', "\u0000\u2028", "🙏🏽 مرحبا", "{{x}} $t(y)", "x".repeat(4_096)];
    for (const text of texts) await say("5", plain(text));
    expect(double.messages.map(({ text }) => text)).toEqual(texts);
    await say("5", plain("half a sign \ud83d"));
    expect(double.messages.at(-1)?.text).toBe("half a sign \ufffd");
  });

  it("shows choices as buttons, in a group as links", async () => {
    const rendered: Rendered = {
      text: "?",
      choices: [{ id: "s.pledge", label: "我想帮忙" }],
      wants: null,
      locale: "zh-CN",
    };
    await say("5", rendered);
    await say("-1001234567890", rendered);
    const url = `https://t.me/${double.username}?start=pledge`;
    expect(double.messages.map(({ chat, reply_markup: markup }) => [chat, markup])).toEqual([
      [5, { inline_keyboard: [[{ text: "我想帮忙", callback_data: "s.pledge" }]] }],
      [-1_001_234_567_890, { inline_keyboard: [[{ text: "我想帮忙", url }]] }],
    ]);
  });

  it("offers to share the number in the language of the question", async () => {
    await say("5", { text: "青石？", choices: [], wants: "phone", locale: "zh-CN" });
    await say("5", { text: "青石?", choices: [], wants: "phone", locale: "en" });
    expect(JSON.stringify(double.messages[0]?.reply_markup)).toContain("发送我的手机号");
    expect(JSON.stringify(double.messages[1]?.reply_markup)).toContain("Share my number");
  });

  it.each([
    "",
    "nobody",
    "007",
    "1e3",
    "1.5",
    "-",
    "12345678901234567890",
    '5,"parse_mode":"HTML"',
    "5\n",
    "../../etc/passwd",
  ])("calls nobody for the address %j", async (address) => {
    expect(await say(address, plain("x"))).toEqual({ type: "refused", reason: "no-chat-id" });
    expect(double.calls).toEqual([]);
  });

  it.each<[string, BotApiFault, SendOutcome | object, number]>([
    ["too many", refusals.tooMany(5), { type: "throttled", delayMs: 5_000 }, 0],
    ["blocked", refusals.blocked, { type: "opted-out", reason: "blocked" }, 0],
    ["deactivated", refusals.deactivated, { type: "opted-out", reason: "deactivated" }, 0],
    ["no such chat", refusals.chatNotFound, { type: "opted-out", reason: "chat-not-found" }, 0],
    ["moved", refusals.migrated(-100_777), { type: "moved", address: "-100777" }, 0],
    ["a wrong token", refusals.wrongToken, { type: "retry", reason: "wrong-token" }, 0],
    ["their trouble", refusals.internal, { type: "retry", reason: "status-500" }, 0],
    ["a proxy's page", refusals.badGateway, { type: "retry", reason: "status-502" }, 0],
    ["cut before", { type: "drop", when: "before" }, { type: "unknown" }, 0],
    ["cut after", { type: "drop", when: "after" }, { type: "unknown" }, 1],
    ["half an answer", { type: "truncated" }, { type: "unknown" }, 1],
    ["no answer", { type: "hang" }, { type: "unknown" }, 0],
    ["a slow answer", { type: "slow", ms: 50 }, { type: "sent" }, 1],
  ])("tells what became of it: %s", async (_, fault, outcome, reached) => {
    double.fault(fault, { method: "sendMessage", chat: 5 });
    expect(await say("5", plain("给王建国的话"))).toMatchObject(outcome);
    expect(double.messages.length).toBe(reached);
    expect(double.calls.length).toBe(1);
    expect(lines.join("")).not.toMatch(/王建国|synthetic-token/);
  });

  it("is to be tried again where nobody listens", async () => {
    await double.close();
    expect(await say("5", plain("x"))).toEqual({ type: "retry", reason: "not-reached-econnrefused" });
  });

  it("calls nobody while everybody is held back, and says for how long", async () => {
    double.fault(refusals.tooMany(5));
    await say("5", plain("x"));
    expect(await say("6", plain("x"))).toEqual({ type: "throttled", delayMs: 5_000 });
    expect(double.calls.length).toBe(1);
  });
});
