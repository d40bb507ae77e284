import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemIds, systemTimers } from "#app/clock.js";

const DAY_MS = 86_400_000;

describe("systemTimers", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("rings once, after the delay", () => {
    const rung = vi.fn<() => void>();
    systemTimers().after(1_000, rung);

    vi.advanceTimersByTime(999);
    expect(rung).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(DAY_MS);
    expect(rung).toHaveBeenCalledTimes(1);
  });

  it.each([25, 60, 400])("waits %i days, longer than setTimeout can", (days) => {
    const rung = vi.fn<() => void>();
    systemTimers().after(days * DAY_MS, rung);

    vi.advanceTimersByTime(days * DAY_MS - 1);
    expect(rung).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(rung).toHaveBeenCalledTimes(1);
  });

  it("can be called off, also after the first stretch of a long wait", () => {
    const rung = vi.fn<() => void>();
    const cancel = systemTimers().after(60 * DAY_MS, rung);

    vi.advanceTimersByTime(40 * DAY_MS);
    cancel();
    vi.advanceTimersByTime(40 * DAY_MS);

    expect(rung).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells the time", () => {
    vi.setSystemTime(1_234_567);

    expect(systemTimers().now()).toBe(1_234_567);
  });
});

describe("systemIds", () => {
  const ids = systemIds();
  const many = (make: () => string) => Array.from({ length: 1_000 }, make);

  it("makes ids of 16 signs without look-alikes, each of them new", () => {
    const made = many(ids.id);

    for (const id of made) expect(id).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{16}$/);
    expect(new Set(made).size).toBe(made.length);
    expect(new Set(made.join("")).size).toBe(32);
  });

  it("makes secrets of 192 bits for addresses", () => {
    const made = many(ids.secret);

    for (const secret of made) expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(new Set(made).size).toBe(made.length);
  });

  it("makes codes of as many digits as asked for, all of them used", () => {
    const made = many(() => ids.digits(6));

    for (const code of made) expect(code).toMatch(/^[0-9]{6}$/);
    expect(new Set(made.join("")).size).toBe(10);
  });

  it("makes numbers in [0, 1), spread over all of it", () => {
    const made = Array.from({ length: 1_000 }, () => ids.random());

    expect(made.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(made.map((number) => Math.floor(number * 4)))).toEqual(new Set([0, 1, 2, 3]));
  });
});
