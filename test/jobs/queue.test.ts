import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBacklog } from "#jobs/queue/backlog.js";
import { createHeap, type Slotted } from "#jobs/queue/heap.js";
import { createInProcessQueue } from "#jobs/queue/in-process.js";
import type { ErrorOrigin } from "#jobs/queue/lane.js";
import { Later, Unrecoverable, type Queue, type Work } from "#jobs/queue/port.js";
import { backoff } from "#jobs/queue/retry.js";
import { readCron } from "#jobs/queue/schedules.js";
import { queueConformance } from "../conformance/queue.js";
import { createManualTimers, type ManualTimers } from "../kit/timers.js";

const START = Date.UTC(2026, 9, 17);
const ONCE: Work = { concurrency: 1, retry: { attempts: 1, backoffMs: 10 } };

queueConformance("the in-process queue", async () => {
  const timers = createManualTimers(START);
  const queue = createInProcessQueue({ timers, random: () => 0.5 });
  const dispose = async () => {
    const closing = queue.close(0);
    await timers.advance(0);
    await closing;
  };
  return { queue, advance: timers.advance, now: timers.now, dispose };
});

describe("the in-process queue", () => {
  let timers: ManualTimers;
  let queue: Queue;
  let errors: { error: unknown; origin: ErrorOrigin }[];

  beforeEach(() => {
    timers = createManualTimers(START);
    errors = [];
    queue = createInProcessQueue({
      timers,
      random: () => 0,
      onError: (error, origin) => errors.push({ error, origin }),
    });
  });
  afterEach(async () => {
    const closing = queue.close(0);
    await timers.advance(0);
    await closing;
  });

  it("starts what is due without any timer", async () => {
    let ran = 0;
    queue.work("job", ONCE, async () => void (ran += 1));
    for (const key of ["a", "b", "c"]) await queue.add({ job: "job", key, payload: {} });

    expect(timers.pending()).toBe(0);
    await queue.idle();

    expect(ran).toBe(3);
  });

  it("starts what is delayed at its very moment", async () => {
    const starts: number[] = [];
    queue.work("job", ONCE, async () => void starts.push(timers.now() - START));
    for (const delayMs of [30, 10, 20]) await queue.add({ job: "job", key: `k${delayMs}`, payload: {}, delayMs });

    await timers.advance(29);
    expect(starts).toEqual([10, 20]);
    await timers.advance(1);
    expect(starts).toEqual([10, 20, 30]);
  });

  it("sets no timers for work that is due but finds no free place", async () => {
    let end = () => {};
    queue.work("job", ONCE, () => new Promise((resolve) => (end = resolve)));
    await queue.add({ job: "job", key: "a", payload: {} });
    await queue.add({ job: "job", key: "b", payload: {}, delayMs: 5 });

    await timers.advance(10);

    expect(timers.pending()).toBe(0);
    end();
    await timers.advance(0);
    end();
  });

  it("keeps the payload as it was when it was added", async () => {
    const payload = { n: 1 };
    const seen: unknown[] = [];
    await queue.add({ job: "job", key: "k", payload });
    payload.n = 2;

    queue.work("job", ONCE, async (run) => void seen.push(run.payload));
    await queue.idle();

    expect(seen).toEqual([{ n: 1 }]);
  });

  it("gives all attempts back to a key that is added while it waits for the next one", async () => {
    const attempts: number[] = [];
    queue.work("job", { concurrency: 1, retry: { attempts: 2, backoffMs: 100 } }, async ({ attempt }) => {
      attempts.push(attempt);
      throw new Error("no");
    });
    await queue.add({ job: "job", key: "k", payload: {} });
    await queue.idle();

    await queue.add({ job: "job", key: "k", payload: {} });
    await timers.advance(1_000);

    expect(attempts).toEqual([1, 1, 2]);
  });

  it("shows no failure for a key that runs once more", async () => {
    queue.work("job", ONCE, async ({ payload }) => {
      if (payload["n"] === 1) {
        await queue.add({ job: "job", key: "k", payload: { n: 2 } });
        throw new Error("no");
      }
    });
    await queue.add({ job: "job", key: "k", payload: { n: 1 } });

    await queue.idle();

    expect(await queue.failed("job")).toEqual([]);
    expect(errors.map(({ origin }) => origin.final)).toEqual([true]);
  });

  it("tells the log of each error, with its job and key, but not of a throttle", async () => {
    const work = { concurrency: 1, retry: { attempts: 3, backoffMs: 10 } };
    const thrown = [new Later(5), new Error("first"), new Unrecoverable("end")];
    let count = 0;
    queue.work("job", work, () => Promise.reject(thrown[count++] ?? new Error("one too many")));
    await queue.add({ job: "job", key: "k", payload: {} });

    await timers.advance(1_000);

    expect(errors).toEqual([
      { error: thrown[1], origin: { job: "job", key: "k", attempt: 1, final: false } },
      { error: thrown[2], origin: { job: "job", key: "k", attempt: 2, final: true } },
    ]);
  });

  it("goes on when the log itself throws", async () => {
    const broken = createInProcessQueue({
      timers,
      random: () => 0,
      onError: () => {
        throw new Error("disk full");
      },
    });
    broken.work("job", ONCE, () => Promise.reject(new Error("no")));
    await broken.add({ job: "job", key: "a", payload: {} });
    await broken.add({ job: "job", key: "b", payload: {} });

    await broken.idle();

    expect(await broken.failed("job")).toHaveLength(2);
  });

  it("keeps the newest thousand failures of a job", async () => {
    queue.work("job", { ...ONCE, concurrency: 50 }, () => Promise.reject(new Error("no")));
    for (let n = 0; n <= 1_000; n += 1) await queue.add({ job: "job", key: `k${n}`, payload: {} });

    await queue.idle();

    const failed = await queue.failed("job", 2_000);
    expect([failed.length, failed.at(0)?.key, failed.at(-1)?.key]).toEqual([1_000, "k1000", "k1"]);
    expect(await queue.failed("job")).toHaveLength(100);
  });

  it("fires a schedule at its exact moments, and once for all that were slept through", async () => {
    const starts: string[] = [];
    const schedule = {
      name: "daily",
      cron: "30 8 * * *",
      timeZone: "Asia/Shanghai",
      job: "job",
      key: "k",
      payload: {},
    };
    const sleepy = { ...timers, now: () => timers.now() + sleptMs };
    let sleptMs = 0;
    const other = createInProcessQueue({ timers: sleepy, random: () => 0 });
    other.work("job", ONCE, async () => void starts.push(new Date(sleepy.now()).toISOString()));
    await other.schedule(schedule);

    await timers.advance(86_400_000);
    sleptMs = 3 * 86_400_000;
    await timers.advance(2 * 86_400_000);

    expect(starts).toEqual(["2026-10-17T00:30:00.000Z", "2026-10-21T00:30:00.000Z", "2026-10-22T00:30:00.000Z"]);
    await other.close(0);
  });

  it("fires once when a timer rings a little early", async () => {
    const starts: number[] = [];
    const early = { ...timers, after: (delayMs: number, fn: () => void) => timers.after(Math.max(0, delayMs - 1), fn) };
    const other = createInProcessQueue({ timers: early, random: () => 0 });
    other.work("job", ONCE, async () => void starts.push(timers.now() - START));
    await other.schedule({ name: "s", cron: "* * * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} });

    await timers.advance(2_500);

    expect(starts).toEqual([999, 1_999]);
    await other.close(0);
  });

  it("refuses a schedule that never runs, and keeps the one it would have replaced", async () => {
    let ran = 0;
    queue.work("job", ONCE, async () => void (ran += 1));
    const schedule = { name: "s", cron: "* * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
    await queue.schedule(schedule);

    await expect(queue.schedule({ ...schedule, cron: "0 0 30 2 *" })).rejects.toThrow(/never runs/);
    await timers.advance(60_000);

    expect(ran).toBe(1);
  });

  it.each([{ priority: 0 }, { priority: 11 }, { priority: 1.5 }, { delayMs: Number.NaN }, { delayMs: Infinity }])(
    "refuses to add %o",
    async (wrong) => {
      await expect(queue.add({ job: "job", key: "k", payload: {}, ...wrong })).rejects.toThrow(RangeError);
    },
  );

  it.each([
    { concurrency: 0, retry: ONCE.retry },
    { concurrency: 1, retry: { attempts: 0, backoffMs: 1 } },
    { concurrency: 1, retry: { attempts: 1, backoffMs: -1 } },
  ])("refuses to work with %o", (wrong) => {
    expect(() => queue.work("job", wrong, async () => {})).toThrow(RangeError);
  });

  it("leaves no timer behind when it closes, and says so to all who ask", async () => {
    const schedule = { name: "s", cron: "* * * * *", timeZone: "UTC", job: "job", key: "k", payload: {} };
    await queue.schedule(schedule);
    await queue.add({ job: "job", key: "far", payload: {}, delayMs: 5_000 });
    await queue.add({ job: "job", key: "due", payload: {} });
    expect(timers.pending()).toBe(2);

    await queue.close(1_000);

    expect(timers.pending()).toBe(0);
    await expect(queue.add({ job: "job", key: "k", payload: {} })).rejects.toThrow(
      'The queue is closed: job "job" was not added.',
    );
    await expect(queue.schedule(schedule)).rejects.toThrow(/closed/);
    await expect(queue.ping()).rejects.toThrow(/closed/);
    expect(() => queue.work("other", ONCE, async () => {})).toThrow(/closed/);
    await queue.unschedule("s");
    await queue.idle();
  });

  it("starts nothing that was due when it was closed", async () => {
    let ran = 0;
    queue.work("job", ONCE, async () => void (ran += 1));
    await queue.add({ job: "job", key: "k", payload: {} });

    const closing = queue.close(1_000);
    await timers.advance(1_000);
    await closing;

    expect(ran).toBe(0);
  });

  it("lets go those who wait for work that has no handler, when it closes", async () => {
    await queue.add({ job: "job", key: "k", payload: {} });
    let idle = false;
    const waited = queue.idle().then(() => (idle = true));
    await timers.advance(1_000);
    expect(idle).toBe(false);

    await queue.close(0);
    await waited;

    expect(idle).toBe(true);
  });

  it("closes on a run that ignores its signal", async () => {
    let signal: AbortSignal | undefined;
    queue.work("job", ONCE, (run) => {
      signal = run.signal;
      return new Promise(() => {});
    });
    await queue.add({ job: "job", key: "k", payload: {} });
    await timers.advance(0);

    const closing = queue.close(500);
    await timers.advance(499);
    expect(signal?.aborted).toBe(false);
    await timers.advance(1);
    await closing;

    expect(signal?.aborted).toBe(true);
  });
});

describe("backoff", () => {
  it.each([
    [1, 0, 100],
    [2, 0, 200],
    [3, 0, 400],
    [1, 0.5, 110],
    [2, 0.999, 240],
    [5, 0, 1_000],
    [4, 0.999, 960],
    [2_000, 0, 1_000],
  ])("after run %i with randomness %f is %i ms", (attempt, random, expected) => {
    expect(backoff({ attempts: 9, backoffMs: 100, maxBackoffMs: 1_000 }, attempt, () => random)).toBe(expected);
  });
});

describe("readCron", () => {
  it.each([
    ["0 8 * * *", "Asia/Shanghai", "2026-10-17T00:00:00.000Z", "2026-10-18T00:00:00.000Z"],
    ["0 8 * * *", "Asia/Shanghai", "2026-10-16T23:59:59.999Z", "2026-10-17T00:00:00.000Z"],
    ["0 8 * * 1", "Asia/Kolkata", "2026-10-17T00:00:00.000Z", "2026-10-19T02:30:00.000Z"],
    // The hour that summer time leaves out: the run comes after it, not a day later.
    ["30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00.000Z", "2026-03-29T01:00:00.000Z"],
    ["15 * * * * *", "UTC", "2026-10-17T00:00:15.000Z", "2026-10-17T00:01:15.000Z"],
  ])("reads %s in %s", (cron, timeZone, after, expected) => {
    const next = readCron({ name: "s", cron, timeZone })(Date.parse(after));

    expect(new Date(next ?? 0).toISOString()).toBe(expected);
  });
});

describe("createHeap", () => {
  it("gives back what stays in it, in order, whatever leaves from the middle", () => {
    const values = fc.array(fc.record({ value: fc.nat(100), leaves: fc.boolean() }), { size: "large", maxLength: 200 });

    fc.assert(
      fc.property(values, (given) => {
        const items = given.map((item) => ({ ...item, slot: -1 }));
        const heap = createHeap<(typeof items)[number] & Slotted>((a, b) => a.value < b.value);
        for (const item of items) heap.push(item);
        for (const item of items) if (item.leaves) heap.remove(item);
        for (const item of items) if (item.leaves) heap.remove(item);

        const popped: number[] = [];
        for (let item = heap.pop(); item !== undefined; item = heap.pop()) popped.push(item.value);

        const stayed = items.filter((item) => !item.leaves).map((item) => item.value);
        expect(popped).toEqual(stayed.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("createBacklog", () => {
  it("keeps the older task's payload when a run comes back to a key added meanwhile", () => {
    const backlog = createBacklog();
    const task = { key: "k", payload: { n: 1 }, due: 0, priority: 5, runs: 0 };
    backlog.join(task, 0);
    const taken = backlog.take(0);
    backlog.join({ ...task, payload: { n: 2 }, due: 50, priority: 3 }, 0);

    backlog.rejoin({ ...task, due: 20, runs: 1 }, 0);
    backlog.release("k", 0);

    expect(taken).toMatchObject(task);
    expect([backlog.waiting(0), backlog.delayed(0), backlog.nextDue(0)]).toEqual([0, 1, 20]);
    expect(backlog.take(20)).toMatchObject({ payload: { n: 1 }, due: 20, priority: 3, runs: 0 });
  });
});

describe("createManualTimers", () => {
  it("rings in order, each at its own moment, what was set meanwhile too, and not what was called off", async () => {
    const rung: [string, number][] = [];
    const timers = createManualTimers(1_000);
    const note = (name: string) => () => void rung.push([name, timers.now()]);
    timers.after(30, note("third"));
    timers.after(10, () => {
      note("first")();
      timers.after(10, note("second"));
    });
    timers.after(30, note("fourth"));
    timers.after(20, note("never"))();
    timers.after(41, note("not yet"));

    await timers.advance(40);

    expect(rung).toEqual([
      ["first", 1_010],
      ["second", 1_020],
      ["third", 1_030],
      ["fourth", 1_030],
    ]);
    expect([timers.now(), timers.pending()]).toEqual([1_040, 1]);
  });
});
