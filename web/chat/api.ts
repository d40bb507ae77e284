/** The web chat contract (design §6) as functions. What comes back is checked, never trusted. */

export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** One message of the talk. */
export interface Message {
  readonly id: string;
  readonly from: "bot" | "me";
  /** ISO time, or milliseconds. */
  readonly at: string | number;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly photo: boolean;
}

/** What a person sends; `id` makes a repeat harmless. */
export interface Outgoing {
  readonly id: string;
  readonly text?: string;
  readonly choice?: string;
  /** A data URL. */
  readonly photo?: string;
}

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly about: string;
}

/** What became of a call. */
export type Outcome<T> =
  | { readonly type: "done"; readonly value: T }
  /** The server will not have it; `message` is its own sentence. */
  | { readonly type: "refused"; readonly message: string | undefined; readonly tooLarge: boolean }
  /** 401: the session is over. */
  | { readonly type: "ended" }
  /** No answer, or the server is in trouble: the same call may be made again. */
  | { readonly type: "later"; readonly cause: "network" | "server"; readonly afterMs: number };

export interface Api {
  openSession(locale: string): Promise<Outcome<string>>;
  openDemoSession(person: string): Promise<Outcome<string>>;
  /** Spends a single-use link of another channel. */
  openLink(key: string): Promise<Outcome<string>>;
  people(): Promise<Outcome<readonly DemoPerson[]>>;
  send(token: string, message: Outgoing): Promise<Outcome<readonly Message[]>>;
  history(token: string, after: string | undefined): Promise<Outcome<readonly Message[]>>;
  /** The open stream of server-sent events. */
  events(token: string, signal: AbortSignal): Promise<Outcome<ReadableStream<Uint8Array>>>;
}

const CALL_MS = 20_000;
// A photo of 1 MB over a poor village line.
const PHOTO_MS = 120_000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isChoice(value: unknown): value is Choice {
  return isRecord(value) && typeof value["id"] === "string" && typeof value["label"] === "string";
}

function isPerson(value: unknown): value is DemoPerson {
  return isRecord(value) && ["id", "name", "role", "about"].every((name) => typeof value[name] === "string");
}

function listOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) => read(item) ?? []);
}

/** Reads one message; undefined when it is not one. */
export function readMessage(value: unknown): Message | undefined {
  if (!isRecord(value)) return undefined;
  const { id, from, at, text, choices, photo } = value;
  if (typeof id !== "string" || typeof text !== "string") return undefined;
  if (from !== "bot" && from !== "me") return undefined;
  return {
    id,
    from,
    at: typeof at === "string" || typeof at === "number" ? at : "",
    text,
    choices: listOf(choices, (c) => (isChoice(c) ? { id: c.id, label: c.label } : undefined)),
    photo: Boolean(photo),
  };
}

const NETWORK = { type: "later", cause: "network", afterMs: 0 } as const;
const TROUBLE = { type: "later", cause: "server", afterMs: 0 } as const;

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function judge(response: Response): Promise<Outcome<never>> {
  if (response.status === 401) return { type: "ended" };
  if (response.status === 429 || response.status === 408 || response.status >= 500) {
    return { ...TROUBLE, afterMs: (Number(response.headers.get("retry-after")) || 0) * 1_000 };
  }
  const body = await readBody(response);
  const message = isRecord(body) && typeof body["message"] === "string" ? body["message"] : undefined;
  return { type: "refused", message, tooLarge: response.status === 413 };
}

/** The contract over `fetch`. No method throws for what the network or the server does. */
export function createApi(fetcher: typeof fetch): Api {
  async function call<T>(path: string, init: RequestInit, ms: number, read: (body: unknown) => T): Promise<Outcome<T>> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ms);
    try {
      const response = await fetcher(path, { cache: "no-store", ...init, signal: abort.signal });
      if (!response.ok) return await judge(response);
      // A body cut short, or a guest network's own page, is no answer.
      const body = await readBody(response);
      return body === undefined ? NETWORK : { type: "done", value: read(body) };
    } catch {
      return NETWORK;
    } finally {
      clearTimeout(timer);
    }
  }
  const post = (body: unknown, token?: string): RequestInit => ({
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(token) },
    body: JSON.stringify(body),
  });
  const bearer = (token: string | undefined): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const readToken = (body: unknown) => (isRecord(body) && typeof body["token"] === "string" ? body["token"] : "");
  const readList = (name: string) => (body: unknown) => listOf(isRecord(body) ? body[name] : [], readMessage);
  const opened = (outcome: Outcome<string>): Outcome<string> =>
    outcome.type === "done" && outcome.value === "" ? TROUBLE : outcome;

  return {
    openSession: async (locale) => opened(await call("/api/chat/sessions", post({ locale }), CALL_MS, readToken)),
    openDemoSession: async (person) => opened(await call("/api/demo/sessions", post({ person }), CALL_MS, readToken)),
    openLink: async (key) => opened(await call("/api/chat/links", post({ key }), CALL_MS, readToken)),
    people: () => call("/api/demo/people", {}, CALL_MS, (body) => listOf(body, (p) => (isPerson(p) ? p : undefined))),
    send: (token, message) =>
      call("/api/chat/messages", post(message, token), message.photo ? PHOTO_MS : CALL_MS, readList("replies")),
    history(token, after) {
      const path = "/api/chat/messages" + (after === undefined ? "" : `?after=${encodeURIComponent(after)}`);
      return call(path, { headers: bearer(token) }, CALL_MS, readList("messages"));
    },
    async events(token, signal) {
      try {
        const headers = { ...bearer(token), accept: "text/event-stream" };
        const response = await fetcher("/api/chat/events", { cache: "no-store", headers, signal });
        if (!response.ok) return await judge(response);
        return response.body ? { type: "done", value: response.body } : TROUBLE;
      } catch {
        return NETWORK;
      }
    },
  };
}
