/**
 * The one way out to the Bot API: a pool of kept connections, and grammY's methods over it. Loaded at the first call.
 * The token is in every path, so nothing of a request ever goes into an error.
 */
import { Api, HttpError } from "grammy";
import type { ApiResponse } from "grammy/types";
import { Pool, type Dispatcher } from "undici";
import { FileTooBig, type ApiDeps, type CallOptions, type Posted, type TelegramApi } from "./call.js";

/** One request is under way on a connection at a time, so this many calls at once. */
const CONNECTIONS = 128;
const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
/** Shorter than servers keep an idle connection: one that they close while we write leaves a message unknown. */
const KEEP_ALIVE_MS = 4_000;
/** A hundred updates at their longest. */
const MOST_BYTES = 16 * 1024 * 1024;

const jsonHeaders = { "content-type": "application/json" };

export type Client = Omit<TelegramApi, "ready">;

/** Makes the pool and grammY's methods over it. */
export function createClient({ token, apiRoot, log, timeoutMs = ANSWER_MS }: ApiDeps): Client {
  const { origin, pathname } = new URL(apiRoot);
  const prefix = pathname.replace(/\/$/, "");
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    connect: { timeout: CONNECT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyTimeout: timeoutMs,
  });
  let closing: Promise<void> | undefined;

  async function post(method: string, body: string, options: CallOptions = {}): Promise<Posted> {
    const got = await exchange(
      pool,
      { method: "POST", path: `${prefix}/bot${token}/${method}`, headers: jsonHeaders, body },
      { timeoutMs, ...options, maxBytes: MOST_BYTES },
    );
    const posted = got.type === "whole" ? answerOf(got) : got;
    if (posted.type !== "answered")
      log.debug({ action: "telegram.unanswered", method, outcome: posted.type, ...whyOf(posted) });
    return posted;
  }

  async function call(method: string, payload: object, signal?: AbortSignal): Promise<ApiResponse<unknown>> {
    // a long poll is answered when its own time is over at the latest
    const waits = "timeout" in payload && typeof payload.timeout === "number" ? payload.timeout * 1_000 : 0;
    const options = { timeoutMs: timeoutMs + waits, ...(signal && { signal }) };
    const posted = await post(method, JSON.stringify(payload), options);
    if (posted.type === "answered") return posted.answer;
    throw unreached(method, posted);
  }

  async function file(path: string, { maxBytes, signal }: Parameters<TelegramApi["file"]>[1]): Promise<Buffer> {
    const got = await exchange(
      pool,
      { method: "GET", path: `${prefix}/file/bot${token}/${path.split("/").map(encodeURIComponent).join("/")}` },
      { timeoutMs, maxBytes, ...(signal && { signal }) },
    );
    if (got.type === "whole" && got.status === 200) return got.bytes;
    if (got.type === "lost" && got.code === TOO_BIG) throw new FileTooBig(`more than ${maxBytes} bytes`);
    throw unreached("file", got.type === "whole" ? { type: "strange", status: got.status } : got);
  }

  const api = new Api(token, { apiRoot });
  api.config.use(async (_prev, method, payload, signal) => {
    const answer = await call(method, payload, signal as AbortSignal | undefined);
    return answer as Awaited<ReturnType<typeof _prev<typeof method>>>;
  });
  return { raw: api, post, file, close: () => (closing ??= pool.destroy()) };
}

type Trouble = Exclude<Posted, { type: "answered" }>;

function whyOf(posted: Trouble): { status: number } | { kind: string } {
  return posted.type === "strange" ? { status: posted.status } : { kind: posted.code };
}

function unreached(method: string, posted: Trouble): HttpError {
  const why = posted.type === "strange" ? `status ${posted.status}` : posted.code;
  return new HttpError(
    `Network request for '${method}' failed (${posted.type}: ${why})`,
    Object.assign(new Error(why), { code: why }),
  );
}

function answerOf({ status, bytes }: Whole): Posted {
  try {
    const answer: unknown = JSON.parse(bytes.toString("utf8"));
    if (isAnswer(answer)) return { type: "answered", answer };
  } catch {
    // a page of a proxy, most likely
  }
  return { type: "strange", status };
}

function isAnswer(value: unknown): value is ApiResponse<unknown> {
  if (typeof value !== "object" || value === null || !("ok" in value)) return false;
  if (value.ok === true) return "result" in value;
  if (value.ok !== false || !("error_code" in value) || !("description" in value)) return false;
  return typeof value.error_code === "number" && typeof value.description === "string";
}

interface Whole {
  readonly type: "whole";
  readonly status: number;
  readonly bytes: Buffer;
}

const TOO_BIG = "TOO_BIG";

/** One request and its whole answer. Never rejects: what went wrong is told by how far it had come. */
function exchange(
  pool: Pool,
  request: Pick<Dispatcher.DispatchOptions, "method" | "path" | "body" | "headers">,
  { signal, timeoutMs, maxBytes }: CallOptions & { readonly timeoutMs: number; readonly maxBytes: number },
): Promise<Whole | Exclude<Trouble, { type: "strange" }>> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let size = 0;
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;

    function end(outcome: Parameters<typeof resolve>[0]): void {
      signal?.removeEventListener("abort", giveUp);
      resolve(outcome);
    }
    function fail(code: string): void {
      end({ type: controller ? "lost" : "not-sent", code });
    }
    function giveUp(): void {
      fail("ABORTED");
      controller?.abort(new Error("ABORTED"));
    }
    if (signal?.aborted) return giveUp();
    signal?.addEventListener("abort", giveUp);
    const handler: Dispatcher.DispatchHandler = {
      // from here on it may be written
      onRequestStart(started) {
        if (signal?.aborted) return started.abort(new Error("ABORTED"));
        controller = started;
      },
      onResponseStart(_, statusCode) {
        status = statusCode;
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > maxBytes) {
          fail(TOO_BIG);
          controller?.abort(new Error(TOO_BIG));
        } else if (!first) first = chunk;
        else (more ??= [first]).push(chunk);
      },
      onResponseEnd: () =>
        end({ type: "whole", status, bytes: more ? Buffer.concat(more) : (first ?? Buffer.alloc(0)) }),
      onResponseError: (_, error) => fail(codeOf(error)),
    };
    try {
      pool.dispatch({ ...request, headersTimeout: timeoutMs }, handler);
    } catch (error) {
      fail(codeOf(error));
    }
  });
}

/** The error's code alone: its text may quote an address with the token in it. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code.slice(0, 60) : "NO_CODE";
}
