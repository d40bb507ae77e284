/** The HTTP server: mounts the routes that channels and the API declare, with limits, headers and one error boundary. */
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Log } from "#app/log.js";
import type { Route, RouteRequest, RouteResponse } from "#app/route.js";
import { StoreAway } from "#store/refused.js";
import type { BoardDeps } from "./board/board.js";
import { fieldsOf, openUpload } from "./forms.js";

export interface ServerDeps {
  readonly log: Log;
  readonly routes: readonly Route[];
  /** A short word the person can tell the office, and the log knows. */
  reference(): string;
  /** Multiplies every rate limit; 1 in production, more in benches. */
  readonly rateFactor?: number;
  /** Served over https by a proxy in front? Then cookies are marked secure. */
  readonly secure: boolean;
  /** A proxy on this machine or network stands in front, and tells whom it speaks for. */
  readonly proxied?: boolean;
  /** An ioredis connection: the rate limits of all processes are counted there; without it each counts by itself. */
  readonly rateStore?: unknown;
  /** The page of the queues, where they are such that a page shows them. */
  readonly board?: BoardDeps | undefined;
}

/** The mounted server; `listen`, `close` and `inject` are what others use of it. */
export type Server = FastifyInstance;

export async function createServer(deps: ServerDeps): Promise<Server> {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    bodyLimit: 64 * 1024,
    trustProxy: deps.proxied ? ["loopback", "linklocal", "uniquelocal"] : false,
  });
  app.setErrorHandler((error: { statusCode?: number }, request, reply) => fail(deps, error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: "not-found", message: "没有这个页面 / No such page" }),
  );
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
      },
    },
    // plain http on an office's own network must keep working; a proxy that speaks https adds its own
    hsts: false,
  });
  await app.register(cookie);
  // counts that cannot be had hold nobody up
  const counted = deps.rateStore ? { redis: deps.rateStore, nameSpace: "fourhelp:rate-", skipOnError: true } : {};
  await app.register(rateLimit, { global: false, ...counted });
  const closing = new AbortController();
  app.addHook("preClose", (done) => {
    closing.abort();
    done();
  });
  await mountAll(app, deps, closing.signal);
  // a large library that few installations need
  if (deps.board) await (await import("./board/board.js")).mountBoard(app, deps.board);
  // everything is loaded now, so that listening is all that is left
  await app.ready();
  return app;
}

/** One session is one caller. The token itself is never kept. */
function callerOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  return authorization ? createHash("sha256").update(authorization).digest("base64url") : request.ip;
}

/** Each kind of body in a scope of its own, so that a route takes the one it asks for and no other. */
async function mountAll(app: FastifyInstance, deps: ServerDeps, closing: AbortSignal): Promise<void> {
  const json = deps.routes.filter(({ upload, form }) => !upload && !form);
  for (const route of json) mount(app, deps, route, closing);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(multipart);
    for (const route of deps.routes.filter(({ upload }) => upload)) mount(scope, deps, route, closing);
  });
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    const type = "application/x-www-form-urlencoded";
    scope.addContentTypeParser(type, { parseAs: "string" }, (_request, body, parsed) => parsed(null, fieldsOf(body)));
    for (const route of deps.routes.filter(({ form }) => form)) mount(scope, deps, route, closing);
    done();
  });
}

function mount(app: FastifyInstance, deps: ServerDeps, route: Route, closing: AbortSignal): void {
  app.route({
    method: route.method,
    url: route.path,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    ...(route.machine ? { helmet: false } : {}),
    config: route.perMinute === null ? {} : limitOf(route, route.perMinute * (deps.rateFactor ?? 1)),
    async handler(request, reply) {
      const plain = neutral(request, () => signalOf(reply, closing));
      const { upload } = route;
      if (!upload) return answer(deps, reply, await route.handle(plain));
      try {
        return answer(
          deps,
          reply,
          await route.handle({ ...plain, upload: () => openUpload(request, upload.maxBytes) }),
        );
      } finally {
        // what the route left unread is let through, or the sender would never come to read the answer
        request.raw.resume();
      }
    },
  });
}

function limitOf({ limitBy }: Route, max: number) {
  return { rateLimit: { max, timeWindow: 60_000, ...(limitBy === "session" ? { keyGenerator: callerOf } : {}) } };
}

/** Aborts when the caller hangs up or the server closes. */
function signalOf(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const hungUp = new AbortController();
  reply.raw.once("close", () => hungUp.abort());
  return AbortSignal.any([hungUp.signal, closing]);
}

/** What few routes look at is made when it is asked for: making it takes as long as the rest of this. */
function neutral(request: FastifyRequest, signal: () => AbortSignal): RouteRequest {
  let made: AbortSignal | undefined;
  let query: RouteRequest["query"] | undefined;
  let headers: RouteRequest["headers"] | undefined;
  return {
    params: request.params as Record<string, string>,
    get query() {
      return (query ??= firstOf(request.query as Record<string, unknown>));
    },
    get headers() {
      return (headers ??= firstOf(request.headers));
    },
    cookies: request.cookies,
    body: request.body,
    get signal() {
      return (made ??= signal());
    },
  };
}

/** A parameter given twice counts once. */
function firstOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "string") plain[name] = first;
  }
  return plain;
}

function answer(deps: ServerDeps, reply: FastifyReply, response: RouteResponse): FastifyReply {
  reply.code(response.status);
  if (response.headers) reply.headers(response.headers);
  if (response.cookie) {
    const { name, value, maxAgeSeconds } = response.cookie;
    // "strict" would leave out the cookie on the very page that a link in somebody else's chat page leads to
    reply.setCookie(name, value, {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      maxAge: maxAgeSeconds,
      secure: deps.secure,
    });
  }
  if (response.events) {
    reply.headers({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    return reply.send(Readable.from(eventLines(response.events), { objectMode: false }));
  }
  if (response.html !== undefined) return reply.type("text/html; charset=utf-8").send(response.html);
  if (response.file) {
    const { bytes, type, saveAs } = response.file;
    if (saveAs) reply.header("content-disposition", `attachment; filename="${saveAs}"`);
    return reply.type(type).send(bytes);
  }
  return reply.send(response.body);
}

/** Silence longer than this makes readers and proxies think the line is dead. */
const HEARTBEAT_MS = 25_000;

async function* eventLines(events: AsyncIterable<{ id: string; data: unknown }>): AsyncGenerator<string> {
  // a first line at once, so that proxies and readers know that the stream is open
  yield ": open\n\n";
  const source = events[Symbol.asyncIterator]();
  let next = source.next();
  for (;;) {
    const beat = heartbeat();
    const result = await Promise.race([next, beat.due]).finally(beat.cancel);
    if (result === "beat") {
      yield ": beat\n\n";
      continue;
    }
    if (result.done) return;
    next = source.next();
    yield `id: ${result.value.id}\ndata: ${JSON.stringify(result.value.data)}\n\n`;
  }
}

function heartbeat(): { due: Promise<"beat">; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const due = new Promise<"beat">((resolve) => {
    timer = setTimeout(() => resolve("beat"), HEARTBEAT_MS);
  });
  return { due, cancel: () => clearTimeout(timer) };
}

/** The error boundary: refused input is the caller's, everything else gets a reference that the log has too. */
function fail(
  deps: ServerDeps,
  error: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status === 429) {
    return reply
      .code(429)
      .send({ error: "too-many", message: "发得太快了，请等一分钟再试 / Too many at once, please wait a minute" });
  }
  if (status === 413) {
    return reply
      .code(400)
      .send({ error: "too-big", message: "内容太大了（照片最多 5 MB） / Too large (photos: 5 MB at most)" });
  }
  if (status < 500) {
    return reply
      .code(400)
      .send({ error: "bad-request", message: "这条请求读不懂，请检查格式 / That request could not be read" });
  }
  if (error instanceof StoreAway) {
    deps.log.warn({ action: "store.away", route: request.routeOptions.url ?? "?", method: request.method });
    const message =
      "系统暂时没有应答，请过一会儿再试 / The system does not answer just now, please try again in a moment";
    return reply.code(503).header("retry-after", "2").send({ error: "away", message });
  }
  const reference = deps.reference();
  deps.log.error({
    action: "request.failed",
    reference,
    route: request.routeOptions.url ?? "?",
    method: request.method,
    error,
  });
  return reply.code(500).send({
    error: "internal",
    message: `抱歉，出了点问题，参考号 ${reference} / Sorry, something went wrong, reference ${reference}`,
  });
}
