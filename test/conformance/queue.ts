import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Later, Unrecoverable, type Add, type Queue, type Run, type Work } from "#jobs/queue/port.js";

/** One engine under test. Time may be moved by hand or be the real one: then `advance` sleeps. */
export interface QueueBench {
  readonly queue: Queue;
  /** Lets `ms` pass, and lets what is due by then be picked up. */
  advance(ms: number): Promise<void>;
  now(): number;
  /** Closes the queue if that has not been done, and removes what it left behind. */
  dispose(): Promise<void>;
}

/** How an engine wants to be tried. */
export interface QueueConformanceOptions {
  /** Random sequences to play; fewer for an engine on real time. */
  readonly propertyRuns?: number;
}

// Wide enough for real clocks and networks. Exact times belong to an engine's own tests.
const STEP_MS = 10;
const STEPS = 1_000;
const QUIET_MS = 300;
const CLOCK_SLACK_MS = 5;
const PICK_UP_SLACK_MS = 1_000;
const FAR_MS = 60_000;

const ONCE: Work = { concurrency: 1, retry: { attempts: 1, backoffMs: 10 } };

/** Holds an engine to every promise of `jobs/queue/port.ts`. `make` gives an empty queue each time. */
export function queueConformance(
  name: string,
  make: () => Promise<QueueBench>,
  { propertyRuns = 100 }: QueueConformanceOptions = {},
): void {
  describe(`${name} keeps the promises of the queue port`, () => {
    let bench: QueueBench;
    const current = () => bench;

    beforeEach(async () => {
      bench = await make();
    });
    afterEach(async () => {
      await bench.dispose();
    });

    describe("running", () => {
      checkRunning(current);
    });
    describe("keys", () => {
      checkKeys(current);
    });
    describe("order", () => {
      checkOrder(current);
    });
    describe("retries", () => {
      checkRetries(current);
    });
    describe("failures", () => {
      checkFailures(current);
    });
    describe("schedules", () => {
      checkSchedules(current);
    });
    describe("closing", () => {
      checkClosing(current);
    });
    it("holds its rules in random sequences", () => checkSequences(make, propertyRuns), 120_000);
  });
}

type Current = () => QueueBench;

function checkRunning(current: Current): void {
  it("runs a job with its key and payload, as attempt 1", async () => {
    const { runs } = record(current(), "job");

    await add(current(), { key: "k", payload: { pledge: "p1", round: 2, urgent: true } });
    await eventually(current(), () => runs.length === 1);

    expect(runs[0]).toMatchObject({ key: "k", payload: { pledge: "p1", round: 2, urgent: true }, attempt: 1 });
    expect(runs[0]?.signal.aborted).toBe(false);
  });

  it("keeps jobs that were added before their handler", async () => {
    await add(current(), { key: "a" });
    await add(current(), { key: "b" });
    await current().advance(QUIET_MS);
    expect(await current().queue.counts("job")).toMatchObject({ waiting: 2, running: 0 });

    const { keys } = record(current(), "job");

    await eventually(current(), () => keys().length === 2);
    expect(keys()).toEqual(["a", "b"]);
  });

  it("takes one handler per job", () => {
    record(current(), "job");

    expect(() => record(current(), "job")).toThrow(/job/);
  });

  it("keeps to the concurrency of each job, and uses it", async () => {
    const wide = hold(current(), "wide", { ...ONCE, concurrency: 3 });
    const narrow = hold(current(), "narrow");
    for (const key of ["a", "b", "c", "d", "e"]) {
      await add(current(), { job: "wide", key });
      await add(current(), { job: "narrow", key });
    }

    await eventually(current(), () => wide.running() === 3 && narrow.running() === 1);
    await current().advance(QUIET_MS);
    expect([wide.running(), narrow.running()]).toEqual([3, 1]);

    wide.open();
    await eventually(current(), () => wide.keys().length === 5 && wide.running() === 0);
    expect(wide.peak()).toBe(3);
    expect(narrow.running()).toBe(1);
    narrow.open();
    await eventually(current(), () => narrow.keys().length === 5);
    expect(narrow.peak()).toBe(1);
  });

  it("counts what waits, is delayed, and runs", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "a" });
    await eventually(current(), () => held.running() === 1);
    await add(current(), { key: "b" });
    await add(current(), { key: "c" });
    await add(current(), { key: "d", delayMs: FAR_MS });

    expect(await current().queue.counts("job")).toEqual({ waiting: 2, delayed: 1, running: 1, failed: 0 });
    expect(await current().queue.counts("other")).toEqual({ waiting: 0, delayed: 0, running: 0, failed: 0 });
    held.open();
  });

  it("is idle when nothing due waits and nothing runs", async () => {
    await current().queue.idle();
    const held = hold(current(), "job");
    await add(current(), { key: "a" });
    await add(current(), { key: "b" });
    await add(current(), { key: "far", delayMs: FAR_MS });
    let idle = false;
    const waited = current()
      .queue.idle()
      .then(() => (idle = true));

    await eventually(current(), () => held.running() === 1);
    await current().advance(QUIET_MS);
    expect(idle).toBe(false);

    held.open();
    await eventually(current(), () => idle);
    await waited;
    expect(held.keys()).toEqual(["a", "b"]);
  });

  it("answers a ping", async () => {
    await expect(current().queue.ping()).resolves.toBeUndefined();
  });
}

function checkKeys(current: Current): void {
  it("does not add a waiting key twice; the first payload stays", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "blocker" });
    await eventually(current(), () => held.running() === 1);
    await add(current(), { key: "k", payload: { n: 1 } });
    await add(current(), { key: "k", payload: { n: 2 } });
    await add(current(), { key: "k", payload: { n: 3 } });

    held.open();
    await settled(current(), "job");

    expect(held.keys()).toEqual(["blocker", "k"]);
    expect(held.runs[1]?.payload).toEqual({ n: 1 });
  });

  it("does not add a delayed key twice", async () => {
    const { runs } = record(current(), "job");
    await add(current(), { key: "k", payload: { n: 1 }, delayMs: 200 });
    await add(current(), { key: "k", payload: { n: 2 }, delayMs: 200 });

    await settled(current(), "job");

    expect(runs.map((run) => run.payload)).toEqual([{ n: 1 }]);
  });

  it.each([
    ["brings a delayed key forward", FAR_MS, undefined],
    ["brings a delayed key forward to another time", FAR_MS, 100],
    ["does not put a key off", 100, FAR_MS],
  ])("%s", async (_, first, second) => {
    const { runs } = record(current(), "job");
    const start = current().now();
    await add(current(), { key: "k", ...(first === undefined ? {} : { delayMs: first }) });
    await add(current(), { key: "k", ...(second === undefined ? {} : { delayMs: second }) });

    await eventually(current(), () => runs.length === 1);
    expect(current().now() - start).toBeLessThan(FAR_MS / 2);

    await settled(current(), "job");
    expect(runs).toHaveLength(1);
  });

  it.each([
    ["raises the priority of a waiting key", 9, 1, ["blocker", "k", "other"]],
    ["does not lower the priority of a waiting key", 1, 9, ["blocker", "k", "other"]],
  ])("%s", async (_, first, second, order) => {
    const held = hold(current(), "job");
    await add(current(), { key: "blocker" });
    await eventually(current(), () => held.running() === 1);
    await add(current(), { key: "other", priority: 4 });
    await add(current(), { key: "k", priority: first });
    await add(current(), { key: "k", priority: second });

    held.open();
    await settled(current(), "job");

    expect(held.keys()).toEqual(order);
  });

  it("runs a key added during its run once more after it, never beside it", async () => {
    const held = hold(current(), "job", { ...ONCE, concurrency: 3 });
    await add(current(), { key: "k" });
    await eventually(current(), () => held.running() === 1);
    for (let n = 0; n < 3; n += 1) await add(current(), { key: "k" });
    await current().advance(QUIET_MS);
    expect(held.keys()).toEqual(["k"]);

    held.open();
    await settled(current(), "job");

    expect(held.keys()).toEqual(["k", "k"]);
    expect(held.peak()).toBe(1);
  });

  it("keeps the delay of a key added during its run", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "k" });
    await eventually(current(), () => held.running() === 1);
    const added = current().now();
    await add(current(), { key: "k", delayMs: 500 });

    held.open();
    await eventually(current(), () => held.runs.length === 2);

    expect(held.starts[1]).toBeGreaterThanOrEqual(added + 500 - CLOCK_SLACK_MS);
  });

  it("runs a key again that is added after its run", async () => {
    const { keys } = record(current(), "job");
    await add(current(), { key: "k" });
    await settled(current(), "job");

    await add(current(), { key: "k" });
    await settled(current(), "job");

    expect(keys()).toEqual(["k", "k"]);
  });

  it("runs what was added during a run that fails for good", async () => {
    const held = hold(current(), "job", ONCE, (run) => {
      if (run.payload["n"] === 1) throw new Unrecoverable("no");
    });
    await add(current(), { key: "k", payload: { n: 1 } });
    await eventually(current(), () => held.running() === 1);
    await add(current(), { key: "k", payload: { n: 2 } });

    held.open();
    await settled(current(), "job");

    expect(held.runs.map((run) => [run.payload["n"], run.attempt])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it("keeps equal keys of different jobs apart", async () => {
    const one = record(current(), "one");
    const two = record(current(), "two");
    await add(current(), { job: "one", key: "k" });
    await add(current(), { job: "two", key: "k" });

    await settled(current(), "one");
    await settled(current(), "two");

    expect([one.keys(), two.keys()]).toEqual([["k"], ["k"]]);
  });
}

function checkOrder(current: Current): void {
  it("runs higher priorities first and equal ones in order", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "blocker" });
    await eventually(current(), () => held.running() === 1);
    await add(current(), { key: "usual-1" });
    await add(current(), { key: "last", priority: 10 });
    await add(current(), { key: "usual-2", priority: 5 });
    await add(current(), { key: "first", priority: 1 });
    await add(current(), { key: "usual-3" });

    held.open();
    await settled(current(), "job");

    expect(held.keys()).toEqual(["blocker", "first", "usual-1", "usual-2", "usual-3", "last"]);
  });

  it("runs nothing before its time, and then without being asked", async () => {
    const { runs, starts } = record(current(), "job");
    const added = current().now();
    await add(current(), { key: "later", delayMs: 600 });
    await add(current(), { key: "sooner", delayMs: 300 });
    await add(current(), { key: "now" });

    await eventually(current(), () => runs.length === 3);

    expect(runs.map((run) => run.key)).toEqual(["now", "sooner", "later"]);
    for (const [index, delayMs] of [0, 300, 600].entries()) {
      expect(starts[index]).toBeGreaterThanOrEqual(added + delayMs - CLOCK_SLACK_MS);
      expect(starts[index]).toBeLessThan(added + delayMs + PICK_UP_SLACK_MS);
    }
  });
}

function checkRetries(current: Current): void {
  it("runs again with doubling waits until it succeeds", async () => {
    const work = { concurrency: 1, retry: { attempts: 5, backoffMs: 200 } };
    const { runs, starts } = record(current(), "job", work, ({ attempt }) => {
      if (attempt < 4) throw new Error("not yet");
    });
    await add(current(), { key: "k", payload: { n: 1 } });

    await settled(current(), "job");

    expect(runs.map((run) => run.attempt)).toEqual([1, 2, 3, 4]);
    expect(runs.every((run) => run.payload["n"] === 1)).toBe(true);
    for (const [index, wait] of [200, 400, 800].entries()) {
      const waited = (starts[index + 1] ?? 0) - (starts[index] ?? 0);
      expect(waited).toBeGreaterThanOrEqual(wait * 0.8 - CLOCK_SLACK_MS);
      expect(waited).toBeLessThan(wait * 1.2 + PICK_UP_SLACK_MS);
    }
    expect(await current().queue.failed("job")).toEqual([]);
  });

  it("never waits longer than the longest wait", async () => {
    const work = { concurrency: 1, retry: { attempts: 6, backoffMs: 100, maxBackoffMs: 100 } };
    const { runs, starts } = record(current(), "job", work, () => {
      throw new Error("never");
    });
    await add(current(), { key: "k" });

    await settled(current(), "job");

    expect(runs).toHaveLength(6);
    // Doubling without a limit would take 3,100 ms, less a fifth at the most.
    expect((starts[5] ?? 0) - (starts[0] ?? 0)).toBeLessThan(500 + PICK_UP_SLACK_MS);
  });

  it("lets others run while one waits for its next attempt", async () => {
    const work = { concurrency: 1, retry: { attempts: 2, backoffMs: 500 } };
    const { keys } = record(current(), "job", work, ({ key, attempt }) => {
      if (key === "bad" && attempt === 1) throw new Error("once");
    });
    await add(current(), { key: "bad" });
    await add(current(), { key: "good" });

    await settled(current(), "job");

    expect(keys()).toEqual(["bad", "good", "bad"]);
  });

  it("does not count a run that asks for later", async () => {
    let asked = 0;
    const work = { concurrency: 1, retry: { attempts: 2, backoffMs: 10 } };
    const { runs, starts } = record(current(), "job", work, ({ attempt }) => {
      asked += 1;
      if (asked <= 3) throw new Later(200);
      if (attempt === 1) throw new Error("once");
    });
    await add(current(), { key: "k" });

    await settled(current(), "job");

    expect(runs.map((run) => run.attempt)).toEqual([1, 1, 1, 1, 2]);
    for (const index of [1, 2, 3]) {
      expect((starts[index] ?? 0) - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(200 - CLOCK_SLACK_MS);
    }
    expect(await current().queue.failed("job")).toEqual([]);
  });

  it("ends an unrecoverable job at once", async () => {
    const work = { concurrency: 1, retry: { attempts: 5, backoffMs: 10 } };
    const { runs } = record(current(), "job", work, () => {
      throw new Unrecoverable("gone");
    });
    await add(current(), { key: "k" });

    await settled(current(), "job");

    expect(runs).toHaveLength(1);
    expect(await current().queue.failed("job")).toMatchObject([{ key: "k", attempts: 1, reason: "Unrecoverable" }]);
  });
}

function checkFailures(current: Current): void {
  const twice: Work = { concurrency: 1, retry: { attempts: 2, backoffMs: 10 } };

  it("shows a job whose attempts are used up, with the error's name and nothing of its text", async () => {
    const start = current().now();
    record(current(), "job", twice, () => {
      throw new TypeError("张三 13800000000");
    });
    await add(current(), { key: "k" });

    await settled(current(), "job");

    const failed = await current().queue.failed("job");
    expect(failed).toEqual([{ job: "job", key: "k", attempts: 2, reason: "TypeError", at: expect.any(Number) }]);
    expect(failed[0]?.at).toBeGreaterThanOrEqual(start - CLOCK_SLACK_MS);
    expect(failed[0]?.at).toBeLessThanOrEqual(current().now() + CLOCK_SLACK_MS);
    expect(await current().queue.counts("job")).toEqual({ waiting: 0, delayed: 0, running: 0, failed: 1 });
  });

  it("shows the newest first, at most as many as asked for, of that job only", async () => {
    record(current(), "job", ONCE, () => {
      throw new Error("no");
    });
    for (const key of ["a", "b", "c"]) {
      await add(current(), { key });
      await settled(current(), "job");
    }

    const keys = async (limit?: number) => (await current().queue.failed("job", limit)).map((entry) => entry.key);
    expect(await keys()).toEqual(["c", "b", "a"]);
    expect(await keys(2)).toEqual(["c", "b"]);
    expect(await current().queue.failed("other")).toEqual([]);
  });

  it("clears the entry when the key is added again, and runs it afresh", async () => {
    let broken = true;
    const { runs } = record(current(), "job", twice, () => {
      if (broken) throw new Error("no");
    });
    await add(current(), { key: "k" });
    await settled(current(), "job");
    expect(await current().queue.failed("job")).toHaveLength(1);

    broken = false;
    await add(current(), { key: "k" });
    expect(await current().queue.failed("job")).toEqual([]);
    await settled(current(), "job");

    expect(runs.map((run) => run.attempt)).toEqual([1, 2, 1]);
    expect(await current().queue.counts("job")).toMatchObject({ failed: 0 });
  });

  it("goes on after handlers that throw at once or throw what is no error", async () => {
    const ran: string[] = [];
    current().queue.work("job", ONCE, ({ key }) => {
      ran.push(key);
      // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- what a careless library does
      if (key === "text") throw "just text";
      if (key === "sync") throw new Error("at once");
      return Promise.resolve();
    });
    for (const key of ["text", "sync", "good"]) await add(current(), { key });

    await settled(current(), "job");

    expect(ran).toEqual(["text", "sync", "good"]);
    const failed = await current().queue.failed("job");
    expect(failed.map((entry) => entry.key)).toEqual(["sync", "text"]);
    expect(JSON.stringify(failed)).not.toContain("just text");
  });
}

function checkSchedules(current: Current): void {
  const everySecond = { name: "tick", cron: "* * * * * *", timeZone: "Asia/Shanghai", job: "job", key: "k" };

  it("runs a job at each moment of the pattern, until it is taken off", async () => {
    const { runs, starts } = record(current(), "job");
    await current().queue.schedule({ ...everySecond, payload: { office: "o1" } });

    await eventually(current(), () => runs.length === 2);
    expect(runs[0]).toMatchObject({ key: "k", payload: { office: "o1" } });
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(1_000 - PICK_UP_SLACK_MS / 2);

    await current().queue.unschedule("tick");
    await settled(current(), "job");
    const before = runs.length;
    await current().advance(2_200);
    expect(runs.length - before).toBeLessThanOrEqual(1);
    const after = runs.length;
    await current().advance(1_200);
    expect(runs).toHaveLength(after);
  });

  it("replaces a schedule of the same name", async () => {
    const { keys } = record(current(), "job");
    await current().queue.schedule({ ...everySecond, key: "old", payload: {} });
    await current().queue.schedule({ ...everySecond, key: "new", payload: {} });

    await eventually(current(), () => keys().length === 2);

    expect(keys()).toEqual(["new", "new"]);
  });

  it("reads the pattern in the zone of the office", async () => {
    const { keys } = record(current(), "job");
    const cron = patternOf(current().now() + 3_000, "Asia/Shanghai");
    await current().queue.schedule({ ...everySecond, name: "kolkata", cron, timeZone: "Asia/Kolkata", payload: {} });
    await current().queue.schedule({ ...everySecond, name: "shanghai", cron, key: "shanghai", payload: {} });

    await current().advance(4_500);

    expect(keys()).toEqual(["shanghai"]);
  });

  it("lets a waiting key take up what a schedule adds", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "blocker" });
    await eventually(current(), () => held.running() === 1);
    await current().queue.schedule({ ...everySecond, payload: {} });
    await current().advance(3_500);
    await current().queue.unschedule("tick");

    expect(await current().queue.counts("job")).toMatchObject({ waiting: 1, running: 1 });
    held.open();
  });

  it("takes off a schedule that is not there without a fuss", async () => {
    await expect(current().queue.unschedule("nothing")).resolves.toBeUndefined();
  });

  it.each([
    ["a pattern that cannot be read", { cron: "at noon" }],
    ["a zone that does not exist", { timeZone: "Mars/Olympus" }],
  ])("refuses %s", async (_, wrong) => {
    await expect(current().queue.schedule({ ...everySecond, ...wrong, payload: {} })).rejects.toThrow(/tick/);
  });
}

function checkClosing(current: Current): void {
  it("waits for runs under way and starts no more", async () => {
    const held = hold(current(), "job");
    await add(current(), { key: "a" });
    await add(current(), { key: "b" });
    await eventually(current(), () => held.running() === 1);
    let closed = false;
    const closing = current()
      .queue.close(FAR_MS)
      .then(() => (closed = true));
    await current().advance(QUIET_MS);
    expect(closed).toBe(false);

    held.open();
    await eventually(current(), () => closed);
    await closing;
    await current().advance(QUIET_MS);

    expect(held.keys()).toEqual(["a"]);
    expect(held.runs[0]?.signal.aborted).toBe(false);
  });

  it("aborts the runs that are still under way when the grace has run out", async () => {
    const aborted: string[] = [];
    let started = 0;
    current().queue.work("job", { ...ONCE, concurrency: 2 }, async ({ key, signal }) => {
      started += 1;
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => {
          aborted.push(key);
          resolve();
        });
      });
    });
    await add(current(), { key: "a" });
    await add(current(), { key: "b" });
    await eventually(current(), () => started === 2);
    let closed = false;
    const closing = current()
      .queue.close(600)
      .then(() => (closed = true));

    await current().advance(100);
    expect(aborted).toEqual([]);

    await eventually(current(), () => closed);
    await closing;
    expect(aborted.toSorted()).toEqual(["a", "b"]);
  });

  it("closes at once when nothing runs, twice too, and then takes no more", async () => {
    record(current(), "job");
    await add(current(), { key: "far", delayMs: FAR_MS });

    await current().queue.close(FAR_MS);
    await current().queue.close(FAR_MS);

    await expect(add(current(), { key: "k" })).rejects.toThrow(/closed/i);
  });
}

type Step =
  | { readonly kind: "add"; readonly key: string; readonly delayMs: number; readonly priority: number }
  | { readonly kind: "advance"; readonly ms: number }
  | { readonly kind: "end"; readonly how: "well" | "badly" | "later" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    key: fc.constantFrom("a", "b", "c", "d"),
    delayMs: fc.constantFrom(0, 0, 5, 40),
    priority: fc.integer({ min: 1, max: 10 }),
  }),
  fc.record({ kind: fc.constant("advance" as const), ms: fc.integer({ min: 0, max: 60 }) }),
  fc.record({
    kind: fc.constant("end" as const),
    how: fc.constantFrom("well" as const, "badly" as const, "later" as const),
  }),
);

async function checkSequences(make: () => Promise<QueueBench>, numRuns: number): Promise<void> {
  const steps = fc.array(step, { minLength: 10, maxLength: 60 });
  const play = async (sequence: Step[], concurrency: number) => {
    const bench = await make();
    try {
      await checkSequence(bench, sequence, concurrency);
    } finally {
      await bench.dispose();
    }
  };
  await fc.assert(fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), play), { numRuns });
}

async function checkSequence(bench: QueueBench, sequence: Step[], concurrency: number): Promise<void> {
  const lastAdd = new Map<string, number>();
  const lastStart = new Map<string, number>();
  const running = new Map<string, number>();
  const ends: ((how: "well" | "badly" | "later") => void)[] = [];
  const breaches: string[] = [];
  let moment = 0;
  let draining = false;

  bench.queue.work("job", { concurrency, retry: { attempts: 3, backoffMs: 10 } }, async ({ key }) => {
    lastStart.set(key, (moment += 1));
    running.set(key, (running.get(key) ?? 0) + 1);
    if (running.get(key) !== 1) breaches.push(`two runs of ${key} at once`);
    const all = [...running.values()].reduce((sum, count) => sum + count, 0);
    if (all > concurrency) breaches.push(`${all} runs at once`);
    const how = draining ? "well" : await new Promise<"well" | "badly" | "later">((resolve) => ends.push(resolve));
    running.set(key, (running.get(key) ?? 0) - 1);
    if (how === "badly") throw new Error("badly");
    if (how === "later") throw new Later(15);
  });

  for (const next of sequence) {
    if (next.kind === "add") {
      // Noted before the call: a run that starts while the add is under way may be the one that was asked for.
      lastAdd.set(next.key, (moment += 1));
      await add(bench, next);
    } else if (next.kind === "advance") await bench.advance(next.ms);
    else ends.shift()?.(next.how);
  }
  draining = true;
  for (const end of ends) end("well");
  await settled(bench, "job");

  expect(breaches).toEqual([]);
  for (const [key, added] of lastAdd)
    expect(lastStart.get(key) ?? 0, `run of ${key} after its last add`).toBeGreaterThan(added);
}

async function add(bench: QueueBench, job: Partial<Add> & { readonly key: string }): Promise<void> {
  const { key, delayMs, priority } = job;
  await bench.queue.add({
    job: job.job ?? "job",
    key,
    payload: job.payload ?? {},
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(priority === undefined ? {} : { priority }),
  });
}

interface Recorded {
  readonly runs: Run[];
  /** When each run started. */
  readonly starts: number[];
  readonly keys: () => string[];
}

/** Registers a handler that notes its runs. */
function record(bench: QueueBench, job: string, work: Work = ONCE, then?: (run: Run) => void): Recorded {
  const runs: Run[] = [];
  const starts: number[] = [];
  bench.queue.work(job, work, async (run) => {
    runs.push(run);
    starts.push(bench.now());
    then?.(run);
  });
  return { runs, starts, keys: () => runs.map((run) => run.key) };
}

interface Held extends Recorded {
  /** Lets all runs end, those to come too. */
  readonly open: () => void;
  readonly running: () => number;
  /** The most that ran at once. */
  readonly peak: () => number;
}

/** Registers a handler whose runs wait until they are let go. */
function hold(bench: QueueBench, job: string, work: Work = ONCE, then?: (run: Run) => void): Held {
  const runs: Run[] = [];
  const starts: number[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  let running = 0;
  let peak = 0;
  bench.queue.work(job, work, async (run) => {
    runs.push(run);
    starts.push(bench.now());
    running += 1;
    peak = Math.max(peak, running);
    await gate;
    running -= 1;
    then?.(run);
  });
  return {
    runs,
    starts,
    keys: () => runs.map((run) => run.key),
    open: () => open(),
    running: () => running,
    peak: () => peak,
  };
}

/** Lets time pass until `condition` holds; fails the test if it does not within ten seconds. */
async function eventually(bench: QueueBench, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let count = 0; count < STEPS; count += 1) {
    if (await condition()) return;
    await bench.advance(STEP_MS);
  }
  expect.fail(`not within ${STEP_MS * STEPS} ms: ${condition.toString()}`);
}

/** Lets time pass until nothing of this job waits, is delayed or runs. */
async function settled(bench: QueueBench, job: string): Promise<void> {
  await eventually(bench, async () => {
    const { waiting, delayed, running } = await bench.queue.counts(job);
    return waiting + delayed + running === 0;
  });
}

/** The cron pattern of the one second at `at`, as clocks in `timeZone` show it. */
function patternOf(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = new Map(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const fields = (["second", "minute", "hour", "day", "month"] as const).map((type) => parts.get(type));
  return `${fields.join(" ")} *`;
}
