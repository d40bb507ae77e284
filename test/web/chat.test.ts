import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Browser, BrowserContext, BrowserContextOptions, Page as Tab } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../kit/browser.js";
import { buildPage, startChatServer, usualScript, type ChatServer, type Page } from "../kit/chat-server.js";
import { findWeakPlaces } from "../kit/weak-places.js";
import { createApi, readMessage, type Message } from "../../web/chat/api.js";
import { createEventParser, readEvents, type ServerEvent } from "../../web/chat/events.js";
import { splitLinks } from "../../web/chat/links.js";
import * as outbox from "../../web/chat/outbox.js";
import { fitWithin } from "../../web/chat/photo.js";
import { createStore, type Area } from "../../web/chat/store.js";
import { pickLanguage } from "../../web/chat/texts.js";
import * as threads from "../../web/chat/thread.js";
import { backoffMs } from "../../web/chat/wait.js";

const item = (id: string, more: Partial<outbox.Item> = {}): outbox.Item => ({
  id,
  at: 1,
  shown: id,
  text: id,
  ...more,
});
const message = (id: string, from: "bot" | "me", choices: readonly string[] = [], text = id): Message => ({
  id,
  from,
  at: "2026-11-24T08:00:00Z",
  text,
  choices: choices.map((label) => ({ id: label, label })),
  photo: false,
});
const openIds = (thread: threads.Thread) => thread.filter((line) => line.open).map((line) => line.id);
const ids = (list: readonly { readonly id: string }[]) => list.map((entry) => entry.id);

describe("outbox", () => {
  it("sends oldest first, whatever order the store gives, and skips what was refused", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 8 }), fc.integer(), (names, seed) => {
        // The clock stands still: order must not hang on it.
        const box = names.reduce((sum: outbox.Outbox, name) => outbox.add(sum, item(name)), []);
        const shuffled = box
          .map((entry, i) => [(i * 7919 + seed) % 13, entry] as const)
          .toSorted((a, b) => a[0] - b[0]);
        expect(ids(outbox.restore(shuffled.map(([, entry]) => entry)))).toEqual(names);
      }),
    );
    const box = outbox.refuse([item("a"), item("b", { at: 2 })], "a", "太长");
    expect(outbox.next(box)?.id).toBe("b");
    expect(outbox.next(outbox.remove(box, "b"))).toBeUndefined();
  });
  it("takes the same id once", () => {
    expect(outbox.add([item("a")], item("a", { shown: "other" }))).toEqual([item("a")]);
  });
  it("puts a greeting before what was typed while the page opened, also after a reload", () => {
    const box = outbox.addFirst([item("typed", { at: 5 })], item("start", { at: 9 }));
    expect(ids(outbox.restore(box.toReversed()))).toEqual(["start", "typed"]);
  });
  it("keeps typed words of an ended session for the person to decide, and drops its buttons", () => {
    const held = outbox.hold([item("typed"), item("pressed", { choice: "yes", on: "m1" })], "重新开始了");
    expect(held).toEqual([item("typed", { refused: "重新开始了" })]);
  });
  it("ignores damaged store values", () => {
    expect(outbox.restore([null, 1, {}, { id: "a", at: "x", shown: "" }, { ...item("b"), text: 3 }])).toEqual([]);
  });
  it("sends over the line only what the contract names", () => {
    const whole = item("a", { choice: "c", photo: "data:", thumb: "data:", on: "m", shown: "label" });
    expect(Object.keys(outbox.outgoing(whole)).toSorted()).toEqual(["choice", "id", "photo", "text"]);
  });
});

describe("thread", () => {
  const welcome = threads.addReplies([], "start", [message("m1", "bot", ["帮忙"])]);

  it("closes older replies when a newer one comes, not before; notices stay", () => {
    const noticed = threads.addFed(welcome, message("n1", "bot", ["知道了"]));
    const asked = threads.addOwn(noticed, item("me1"));
    expect(openIds(asked)).toEqual(["m1", "n1"]);
    expect(openIds(threads.addReplies(asked, "me1", [message("m2", "bot", ["企业"])]))).toEqual(["n1", "m2"]);
  });
  it("closes what was pressed at once, and opens it again when the press was refused", () => {
    const pressed = threads.addOwn(welcome, item("me1", { choice: "帮忙", on: "m1" }));
    expect(openIds(pressed)).toEqual([]);
    expect(openIds(threads.reopen(pressed, "m1"))).toEqual(["m1"]);
  });
  it("knows a reply that came by the stream first", () => {
    const sent = threads.addOwn(welcome, item("me1"));
    const early = threads.addFed(sent, message("m2", "bot", ["企业"]));
    const settled = threads.addReplies(early, "me1", [message("m2", "bot", ["企业"])]);
    expect(ids(settled)).toEqual(["m1", "me1", "m2"]);
    expect(settled.at(-1)?.role).toBe("reply");
    expect(openIds(settled)).toEqual(["m2"]);
  });
  it("puts a reply before one's later messages that still wait", () => {
    const two = threads.addOwn(threads.addOwn(welcome, item("me1")), item("me2"));
    const answered = threads.addReplies(two, "me1", [message("m2", "bot")]);
    expect(ids(answered)).toEqual(["m1", "me1", "m2", "me2"]);
    expect(ids(threads.addReplies(answered, "me2", [message("m3", "bot")]))).toEqual(["m1", "me1", "m2", "me2", "m3"]);
  });
  it("shows one's own words once, also under the server's own id", () => {
    const sent = threads.addReplies(threads.addOwn(welcome, item("me1", { shown: "你好" })), "me1", []);
    const once = threads.addFed(sent, message("srv-7", "me", [], "你好"));
    expect(ids(threads.addFed(once, message("srv-7", "me", [], "你好")))).toEqual(["m1", "me1"]);
    expect(ids(threads.addFed(once, message("srv-8", "me", [], "你好")))).toEqual(["m1", "me1", "srv-8"]);
  });
  it("takes any feed of repeats without showing one twice", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.boolean())), (events) => {
        const thread = events.reduce(
          (sum: threads.Thread, [id, bot]) => threads.addFed(sum, message(id, bot ? "bot" : "me", ["x"])),
          [],
        );
        expect(new Set(ids(thread)).size).toBe(thread.length);
      }),
    );
  });
  it("gives choices after a reload to what followed the last words, and to notices not answered", () => {
    const past = [
      message("m1", "bot", ["x"]),
      message("n1", "bot", ["x"]),
      message("me", "me"),
      message("m2", "bot", ["x"]),
    ];
    const memory = { open: ["n1"], seen: "m2" };
    expect(openIds(threads.fromHistory(past, memory))).toEqual(["n1", "m2"]);
    const since = threads.fromHistory([...past, message("n2", "bot", ["x"])], memory);
    expect(since.map((line) => line.role)).toEqual(["reply", "notice", "mine", "reply", "notice"]);
    expect(threads.openNotices(since, 1)).toEqual(["n2"]);
  });
});

describe("events", () => {
  const stream = '\uFEFF: hi\r\nid: 1\r\ndata: {"a":1}\r\n\r\nevent: x\ndata: one\ndata:two\n\nid: 3\n\ndata: 电\r\r';
  const events: ServerEvent[] = [
    { id: "1", event: "message", data: '{"a":1}' },
    { id: "1", event: "x", data: "one\ntwo" },
    { id: "3", event: "message", data: "电" },
  ];
  it("reads the format however the line cuts it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const parse = createEventParser();
        const found = edges.slice(1).flatMap((end, i) => parse(stream.slice(edges[i], end)));
        // The last carriage return may be half of a pair: only the next piece tells.
        expect([...found, ...parse("\n")]).toEqual(events);
      }),
    );
  });
  it("reads characters that are cut between two pieces, and ends with the stream", async () => {
    const bytes = new TextEncoder().encode("data: 修猪圈\n\n");
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const found: string[] = [];
    await readEvents(pieces, 1_000, (event) => found.push(event.data));
    expect(found).toEqual(["修猪圈"]);
  });
  it("gives up a stream that fell silent", async () => {
    await readEvents(new ReadableStream<Uint8Array>(), 5, () => expect.unreachable());
  });
});

describe("small rules", () => {
  it("links our own pages only", () => {
    const links = (text: string) =>
      splitLinks(text, "https://x.cn").flatMap((part) => (part.href === undefined ? [] : [part.href]));
    expect(links("看 /c/abc，或 /data/a.csv。/photo/x-1?t=2")).toEqual(["/c/abc", "/data/a.csv", "/photo/x-1?t=2"]);
    expect(links("https://x.cn/c/abc.")).toEqual(["/c/abc"]);
    for (const none of [
      "https://y.cn/c/a",
      "//y.cn/c/a",
      "/admin",
      "/c/",
      "/c/../admin",
      "x/c/a",
      "<a href=/c/a>",
      "javascript:/c/a",
    ]) {
      expect(links(none), none).toEqual([]);
    }
  });
  it("loses no letter of a text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("/c/a", "/data/", " ", "。", "x", ".", "/c/../b", "<b>")), (pieces) => {
        const text = pieces.join("");
        expect(
          splitLinks(text, "https://x.cn")
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
  it("waits 1, 2, 4 … 30 s, less a quarter at most", () => {
    expect([1, 2, 3, 6, 60].map((n) => backoffMs(n, 0))).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
    expect(backoffMs(1, 0.999)).toBeGreaterThanOrEqual(750);
  });
  it("fits a photo into the longest side and never enlarges it", () => {
    expect(fitWithin(4_000, 3_000, 1_600)).toEqual({ width: 1_600, height: 1_200 });
    expect(fitWithin(300, 200, 1_600)).toEqual({ width: 300, height: 200 });
    expect(fitWithin(10_000, 1, 100)).toEqual({ width: 100, height: 1 });
  });
  it("is Chinese unless the phone is English or the person chose", () => {
    expect([pickLanguage(undefined, "zh-HK"), pickLanguage(undefined, "en-GB"), pickLanguage("zh-CN", "en")]).toEqual([
      "zh-CN",
      "en",
      "zh-CN",
    ]);
  });
  it("reads messages with care", () => {
    expect(
      readMessage({ id: "1", from: "bot", at: "t", text: "x", choices: [{ id: "a" }, { id: "b", label: "B" }] }),
    ).toEqual({ id: "1", from: "bot", at: "t", text: "x", choices: [{ id: "b", label: "B" }], photo: false });
    for (const bad of [null, "x", {}, { id: 1, from: "bot", text: "" }, { id: "1", from: "eve", text: "" }]) {
      expect(readMessage(bad)).toBeUndefined();
    }
  });
  it("keeps in memory what the browser refuses to store", () => {
    const full: Area = {
      length: 0,
      key: () => null,
      getItem: () => null,
      setItem: () => {
        throw new Error("full");
      },
      removeItem: () => undefined,
    };
    for (const store of [createStore(full, "p:"), createStore(undefined, "p:")]) {
      expect(store.set("out.1", { a: 1 })).toBe(false);
      expect(store.get("out.1")).toEqual({ a: 1 });
      expect(store.names("out.")).toEqual(["out.1"]);
      store.clear();
      expect(store.get("out.1")).toBeUndefined();
    }
  });
  it.each([
    [401, {}, { type: "ended" }],
    [400, { message: "太长" }, { type: "refused", message: "太长", tooLarge: false }],
    [413, {}, { type: "refused", message: undefined, tooLarge: true }],
    [429, {}, { type: "later", cause: "server", afterMs: 7_000 }],
    [503, {}, { type: "later", cause: "server", afterMs: 7_000 }],
  ])("judges status %i", async (status, body, outcome) => {
    const api = createApi(() =>
      Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "retry-after": "7" } })),
    );
    expect(await api.history("t", undefined)).toEqual(outcome);
  });
  it("takes a guest network's own page for no answer", async () => {
    const api = createApi(() => Promise.resolve(new Response("<html>log in</html>")));
    expect(await api.send("t", { id: "1" })).toEqual({ type: "later", cause: "network", afterMs: 0 });
  });
});

describe("the page in Chromium", () => {
  let browser: Browser;
  let built: Page;
  let server: ChatServer;
  let context: BrowserContext;
  let tab: Tab;
  let faults: string[];

  beforeAll(async () => {
    [browser, built] = await Promise.all([openBrowser(), buildPage()]);
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await startChatServer(built);
    await openTab();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    // Errors of the page and breaches of its policy; calls that fail are part of the tests.
    if (faults.length > 0) throw new Error(faults.join("\n"));
  });

  async function openTab(options: BrowserContextOptions = {}): Promise<void> {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "zh-CN", ...options });
    context.setDefaultTimeout(8_000);
    tab = await context.newPage();
    faults = [];
    tab.on("pageerror", (error) => faults.push(error.message));
    tab.on("console", (entry) => {
      if (entry.type() === "error" && !entry.text().startsWith("Failed to load")) faults.push(entry.text());
    });
  }
  const button = (name: string) => tab.getByRole("button", { name, exact: true });
  const field = () => tab.getByRole("textbox");
  const said = (text: string) => tab.getByRole("log").getByText(text, { exact: true });
  const visit = async (path = "/") => {
    await tab.goto(server.url + path);
    await button("我想帮忙").waitFor();
  };
  const type = async (text: string) => {
    await field().fill(text);
    await field().press("Enter");
  };
  const sentTexts = () => server.received.map((input) => input.text ?? input.choice);
  const count = (text: string) => said(text).count();
  const streamOpen = () => expect.poll(() => server.openStreams(), { timeout: 8_000 }).toBe(1);

  it("greets a first visit with its choices, and does not greet again", async () => {
    await visit();
    expect(await button("我家需要帮助").isVisible()).toBe(true);
    await tab.reload();
    await button("我想帮忙").waitFor();
    expect(sentTexts()).toEqual(["start"]);
    expect(server.tokens).toHaveLength(1);
    expect(await tab.locator(".mine").count()).toBe(0);
  });

  it("shows a pressed choice at once as one's own words, and takes older choices away", async () => {
    await visit();
    server.setFault("slow");
    await button("我想帮忙").click();
    await said("我想帮忙").waitFor();
    expect(await button("我想帮忙").count()).toBe(0);
    server.release();
    await button("企业").waitFor();
    expect(await button("English").filter({ hasText: "English" }).count()).toBe(0);
    expect(await count("我想帮忙")).toBe(1);
    expect(server.received.at(-1)).toMatchObject({ choice: "help" });
  });

  it("sends with Enter, not while a word is being composed, and breaks lines with Shift", async () => {
    await visit();
    await field().fill("ni");
    await field().dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await field().dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await field().press("Shift+Enter");
    await field().pressSequentially("hao");
    await field().press("Enter");
    await said("收到：ni hao").waitFor();
    expect(sentTexts()).toEqual(["start", "ni\nhao"]);
    expect(await field().inputValue()).toBe("");
  });

  it("keeps what is written without a line, and sends it once and in order when it is back", async () => {
    await visit();
    await context.setOffline(true);
    await tab.getByText("没有网络").waitFor();
    await type("第一");
    await type("第二");
    await expect.poll(() => tab.getByText("等待发送").count()).toBe(2);
    expect(sentTexts()).toEqual(["start"]);
    await context.setOffline(false);
    await said("收到：第二").waitFor();
    expect(sentTexts()).toEqual(["start", "第一", "第二"]);
    expect(await tab.getByText("等待发送").count()).toBe(0);
    expect(await tab.getByText("没有网络").isVisible()).toBe(false);
    expect((await tab.locator(".line:not(.bot) .bubble, .bot .bubble").allInnerTexts()).slice(1)).toEqual([
      expect.stringContaining("第一"),
      expect.stringContaining("收到：第一"),
      expect.stringContaining("第二"),
      expect.stringContaining("收到：第二"),
    ]);
  });

  it("sends again with the same id when the answer was lost, and shows it once", async () => {
    await visit();
    await streamOpen();
    server.setFault("lost");
    await type("5万");
    await tab.getByText("没有网络").waitFor();
    server.setFault("none");
    await button("再试").click();
    await expect.poll(() => tab.getByText("等待发送").count()).toBe(0);
    const tries = server.received.filter((input) => input.text === "5万");
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(ids(tries)).size).toBe(1);
    expect(await count("5万")).toBe(1);
    expect(await count("收到：5万")).toBe(1);
  });

  it("keeps history and unsent words over a reload, and sends them with the id they had", async () => {
    await visit();
    await type("已发");
    await said("收到：已发").waitFor();
    server.setFault("error");
    await type("未发");
    await tab.getByText("服务器暂时没有回应").waitFor();
    await field().fill("还没写完");
    await tab.reload();
    await tab.getByText("服务器暂时没有回应").waitFor();
    server.setFault("none");
    await button("再试").click();
    await said("收到：未发").waitFor();
    expect(await count("收到：已发")).toBe(1);
    expect(await count("未发")).toBe(1);
    expect(await field().inputValue()).toBe("还没写完");
    expect(server.received.filter((input) => input.text === "未发")).toHaveLength(1);
  });

  it("is told of trouble at the server, and opens when it is over", async () => {
    server.setFault("error");
    await tab.goto(server.url);
    await tab.getByText("服务器暂时没有回应").waitFor();
    server.setFault("none");
    await button("再试").click();
    await button("我想帮忙").waitFor();
    expect(await tab.getByText("服务器暂时没有回应").isVisible()).toBe(false);
  });

  it("starts anew when the session ended, keeps what was typed and clears what was said", async () => {
    await visit();
    await type("王婶家的事");
    await said("收到：王婶家的事").waitFor();
    server.setFault("slow");
    await type("还没有修好");
    await type("5万");
    await field().fill("草稿");
    await expect.poll(() => server.received.length).toBe(3);
    server.endSessions();
    await tab.getByText("原来的对话已经结束").waitFor();
    server.release();
    await button("我想帮忙").waitFor();
    expect(server.tokens).toHaveLength(2);
    expect(await count("收到：王婶家的事")).toBe(0);
    expect(await tab.getByText("对话重新开始了，这条没有发出。").count()).toBe(2);
    expect(await field().inputValue()).toBe("草稿");
    await tab.locator(".line", { hasText: "5万" }).getByRole("button", { name: "再发一次" }).click();
    await said("收到：5万").waitFor();
    expect(server.received.at(-1)).toMatchObject({ text: "5万", token: server.tokens[1] });
  });

  it("shows the server's sentence at what it refuses, and lets it be changed", async () => {
    await visit();
    server.setScript((input) =>
      input.text === "一百亿亿" ? { refuse: "这个数太大了，请再写一次。" } : usualScript(input),
    );
    await type("一百亿亿");
    await tab.getByText("这个数太大了，请再写一次。").waitFor();
    await type("后一句");
    await said("收到：后一句").waitFor();
    await tab.reload();
    await tab.getByText("这个数太大了，请再写一次。").waitFor();
    await button("修改").click();
    expect(await field().inputValue()).toBe("一百亿亿");
    expect(await count("一百亿亿")).toBe(0);
    await type("5万");
    await said("收到：5万").waitFor();
    const [first, second] = ["一百亿亿", "5万"].map((text) => server.received.find((input) => input.text === text)?.id);
    expect(first).not.toBe(second);
  });

  it("gives choices back when the press was refused", async () => {
    await visit();
    server.setScript(() => ({ refuse: "现在不行" }));
    await button("我想帮忙").click();
    await tab.getByText("现在不行").waitFor();
    expect(await button("我想帮忙").isVisible()).toBe(true);
    expect(await button("修改").count()).toBe(0);
    await button("去掉").click();
    expect(await tab.getByText("现在不行").count()).toBe(0);
  });

  it("shows notices once, whose choices stay through other talk, a cut stream and a reload", async () => {
    await visit();
    await streamOpen();
    server.setFault("repeat");
    server.notify({ text: "李倩12月1日上门", choices: [{ id: "ok", label: "知道了" }] });
    await button("知道了").waitFor();
    await button("我想帮忙").click();
    await button("企业").waitFor();
    expect(await button("知道了").isVisible()).toBe(true);
    server.setFault("offline");
    server.cutStreams();
    await tab.getByText("没有网络").waitFor();
    server.setFault("none");
    server.notify({ text: "断线时说的" });
    await said("断线时说的").waitFor();
    await tab.reload();
    await button("知道了").click();
    await said("收到：ok").waitFor();
    await tab.reload();
    await said("收到：ok").waitFor();
    expect(await count("李倩12月1日上门")).toBe(1);
    expect(await button("知道了").count()).toBe(0);
  });

  it("holds no stream while it is not in front, and catches up when it is", async () => {
    await visit();
    await streamOpen();
    const setHidden = (hidden: boolean) =>
      tab.evaluate((now) => {
        Object.defineProperty(document, "hidden", { value: now, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await setHidden(true);
    await expect.poll(() => server.openStreams()).toBe(0);
    server.notify({ text: "您不在时说的" });
    await setHidden(false);
    await said("您不在时说的").waitFor();
  });

  it("makes a photo small before it is sent, and shows it, also after a reload", async () => {
    await visit();
    const noise = await tab.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 2_400, height: 1_800 });
      const pen = canvas.getContext("2d");
      const pixels = new ImageData(2_400, 1_800);
      for (let i = 0; i < pixels.data.length; i += 1) pixels.data[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24;
      pen?.putImageData(pixels, 0, 0);
      return canvas.toDataURL("image/png").split(",")[1] ?? "";
    });
    const file = { name: "圈.png", mimeType: "image/png", buffer: Buffer.from(noise, "base64") };
    await tab.locator("#file").setInputFiles(file);
    await tab.getByText("照片已备好").waitFor();
    await field().fill("猪圈");
    await button("发送").click();
    await said("收到：［照片］猪圈").waitFor();
    const photo = server.received.at(-1)?.photo ?? "";
    expect(photo).toMatch(/^data:image\/jpeg;base64,/);
    expect(Buffer.from(photo.split(",")[1] ?? "", "base64").length).toBeLessThanOrEqual(1_000_000);
    const size = await tab.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return Math.max(image.naturalWidth, image.naturalHeight);
    }, photo);
    expect(size).toBeLessThanOrEqual(1_600);
    expect(size).toBeGreaterThan(600);
    await tab.reload();
    await tab.getByAltText("我的照片").waitFor();
    expect(await tab.getByAltText("我的照片").count()).toBe(1);
  });

  it("says kindly that a file is no photo, and sends nothing", async () => {
    await visit();
    await tab.locator("#file").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no") });
    await tab.getByText("这张照片打不开").waitFor();
    expect(await button("发送").isDisabled()).toBe(true);
    await button("去掉照片").click();
    expect(await tab.getByText("这张照片打不开").isVisible()).toBe(false);
  });

  it("has large text that is remembered, in units of the reader's own font size", async () => {
    await visit();
    const size = () =>
      tab
        .locator(".bubble")
        .first()
        .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    const before = await size();
    await button("大字显示").click();
    expect(await size()).toBeGreaterThan(before * 1.3);
    await tab.reload();
    await button("我想帮忙").waitFor();
    expect(await size()).toBeGreaterThan(before * 1.3);
    expect(await button("大字显示").getAttribute("aria-pressed")).toBe("true");
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    expect(built.css).not.toMatch(/font-size:\s*\d+px/);
  });

  it("turns its own words English and back, and remembers", async () => {
    await visit();
    await tab.locator("#language").click();
    expect(await tab.evaluate(() => document.documentElement.lang)).toBe("en");
    expect(await field().getAttribute("placeholder")).toBe("Type here");
    expect(await tab.getByRole("log", { name: "Conversation" }).count()).toBe(1);
    await tab.reload();
    await button("Send").waitFor();
    await tab.locator("#language").click();
    expect(await tab.title()).toBe("四帮");
  });

  it("opens in English for an English phone", async () => {
    await openTab({ locale: "en-GB" });
    await tab.goto(server.url);
    await button("Send").waitFor();
    expect(await tab.getByRole("log", { name: "Conversation" }).count()).toBe(1);
  });

  it("can be used by keys alone", async () => {
    await visit();
    const focused = () => tab.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.id);
    const walk: (string | undefined)[] = [];
    await tab.evaluate(() =>
      document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
    );
    for (let i = 0; i < 10; i += 1) {
      await tab.keyboard.press("Tab");
      walk.push(await focused());
    }
    expect(walk.slice(0, 3)).toEqual(["大字", "EN", "退出"]);
    expect(walk.slice(4, 10)).toEqual(["我想帮忙", "我是帮扶干部", "我家需要帮助", "English", "photo", "field"]);
    const ring = await tab.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(ring).toBe("solid");
    await tab.keyboard.type("不说了");
    await tab.keyboard.press("Escape");
    expect(await field().inputValue()).toBe("");
    await button("我想帮忙").focus();
    await tab.keyboard.press("Enter");
    await button("企业").waitFor();
    await expect.poll(focused).toBe("企业");
  });

  it("shows markup as the text it is, and makes links of our own pages only", async () => {
    server.setScript(() => [
      {
        text: '<img src=x onerror="alert(1)"> **粗** [x](/c/1) https://evil.cn/c/2 户页 /c/abc。',
        choices: [{ id: "b", label: "<b>好</b>" }],
      },
    ]);
    await tab.goto(server.url);
    await button("<b>好</b>").waitFor();
    expect(await tab.locator("#lines img, #lines b").count()).toBe(0);
    expect(await tab.locator("#lines a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))).toEqual([
      "/c/1",
      "/c/abc",
    ]);
    await type("<i>我</i> /c/mine");
    await said("<i>我</i> /c/mine").waitFor();
    expect(await tab.locator(".mine a, .mine i").count()).toBe(0);
  });

  it("says a code of the address once, and takes it out of the address", async () => {
    await tab.goto(`${server.url}/?code=483920`);
    await said("收到：483920").waitFor();
    expect(tab.url()).toBe(`${server.url}/`);
    await tab.reload();
    await said("收到：483920").waitFor();
    expect(sentTexts()).toEqual(["483920"]);
  });

  it("speaks as a demo person under a banner, each with a talk of their own", async () => {
    await visit("/?as=li");
    expect(await tab.getByText("演示 · 以 李倩（帮扶干部） 身份").isVisible()).toBe(true);
    await tab.reload();
    await button("我想帮忙").waitFor();
    expect(server.tokens).toHaveLength(1);
    expect(tab.url()).toBe(`${server.url}/?as=li`);
    await visit("/");
    expect(server.tokens).toHaveLength(2);
    await tab.goto(`${server.url}/?as=nobody`);
    await tab.getByText("这里没有这个演示身份").waitFor();
  });

  it("forgets the talk when a borrowed phone is given back", async () => {
    await visit();
    await type("我家的事");
    await said("收到：我家的事").waitFor();
    await button("退出并清除").first().click();
    await button("不退出").click();
    expect(await count("我家的事")).toBe(1);
    await button("退出并清除").first().click();
    await tab.getByRole("dialog").getByRole("button", { name: "退出并清除" }).click();
    await expect.poll(() => server.tokens.length).toBe(2);
    await button("我想帮忙").waitFor();
    expect(await count("我家的事")).toBe(0);
  });

  it("works where storage is refused", async () => {
    await context.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException("refused", "SecurityError");
          },
        });
      }
    });
    await visit();
    await type("你好");
    await said("收到：你好").waitFor();
    expect(sentTexts()).toEqual(["start", "你好"]);
  });

  it("gives every control a name and a size for thumbs, and every text enough contrast, by day and night", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await openTab({ colorScheme });
      await visit();
      server.setFault("error");
      await type("等");
      await tab.getByText("服务器暂时没有回应").waitFor();
      const log = tab.getByRole("log");
      expect(await log.getAttribute("aria-live")).toBe("polite");
      const weak = await tab.evaluate(findWeakPlaces);
      expect(weak, colorScheme).toEqual([]);
      server.setFault("none");
    }
  });

  it("weighs at most 16 kB on the line", () => {
    const size = [built.html, built.css, built.js].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThanOrEqual(16_000);
    expect(built.html).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on\w+=|https?:/);
  });
});
