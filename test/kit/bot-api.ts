/** Telegram's Bot API as a double: a real server that records, validates and answers as Telegram does, with faults on order. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fieldsOf, rules, type Params } from "./bot-api-rules.js";

/** One call, as it came, whatever became of it. */
export interface BotApiCall {
  readonly method: string;
  readonly params: Params;
  /** As `performance.now()` counts. */
  readonly at: number;
}

/** A message that reached its chat. */
export interface BotApiMessage {
  readonly message_id: number;
  readonly chat: number;
  readonly text: string;
  readonly reply_markup?: unknown;
}

/** What happens to a call instead of what should. `drop` and `truncated` cut the connection; `after` has acted before. */
export type BotApiFault =
  | { readonly type: "refuse"; readonly status: number; readonly description: string; readonly parameters?: Params }
  | { readonly type: "html"; readonly status: number }
  | { readonly type: "answer"; readonly body: unknown }
  | { readonly type: "drop"; readonly when: "before" | "after" }
  | { readonly type: "truncated" }
  | { readonly type: "hang" }
  | { readonly type: "slow"; readonly ms: number };

/** Where a fault strikes: any method or chat unless told, once unless told. */
export interface FaultPlace {
  readonly method?: string;
  readonly chat?: number;
  readonly times?: number;
}

export interface BotApi {
  /** The root, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly username: string;
  readonly calls: readonly BotApiCall[];
  callsOf(method: string): readonly BotApiCall[];
  /** What reached its chat, in order. */
  readonly messages: readonly BotApiMessage[];
  /** The webhook that is set, or null. */
  readonly webhook: Params | null;
  /** Calls of getUpdates that are held open now. */
  polling(): number;
  /** Connections open now. */
  connections(): number;
  /** Puts updates before the bot, each `{message}`, `{callback_query}` …; returns their update ids. */
  push(...updates: readonly Params[]): readonly number[];
  /** Updates that the bot has not yet confirmed. */
  waiting(): number;
  /** Makes a file known by its id, downloadable under the path that getFile then tells; `size` is what getFile says of it. */
  addFile(id: string, bytes: Uint8Array, size?: number): void;
  fault(fault: BotApiFault, place?: FaultPlace): void;
  /** Forgets calls, messages and faults. */
  forget(): void;
  /** Ends it, and cuts every connection. */
  close(): Promise<void>;
}

const refuse = (status: number, description: string, parameters?: Params): BotApiFault => ({
  type: "refuse",
  status,
  description,
  ...(parameters && { parameters }),
});

/** The refusals one meets most, in Telegram's words. */
export const refusals = {
  tooMany: (seconds: number) => refuse(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds }),
  blocked: refuse(403, "Forbidden: bot was blocked by the user"),
  deactivated: refuse(403, "Forbidden: user is deactivated"),
  kicked: refuse(403, "Forbidden: bot was kicked from the supergroup chat"),
  migrated: (to: number) =>
    refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: to }),
  chatNotFound: refuse(400, "Bad Request: chat not found"),
  wrongToken: refuse(401, "Unauthorized"),
  conflict: refuse(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  ),
  internal: refuse(500, "Internal Server Error"),
  badGateway: { type: "html", status: 502 },
} as const satisfies Record<string, BotApiFault | ((number: number) => BotApiFault)>;

interface Armed {
  readonly fault: BotApiFault;
  readonly place: FaultPlace;
  left: number;
}

/** Starts it on a free port of 127.0.0.1; the caller closes it. */
export async function startBotApi(): Promise<BotApi> {
  const token = "42:synthetic-token-of-the-double";
  const username = "fourhelp_double_bot";
  const calls: BotApiCall[] = [];
  const faults: Armed[] = [];
  const state = createState(username);
  const server = createServer((request, response) => {
    void readAll(request).then((bytes) => answer(request, response, bytes));
  });

  function answer(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
    const [, file, given, rest = ""] = /^(\/file)?\/bot([^/]+)\/(.*)$/.exec(request.url ?? "") ?? [];
    const method = file ? "file" : rest;
    const params = paramsOf(bytes);
    calls.push({ method, params, at: performance.now() });
    const fault = take(faults, method, params["chat_id"]);
    if (fault) return strike(fault, response, () => act(method, params));
    if (given !== token) return reply(response, 401, { ok: false, error_code: 401, description: "Unauthorized" });
    if (file) return download(response, state.file(rest));
    if (method === "getUpdates" && !rules["getUpdates"]?.(params)) return state.hold(params, response);
    return reply(response, ...act(method, params));
  }

  function act(method: string, params: Params): Answer {
    const rule = rules[method];
    if (!rule) return failed(404, "Not Found");
    const wrong = rule(params);
    return wrong === null ? state.act(method, params) : failed(400, wrong);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let open = 0;
  server.on("connection", (socket) => {
    open += 1;
    socket.once("close", () => (open -= 1));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    username,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    messages: state.messages,
    get webhook() {
      return state.webhook();
    },
    polling: state.polling,
    connections: () => open,
    push: state.push,
    waiting: state.waiting,
    addFile: state.addFile,
    fault: (fault, place = {}) => void faults.push({ fault, place, left: place.times ?? 1 }),
    forget() {
      calls.length = 0;
      faults.length = 0;
      state.messages.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = readonly [status: number, body: unknown];
const fine = (result: unknown): Answer => [200, { ok: true, result }];
const failed = (code: number, description: string): Answer => [code, { ok: false, error_code: code, description }];

interface Held {
  readonly params: Params;
  readonly response: ServerResponse;
  readonly timer: NodeJS.Timeout;
}

function createState(username: string) {
  const messages: BotApiMessage[] = [];
  const updates: { readonly id: number; readonly update: Params }[] = [];
  const files = new Map<string, { readonly path: string; readonly bytes: Uint8Array; readonly size: number }>();
  let hook: Params | null = null;
  let held: Held | undefined;
  let lastUpdate = 1_000;
  let lastMessage = 0;

  const acts: Readonly<Record<string, (params: Params) => Answer>> = {
    getMe: () => fine({ id: 42, is_bot: true, first_name: "Fourhelp", username, can_join_groups: true }),
    setWebhook(params) {
      hook = params;
      return fine(true);
    },
    deleteWebhook(params) {
      hook = null;
      if (params["drop_pending_updates"] === true) updates.length = 0;
      return fine(true);
    },
    sendMessage({ chat_id: chat, text, reply_markup: markup }) {
      const message = { message_id: (lastMessage += 1), chat: Number(chat), text: String(text) };
      messages.push(markup === undefined ? message : { ...message, reply_markup: markup });
      const { message_id } = message;
      return fine({ message_id, date: 1_700_000_000, chat: { id: chat, type: "private", first_name: "-" }, text });
    },
    editMessageReplyMarkup({ chat_id: chat, message_id: id, reply_markup: markup }) {
      const at = messages.findIndex((message) => message.message_id === id && message.chat === chat);
      const message = messages[at];
      if (!message) return failed(400, "Bad Request: message to edit not found");
      messages[at] = { ...message, reply_markup: markup };
      return fine({ ...message, chat: { id: chat, type: "private", first_name: "-" }, date: 1_700_000_000 });
    },
    getFile({ file_id: id }) {
      const file = files.get(String(id));
      if (!file) return failed(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
      return fine({ file_id: id, file_unique_id: id, file_size: file.size, file_path: file.path });
    },
  };

  function give({ params, response, timer }: Held): void {
    clearTimeout(timer);
    held = undefined;
    const offset = Number(params["offset"] ?? 0);
    while (updates[0] && updates[0].id < offset) updates.shift();
    const batch = updates.slice(0, Number(params["limit"] ?? 100));
    reply(response, ...fine(batch.map(({ id, update }) => ({ update_id: id, ...update }))));
  }

  return {
    messages,
    webhook: () => hook,
    polling: () => (held ? 1 : 0),
    waiting: () => updates.length,
    act: (method: string, params: Params): Answer => acts[method]?.(params) ?? fine(true),
    /** Answers getUpdates once there is something, or its time is over. */
    hold(params: Params, response: ServerResponse): void {
      if (hook)
        return reply(
          response,
          ...failed(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
          ),
        );
      if (held) {
        clearTimeout(held.timer);
        reply(
          held.response,
          ...failed(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
          ),
        );
      }
      const mine: Held = {
        params,
        response,
        timer: setTimeout(() => give(mine), Number(params["timeout"] ?? 0) * 1_000),
      };
      held = mine;
      response.once("close", () => {
        clearTimeout(mine.timer);
        if (held === mine) held = undefined;
      });
      const offset = Number(params["offset"] ?? 0);
      if (updates.some(({ id }) => id >= offset)) give(mine);
    },
    push(...more: readonly Params[]): readonly number[] {
      const ids = more.map((update) => {
        updates.push({ id: (lastUpdate += 1), update });
        return lastUpdate;
      });
      if (held) give(held);
      return ids;
    },
    addFile(id: string, bytes: Uint8Array, size = bytes.length): void {
      files.set(id, { path: `photos/${id}.jpg`, bytes, size });
    },
    file: (path: string): Uint8Array | undefined => [...files.values()].find((file) => file.path === path)?.bytes,
  };
}

function take(faults: Armed[], method: string, chat: unknown): BotApiFault | undefined {
  const armed = faults.find(
    ({ left, place }) =>
      left > 0 && (place.method ?? method) === method && (place.chat === undefined || place.chat === chat),
  );
  if (armed) armed.left -= 1;
  return armed?.fault;
}

function strike(fault: BotApiFault, response: ServerResponse, act: () => Answer): void {
  switch (fault.type) {
    case "refuse": {
      const { status, description, parameters } = fault;
      return reply(response, status, { ok: false, error_code: status, description, parameters });
    }
    case "html":
      response.writeHead(fault.status, { "content-type": "text/html" });
      return void response.end(`<html><head><title>${fault.status} Bad Gateway</title></head></html>`);
    case "answer":
      return reply(response, 200, fault.body);
    case "drop":
      if (fault.when === "after") act();
      return void response.socket?.destroy();
    case "truncated": {
      const body = JSON.stringify(act()[1]);
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
      return void response.write(body.slice(0, 10), () => response.socket?.destroy());
    }
    case "hang":
      return;
    case "slow":
      return void setTimeout(() => reply(response, ...act()), fault.ms);
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function download(response: ServerResponse, bytes: Uint8Array | undefined): void {
  if (!bytes) return reply(response, ...failed(404, "Not Found"));
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end(bytes);
}

function paramsOf(bytes: Buffer): Params {
  try {
    return fieldsOf(JSON.parse(bytes.toString("utf8")));
  } catch {
    return {};
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
