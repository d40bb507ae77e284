import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen, type Answer, type Caller } from "../kit/http.js";
import { createPushChannel, pushPath, pushSecret, pushSecretHeader } from "../kit/push-channel.js";
import { createWorld, type World } from "../kit/world.js";

const deep = (open: string, close: string): string => open.repeat(1_000) + close.repeat(1_000);
const MEBIBYTE = 1024 * 1024;

/** Bodies that a scanner, a broken client or an enemy sends. */
const bodies: Readonly<Record<string, string | Uint8Array>> = {
  empty: "",
  "one brace": "{",
  "cut in a string": '{"id":"m","text":"你',
  "cut in an escape": '{"id":"m","text":"\\u4f',
  "cut in a sign": Buffer.from('{"id":"m","text":"你"}').subarray(0, 18),
  "two bodies": '{"id":"m"}{"id":"n"}',
  "a comma too many": '{"id":"m",}',
  "no quotes": "{id:m}",
  "a comment": '{"id":"m"/* */}',
  NaN: '{"id":NaN}',
  null: "null",
  true: "true",
  "a number": "1e999",
  "a long number": `{"id":${"9".repeat(10_000)}}`,
  "a text": '"text"',
  "a list": "[]",
  "a thousand lists deep": deep("[", "]"),
  "a thousand objects deep": `${'{"id":'.repeat(1_000)}1${"}".repeat(1_000)}`,
  "a text a thousand objects deep": `{"id":"m","text":${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}}`,
  __proto__: '{"id":"m","text":"x","__proto__":{"admin":true}}',
  "constructor.prototype": '{"id":"m","text":"x","constructor":{"prototype":{"admin":true}}}',
  "an escaped __proto__": '{"id":"m","text":"x","\\u005f_proto__":{"admin":true}}',
  "a key twice": '{"id":"m","id":"n","text":"x"}',
  "an operator": '{"id":{"$gt":""},"text":{"$ne":null}}',
  NUL: '{"id":"nul","text":"a\\u0000b"}',
  "a raw NUL": '{"id":"m","text":"a\u0000b"}',
  "a high surrogate": '{"id":"high","text":"\\ud800"}',
  "a low surrogate": '{"id":"low","text":"\\udc00\\ud800"}',
  "all control signs": JSON.stringify({
    id: "ctl",
    text: Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join(""),
  }),
  "text that runs backwards": JSON.stringify({ id: "rtl", text: "\u202e\u2066\ufeff\u200b" }),
  "invalid UTF-8": Buffer.concat([
    Buffer.from('{"id":"bad","text":"'),
    Buffer.from([0xc3, 0x28, 0xff, 0xfe]),
    Buffer.from('"}'),
  ]),
  "an overlong UTF-8": Buffer.concat([Buffer.from('{"id":"m","text":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
  "UTF-16": Buffer.from('{"id":"m","text":"x"}', "utf16le"),
  "a byte order mark": '\ufeff{"id":"bom","text":"x"}',
  noise: Uint8Array.from({ length: 4_096 }, (_, index) => (index * 197 + 13) % 256),
  "a mebibyte of text": JSON.stringify({ id: "m", text: "x".repeat(MEBIBYTE) }),
  "a mebibyte of nothing": " ".repeat(MEBIBYTE),
  "a mebibyte of keys": `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`,
  templates: JSON.stringify({
    id: "tpl",
    text: "{{x}} $t(office.first-name) ${7*7} <%= 1 %> {{constructor.constructor('x')()}}",
  }),
  markup: JSON.stringify({ id: "html", text: "<script>alert(1)</script><img src=x onerror=alert(1)>" }),
  "a very long choice": JSON.stringify({ id: "m", choice: `s.${"a.".repeat(90)}` }),
  "a choice of dots": JSON.stringify({ id: "dots", choice: "..........." }),
  "a choice of __proto__": JSON.stringify({ id: "proto", choice: "s.__proto__.x" }),
  "a choice of constructor": JSON.stringify({ id: "ctor", choice: "s.constructor" }),
  "an answer to __proto__": JSON.stringify({ id: "answer", choice: "a.1.__proto__" }),
};

describe("hostile bodies", () => {
  let world: World;
  let http: Caller;
  let token: string;
  beforeAll(async () => {
    world = await createWorld({ channels: [createPushChannel()] });
    http = await listen(world);
  });
  afterAll(() => world.dispose());
  beforeEach(async () => {
    token = (await world.house.chat.openAs("web", "liqian")) ?? "";
  });

  const posts = (body: string | Uint8Array, type?: string): Promise<Answer>[] => [
    http.raw("/api/chat/sessions", body, undefined, type),
    http.raw("/api/chat/messages", body, token, type),
    http.raw("/api/demo/sessions", body, undefined, type),
    knock(body),
  ];
  const knock = async (body: string | Uint8Array): Promise<Answer> => {
    const headers = { "content-type": "application/json", [pushSecretHeader]: pushSecret };
    const response = await fetch(http.url + pushPath, { method: "POST", headers, body: body as BodyInit });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as unknown };
  };
  /** Refusals are sentences, and nothing of the inside is in them. */
  const expectCivil = (answer: Answer): void => {
    expect(answer.status).toBeLessThan(500);
    if (answer.status < 300) return;
    expect(answer.body).toEqual({ error: expect.any(String), message: expect.any(String) });
    expect(answer.text).not.toMatch(/\bat .+:\d+|Error:|FST_|zod|SQLITE|node_modules|\/work\//);
  };

  it.each(Object.entries(bodies))("%s", async (_name, body) => {
    for (const answer of await Promise.all(posts(body))) expectCivil(answer);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "x",
    "application/json; charset=utf-16",
  ])("a body that calls itself %s", async (type) => {
    for (const answer of await Promise.all(posts('{"id":"m","text":"x"}', type))) expectCivil(answer);
  });

  it("some hundred broken ones more", async () => {
    const json = fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc
        .record({
          id: fc.anything({ maxDepth: 2 }),
          text: fc.anything(),
          choice: fc.anything({ maxDepth: 1 }),
          photo: fc.string(),
        })
        .map(stringify),
      fc
        .record({ id: fc.stringMatching(/^[\w-]{1,20}$/), text: fc.string({ unit: "binary", maxLength: 200 }) })
        .map(stringify),
      fc
        .record({ id: fc.stringMatching(/^[\w-]{1,20}$/), choice: fc.stringMatching(/^[as]\.[a-z0-9~.-]{0,60}$/) })
        .map(stringify),
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      json,
      fc.tuple(json, fc.nat(200)).map(([text, at]) => text.slice(0, at)),
      fc.tuple(json, fc.nat(200), fc.uint8Array({ maxLength: 3 })).map(([text, at, noise]) => {
        const bytes = Buffer.from(text);
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(noise), bytes.subarray(at)]);
      }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (one) => {
        for (const answer of await Promise.all(posts(one))) expectCivil(answer);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    "/data/",
    "/data/%",
    "/data/%00",
    "/data/%ff%fe",
    `/data/${"a".repeat(5_000)}`,
    "/photo/..%2f..%2fetc%2fpasswd",
    "/photo/%2e%2e/%2e%2e/etc/passwd",
    "/chat/../../package.json",
    "/chat/..%2f..%2fpackage.json",
    "/console?key=",
    "/console?key=a&key=b",
    `/console?key=${"k".repeat(5_000)}`,
    "/console?key[$ne]=x&__proto__[a]=1",
    "/api/chat/messages?after=a&after=b",
    "/%",
    "//",
    "/api/chat/messages/%E0%A4%A",
  ])("the path %s", async (path) => {
    const answer = await http.get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toMatch(/root:|"dependencies"/);
  });

  it("hostile headers", async () => {
    const wrong = ["Bearer", "bearer x", `Bearer ${"x".repeat(8_000)}`, "Basic eDp5", "Bearer a b", "Bearer \u00e9"];
    for (const authorization of wrong) {
      const response = await fetch(`${http.url}/api/chat/messages`, { headers: { authorization } });
      expect([authorization, response.status]).toEqual([authorization, 401]);
    }
    const cookie = `fourhelp_console=${"x".repeat(3_000)}; __proto__=1; a=%`;
    expect((await fetch(`${http.url}/console`, { headers: { cookie } })).status).toBe(401);
  });

  it("leaves the house whole: no error logged, no prototype touched, and it still talks", async () => {
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(world.errors()).toEqual([]);
    const answer = await http.post("/api/chat/messages", { id: "after-all", text: "怎么用" }, token);
    expect(answer.status).toBe(200);
    expect((await http.get("/readyz")).status).toBe(200);
  });
});

function stringify(value: unknown): string {
  // what JSON cannot say is left out, as a client would
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one)) ?? "";
}
