import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "#app/log.js";
import { createApi } from "#bot/channels/telegram/api.js";
import { FileTooBig, isRefused, isUnreached, type Posted, type TelegramApi } from "#bot/channels/telegram/call.js";
import { refusals, startBotApi, type BotApi, type BotApiFault } from "../../../kit/bot-api.js";

let double: BotApi;
let api: TelegramApi;
let lines: string[];
const body = JSON.stringify({ chat_id: 5, text: "你好" });

beforeEach(async () => {
  double = await startBotApi();
  lines = [];
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  api = createApi({ token: double.token, apiRoot: double.url, log, timeoutMs: 300 });
});
afterEach(async () => {
  // whatever happened, the token is nowhere
  if (lines.join("").includes(double.token)) throw new Error("the token was logged");
  await api.close();
  await double.close();
});

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "nothing",
    (error: unknown) => error,
  );

describe("post", () => {
  it("carries a call there and its answer back", async () => {
    const posted = await api.post("sendMessage", body);
    expect(posted).toMatchObject({ type: "answered", answer: { ok: true, result: { message_id: 1, text: "你好" } } });
    expect(double.messages).toEqual([{ message_id: 1, chat: 5, text: "你好" }]);
  });

  it.each<[string, BotApiFault, Posted | object, number]>([
    ["a refusal", refusals.blocked, { type: "answered", answer: { ok: false, error_code: 403 } }, 0],
    ["a proxy's page", refusals.badGateway, { type: "strange", status: 502 }, 0],
    ["JSON that is no answer", { type: "answer", body: [] }, { type: "strange", status: 200 }, 0],
    ["a yes without a result", { type: "answer", body: { ok: true } }, { type: "strange", status: 200 }, 0],
    ["a connection cut before it acts", { type: "drop", when: "before" }, { type: "lost" }, 0],
    ["a connection cut after it has acted", { type: "drop", when: "after" }, { type: "lost" }, 1],
    ["half an answer", { type: "truncated" }, { type: "lost" }, 1],
    ["no answer", { type: "hang" }, { type: "lost", code: "UND_ERR_HEADERS_TIMEOUT" }, 0],
  ])("tells of %s", async (_, fault, posted, reached) => {
    double.fault(fault);
    expect(await api.post("sendMessage", body)).toMatchObject(posted);
    expect(double.messages.length).toBe(reached);
    // and the next one goes through
    expect(await api.post("sendMessage", body)).toMatchObject({ type: "answered" });
  });

  it("knows that nothing arrived where nobody listens", async () => {
    await double.close();
    expect(await api.post("sendMessage", body)).toEqual({ type: "not-sent", code: "ECONNREFUSED" });
  });

  it("knows that nothing arrived where the name is unknown", async () => {
    const nowhere = createApi({
      token: double.token,
      apiRoot: "http://api.telegram.invalid",
      log: createLog({ level: "silent" }),
    });
    expect(await nowhere.post("sendMessage", body)).toMatchObject({ type: "not-sent" });
    await nowhere.close();
  });

  it("can be called off: before it is written, and after", async () => {
    expect(await api.post("sendMessage", body, { signal: AbortSignal.abort() })).toEqual({
      type: "not-sent",
      code: "ABORTED",
    });
    expect(double.calls).toEqual([]);
    double.fault({ type: "hang" });
    const off = new AbortController();
    const posted = api.post("sendMessage", body, { signal: off.signal });
    await expect.poll(() => double.calls.length).toBe(1);
    off.abort();
    expect(await posted).toEqual({ type: "lost", code: "ABORTED" });
  });

  it("keeps its connections, and uses several at once", async () => {
    for (let i = 0; i < 5; i++) await api.post("sendMessage", body);
    // an answer is there a moment before its connection is free again
    expect(double.connections()).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 10 }, () => api.post("sendMessage", body)));
    expect(double.connections()).toBeGreaterThan(2);
    expect(double.messages.length).toBe(15);
  });

  it("does nothing after it is closed, and closes twice", async () => {
    await api.post("sendMessage", body);
    await api.close();
    await api.close();
    expect(await api.post("sendMessage", body)).toMatchObject({ type: "not-sent" });
    expect(double.messages.length).toBe(1);
  });
});

describe("raw", () => {
  it("has grammY's methods, with and without arguments", async () => {
    expect(await api.raw.getMe()).toMatchObject({ username: double.username });
    await api.raw.setMyCommands([{ command: "help", description: "?" }], {
      scope: { type: "all_private_chats" },
      language_code: "zh",
    });
    expect(double.callsOf("setMyCommands")[0]?.params).toEqual({
      commands: [{ command: "help", description: "?" }],
      scope: { type: "all_private_chats" },
      language_code: "zh",
    });
  });

  it("is no promise", async () => {
    expect(await Promise.resolve(api.raw)).toBe(api.raw);
  });

  it("rejects with grammY's errors, and they do not quote the token", async () => {
    double.fault(refusals.tooMany(7));
    const refused = await caught(api.raw.sendMessage(5, "x"));
    expect(isRefused(refused) && refused.parameters.retry_after).toBe(7);
    double.fault({ type: "drop", when: "before" });
    const lost = await caught(api.raw.getMe());
    expect(isUnreached(lost)).toBe(true);
    for (const error of [refused, lost]) {
      const whole = error instanceof Error ? JSON.stringify([error.message, error.stack, error]) : "";
      expect(whole).not.toBe("");
      expect(whole).not.toContain(double.token);
    }
  });

  it("refuses a wrong token as Telegram does", async () => {
    const other = createApi({ token: "7:wrong", apiRoot: double.url, log: createLog({ level: "silent" }) });
    const error = await caught(other.raw.getMe());
    expect(isRefused(error) && error.error_code).toBe(401);
    await other.close();
  });

  it("polls for longer than an answer may take else, and is cut at once", async () => {
    const off = new AbortController();
    const began = performance.now();
    const updates = api.raw.getUpdates({ timeout: 1 });
    expect(await updates).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(900);
    const polling = caught(api.raw.getUpdates({ timeout: 30 }, off.signal as never));
    await expect.poll(() => double.polling()).toBe(1);
    off.abort();
    expect(isUnreached(await polling)).toBe(true);
    await expect.poll(() => double.polling()).toBe(0);
  });
});

describe("file", () => {
  const bytes = Buffer.from("the bytes of a picture");

  it("fetches one by its path", async () => {
    double.addFile("f1", bytes);
    const { file_path: path } = await api.raw.getFile("f1");
    expect(await api.file(path ?? "", { maxBytes: 100 })).toEqual(bytes);
  });

  it("stops at the cap, whatever getFile has said", async () => {
    double.addFile("f1", Buffer.alloc(1_000_000), 10);
    expect(await caught(api.file("photos/f1.jpg", { maxBytes: 1_000 }))).toBeInstanceOf(FileTooBig);
  });

  it("rejects what is not there or does not come, without the token", async () => {
    const missing = await caught(api.file("photos/none.jpg", { maxBytes: 100 }));
    double.addFile("f1", bytes);
    double.fault({ type: "hang" }, { method: "file" });
    const hung = await caught(api.file("photos/f1.jpg", { maxBytes: 100 }));
    for (const error of [missing, hung]) {
      expect(isUnreached(error)).toBe(true);
      expect(String(error)).not.toContain(double.token);
    }
  });
});
