import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PHOTO_BYTES } from "#app/photos.js";
import type { BotApiFault } from "../../../kit/bot-api.js";
import { refusals } from "../../../kit/bot-api.js";
import { photosOf } from "../../../kit/line.js";
import { callWebhook, createTelegramWorld, openTelegramLine, type TelegramWorld } from "../../../kit/telegram-line.js";

/** One white dot. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=",
  "base64",
);

let bench: TelegramWorld;
let chat: number;
let updates = 50_000;

beforeEach(async () => {
  bench = await createTelegramWorld();
  const line = await openTelegramLine(bench, "zhangheng");
  chat = Number(line.address);
});
afterEach(() => bench.world.dispose());

function photoUpdate(more: object, from = chat): object {
  const message_id = (updates += 1);
  const person = { id: from, is_bot: false, first_name: "-" };
  const message = { message_id, date: 1, from: person, chat: { id: from, type: "private" }, ...more };
  return { update_id: message_id, message };
}
const sized = (id: string, bytes = PNG.length) => [{ file_id: id, width: 9, height: 9, file_size: bytes }];

/** Calls the webhook, and lets time pass until it answers: pauses between tries are by the world's clock. */
async function call(update: object): Promise<number> {
  let status: number | undefined;
  const done = callWebhook(bench.world, update).then((given) => (status = given));
  while (status === undefined) {
    await bench.world.timers.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return done;
}

/** What the person sent last, as the house has it. */
async function last() {
  const { store } = bench.world.house.deps;
  const contact = await store.contacts.by("address", { channel: "telegram", address: String(chat) });
  const { items } = await store.messages.find({ index: "byContact", where: { contact: contact?._id ?? "" } });
  const mine = items.findLast(({ from }) => from === "me");
  return {
    photo: mine?.photo ?? null,
    text: mine?.text,
    answer: items.find(({ from }) => from === "bot")?.keys[0],
  };
}
const keptFiles = () => readdir(join(bench.world.dataDir, "photos")).catch(() => []);

describe("a photo", () => {
  it("is fetched, checked and put away, with its words", async () => {
    bench.api.addFile("p", PNG);
    expect(await call(photoUpdate({ photo: sized("p"), caption: "修好了" }))).toBe(200);
    const { photo, text } = await last();
    expect(text).toBe("修好了");
    const kept = await photosOf(bench.world.house, bench.world.dataDir).read(photo ?? "");
    expect(kept).toEqual({ bytes: PNG, type: "image/png" });
    const doc = await bench.world.house.deps.store.photos.get(photo ?? "");
    expect(doc).toMatchObject({ by: "zhangheng", office: "qingshi", bytes: PNG.length });
  });

  it("may come as a file, and again, and is kept once", async () => {
    bench.api.addFile("d", PNG);
    const update = photoUpdate({ document: { file_id: "d", mime_type: "image/png", file_size: PNG.length } });
    expect(await call(update)).toBe(200);
    expect(await call(update)).toBe(200);
    expect(await keptFiles()).toHaveLength(1);
    expect((await last()).photo).not.toBeNull();
  });

  it("that is none is refused kindly, whatever it calls itself", async () => {
    bench.api.addFile("x", Buffer.from("#!/bin/sh\necho hello\n"));
    expect(await call(photoUpdate({ document: { file_id: "x", mime_type: "image/png" } }))).toBe(200);
    expect(await last()).toMatchObject({ photo: null, answer: "talk.unsupported-no-photo" });
    expect(await keptFiles()).toEqual([]);
  });

  it("that is bigger than it says is not read to its end", async () => {
    bench.api.addFile("big", Buffer.alloc(PHOTO_BYTES + 100_000, 1), 1_000);
    expect(await call(photoUpdate({ photo: sized("big", 1_000) }))).toBe(200);
    expect(await last()).toMatchObject({ photo: null, answer: "talk.unsupported-big-photo" });
  });

  it.each<[string, BotApiFault]>([
    ["getFile says that it is too big", { type: "refuse", status: 400, description: "Bad Request: file is too big" }],
    [
      "getFile tells a size that is",
      { type: "answer", body: { ok: true, result: { file_id: "p", file_path: "p", file_size: 6e6 } } },
    ],
  ])("is too big when %s", async (_name, fault) => {
    bench.api.fault(fault, { method: "getFile" });
    expect(await call(photoUpdate({ photo: [{ file_id: "p", width: 1, height: 1 }] }))).toBe(200);
    expect(await last()).toMatchObject({ photo: null, answer: "talk.unsupported-big-photo" });
    expect(bench.api.callsOf("getFile")).toHaveLength(1);
  });

  it.each<[string, string, BotApiFault]>([
    ["getFile is dropped", "getFile", { type: "drop", when: "before" }],
    ["getFile is refused", "getFile", refusals.internal],
    ["its bytes are dropped", "file", { type: "drop", when: "before" }],
    ["its bytes are a page of a proxy", "file", refusals.badGateway],
  ])("comes through when %s twice", async (_name, method, fault) => {
    bench.api.addFile("p", PNG);
    bench.api.fault(fault, { method, times: 2 });
    expect(await call(photoUpdate({ photo: sized("p") }))).toBe(200);
    expect((await last()).photo).not.toBeNull();
  });

  it("is lost after three tries, and the person is told", async () => {
    bench.api.fault({ type: "drop", when: "before" }, { method: "getFile", times: 3 });
    expect(await call(photoUpdate({ photo: sized("p") }))).toBe(200);
    expect(await last()).toMatchObject({ photo: null, answer: "talk.unsupported-lost-photo" });
    expect(bench.api.callsOf("getFile")).toHaveLength(3);
  });

  it("is given up when nothing comes for a quarter of a minute, three times", async () => {
    bench.api.fault({ type: "hang" }, { method: "getFile", times: 3 });
    const before = bench.world.timers.now();
    expect(await call(photoUpdate({ photo: sized("p") }))).toBe(200);
    expect((await last()).answer).toBe("talk.unsupported-lost-photo");
    // before Telegram itself gives the webhook up
    expect(bench.world.timers.now() - before).toBeLessThan(60_000);
  });

  it("as a stranger's first message is not fetched: they are greeted", async () => {
    chat = 777;
    expect(await call(photoUpdate({ photo: sized("p") }, 777))).toBe(200);
    expect(await last()).toMatchObject({ photo: null, answer: "welcome.stranger" });
    expect(bench.api.callsOf("getFile")).toEqual([]);
  });

  it("is not overtaken by what is said after it", async () => {
    bench.api.addFile("p", PNG);
    bench.api.fault({ type: "slow", ms: 100 }, { method: "getFile" });
    await Promise.all([
      call(photoUpdate({ photo: sized("p"), caption: "先" })),
      callWebhook(bench.world, photoUpdate({ text: "后" })),
    ]);
    expect((await last()).text).toBe("后");
  });
});
