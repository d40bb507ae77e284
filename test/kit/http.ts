/** A house that listens on a port of its own, and a caller that knows nothing of it but its address. */
import type { World } from "./world.js";
import { serverOf } from "./line.js";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined when it is none. */
  readonly body: unknown;
}

export interface Caller {
  readonly url: string;
  get(path: string, token?: string): Promise<Answer>;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
  /** Sends these bytes as they are. */
  raw(path: string, bytes: Uint8Array | string, token?: string, type?: string): Promise<Answer>;
  /** Opens the event stream; `next` gives one event after the other. */
  events(token: string): Promise<EventReader>;
}

export interface EventReader {
  readonly headers: Headers;
  next(): Promise<{ readonly id: string; readonly data: unknown }>;
  close(): void;
}

/** Listens; the world's `dispose` ends it. */
export async function listen(world: World): Promise<Caller> {
  const url = await serverOf(world).listen({ port: 0, host: "127.0.0.1" });
  return createCaller(url);
}

export function createCaller(url: string): Caller {
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, { redirect: "manual", ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
  };
  const bearer = (token?: string): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const raw: Caller["raw"] = (path, bytes, token, type = "application/json") =>
    call(path, { method: "POST", headers: { "content-type": type, ...bearer(token) }, body: bytes as BodyInit });
  return {
    url,
    raw,
    get: (path, token) => call(path, { headers: bearer(token) }),
    post: (path, body, token) => raw(path, JSON.stringify(body), token),
    async events(token) {
      const abort = new AbortController();
      const response = await fetch(`${url}/api/chat/events`, { headers: bearer(token), signal: abort.signal });
      if (response.status !== 200 || !response.body) throw new Error(`no events: ${response.status}`);
      const lines = eventsIn(response.body);
      return {
        headers: response.headers,
        async next() {
          const { done, value } = await lines.next();
          if (done) throw new Error("the stream has ended");
          return value;
        },
        close: () => abort.abort(),
      };
    },
  };
}

async function* eventsIn(stream: ReadableStream<Uint8Array>): AsyncGenerator<{ id: string; data: unknown }> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    held += decoder.decode(chunk, { stream: true });
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const fields = new Map(
        held
          .slice(0, end)
          .split("\n")
          .map((line) => splitOnce(line, ": ")),
      );
      held = held.slice(end + 2);
      const data = fields.get("data");
      // lines without data are comments that keep the line alive
      if (data !== undefined) yield { id: fields.get("id") ?? "", data: jsonOf(data) };
    }
  }
}

function splitOnce(line: string, by: string): [string, string] {
  const at = line.indexOf(by);
  return [line.slice(0, at), line.slice(at + by.length)];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
