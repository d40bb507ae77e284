/**
 * The page of @bull-board over BullMQ's queues, for the office's administrators: to look, not to change. It is a page of
 * other people's making, so it stands behind a door of its own, and its exception from our headers is its own too.
 */
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import { boardPath } from "./path.js";

export interface BoardDeps {
  /** BullMQ's queues; only the queue's own folder knows their type. */
  readonly queues: readonly unknown[];
  /** Is this the cookie of somebody who is signed in to the console? */
  mayEnter(token: string | undefined): Promise<boolean>;
  readonly cookie: string;
}

/** Styles in the page's own elements, and nothing from elsewhere: its fonts are the reader's own then. */
const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join("; ");

/** Mounts it. Loaded only where there is such a queue. */
export async function mountBoard(app: FastifyInstance, { queues, mayEnter, cookie }: BoardDeps): Promise<void> {
  const adapter = new FastifyAdapter();
  createBullBoard({
    // what is shown is what `jobs/queue/bullmq` made
    queues: queues.map((queue) => new BullMQAdapter(queue as never, { readOnlyMode: true, allowRetries: false })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: "四帮 Fourhelp", hideRedisDetails: true } },
  });
  adapter.setBasePath(boardPath);
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      if (!(await mayEnter(request.cookies[cookie]))) await reply.redirect("/console", 303);
      // to look, not to change, whatever its own buttons would do
      else if (request.method !== "GET" && request.method !== "HEAD") await reply.code(405).send();
    });
    scope.addHook("onSend", async (_request, reply) => {
      reply.header("content-security-policy", policy).header("cache-control", "no-store");
    });
    await scope.register(adapter.registerPlugin(), { prefix: boardPath });
  });
}
