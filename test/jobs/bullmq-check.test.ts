/** What is said of a Redis when the program starts. */
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkRedis } from "#jobs/queue/bullmq/check.js";
import { freePort } from "../bench/server.js";
import { ONCE, openQueues, timers, until } from "../kit/redis-queue.js";
import { hasRedis, startRedis, type RedisServer, type RedisSettings } from "../kit/redis.js";

describe.skipIf(!hasRedis())("checkRedis on a real Redis", () => {
  let server: RedisServer | undefined;
  afterEach(() => server?.stop());

  const check = async (settings: RedisSettings, user = "") => {
    server = await startRedis(settings);
    return checkRedis(server.url.replace("//", `//${user}`), timers);
  };

  it("has nothing to say of one that keeps everything", async () => {
    expect(await check({ appendonly: true })).toEqual({ kind: "fit", warnings: [] });
  });

  it("has nothing to say of one that saves now and then", async () => {
    expect(await check({ more: { save: "60 1" } })).toEqual({ kind: "fit", warnings: [] });
  });

  it("warns of one that drops jobs or keeps nothing on disk", async () => {
    expect(await check({ more: { "maxmemory-policy": "allkeys-lru" } })).toEqual({
      kind: "fit",
      warnings: [
        "Redis may drop jobs when its memory is full (maxmemory-policy allkeys-lru): set maxmemory-policy noeviction.",
        "Redis keeps nothing on disk, so jobs are lost when it restarts: set appendonly yes.",
      ],
    });
  });

  it.each([
    ["no password", "", "Redis asks for a password: put it into QUEUE_URL, as in redis://:PASSWORD@HOST."],
    ["a wrong one", ":guess@", "Redis refuses the user or the password in QUEUE_URL: put the right ones there."],
  ])("refuses %s, and does not show it", async (_, user, reason) => {
    expect(await check({ more: { requirepass: "right" } }, user)).toEqual({ kind: "refused", reason });
  });

  it("is the only one to speak of eviction", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    server = await startRedis({ more: { "maxmemory-policy": "allkeys-lru" } });
    const queues = openQueues(server.url, "policy");
    const queue = queues.open();
    let ran = 0;
    queue.work("job", ONCE, async () => void (ran += 1));
    await queue.add({ job: "job", key: "k", payload: {} });
    await until(() => ran === 1);
    await queues.close();

    expect(warn).not.toHaveBeenCalled();
  });

  it("takes the right one", async () => {
    expect(await check({ appendonly: true, more: { requirepass: "right" } }, ":right@")).toMatchObject({ kind: "fit" });
  });
});

describe("checkRedis", () => {
  it("says within seconds that nobody answers", async () => {
    const began = Date.now();

    const found = await checkRedis(`redis://:secret@127.0.0.1:${await freePort()}`, timers);

    expect(found).toEqual({
      kind: "away",
      reason: "Redis at QUEUE_URL does not answer (ECONNREFUSED): jobs wait until it does.",
    });
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  it("refuses one that is too old", async () => {
    const info = "redis_version:6.0.16\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\nloading:0\r\n";
    // as one that does not know HELLO yet
    const old = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => {
        for (const command of data.toString().matchAll(/\$\d+\r\n(hello|info|client)\r\n/gi)) {
          const isInfo = command[1]?.toLowerCase() === "info";
          socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : "-ERR unknown command\r\n");
        }
      });
    });
    await new Promise<void>((resolve) => old.listen(0, "127.0.0.1", resolve));
    const { port } = old.address() as AddressInfo;

    const found = await checkRedis(`redis://127.0.0.1:${port}`, timers);
    old.close();

    expect(found).toEqual({ kind: "refused", reason: "Redis 6.0.16 is too old for the jobs: use 6.2 or later." });
  });
});
