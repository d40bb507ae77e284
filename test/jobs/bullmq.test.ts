/** The queue on Redis: the promises of the port, and what is its own. Faults are in bullmq-faults.test.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RedisQueue } from "#jobs/queue/bullmq/queue.js";
import type { ErrorOrigin } from "#jobs/queue/lane.js";
import { Later, Unrecoverable } from "#jobs/queue/port.js";
import { queueConformance } from "../conformance/queue.js";
import { dump, ONCE, openQueues, sleep, timers, until, type Queues } from "../kit/redis-queue.js";
import { hasRedis, startRedis, type RedisServer } from "../kit/redis.js";

const CANARY = "张三 13800000000";

describe.skipIf(!hasRedis())("on a real Redis", () => {
  let server: RedisServer;
  let names = 0;
  const fresh = () => openQueues(server.url, `t${(names += 1)}`);

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  queueConformance(
    "the queue on Redis",
    async () => {
      const queues = fresh();
      return { queue: queues.open(), advance: sleep, now: timers.now, dispose: queues.close };
    },
    { propertyRuns: 10 },
  );

  describe("the queue on Redis", () => {
    let queues: Queues;
    let queue: RedisQueue;
    let errors: { error: unknown; origin: ErrorOrigin }[];

    beforeEach(() => {
      queues = fresh();
      errors = [];
      queue = queues.open({ onError: (error, origin) => errors.push({ error, origin }) });
    });
    afterEach(() => queues.close());

    const settled = () =>
      until(async () => {
        const { waiting, delayed, running } = await queue.counts("job");
        return waiting + delayed + running === 0;
      });

    it("keeps the payload as it was when it was added", async () => {
      const payload = { n: 1 };
      const seen: unknown[] = [];
      const adding = queue.add({ job: "job", key: "k", payload });
      payload.n = 2;
      await adding;

      queue.work("job", ONCE, async (run) => void seen.push(run.payload));
      await queue.idle();

      expect(seen).toEqual([{ n: 1 }]);
    });

    it("takes any text as a job's name and key", async () => {
      const [job, key] = ["a:job of 1", "send:%3A:{é} 'x'.0"];
      const keys: string[] = [];
      queue.work(job, { concurrency: 1, retry: { attempts: 1, backoffMs: 1 } }, async (run) => {
        keys.push(run.key);
        throw new Unrecoverable("no");
      });

      await queue.add({ job, key, payload: {} });
      await until(async () => (await queue.failed(job)).length === 1);

      expect(keys).toEqual([key]);
      expect(await queue.failed(job)).toMatchObject([{ job, key, reason: "Unrecoverable" }]);
    });

    it("gives all attempts back to a key that is added while it waits for the next one", async () => {
      const attempts: number[] = [];
      queue.work("job", { concurrency: 1, retry: { attempts: 2, backoffMs: 300 } }, async ({ attempt }) => {
        attempts.push(attempt);
        throw new Error("no");
      });
      await queue.add({ job: "job", key: "k", payload: {} });
      await until(async () => (await queue.counts("job")).delayed === 1);

      await queue.add({ job: "job", key: "k", payload: {} });
      await settled();

      expect(attempts).toEqual([1, 1, 2]);
    });

    it("brings a retry forward for what was added during its run, and runs it once for both", async () => {
      const seen: unknown[] = [];
      queue.work("job", { concurrency: 1, retry: { attempts: 5, backoffMs: 60_000 } }, async ({ payload }) => {
        seen.push(payload);
        if (seen.length > 1) return;
        await queue.add({ job: "job", key: "k", payload: { n: 2 }, delayMs: 60_000 });
        await queue.add({ job: "job", key: "k", payload: { n: 3 } });
        throw new Error("no");
      });
      await queue.add({ job: "job", key: "k", payload: { n: 1 } });

      await settled();

      expect(seen).toEqual([{ n: 1 }, { n: 1 }]);
    });

    it("keeps the first payload, the earliest time and the highest priority of what is added during a run", async () => {
      const seen: unknown[] = [];
      let open = () => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      queue.work("job", ONCE, async ({ key, payload }) => {
        seen.push([key, payload]);
        await gate;
      });
      await queue.add({ job: "job", key: "k", payload: { n: 1 } });
      await until(() => seen.length === 1);
      await queue.add({ job: "job", key: "other", payload: {}, priority: 3 });
      await queue.add({ job: "job", key: "k", payload: { n: 2 }, delayMs: 60_000, priority: 2 });
      await queue.add({ job: "job", key: "k", payload: { n: 3 }, priority: 9 });

      open();
      await settled();

      expect(seen).toEqual([
        ["k", { n: 1 }],
        ["k", { n: 2 }],
        ["other", {}],
      ]);
    });

    it("shows no failure for a key that runs once more", async () => {
      queue.work("job", ONCE, async ({ payload }) => {
        if (payload["n"] === 1) {
          await queue.add({ job: "job", key: "k", payload: { n: 2 } });
          throw new Error("no");
        }
      });
      await queue.add({ job: "job", key: "k", payload: { n: 1 } });

      await settled();

      expect(await queue.failed("job")).toEqual([]);
      expect(errors.map(({ origin }) => origin.final)).toEqual([true]);
    });

    it("tells the log of each error, with its job and key, but not of a throttle", async () => {
      const thrown = [new Later(5), new Error("first"), new Unrecoverable("end")];
      let count = 0;
      queue.work("job", { concurrency: 1, retry: { attempts: 3, backoffMs: 10 } }, () =>
        Promise.reject(thrown[count++] ?? new Error("one too many")),
      );
      await queue.add({ job: "job", key: "k", payload: {} });

      await settled();

      expect(errors).toEqual([
        { error: thrown[1], origin: { job: "job", key: "k", attempt: 1, final: false } },
        { error: thrown[2], origin: { job: "job", key: "k", attempt: 2, final: true } },
      ]);
    });

    it("keeps the newest thousand failures of a job, and nothing of the others", async () => {
      queue.work("job", { ...ONCE, concurrency: 50 }, () => Promise.reject(new Error("no")));
      await Promise.all(
        Array.from({ length: 1_020 }, (_, n) => queue.add({ job: "job", key: `k${n}`, payload: {}, priority: 5 })),
      );

      await settled();

      expect(await queue.failed("job", 2_000)).toHaveLength(1_000);
      expect(await queue.failed("job")).toHaveLength(100);
      const all = await dump(queues.redis, queue.prefix);
      expect([...all.keys()].filter((key) => /:k\d+/.test(key))).toHaveLength(1_000);
    });

    it("leaves no text of an error in Redis, only its name, and no colon in what it calls by itself", async () => {
      const error = Object.assign(new TypeError(CANARY), { cause: CANARY, code: CANARY });
      queue.work("notify", { concurrency: 2, retry: { attempts: 2, backoffMs: 1 } }, () => Promise.reject(error));
      await queue.schedule({
        ...{ name: "sweep:o1", cron: "* * * * * *", timeZone: "Asia/Shanghai" },
        ...{ job: "sweep", key: "sweep:o1", payload: { office: "o1" } },
      });
      for (const id of ["a", "b"])
        await queue.add({ job: "notify", key: `notify:${id}`, payload: { office: "o1", id } });

      await until(async () => (await queue.failed("notify")).length === 2);
      await until(async () => (await queue.counts("sweep")).waiting === 1);

      const all = await dump(queues.redis, queue.prefix);
      const text = [...all].flat().join("\n");
      expect(text).toContain('"failedReason":"TypeError"');
      for (const part of [CANARY, "13800000000", ".ts", "node_modules"]) expect(text).not.toContain(part);
      // what BullMQ adds to a queue's name: a word, a job's id, or repeat:<schedule>:<moment>
      const allowed = /^t\d+:[^:]+:([^:]+|(de|dn):[^:]+|[^:]+:(lock|logs)|repeat:[^:]+(:\d+)?)$/;
      expect([...all.keys()].filter((key) => !allowed.test(key))).toEqual([]);
    });

    it("lets the queue page look at jobs, and takes a retry from there as one that waits", async () => {
      const attempts: number[] = [];
      queue.work("job", ONCE, async ({ attempt }) => {
        attempts.push(attempt);
        if (attempts.length === 1) throw new Error("no");
      });
      await queue.add({ job: "job", key: "k", payload: { n: 1 } });
      await until(async () => (await queue.failed("job")).length === 1);

      const [page] = queue.bull(["job"]);
      const [failed] = (await page?.getFailed()) ?? [];
      expect([failed?.name, failed?.data, failed?.failedReason]).toEqual(["k", { n: 1 }, "Error"]);
      await page?.pause();
      await failed?.retry();
      await queue.add({ job: "job", key: "k", payload: { n: 2 } });
      expect(await queue.counts("job")).toEqual({ waiting: 1, delayed: 0, running: 0, failed: 0 });
      await page?.resume();
      await settled();

      expect(attempts).toHaveLength(2);
    });

    it("leaves a schedule alone that is set again as it is, and runs the moment that is due", async () => {
      let ran = 0;
      const other = queues.open();
      const schedule = { name: "s", cron: "* * * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
      queue.work("job", ONCE, async () => void (ran += 1));
      await queue.schedule(schedule);

      const end = Date.now() + 3_100;
      while (Date.now() < end) await other.schedule(schedule);

      expect(ran).toBeGreaterThanOrEqual(3);
      expect(ran).toBeLessThanOrEqual(4);
    });

    it("refuses a schedule that never runs, and keeps the one it would have replaced", async () => {
      let ran = 0;
      queue.work("job", ONCE, async () => void (ran += 1));
      const schedule = { name: "s", cron: "* * * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
      await queue.schedule(schedule);

      await expect(queue.schedule({ ...schedule, cron: "0 0 30 2 *" })).rejects.toThrow(/never runs/);

      await until(() => ran === 1);
    });

    it.each([{ priority: 0 }, { priority: 11 }, { delayMs: Number.NaN }])("refuses to add %o", async (wrong) => {
      await expect(queue.add({ job: "job", key: "k", payload: {}, ...wrong })).rejects.toThrow(RangeError);
    });

    it("refuses to work with a concurrency that is none", () => {
      expect(() => queue.work("job", { ...ONCE, concurrency: 0 }, async () => {})).toThrow(RangeError);
    });

    it("says that it is closed to all who ask, and lets go those who wait for work that has no handler", async () => {
      await queue.add({ job: "job", key: "k", payload: {} });
      let idle = false;
      const waited = queue.idle().then(() => (idle = true));
      await sleep(100);
      expect(idle).toBe(false);

      await queue.close(1_000);
      await waited;

      const schedule = { name: "s", cron: "* * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
      await expect(queue.schedule(schedule)).rejects.toThrow(/closed/);
      await expect(queue.ping()).rejects.toThrow(/closed/);
      expect(() => queue.work("other", ONCE, async () => {})).toThrow(/closed/);
      await queue.unschedule("s");
    });
  });
});
