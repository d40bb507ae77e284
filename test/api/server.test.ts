import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { ApiDeps } from "#api/deps.js";
import { chatPage } from "#api/routes/chat-page.js";
import { createServer } from "#api/server.js";
import { createLog } from "#app/log.js";
import type { Route, RouteResponse } from "#app/route.js";
import { readPage } from "../../page.js";
import { createCaller, listen, type Caller } from "../kit/http.js";
import { createWorld } from "../kit/world.js";

/** The page's route needs the page and nothing else of what the house has. */
function pageOnly(page: ApiDeps["page"]): ApiDeps {
  return { page } as Partial<ApiDeps> as ApiDeps;
}

type Server = Awaited<ReturnType<typeof createServer>>;

describe("the server", () => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  const route = (path: string, handle: Route["handle"], over: Partial<Route> = {}): Route => ({
    method: "GET",
    path,
    perMinute: 1_000,
    handle,
    ...over,
  });
  const says =
    (response: RouteResponse): Route["handle"] =>
    () =>
      Promise.resolve(response);

  async function serve(routes: readonly Route[], over: { secure?: boolean; rateFactor?: number } = {}) {
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    const server: Server = await createServer({
      log,
      routes,
      reference: () => "REF42",
      secure: over.secure ?? false,
      rateFactor: over.rateFactor ?? 1,
    });
    open.push(() => server.close());
    const http: Caller = createCaller(await server.listen({ port: 0, host: "127.0.0.1" }));
    return { http, lines, server };
  }

  describe("the error boundary", () => {
    const secret = "王秀英 13800001111 SELECT * FROM";

    it.each([
      [
        "throws",
        () => {
          throw new Error(secret);
        },
      ],
      ["rejects", () => Promise.reject(new Error(secret))],
      ["rejects with no error", () => Promise.reject(secret)],
      ["rejects with a server's status", () => Promise.reject(Object.assign(new Error(secret), { statusCode: 503 }))],
    ] as const)(
      "a handler that %s gives 500 with a reference, which the log has, and no text of the error",
      async (_how, handle) => {
        const { http, lines } = await serve([route("/broken/:id", handle)]);
        const { status, body, text } = await http.get("/broken/13800001111");
        expect(status).toBe(500);
        expect(body).toEqual({ error: "internal", message: expect.stringContaining("REF42") });
        const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(logged).toMatchObject([
          { level: "error", action: "request.failed", reference: "REF42", route: "/broken/:id", method: "GET" },
        ]);
        for (const told of [text, lines.join("\n")]) {
          expect(told).not.toContain("王秀英");
          expect(told).not.toContain("13800001111");
          expect(told).not.toContain("SELECT");
        }
      },
    );

    it("goes on serving after it", async () => {
      const { http } = await serve([
        route("/broken", () => Promise.reject(new Error("x"))),
        route("/fine", says({ status: 200, body: { ok: true } })),
      ]);
      await http.get("/broken");
      expect(await http.get("/fine")).toMatchObject({ status: 200, body: { ok: true } });
    });

    it("ends an event stream that breaks, and the house stays up", async () => {
      async function* events() {
        yield { id: "1", data: { n: 1 } };
        await Promise.resolve();
        throw new Error(secret);
      }
      const { http } = await serve([
        route("/api/chat/events", () => Promise.resolve({ status: 200, events: events() })),
        route("/fine", says({ status: 200, body: 1 })),
      ]);
      const reader = await http.events("token");
      expect(await reader.next()).toEqual({ id: "1", data: { n: 1 } });
      await expect(reader.next()).rejects.toThrow(/terminated|ended/);
      expect((await http.get("/fine")).status).toBe(200);
    });

    it("answers what is nowhere with 404 and a sentence", async () => {
      const { http } = await serve([route("/here", says({ status: 200, body: {} }))]);
      for (const answer of [await http.get("/nowhere"), await http.post("/here", {})]) {
        expect(answer).toMatchObject({ status: 404, body: { error: "not-found", message: expect.any(String) } });
      }
    });

    it("refuses a body that is larger than the route takes with 400 and a sentence", async () => {
      const taken = route("/small", says({ status: 200, body: {} }), { method: "POST", bodyLimit: 100 });
      const { http, lines } = await serve([taken]);
      expect((await http.post("/small", { a: "x".repeat(80) })).status).toBe(200);
      const { status, body } = await http.post("/small", { a: "x".repeat(200) });
      expect([status, body]).toEqual([400, { error: "too-big", message: expect.stringContaining("5 MB") }]);
      expect(lines).toEqual([]);
    });
  });

  describe("limits", () => {
    it("answers too many with 429 and a sentence, each session by itself", async () => {
      const limits = { perMinute: 3, limitBy: "session" } as const;
      const { http, lines } = await serve([route("/limited", says({ status: 200, body: {} }), limits)]);
      const calls = async (token: string): Promise<number[]> => {
        const statuses: number[] = [];
        for (let call = 0; call < 5; call++) statuses.push((await http.get("/limited", token)).status);
        return statuses;
      };
      expect(await calls("one")).toEqual([200, 200, 200, 429, 429]);
      expect(await calls("two")).toEqual([200, 200, 200, 429, 429]);
      const refused = await http.get("/limited", "one");
      expect(refused.body).toEqual({ error: "too-many", message: expect.stringMatching(/请等.+wait/) });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(lines).toEqual([]);
    });

    it("is not fooled by a made-up token where callers are counted by address", async () => {
      const { http } = await serve([route("/limited", says({ status: 200, body: {} }), { perMinute: 2 })]);
      const statuses: number[] = [];
      for (const token of ["one", "two", "three"]) statuses.push((await http.get("/limited", token)).status);
      expect(statuses).toEqual([200, 200, 429]);
    });

    it("counts callers without a session by their address, and each route by itself", async () => {
      const { http } = await serve([
        route("/a", says({ status: 200, body: {} }), { perMinute: 2 }),
        route("/b", says({ status: 200, body: {} }), { perMinute: 2 }),
      ]);
      const statuses = [await http.get("/a"), await http.get("/a"), await http.get("/a"), await http.get("/b")].map(
        ({ status }) => status,
      );
      expect(statuses).toEqual([200, 200, 429, 200]);
    });

    it("multiplies them when it is told to", async () => {
      const { http } = await serve([route("/a", says({ status: 200, body: {} }), { perMinute: 1 })], { rateFactor: 3 });
      const statuses: number[] = [];
      for (let call = 0; call < 4; call++) statuses.push((await http.get("/a")).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    });
  });

  describe("headers", () => {
    it("protect every answer, refusals too", async () => {
      const { http } = await serve([
        route("/page", says({ status: 200, html: "<p>" })),
        route("/broken", () => Promise.reject(new Error("x"))),
      ]);
      for (const answer of [await http.get("/page"), await http.get("/broken"), await http.get("/nowhere")]) {
        const policy = answer.headers.get("content-security-policy") ?? "";
        expect(policy).toContain("default-src 'self'");
        expect(policy).toContain("script-src 'self'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).not.toContain("unsafe");
        expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
        expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
        expect(answer.headers.get("x-powered-by")).toBeNull();
        // plain http in an office's own network must keep working
        expect(answer.headers.get("strict-transport-security")).toBeNull();
      }
    });

    it.each([true, false])("mark a cookie so that only this site's pages send it (https: %s)", async (secure) => {
      const cookie = { name: "c", value: "v", maxAgeSeconds: 60 };
      const { http } = await serve([route("/in", says({ status: 200, body: {}, cookie }))], { secure });
      const set = (await http.get("/in")).headers.get("set-cookie") ?? "";
      expect(set).toMatch(/^c=v; Max-Age=60; Path=\/; HttpOnly;/);
      expect(set).toContain("SameSite=Lax");
      expect(set.includes("Secure")).toBe(secure);
    });

    it("name a file that is to be saved", async () => {
      const file = { bytes: "text", type: "text/plain; charset=utf-8", saveAs: "my-data.txt" };
      const { http } = await serve([route("/file", says({ status: 200, file }))]);
      const { headers, text } = await http.get("/file");
      expect(text).toBe("text");
      expect(headers.get("content-disposition")).toBe('attachment; filename="my-data.txt"');
      expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    });
  });

  describe("the chat page", () => {
    async function built(): Promise<{ folder: string; files: Record<string, string> }> {
      const folder = await mkdtemp(join(tmpdir(), "fourhelp-page-"));
      open.push(() => rm(folder, { recursive: true }));
      const files = {
        "index.html": "<!doctype html><title>四帮</title>",
        "main.js": "let a = 1;\n".repeat(100),
        "style.css": "p { color: red }",
      };
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      await writeFile(join(folder, "main.js.gz"), gzipSync(files["main.js"]));
      await writeFile(join(folder, "main.js.br"), "not asked for");
      await writeFile(join(folder, "notes.txt"), "no file of the page");
      return { folder, files };
    }

    it("is served with the right types, compressed for who takes it, and nothing else of its folder", async () => {
      const { folder, files } = await built();
      const page = await readPage(pathToFileURL(`${folder}/`));
      const { http } = await serve(chatPage(pageOnly(page)));
      const types = {
        "/": "text/html; charset=utf-8",
        "/chat/main.js": "text/javascript; charset=utf-8",
        "/chat/style.css": "text/css; charset=utf-8",
      };
      for (const [path, type] of Object.entries(types)) {
        const answer = await http.get(path);
        expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 200, type]);
        expect(answer.text).toBe(files[path === "/" ? "index.html" : path.slice(6)]);
        expect(answer.headers.get("vary")).toContain("accept-encoding");
        expect(answer.headers.get("cache-control")).toBe("no-cache");
      }
      for (const path of ["/chat/notes.txt", "/chat/main.js.gz", "/chat/index.html.map"])
        expect((await http.get(path)).status).toBe(404);
    });

    it("is compressed for who says so, and plain for who does not", async () => {
      const { folder, files } = await built();
      const page = await readPage(pathToFileURL(`${folder}/`));
      const { server } = await serve(chatPage(pageOnly(page)));
      const get = (path: string, encoding?: string) =>
        server.inject({
          method: "GET",
          url: path,
          headers: encoding === undefined ? {} : { "accept-encoding": encoding },
        });
      const zipped = await get("/chat/main.js", "gzip, deflate, br");
      expect(zipped.headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(zipped.rawPayload).toString()).toBe(files["main.js"]);
      for (const plain of [
        await get("/chat/main.js"),
        await get("/chat/main.js", "identity"),
        await get("/", "gzip"),
      ]) {
        expect(plain.headers["content-encoding"]).toBeUndefined();
      }
      expect((await get("/chat/main.js")).payload).toBe(files["main.js"]);
    });

    it("is missing kindly when it is not built", async () => {
      const page = await readPage(pathToFileURL(join(tmpdir(), "no-such-folder/")));
      expect(page.size).toBe(0);
      const { http } = await serve(chatPage(pageOnly(page)));
      expect((await http.get("/")).status).toBe(404);
    });

    it("holds to its own policy: no inline script, no inline style, nothing from elsewhere", async () => {
      const html = await readFile(join(import.meta.dirname, "../../web/chat/index.html"), "utf8");
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/i);
      expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
      expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//i);
    });
  });

  describe("health", () => {
    it("is well while store and queue answer, and names what is missing when they do not", async () => {
      const world = await createWorld({ people: "empty" });
      open.push(() => world.dispose());
      const http = await listen(world);
      expect(await http.get("/healthz")).toMatchObject({ status: 200, body: { ok: true } });
      expect(await http.get("/readyz")).toMatchObject({ status: 200, body: { ok: true } });
      await world.house.queue.close(0);
      const one = await http.get("/readyz");
      await world.house.deps.store.close();
      const both = await http.get("/readyz");
      expect([one.status, one.body]).toEqual([503, { ok: false, missing: ["queue"] }]);
      expect([both.status, both.body]).toEqual([503, { ok: false, missing: ["store", "queue"] }]);
      expect((await http.get("/healthz")).status).toBe(200);
    });
  });

  it("ends open event streams when it closes, so that the end does not wait for its readers", async () => {
    const world = await createWorld();
    const http = await listen(world);
    const reader = await http.events((await world.house.chat.openAs("web", "liqian")) ?? "");
    const ended = reader.next().then(
      () => "a message",
      () => "the end",
    );
    await world.dispose();
    expect(await ended).toBe("the end");
  });
});
