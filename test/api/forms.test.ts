import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "#api/server.js";
import { createLog } from "#app/log.js";
import type { Route } from "#app/route.js";

const MOST = 1_000_000;

/** Tells what came in; `?leave` answers without reading it, `?some` after the first piece. */
const upload: Route = {
  method: "POST",
  path: "/upload",
  perMinute: 1_000,
  upload: { maxBytes: MOST },
  async handle({ query, upload: read }) {
    if (query["leave"] !== undefined) return { status: 403, body: { error: "left" } };
    const given = await read?.();
    if (!given) return { status: 400, body: { error: "none" } };
    let bytes = 0;
    for await (const chunk of given.bytes) {
      bytes += chunk.length;
      if (query["some"] !== undefined) break;
    }
    return { status: 200, body: { name: given.name, fields: given.fields, bytes } };
  },
};
const form: Route = {
  method: "POST",
  path: "/form",
  perMinute: 1_000,
  form: true,
  handle: ({ body }) => Promise.resolve({ status: 200, body: { body } }),
};

describe("forms", () => {
  const logged: string[] = [];
  let server: Awaited<ReturnType<typeof createServer>>;
  let url: string;
  beforeAll(async () => {
    const log = createLog({ level: "error", destination: { write: (line) => void logged.push(line) } });
    server = await createServer({ log, routes: [upload, form], reference: () => "R", secure: false });
    url = await server.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(() => server.close());

  const send = async (size: number, path = "/upload", order: "fields first" | "file first" = "fields first") => {
    const data = new FormData();
    const file = new Blob([new Uint8Array(size)]);
    if (order === "file first") data.set("file", file, "名单.csv");
    data.set("kind", "areas");
    data.append("kind", "needs");
    if (order === "fields first") data.set("file", file, "名单.csv");
    const response = await fetch(url + path, { method: "POST", body: data });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it("bring fields and a file, which streams in", async () => {
    const body = { name: "名单.csv", fields: { kind: "needs" }, bytes: 300_000 };
    expect(await send(300_000)).toEqual({ status: 200, body });
    expect(await send(0)).toEqual({ status: 200, body: { ...body, bytes: 0 } });
  });

  it("end one byte past the limit, so that the route can tell", async () => {
    expect(await send(MOST)).toMatchObject({ body: { bytes: MOST } });
    expect(await send(MOST + 1)).toMatchObject({ body: { bytes: MOST + 1 } });
    expect(await send(5 * MOST)).toMatchObject({ body: { bytes: MOST + 1 } });
  });

  it("are answered when the file was not read, or only begun", async () => {
    expect(await send(5 * MOST, "/upload?leave")).toMatchObject({ status: 403 });
    expect(await send(5 * MOST, "/upload?some")).toMatchObject({ status: 200 });
    // and the line can be used again
    expect(await send(10)).toMatchObject({ status: 200 });
  });

  it("have no fields after the file", async () => {
    expect(await send(10, "/upload", "file first")).toMatchObject({ body: { fields: {} } });
  });

  it.each(["__proto__", "constructor", "hasOwnProperty"])("touch no prototype by a field called %s", async (name) => {
    const data = new FormData();
    data.set(name, "x");
    data.set("file", new Blob(["x"]), "a.csv");
    const response = await fetch(`${url}/upload`, { method: "POST", body: data });
    expect(await response.text()).toBe('{"name":"a.csv","fields":{},"bytes":1}');
    const plain = await fetch(`${url}/form`, { method: "POST", body: new URLSearchParams([[name, "x"]]) });
    expect(await plain.text()).toBe(`{"body":{"${name}":"x"}}`);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("may hold twenty fields of two thousand bytes", async () => {
    const data = new FormData();
    for (let count = 0; count < 30; count++) data.set(`f${count}`, "x".repeat(3_000));
    data.set("file", new Blob(["x"]), "a.csv");
    const response = await fetch(`${url}/upload`, { method: "POST", body: data });
    expect(response.status).toBeLessThan(500);
    const { fields = {} } = (await response.json()) as { fields?: Record<string, string> };
    expect(Object.keys(fields).length).toBeLessThanOrEqual(20);
    for (const value of Object.values(fields)) expect(value.length).toBeLessThanOrEqual(2_000);
  });

  it("log nothing that a sender can bring about", async () => {
    const abort = new AbortController();
    const endless = new ReadableStream({
      pull: async (stream) => {
        const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
        stream.enqueue(Buffer.from(head));
        await new Promise((resolve) => setImmediate(resolve));
        abort.abort();
      },
    });
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const init = { method: "POST", headers, body: endless, duplex: "half", signal: abort.signal };
    await expect(fetch(`${url}/upload`, init as RequestInit)).rejects.toThrow("abort");
    expect(await send(10)).toMatchObject({ status: 200 });
    expect(logged).toEqual([]);
  });
});
