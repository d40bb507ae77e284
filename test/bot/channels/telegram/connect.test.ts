import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "#app/log.js";
import { createApi } from "#bot/channels/telegram/api.js";
import type { TelegramApi } from "#bot/channels/telegram/call.js";
import { createConnector, type Connector } from "#bot/channels/telegram/connect.js";
import type { TelegramSettings } from "#bot/channels/port.js";
import { createSay } from "#locales/say.js";
import { refusals, startBotApi, type BotApi } from "../../../kit/bot-api.js";
import { createManualTimers, type ManualTimers } from "../../../kit/timers.js";

const secret = "a-secret-of-the-webhook";
const polling = { mode: "polling" } as const;
const webhook = { mode: "webhook", url: "https://fourhelp.example", secret } as const;

let double: BotApi;
let api: TelegramApi;
let timers: ManualTimers;
let stop: AbortController;
let lines: string[];
let over: Promise<void>;

beforeEach(async () => {
  double = await startBotApi();
  timers = createManualTimers(0);
  stop = new AbortController();
  lines = [];
  over = Promise.resolve();
});
afterEach(async () => {
  stop.abort();
  await over;
  await api.close();
  await double.close();
  // wherever a test has led, no line of the log has the token or the secret in it
  const leak = lines.find((line) => /synthetic-token|wrong-token-of|a-secret-of/.test(line));
  if (leak !== undefined) throw new Error(`a secret is in the log: ${leak}`);
});

function connect(updates: TelegramSettings["updates"], token = double.token, apiRoot = double.url): Connector {
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  api = createApi({ token, apiRoot, log });
  const connector = createConnector({ api, settings: { token, apiRoot, updates }, timers, log });
  over = connector.run({ take: () => Promise.resolve("taken"), render: createSay().render }, stop.signal);
  return connector;
}
const expectSoon = (what: () => unknown, value: unknown) =>
  expect.poll(what, { timeout: 5_000, interval: 5 }).toEqual(value);
const actions = (): string[] => lines.map((line) => (JSON.parse(line) as { action: string }).action);
const methods = (): string[] => double.calls.map(({ method }) => method).filter((method) => method !== "setMyCommands");

describe("the connection", () => {
  it("polls, and drops nothing that has gathered", async () => {
    double.push({ message: {} });
    const connector = connect(polling);
    expect(connector.self()).toEqual({ id: 42, username: null });
    expect(await connector.known).toEqual({ ok: true, sentence: "Telegram · https://t.me/fourhelp_double_bot" });
    expect(connector.self()).toEqual({ id: 42, username: "fourhelp_double_bot" });
    expect(methods().slice(0, 3)).toEqual(["getMe", "deleteWebhook", "getUpdates"]);
    expect(double.callsOf("deleteWebhook")[0]?.params).toEqual({ drop_pending_updates: false });
    await expectSoon(() => double.callsOf("setMyCommands").length, 9);
  });

  it("sets a webhook, with its secret and nothing dropped", async () => {
    expect(await connect(webhook).known).toEqual({ ok: true, sentence: "Telegram · https://t.me/fourhelp_double_bot" });
    expect(double.webhook).toEqual({
      url: "https://fourhelp.example/telegram/webhook",
      secret_token: secret,
      allowed_updates: ["message", "edited_message", "callback_query"],
      max_connections: 100,
      drop_pending_updates: false,
    });
    await over;
    expect(methods()).toEqual(["getMe", "setWebhook"]);
    expect(double.callsOf("setMyCommands")).toHaveLength(9);
  });

  it.each([
    ["401", () => refusals.wrongToken],
    ["404", () => ({ type: "refuse", status: 404, description: "Not Found" }) as const],
  ])("says so and gives up when the token is wrong (%s)", async (_name, fault) => {
    double.fault(fault(), { method: "getMe" });
    const connection = await connect(polling, "7:wrong-token-of-nobody").known;
    expect(connection.ok).toBe(false);
    expect(connection.sentence).toMatch(/TELEGRAM_BOT_TOKEN.*@BotFather[^]*请从 @BotFather/);
    expect(connection.sentence).not.toContain("nobody");
    await over;
    expect(methods()).toEqual(["getMe"]);
    expect(actions()).toContain("telegram.wrong-token");
  });

  it("says so when there is no network, and connects when there is one", async () => {
    double.fault({ type: "drop", when: "before" }, { method: "getMe", times: 3 });
    const connection = await connect(webhook).known;
    expect(connection.ok).toBe(false);
    expect(connection.sentence).toMatch(/cannot be reached[^]*连不上/);
    for (const pause of [1_000, 2_000, 4_000]) {
      await expectSoon(() => timers.pending(), 1);
      await timers.advance(pause);
    }
    await expectSoon(() => double.webhook !== null, true);
    await over;
    // said once, however often it was tried
    expect(actions().filter((action) => /^telegram\.(no-network|connected)$/.test(action))).toEqual([
      "telegram.no-network",
      "telegram.connected",
    ]);
  });

  it("is refused where nobody listens", async () => {
    const connection = await connect(polling, double.token, "http://127.0.0.1:9").known;
    expect(connection).toMatchObject({ ok: false, sentence: expect.stringContaining("cannot be reached") });
  });

  it("says who is in the way when somebody else polls", async () => {
    double.fault(refusals.conflict, { method: "getUpdates" });
    const connection = await connect(polling).known;
    expect(connection).toMatchObject({ ok: false, sentence: expect.stringContaining("another program") });
    await expectSoon(() => timers.pending(), 1);
    await timers.advance(30_000);
    await expectSoon(() => actions().includes("telegram.connected"), true);
    expect(actions().indexOf("telegram.conflict")).toBeLessThan(actions().indexOf("telegram.connected"));
  });

  it("says what a webhook needs when Telegram does not take it", async () => {
    const connection = await connect({ ...webhook, url: "http://192.0.2.1" }).known;
    expect(connection).toMatchObject({ ok: false, sentence: expect.stringContaining("TELEGRAM_MODE=polling") });
    expect(double.webhook).toBeNull();
  });

  it("does without lists of commands that are not taken", async () => {
    double.fault(refusals.internal, { method: "setMyCommands", times: 9 });
    expect((await connect(webhook).known).ok).toBe(true);
    await over;
    expect(actions()).toContain("telegram.commands-not-listed");
  });

  it("stops while it waits to try again", async () => {
    double.fault(refusals.badGateway, { method: "getMe", times: 9 });
    connect(polling);
    await expectSoon(() => timers.pending(), 1);
    stop.abort();
    await over;
    expect(timers.pending()).toBe(0);
    expect(methods()).toEqual(["getMe"]);
  });
});
