import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeChatLink } from "#app/chat-link.js";
import { tell } from "#app/tell.js";
import { outboxEntry } from "../kit/documents.js";
import { listen, type Answer, type Caller } from "../kit/http.js";
import { createWorld, type World } from "../kit/world.js";

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";
const SESSION_DAYS = 90;

interface Shown {
  readonly id: string;
  readonly from: string;
  readonly at: string;
  readonly text: string;
  readonly choices?: readonly { readonly id: string; readonly label: string }[];
}

describe("the web chat contract", () => {
  let world: World;
  let http: Caller;
  beforeAll(async () => {
    world = await createWorld();
    http = await listen(world);
  });
  afterAll(() => world.dispose());

  const open = async (body: unknown = {}): Promise<string> => {
    const { body: opened } = await http.post("/api/chat/sessions", body);
    return (opened as { token: string }).token;
  };
  const send = (token: string, message: unknown): Promise<Answer> => http.post("/api/chat/messages", message, token);
  const replies = ({ body }: Answer): Shown[] => (body as { replies: Shown[] }).replies;
  const messages = async (token: string, after?: string): Promise<Shown[]> => {
    const { status, body } = await http.get(
      `/api/chat/messages${after === undefined ? "" : `?after=${encodeURIComponent(after)}`}`,
      token,
    );
    expect(status).toBe(200);
    expect(Object.keys(body as object)).toEqual(["messages"]);
    return (body as { messages: Shown[] }).messages;
  };

  describe("POST /api/chat/sessions", () => {
    it.each([[{}], [{ locale: "zh-CN" }], [{ locale: "en" }], [{ locale: "en", more: 1 }], [null]])(
      "%j opens one",
      async (body) => {
        const { status, body: answer } = await http.post("/api/chat/sessions", body);
        expect(status).toBe(201);
        expect(answer).toEqual({ token: expect.stringMatching(/^[\w-]{20,}$/) });
      },
    );

    it("without any body opens one too", async () => {
      const response = await fetch(`${http.url}/api/chat/sessions`, { method: "POST" });
      expect(response.status).toBe(201);
    });

    it.each([[{ locale: "fr" }], [{ locale: 7 }], [[]], ["en"], [{ channel: "telegram" }]])(
      "%j is refused",
      async (body) => {
        const { status, body: answer } = await http.post("/api/chat/sessions", body);
        expect([status, answer]).toEqual([400, { error: expect.any(String), message: expect.any(String) }]);
      },
    );

    it("gives each caller a conversation of their own, in the language asked for", async () => {
      const [one, two] = [await open({ locale: "en" }), await open()];
      expect(one).not.toBe(two);
      const [english, chinese] = [await send(one, { id: "m", text: "hi" }), await send(two, { id: "m", text: "你好" })];
      expect(replies(english)[0]?.text).toMatch(/^[^一-鿿]*[A-Za-z]{4}/);
      expect(replies(chinese)[0]?.text).toContain("您好");
      expect(await messages(one)).not.toEqual(await messages(two));
    });
  });

  describe("POST /api/chat/links", () => {
    /** The key of a link that the bot has just given to this person. */
    const keyOf = async (person: string): Promise<string> => {
      const { path, doc } = makeChatLink(world.house.deps, { office: "qingshi", person, about: "no-message" });
      await world.house.deps.store.sessions.insert(doc);
      return path.slice(path.indexOf("=") + 1);
    };
    const spend = (body: unknown): Promise<Answer> => http.post("/api/chat/links", body);
    const spent = {
      error: "link-spent",
      message: expect.stringMatching(/用过.*10 分钟.*再按一次.* \/ .*used.*ten minutes.*again/),
    };

    it("answers with the token of that person's conversation, once", async () => {
      const key = await keyOf("liqian");
      const answer = await spend({ key });
      expect([answer.status, answer.body]).toEqual([201, { token: expect.stringMatching(/^[\w-]{20,}$/) }]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const { token } = answer.body as { token: string };
      expect(token).not.toBe(key);
      expect(await messages(token)).toEqual([]);
      expect(replies(await send(token, { id: "hi", text: "你好" }))[0]?.choices?.map(({ label }) => label)).toContain(
        "看待办",
      );
      const again = await spend({ key });
      expect([again.status, again.body]).toEqual([404, spent]);
    });

    it("is spent after ten minutes, and by nobody's guess", async () => {
      const key = await keyOf("liqian");
      for (const wrong of ["x".repeat(32), key.slice(0, -1), `${key}x`]) {
        const { status, body } = await spend({ key: wrong });
        expect([status, body]).toEqual([404, spent]);
      }
      await world.timers.advance(10 * 60_000);
      expect((await spend({ key })).status).toBe(404);
    });

    it.each([
      [null],
      [[]],
      ["key"],
      [{}],
      [{ key: null }],
      [{ key: 7 }],
      [{ key: "" }],
      [{ key: "short" }],
      [{ key: "k".repeat(201) }],
      [{ key: "../../../etc/passwd.." }],
      [{ key: "k".repeat(32), more: 1 }],
    ])("%j is refused", async (body) => {
      const { status, body: answer } = await spend(body);
      expect([status, answer]).toEqual([400, { error: "bad-link", message: expect.any(String) }]);
    });

    it("takes little at a time, and is counted by address", async () => {
      expect((await spend({ key: "k".repeat(2_000) })).body).toMatchObject({ error: "too-big" });
      const left = async (token: string): Promise<number> => {
        const { headers } = await http.post("/api/chat/links", { key: "k".repeat(32) }, token);
        return Number(headers.get("x-ratelimit-remaining"));
      };
      // another bearer is no other caller
      expect((await left("a".repeat(32))) - (await left("b".repeat(32)))).toBe(1);
    });
  });

  describe("who has no session", () => {
    it.each([undefined, "", "wrong", "x".repeat(32), "x".repeat(300), "Bearer", "null"])(
      "token %j is refused with 401",
      async (token) => {
        for (const answer of [
          await http.post("/api/chat/messages", { id: "m", text: "你好" }, token),
          await http.get("/api/chat/messages", token),
          await http.get("/api/chat/events", token),
        ]) {
          expect(answer.status).toBe(401);
          expect(answer.body).toEqual({ error: "session-ended", message: expect.any(String) });
        }
      },
    );

    it("an ended session is refused", async () => {
      const token = await open();
      const { store, vault } = world.house.deps;
      const session = await store.sessions.get(vault.blind("session", token));
      if (!session) throw new Error("no session");
      expect(session.expiresAt).toBe(world.timers.now() + SESSION_DAYS * 86_400_000);
      await store.sessions.replace({ ...session, expiresAt: world.timers.now() + 1_000 });
      await world.timers.advance(999);
      expect((await http.get("/api/chat/messages", token)).status).toBe(200);
      await world.timers.advance(1);
      expect((await http.get("/api/chat/messages", token)).status).toBe(401);
    });

    it("a token of another use opens no conversation", async () => {
      const { deps } = world.house;
      for (const use of ["chat-link", "console", "console-link", "data-link", "photo-link"] as const) {
        const token = deps.ids.secret();
        const _id = deps.vault.blind("session", token);
        await deps.store.sessions.insert({
          _id,
          version: 1,
          office: "qingshi",
          use,
          subject: "web-liqian",
          about: null,
          expiresAt: Number.MAX_SAFE_INTEGER,
        });
        expect((await http.get("/api/chat/messages", token)).status).toBe(401);
      }
    });
  });

  describe("POST /api/chat/messages", () => {
    it("answers with the replies, and each is a message of the contract", async () => {
      const token = await open();
      const answer = await send(token, { id: "m1", text: "你好" });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain("application/json");
      expect(Object.keys(answer.body as object)).toEqual(["replies"]);
      for (const reply of replies(answer)) {
        expect(reply).toMatchObject({ id: expect.any(String), from: "bot", text: expect.any(String) });
        expect(new Date(reply.at).toISOString()).toBe(reply.at);
        for (const choice of reply.choices ?? [])
          expect(choice).toEqual({ id: expect.any(String), label: expect.any(String) });
      }
    });

    it("takes a choice by its id", async () => {
      const token = await open();
      const [greeting] = replies(await send(token, { id: "m1", text: "你好" }));
      const choice = greeting?.choices?.find(({ label }) => label === "我想帮忙");
      const [next] = replies(await send(token, { id: "m2", choice: choice?.id }));
      expect(next?.choices?.map(({ label }) => label)).toContain("企业");
      // one that is not there any more, or never was, is answered and not refused
      for (const id of ["a.1.old", "nonsense", "s.no-such-flow", ""]) {
        expect((await send(token, { id: `old-${id}`, choice: id })).status).toBe(200);
      }
    });

    it("answers a repeat of an id with the same replies, whatever else it says", async () => {
      const token = await open();
      const first = await send(token, { id: "same", text: "你好" });
      const second = await send(token, { id: "same", text: "你好" });
      const third = await send(token, { id: "same", text: "something else" });
      expect([second.body, third.body]).toEqual([first.body, first.body]);
      expect((await messages(token)).filter(({ from }) => from === "me")).toHaveLength(1);
      const other = await open();
      expect(replies(await send(other, { id: "same", text: "你好" }))[0]?.id).not.toBe(replies(first)[0]?.id);
    });

    it.each(["1", "a".repeat(64), "6f1c2d3e-0000-4000-8000-000000000000", "m:1/2#3.4"])(
      "takes the id %j",
      async (id) => {
        const token = await open();
        expect((await send(token, { id, text: "你好" })).status).toBe(200);
        expect((await messages(token))[0]).toMatchObject({ id, from: "me", text: "你好" });
        expect((await messages(token, id)).every(({ from }) => from === "bot")).toBe(true);
      },
    );

    it.each([
      ["no id", { text: "你好" }],
      ["an empty id", { id: "", text: "你好" }],
      ["a long id", { id: "a".repeat(65), text: "你好" }],
      ["an id with a space", { id: "a b", text: "你好" }],
      ["an id that is no text", { id: 7, text: "你好" }],
      ["nothing said", { id: "m" }],
      ["text that is none", { id: "m", text: 7 }],
      ["a choice that is none", { id: "m", choice: {} }],
      ["a photo that is none", { id: "m", photo: 7 }],
      ["no object", []],
      ["nothing", null],
    ])("refuses %s, in the reader's language", async (_name, message) => {
      for (const [locale, word] of [
        ["zh-CN", "读懂"],
        ["en", "could not be read"],
      ] as const) {
        const { status, body } = await send(await open({ locale }), message);
        expect([status, body]).toEqual([400, { error: "bad-message", message: expect.stringContaining(word) }]);
      }
    });

    it("takes 4,000 signs and refuses one more, saying so", async () => {
      const token = await open({ locale: "en" });
      expect((await send(token, { id: "m1", text: "字".repeat(4_000) })).status).toBe(200);
      const { status, body } = await send(token, { id: "m2", text: "字".repeat(4_001) });
      expect([status, body]).toEqual([400, { error: "too-long", message: expect.stringContaining("4,000") }]);
      // what was refused was not said
      expect((await messages(token)).filter(({ from }) => from === "me")).toHaveLength(1);
    });
  });

  describe("photos", () => {
    const png = Buffer.from(PNG.slice(PNG.indexOf(",") + 1), "base64");
    const webp = Buffer.concat([
      Buffer.from("RIFF"),
      Buffer.from([26, 0, 0, 0]),
      Buffer.from("WEBPVP8L"),
      Buffer.alloc(18),
    ]);
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from("JFIF\0"), Buffer.alloc(32)]);
    const gif = Buffer.from("GIF89a\u0001\0\u0001\0\0\0\0");
    const dataUrl = (bytes: Buffer, type = "image/png"): string => `data:${type};base64,${bytes.toString("base64")}`;

    it.each([
      ["PNG", png],
      ["JPEG", jpeg],
      ["WebP", webp],
    ])("a %s is taken, whatever its label says", async (_name, bytes) => {
      const token = await open();
      for (const type of ["image/png", "image/jpeg", "image/webp"]) {
        const answer = await send(token, { id: type.replace("/", "-"), photo: dataUrl(bytes, type), text: "看" });
        expect(answer.status).toBe(200);
      }
      expect((await messages(token))[0]).toMatchObject({ from: "me", text: "看", photo: true });
    });

    it.each([
      ["a GIF called PNG", dataUrl(gif)],
      ["a page called PNG", dataUrl(Buffer.from("<html><script>alert(1)</script>"))],
      ["an SVG", dataUrl(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml")],
      ["a PDF", dataUrl(Buffer.from("%PDF-1.7 ..."), "image/png")],
      ["no data URL", "https://example.org/photo.png"],
      ["an address of this machine", "file:///etc/passwd"],
      ["no base64", "data:image/png;base64,%%%"],
      ["an empty one", "data:image/png;base64,"],
      ["nothing", ""],
      ["only the first sign", dataUrl(png.subarray(0, 1))],
    ])("%s is refused", async (_name, photo) => {
      const { status, body } = await send(await open({ locale: "en" }), { id: "m", photo });
      expect([status, body]).toEqual([400, { error: "bad-photo", message: expect.stringContaining("JPEG") }]);
    });

    it("takes 5 MB to the byte, and refuses one byte more in the reader's language", async () => {
      const token = await open({ locale: "en" });
      const full = Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024 - png.length)]);
      expect((await send(token, { id: "full", photo: dataUrl(full) })).status).toBe(200);
      const { status, body } = await send(token, {
        id: "more",
        photo: dataUrl(Buffer.concat([full, Buffer.alloc(1)])),
      });
      expect([status, body]).toEqual([400, { error: "big-photo", message: expect.stringContaining("5 MB") }]);
      const eight = await send(token, {
        id: "eight",
        photo: dataUrl(Buffer.concat([png, Buffer.alloc(8 * 1024 * 1024)])),
      });
      expect([eight.status, eight.body]).toEqual([
        400,
        { error: "big-photo", message: expect.stringContaining("5 MB") },
      ]);
    });

    it("keeps the same photo once, sent ten times at once by different people", async () => {
      const own = Buffer.concat([png, Buffer.from("only here")]);
      const tokens = await Promise.all(Array.from({ length: 10 }, () => open()));
      const answers = await Promise.all(tokens.map((token) => send(token, { id: "m", photo: dataUrl(own) })));
      expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 200));
      expect(world.errors()).toEqual([]);
    });
  });

  describe("GET /api/chat/messages", () => {
    it("gives what was said since an id, in order; all of it without one", async () => {
      const token = await open();
      expect(await messages(token)).toEqual([]);
      await send(token, { id: "m1", text: "你好" });
      const first = await messages(token);
      await send(token, { id: "m2", text: "怎么用" });
      const all = await messages(token);
      expect(all.slice(0, first.length)).toEqual(first);
      expect(all.map(({ from }) => from)).toContain("me");
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      // after one's own message, by one's own id; after the bot's, by the bot's
      expect(await messages(token, "m1")).toEqual(all.slice(1));
      expect(await messages(token, first.at(-1)?.id)).toEqual(all.slice(first.length));
      expect(await messages(token, all.at(-1)?.id)).toEqual([]);
      const times = all.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
    });

    it.each(["no-such-id", "", "\u0000", "x".repeat(5_000), "%F0%9F", "__proto__"])(
      "answers for the unknown id %j",
      async (after) => {
        const token = await open();
        await send(token, { id: "m1", text: "你好" });
        expect((await messages(token, after)).length).toBeGreaterThan(0);
      },
    );

    it("shows nobody another's messages", async () => {
      const [mine, theirs] = [await open(), await open()];
      await send(theirs, { id: "m1", text: "我的秘密" });
      const [secret] = await messages(theirs);
      const reply = (await messages(theirs)).at(-1);
      await send(mine, { id: "m9", text: "你好" });
      for (const after of [secret?.id, reply?.id]) {
        expect(JSON.stringify(await messages(mine, after))).not.toContain("秘密");
      }
    });
  });

  describe("GET /api/chat/events", () => {
    it("brings the same messages as they come: the person's own, replies, and notices", async () => {
      const token = (await world.house.chat.openAs("web", "wangjianguo")) ?? "";
      const reader = await http.events(token);
      expect(reader.headers.get("content-type")).toContain("text/event-stream");
      const sent = replies(await send(token, { id: "m1", text: "怎么用" }));
      const got = [await reader.next()];
      for (let count = 0; count < sent.length; count++) got.push(await reader.next());
      const { deps } = world.house;
      await deps.store.outbox.insert(outboxEntry({ _id: "e1", at: world.timers.now() }));
      await tell(deps, "e1");
      got.push(await reader.next());
      const all = await messages(token);
      expect(got.map(({ data }) => data)).toEqual(all);
      expect(got.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      expect(all.at(-1)?.choices?.length).toBeGreaterThan(0);
      reader.close();
    });

    it("brings them to every window that is open, and stops when the house closes", async () => {
      const token = await open();
      const windows = [await http.events(token), await http.events(token)];
      await send(token, { id: "m1", text: "你好" });
      for (const window of windows) expect((await window.next()).id).toBe("m1");
      for (const window of windows) window.close();
    });

    it("does not bring what was said before", async () => {
      const token = await open();
      await send(token, { id: "old", text: "你好" });
      const reader = await http.events(token);
      await send(token, { id: "new", text: "你好" });
      expect((await reader.next()).id).toBe("new");
      reader.close();
    });
  });

  it("keeps the house without errors through all of that", () => {
    expect(world.errors()).toEqual([]);
  });
});
