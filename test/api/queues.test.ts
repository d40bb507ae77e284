/** The page of the queues: who gets in, what is on it, and that nothing can be changed from there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeConsoleLink } from "#app/console.js";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import { readConfig } from "#config.js";
import { compose, type Fourhelp } from "../../compose.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";

let folder: string;
let house: Fourhelp;

async function open(more: Record<string, string> = {}): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-queues-"));
  const read = readConfig({ DATA_DIR: folder, FOURHELP_DEMO: "off", ...more });
  if (read.type === "refused") throw new Error("refused");
  const log = createLog({ level: "silent" });
  house = await compose(read.config, { timers: systemTimers(), ids: systemIds(), log, rateFactor: 1_000 });
}

afterEach(async () => {
  await house.close(1_000);
  await rm(folder, { recursive: true, force: true });
});

type Method = "GET" | "PUT" | "POST" | "DELETE" | "PATCH";

async function call(url: string, cookie?: string, method: Method = "GET") {
  const headers = cookie === undefined ? {} : { cookie };
  const response = await house.server?.inject({ method, url, headers });
  if (!response) throw new Error("no server");
  return response;
}

async function signIn(): Promise<string> {
  const link = await makeConsoleLink(house.deps, house.office._id);
  const response = await house.server?.inject({
    method: "POST",
    url: "/console",
    headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    payload: `key=${new URL(link, "http://x").searchParams.get("key")}`,
  });
  return String(response?.headers["set-cookie"]).split(";")[0] ?? "";
}

describe("without Redis, where one is set", () => {
  it("starts, says so, and is ready for all but jobs", async () => {
    // nobody listens there
    await open({ QUEUE_URL: "redis://127.0.0.1:1" });
    expect(house.warnings).toEqual([expect.stringContaining("does not answer")]);
    expect((await call("/readyz")).json()).toEqual({ ok: false, missing: ["queue"] });
    expect((await call("/healthz")).statusCode).toBe(200);
  });
});

describe("in one process", () => {
  beforeEach(() => open());

  it("shows how many jobs wait, in either language, to those who are signed in", async () => {
    const cookie = await signIn();
    const page = await call("/console/queues", cookie);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("任务在本进程里运行");
    expect(page.body).toContain("例行检查");
    const english = await call("/console/queues?lang=en", cookie);
    expect(english.body).toContain("Jobs run in this process");
    expect(english.body).not.toContain("queues/board");
    expect((await call("/console", cookie)).body).toContain('href="/console/queues"');
  });

  it("is closed to everybody else, and has no board", async () => {
    expect((await call("/console/queues")).statusCode).toBe(401);
    expect((await call("/console/queues", "fourhelp_console=made-up-0123456789")).statusCode).toBe(401);
    expect((await call("/console/queues/board/", await signIn())).statusCode).toBe(404);
  });
});

describe.skipIf(!hasRedis())("with the jobs in Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => open({ QUEUE_URL: server.url }));

  const board = "/console/queues/board";

  it("sends those who are not signed in to the console, from every page of the board", async () => {
    for (const path of ["/", "/api/queues", "/queue/match", "/static/favicon.ico"]) {
      const response = await call(`${board}${path}`);
      expect([response.statusCode, response.headers.location]).toEqual([303, "/console"]);
    }
    const made = await call(`${board}/api/queues`, "fourhelp_console=made-up-0123456789");
    expect(made.statusCode).toBe(303);
  });

  it("shows jobs by their ids, and asks nothing of anybody else's server", async () => {
    const cookie = await signIn();
    const page = await call(`${board}/`, cookie);
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'self'; style-src 'self' 'unsafe-inline'/);
    const later = {
      job: "match",
      key: "match:other:funds",
      payload: { office: "other", kind: "funds" },
      delayMs: 60_000,
    };
    await house.queue.add(later);
    const answer = await call(`${board}/api/queues?activeQueue=match&status=delayed&page=1&jobsPerPage=10`, cookie);
    const { queues } = JSON.parse(answer.body) as { queues: { name: string; jobs: { data: unknown }[] }[] };
    expect(queues.map(({ name }) => name)).toEqual(["clock", "import", "match", "notify", "send", "sweep"]);
    const shown = JSON.stringify(queues.find(({ name }) => name === "match")?.jobs);
    expect(shown).toContain("other");
    const english = await call("/console/queues?lang=en", cookie);
    expect(english.body).toContain(`href="${board}/"`);
  });

  it("lets nobody change anything", async () => {
    const cookie = await signIn();
    const key = { job: "match", key: "match:other:jobs", payload: { office: "other", kind: "jobs" }, delayMs: 60_000 };
    await house.queue.add(key);
    // the start's own work is done; it would take up jobs of its own office
    await house.queue.idle();
    const before = await house.queue.counts("match");
    expect(before.delayed).toBeGreaterThan(0);
    for (const action of ["pause", "empty", "obliterate", "promote", "clean/delayed", "retry/failed", "add"]) {
      for (const method of ["PUT", "POST"] as const) {
        const { statusCode } = await call(`${board}/api/queues/match/${action}`, cookie, method);
        // where there is no such action it is not found
        expect([404, 405]).toContain(statusCode);
      }
    }
    expect(await house.queue.counts("match")).toEqual(before);
  });

  it("says so when Redis does not answer", async () => {
    const cookie = await signIn();
    await server.kill();
    const page = await call("/console/queues", cookie);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("现在没有应答");
    await server.restart();
  });
});
