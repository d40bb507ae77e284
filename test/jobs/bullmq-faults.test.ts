/** The queue on Redis while Redis is away, restarts, forgets, and while workers die. A rejection that nobody hears fails the run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { QueueAway } from "#jobs/queue/bullmq/ask.js";
import type { RedisNews } from "#jobs/queue/bullmq/news.js";
import type { RedisQueue } from "#jobs/queue/bullmq/queue.js";
import { freePort } from "../bench/server.js";
import { ONCE, openQueues, sleep, until, type Queues } from "../kit/redis-queue.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";

/** A second and a half, and what a busy machine adds. */
const SOON_MS = 2_000;

async function took(promise: Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const began = Date.now();
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { ms: Date.now() - began, error };
}

describe.skipIf(!hasRedis())("the queue on a Redis with faults", () => {
  let server: RedisServer;
  let queues: Queues;

  const start = async (appendonly: boolean) => {
    // always: with everysec a kill may cost up to two seconds of what was taken
    server = await startRedis({ appendonly, more: { appendfsync: "always" } });
    queues = openQueues(server.url, "faults");
  };
  afterEach(async () => {
    server.resume();
    await queues.close();
    await server.stop();
  });

  describe("that was never there", () => {
    it("refuses soon, in a sentence without the address, and closes at once", async () => {
      await start(false);
      const url = `redis://user:secret@127.0.0.1:${await freePort()}`;
      const news: RedisNews[] = [];
      const queue = queues.open({ url, onNews: (one) => news.push(one) });
      queue.work("job", ONCE, async () => {});

      const adding = await took(queue.add({ job: "job", key: "k", payload: {} }));
      const pinging = await took(queue.ping());
      const counting = await took(queue.counts("job"));

      for (const { ms, error } of [adding, pinging, counting]) {
        expect(ms).toBeLessThan(SOON_MS);
        expect(error).toBeInstanceOf(QueueAway);
        expect(String(error)).not.toMatch(/secret|127\.0\.0\.1|user/);
      }
      expect(String(adding.error)).toContain('Redis at QUEUE_URL does not answer (TIMEOUT): job "job" was not added.');
      const schedule = { name: "s", cron: "* * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
      expect(await took(queue.schedule(schedule))).toMatchObject({ error: undefined });
      expect((await took(queue.close(30_000))).ms).toBeLessThan(5_000);
      expect(news).toEqual([{ kind: "away", reason: "ECONNREFUSED" }]);
    });

    it("lets the process end", async () => {
      await start(false);
      const script = `
        import { systemTimers } from "#app/clock.js";
        import { createBullQueue } from "#jobs/queue/bullmq/queue.js";
        const url = process.env.REDIS_OF_TEST;
        const queue = createBullQueue({ url, timers: systemTimers(), random: Math.random });
        queue.work("job", { concurrency: 2, retry: { attempts: 1, backoffMs: 1 } }, () => new Promise(() => {}));
        await queue.schedule({ name: "s", cron: "* * * * *", timeZone: "UTC", job: "job", key: "s", payload: {} });
        await queue.add({ job: "job", key: "k", payload: {} }).catch(() => {});
        queue.bull(["job"]);
        await queue.close(100);
        console.log("closed");
      `;
      for (const url of [server.url, `redis://127.0.0.1:${await freePort()}`]) {
        const args = ["--conditions=source", "--import", "tsx", "--input-type=module", "--eval", script];
        const child = spawn(process.execPath, args, { env: { ...process.env, REDIS_OF_TEST: url } });
        let said = "";
        child.stdout.on("data", (data) => (said += String(data)));
        child.stderr.on("data", (data) => (said += String(data)));
        const [code] = await once(child, "exit");
        expect([code, said]).toEqual([0, "closed\n"]);
      }
    }, 40_000);
  });

  describe("that goes away", () => {
    it("refuses soon, waits with the work, and goes on with both when it is back", async () => {
      await start(true);
      const news: RedisNews[] = [];
      const ran: string[] = [];
      let end = () => {};
      const ending = new Promise<void>((resolve) => (end = resolve));
      const queue = queues.open({ onNews: (one) => news.push(one) });
      queue.work("job", ONCE, async ({ key }) => {
        ran.push(key);
        if (key === "a") await ending;
      });
      await queue.add({ job: "job", key: "a", payload: {} });
      await queue.add({ job: "job", key: "b", payload: {} });
      await until(() => ran.length === 1);

      await server.kill();
      const adding = await took(queue.add({ job: "job", key: "c", payload: {} }));
      expect(adding.ms).toBeLessThan(SOON_MS);
      expect(adding.error).toBeInstanceOf(QueueAway);
      end();
      await server.restart();
      await until(async () => (await took(queue.add({ job: "job", key: "d", payload: {} }))).error === undefined);
      await until(async () => (await queue.counts("job")).running === 0 && ran.length === 3);

      expect(ran).toEqual(["a", "b", "d"]);
      expect(news.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["away", "back"]));
      expect(news.filter(({ kind }) => kind === "trouble")).toEqual([]);
    });

    it("refuses soon when it stands still with its connections open", async () => {
      await start(false);
      const queue = queues.open();
      await queue.ping();
      server.pause();

      const all = [queue.ping(), queue.add({ job: "job", key: "k", payload: {} }), queue.failed("job")].map(took);
      for (const { ms, error } of await Promise.all(all)) {
        expect(ms).toBeLessThan(SOON_MS);
        expect(error).toBeInstanceOf(QueueAway);
      }

      server.resume();
      await queue.ping();
    });

    it("closes within its grace and a little, and aborts what runs", async () => {
      await start(false);
      const queue = queues.open();
      let aborted = false;
      queue.work("job", ONCE, async ({ signal }) => {
        await new Promise<void>((resolve) => {
          signal.addEventListener("abort", () => {
            aborted = true;
            resolve();
          });
        });
      });
      await queue.add({ job: "job", key: "k", payload: {} });
      await until(async () => (await queue.counts("job")).running === 1);
      await server.kill();

      const { ms, error } = await took(queue.close(500));

      expect([aborted, error]).toEqual([true, undefined]);
      expect(ms).toBeGreaterThan(490);
      expect(ms).toBeLessThan(500 + 3_000);
    });
  });

  it("loses no job that was taken in twenty restarts under load", async () => {
    await start(true);
    const ran = new Set<string>();
    const taken = new Set<string>();
    // what was being handed to a worker in a restart comes again after the lock
    const queue = queues.open({ intervals: { lockMs: 2_000, stalledMs: 500 } });
    queue.work("job", { concurrency: 10, retry: { attempts: 3, backoffMs: 10 } }, async ({ key }) => void ran.add(key));
    let loading = true;
    let count = 0;
    const load = async () => {
      while (loading) {
        const key = `k${(count += 1)}`;
        await queue.add({ job: "job", key, payload: { n: count } }).then(
          () => taken.add(key),
          () => sleep(20),
        );
      }
    };
    const loads = [load(), load(), load()];

    for (let n = 0; n < 20; n += 1) {
      await until(() => taken.size > n * 50);
      await server.restart();
    }
    loading = false;
    await Promise.all(loads);

    await until(() => [...taken].every((key) => ran.has(key)), 30_000);
    expect(taken.size).toBeGreaterThan(950);
    await until(async () => (await queue.counts("job")).running === 0, 30_000);
  }, 120_000);

  /** Work that must all be done, which a sweep adds again each second, as the real one does from the store. */
  function sweeping(queue: RedisQueue, total: number): ReadonlySet<string> {
    const done = new Set<string>();
    const keys = Array.from({ length: total }, (_, n) => `send:${n}`);
    queue.work("send", { concurrency: 20, retry: { attempts: 3, backoffMs: 10 } }, async ({ key }) => {
      await sleep(2);
      done.add(key);
    });
    queue.work("sweep", ONCE, async () => {
      await Promise.all(
        keys.filter((key) => !done.has(key)).map((key) => queue.add({ job: "send", key, payload: {} })),
      );
    });
    return done;
  }
  const everySecond = { name: "sweep", cron: "* * * * * *", timeZone: "UTC", job: "sweep", key: "sweep", payload: {} };

  it("does everything in the end when Redis is emptied under load, its schedules too", async () => {
    await start(false);
    const queue = queues.open({ intervals: { schedulesMs: 500 } });
    const done = sweeping(queue, 1_500);
    await queue.schedule(everySecond);

    for (const share of [50, 300, 600]) {
      await until(() => done.size > share);
      await queues.redis.flushall();
    }

    await until(() => done.size === 1_500, 30_000);
    // and the schedule goes on
    expect(await queues.redis.exists("faults:+schedules:repeat")).toBe(1);
  }, 60_000);

  it("does everything in the end when Redis forgets all in a restart", async () => {
    await start(false);
    const queue = queues.open();
    const done = sweeping(queue, 1_000);
    await queue.schedule(everySecond);

    for (const share of [50, 300]) {
      await until(() => done.size > share);
      await server.restart();
    }

    await until(() => done.size === 1_000, 30_000);
    expect(await queues.redis.exists("faults:+schedules:repeat")).toBe(1);
  }, 60_000);

  describe("with several processes", () => {
    const intervals = { lockMs: 600, stalledMs: 200 };
    beforeEach(() => start(false));

    it("runs each job once, and a key never beside itself", async () => {
      const both = [queues.open(), queues.open()];
      const running = new Set<string>();
      const counts = [0, 0];
      const breaches: string[] = [];
      for (const [index, queue] of both.entries()) {
        queue.work("job", { concurrency: 5, retry: { attempts: 1, backoffMs: 1 } }, async ({ key }) => {
          if (running.has(key)) breaches.push(key);
          running.add(key);
          counts[index] = (counts[index] ?? 0) + 1;
          await sleep(3);
          running.delete(key);
        });
      }
      const keys = Array.from({ length: 200 }, (_, n) => `k${n}`);
      for (const key of keys) for (const queue of both) await queue.add({ job: "job", key, payload: {} });
      await Promise.all(both.map((queue) => queue.idle()));

      const [first = 0, second = 0] = counts;
      expect(breaches).toEqual([]);
      expect(first + second).toBeGreaterThanOrEqual(200);
      expect(first + second).toBeLessThanOrEqual(400);
      expect(Math.min(first, second)).toBeGreaterThan(20);
    });

    it("takes over from a worker that closed on a run that ignores its signal", async () => {
      const [gone, other] = [queues.open({ intervals }), queues.open({ intervals })];
      let end = () => {};
      gone.work("job", ONCE, () => new Promise((_, reject) => (end = () => reject(new Error("late")))));
      await gone.add({ job: "job", key: "k", payload: {} });
      await until(async () => (await other.counts("job")).running === 1);
      const attempts: number[] = [];
      other.work("job", ONCE, async ({ attempt }) => void attempts.push(attempt));

      expect((await took(gone.close(0))).ms).toBeLessThan(3_000);
      await until(() => attempts.length === 1);
      end();
      await other.idle();

      // a death is no failed attempt
      expect(attempts).toEqual([1]);
      expect(await other.failed("job")).toEqual([]);
    });

    it.each(["ends well", "throws"])("lets go of a job whose lock it lost, when its run %s", async (how) => {
      const [slow, other] = [queues.open({ intervals }), queues.open({ intervals })];
      let end = () => {};
      slow.work("job", ONCE, async () => {
        await new Promise<void>((resolve) => (end = resolve));
        if (how === "throws") throw new Error("late");
      });
      await slow.add({ job: "job", key: "k", payload: {} });
      await until(async () => (await other.counts("job")).running === 1);
      let ran = 0;
      let release = () => {};
      other.work("job", ONCE, async () => {
        ran += 1;
        await new Promise<void>((resolve) => (release = resolve));
      });

      await queues.redis.del("faults:job:k.0:lock");
      await until(() => ran === 1);
      end();
      await sleep(100);
      expect(await other.counts("job")).toMatchObject({ running: 1, waiting: 0, delayed: 0, failed: 0 });
      release();
      await other.idle();

      expect(ran).toBe(1);
      expect(await other.failed("job")).toEqual([]);
    });

    it("ends a job as failed that its workers died of too often", async () => {
      const queue = queues.open({ intervals });
      await queue.add({ job: "job", key: "k", payload: {} });
      await queues.redis.hset("faults:job:k.0", "stc", 10);
      let ran = 0;
      let end = () => {};
      queue.work("job", ONCE, async () => {
        ran += 1;
        await new Promise<void>((resolve) => (end = resolve));
      });

      await until(() => ran === 1);
      await queues.redis.del("faults:job:k.0:lock");
      await until(async () => (await queue.counts("job")).waiting === 1);
      end();
      await until(async () => (await queue.failed("job")).length === 1);

      expect([ran, await queue.failed("job")]).toMatchObject([1, [{ key: "k", reason: "Stalled" }]]);
      await queue.add({ job: "job", key: "k", payload: {} });
      expect(await queue.failed("job")).toEqual([]);
      await until(() => ran === 2);
      end();
    });

    it("keeps to schedules of all, and sets again what another took off", async () => {
      const [one, other] = [queues.open({ intervals: { schedulesMs: 300 } }), queues.open()];
      let ran = 0;
      other.work("sweep", ONCE, async () => void (ran += 1));
      await one.schedule(everySecond);
      await other.schedule(everySecond);
      await until(() => ran === 2);

      await other.unschedule("sweep");
      const before = ran;
      await until(() => ran > before + 1);
      expect(await queues.redis.exists("faults:+schedules:repeat")).toBe(1);
    });
  });
});
