import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "#app/log.js";
import { createApi } from "#bot/channels/telegram/api.js";
import type { TelegramApi } from "#bot/channels/telegram/call.js";
import { poll } from "#bot/channels/telegram/poll.js";
import type { Trouble } from "#bot/channels/telegram/trouble.js";
import { refusals, startBotApi, type BotApi } from "../../../kit/bot-api.js";
import { createManualTimers, type ManualTimers } from "../../../kit/timers.js";

let double: BotApi;
let api: TelegramApi;
let timers: ManualTimers;
let stop: AbortController;
let told: (Trouble | null)[];
let taken: unknown[];
let logged: string[];
/** What becomes of an update; done unless a test says otherwise. */
let take: (update: unknown) => Promise<"taken" | "malformed">;
let over: Promise<void>;

beforeEach(async () => {
  double = await startBotApi();
  logged = [];
  const log = createLog({ level: "info", destination: { write: (line) => void logged.push(line) } });
  api = createApi({ token: double.token, apiRoot: double.url, log });
  timers = createManualTimers(0);
  stop = new AbortController();
  [told, taken] = [[], []];
  take = () => Promise.resolve("taken");
  over = Promise.resolve();
});
afterEach(async () => {
  stop.abort();
  await over;
  await api.close();
  await double.close();
});

function start(): void {
  const log = createLog({ level: "info", destination: { write: (line) => void logged.push(line) } });
  const tell = (state: Trouble | null): void => void (told.at(-1) === state || told.push(state));
  const takeOne = (update: unknown): Promise<"taken" | "malformed"> => {
    taken.push(update);
    return take(update);
  };
  over = poll({ api, timers, log, tell, take: takeOne }, stop.signal);
}
const message = (text: string) => ({ message: { text } });
const texts = (): string[] => taken.map((update) => (update as { message: { text: string } }).message.text);
const expectSoon = (what: () => unknown, value: unknown) =>
  expect.poll(what, { timeout: 5_000, interval: 5 }).toEqual(value);
/** Updates have ids from 1001 on; what is below this one Telegram may forget. */
const confirmed = () => asked().at(-1)?.["offset"];
const asked = () => double.callsOf("getUpdates").map(({ params }) => params);

describe("long polling", () => {
  it("asks for what is read, looks at once at first, and waits from then on", async () => {
    start();
    await expectSoon(() => double.polling(), 1);
    await expectSoon(() => asked().length, 2);
    const allowed_updates = ["message", "edited_message", "callback_query"];
    expect(asked()).toEqual([
      { timeout: 0, limit: 100, allowed_updates },
      { timeout: 30, limit: 100, allowed_updates },
    ]);
    expect(told).toEqual([null]);
  });

  it("takes what has gathered and what comes, in order", async () => {
    double.push(message("a"), message("b"));
    start();
    await expectSoon(texts, ["a", "b"]);
    await expectSoon(() => double.polling(), 1);
    double.push(message("c"));
    await expectSoon(texts, ["a", "b", "c"]);
    await expectSoon(confirmed, 1_004);
  });

  it("confirms nothing before it is durable", async () => {
    let finish = (): void => undefined;
    take = () => new Promise((resolve) => (finish = () => resolve("taken")));
    double.push(message("a"));
    start();
    await expectSoon(texts, ["a"]);
    expect(asked()).toHaveLength(1);
    finish();
    await expectSoon(confirmed, 1_002);
  });

  it("fetches anew after a pause what could not be taken", async () => {
    let broken = true;
    take = (update) => {
      const { text } = (update as ReturnType<typeof message>).message;
      return broken && text === "b" ? Promise.reject(new Error("the disk is full")) : Promise.resolve("taken");
    };
    double.push(message("a"), message("b"));
    start();
    await expectSoon(texts, ["a", "b"]);
    await expectSoon(() => timers.pending(), 1);
    expect(asked()).toHaveLength(1);
    broken = false;
    await timers.advance(1_000);
    await expectSoon(texts, ["a", "b", "a", "b"]);
    await expectSoon(confirmed, 1_003);
    expect(logged.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual([
      "telegram.updates-not-taken",
    ]);
  });

  it("goes on past what is no update", async () => {
    take = (update) =>
      Promise.resolve((update as ReturnType<typeof message>).message.text === "b" ? "malformed" : "taken");
    double.push(message("a"), message("b"));
    start();
    await expectSoon(confirmed, 1_003);
    expect(texts()).toEqual(["a", "b"]);
  });

  it("keeps no number once all is confirmed: after a quiet week Telegram begins them anew", async () => {
    double.push(message("a"));
    start();
    await expectSoon(confirmed, 1_002);
    // the long poll that confirmed it ends without news
    double.fault({ type: "answer", body: { ok: true, result: [] } }, { method: "getUpdates" });
    double.push(message("b"));
    await expectSoon(
      () =>
        asked()
          .slice(0, 4)
          .map(({ offset }) => offset),
      [undefined, 1_002, 1_003, undefined],
    );
  });

  it("tries again with growing pauses when nobody answers", async () => {
    double.fault({ type: "drop", when: "before" }, { method: "getUpdates", times: 3 });
    start();
    for (const [count, pause] of [1_000, 2_000, 4_000].entries()) {
      await expectSoon(() => [asked().length, timers.pending()], [count + 1, 1]);
      await timers.advance(pause - 1);
      expect(asked()).toHaveLength(count + 1);
      await timers.advance(1);
    }
    await expectSoon(() => told, ["no-network", null]);
  });

  it.each([
    ["somebody else polls", refusals.conflict, "conflict", 30_000],
    ["too many calls", refusals.tooMany(7), "busy", 7_000],
    ["an error of theirs", refusals.internal, "busy", 1_000],
    ["a page of a proxy", refusals.badGateway, "no-network", 1_000],
    ["no list", { type: "answer", body: { ok: true, result: { a: 1 } } }, "no-network", 1_000],
  ] as const)("waits and goes on after %s", async (_name, fault, trouble, pause) => {
    double.fault(fault, { method: "getUpdates" });
    start();
    await expectSoon(() => timers.pending(), 1);
    expect(told).toEqual([trouble]);
    await timers.advance(pause - 1);
    expect(asked()).toHaveLength(1);
    await timers.advance(1);
    await expectSoon(() => told, [trouble, null]);
  });

  it("ends when the token is refused", async () => {
    double.fault(refusals.wrongToken, { method: "getUpdates" });
    start();
    await over;
    expect(told).toEqual(["wrong-token"]);
    expect(asked()).toHaveLength(1);
  });

  it("stops at once while it waits for news, and while it waits to try again", async () => {
    start();
    await expectSoon(() => double.polling(), 1);
    stop.abort();
    await over;
    await expectSoon(() => double.polling(), 0);
    stop = new AbortController();
    double.fault(refusals.conflict, { method: "getUpdates" });
    start();
    await expectSoon(() => timers.pending(), 1);
    stop.abort();
    await over;
    expect(timers.pending()).toBe(0);
  });

  it("stops only when what is in hand is done", async () => {
    let finish = (): void => undefined;
    take = () => new Promise((resolve) => (finish = () => resolve("taken")));
    double.push(message("a"));
    start();
    await expectSoon(texts, ["a"]);
    stop.abort();
    const first = await Promise.race([
      over.then(() => "over"),
      new Promise((resolve) => setTimeout(resolve, 50, "waits")),
    ]);
    expect(first).toBe("waits");
    finish();
    await over;
  });
});
