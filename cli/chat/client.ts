/** The web chat contract (design §6) from the terminal's side. What comes back is checked, never trusted. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

const Choice = z.object({ id: z.string(), label: z.string() });
export type Choice = z.infer<typeof Choice>;

const Message = z.object({
  id: z.string(),
  from: z.enum(["bot", "me"]),
  text: z.string(),
  choices: z.array(Choice).default([]),
});
/** One message of the conversation. */
export type Message = z.infer<typeof Message>;

const Person = z.object({ id: z.string(), name: z.string(), role: z.string(), about: z.string() });
/** Somebody of the demo. */
export type Person = z.infer<typeof Person>;

const Token = z.object({ token: z.string().min(1) });
const Refusal = z.object({ message: z.string() });

/** What a person sends; `id` makes a repeat harmless. */
export type Outgoing = { readonly id: string } & ({ readonly text: string } | { readonly choice: string });

/** `ended`: the session is over. `refused`: the server's own sentence on what is wrong. */
export type Answer =
  | { readonly type: "said"; readonly messages: readonly Message[] }
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "ended" };

/** The server does not answer, or not as a Fourhelp would. */
export class ServerGone extends Error {
  override readonly name = "ServerGone";
}

export interface Client {
  /** Null without a demo. */
  people(): Promise<readonly Person[] | null>;
  open(locale: string | null): Promise<string>;
  openAs(person: string): Promise<string>;
  send(token: string, outgoing: Outgoing): Promise<Answer>;
  /** Messages after that one; the latest when there is none. */
  after(token: string, id: string | null): Promise<Answer>;
}

const CALL_MS = 20_000;
/** Waits before the same call is made again. */
const WAITS_MS = [300, 1_000, 3_000];

/** A client of the server at `base`. All calls throw `ServerGone` when it stays away. */
export function createClient(base: string, fetcher: typeof fetch = fetch): Client {
  async function call(path: string, init: RequestInit): Promise<Response> {
    for (const wait of [...WAITS_MS, null]) {
      const response = await fetcher(`${base}${path}`, { ...init, signal: AbortSignal.timeout(CALL_MS) }).catch(
        () => null,
      );
      // in trouble or too busy: nothing was done that asking again would do twice
      if (response && response.status < 500 && response.status !== 429) return response;
      if (wait !== null) await pause(wait);
    }
    throw new ServerGone(`The server at ${base} does not answer any more.`);
  }
  const post = (path: string, body: unknown, token?: string): Promise<Response> =>
    call(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...bearer(token) },
      body: JSON.stringify(body),
    });
  async function tokenOf(response: Response): Promise<string> {
    if (response.status !== 201)
      throw new ServerGone(`The server at ${base} opened no conversation (${response.status}).`);
    return read(Token, await body(response)).token;
  }
  function read<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new ServerGone(`What answers at ${base} is no Fourhelp, or one of another version.`);
    return parsed.data;
  }
  async function answered(response: Response, field: "replies" | "messages"): Promise<Answer> {
    if (response.status === 401) return { type: "ended" };
    const value = await body(response);
    if (response.status !== 200) return { type: "refused", message: read(Refusal, value).message };
    const messages = read(z.record(z.string(), z.array(Message)), value)[field] ?? [];
    return { type: "said", messages };
  }

  return {
    async people() {
      const response = await call("/api/demo/people", {});
      return response.status === 404 ? null : read(z.array(Person), await body(response));
    },
    open: async (locale) =>
      tokenOf(await post("/api/chat/sessions", { channel: "terminal", ...(locale === null ? {} : { locale }) })),
    openAs: async (person) => tokenOf(await post("/api/demo/sessions", { person, channel: "terminal" })),
    send: async (token, outgoing) => answered(await post("/api/chat/messages", outgoing, token), "replies"),
    async after(token, id) {
      const query = id === null ? "" : `?after=${encodeURIComponent(id)}`;
      return answered(await call(`/api/chat/messages${query}`, { headers: bearer(token) }), "messages");
    },
  };
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

const body = (response: Response): Promise<unknown> => response.json().catch(() => null);
