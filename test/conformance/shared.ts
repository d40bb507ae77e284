import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shared } from "#store/shared/port.js";

/** Processes that share: `shared[0]` and `shared[1]` are two of them, or the same one twice where there is only one. */
export interface SharedBench {
  readonly shared: readonly [Shared, Shared];
  /** Lets `ms` pass. */
  advance(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

const never = new AbortController().signal;
const limit = { most: 3, windowMs: 1_000 };

/** Holds an engine to every promise of `store/shared/port.ts`. */
export function sharedConformance(name: string, make: () => Promise<SharedBench>): void {
  describe(`${name} keeps the promises of what processes share`, () => {
    let bench: SharedBench;
    beforeEach(async () => {
      bench = await make();
    });
    afterEach(() => bench.dispose());

    const until = async (done: () => boolean): Promise<void> => {
      for (let waited = 0; !done(); waited++) {
        if (waited > 400) throw new Error("it did not come");
        await bench.advance(10);
      }
    };

    it("tells signals to everybody once, and at once to oneself", async () => {
      const [one, other] = bench.shared;
      const heard: string[] = [];
      one.signals.subscribe("chat", (about) => heard.push(`one ${about}`));
      if (other !== one) other.signals.subscribe("chat", (about) => heard.push(`other ${about}`));
      one.signals.publish("chat", "a b");
      expect(heard).toEqual(["one a b"]);
      const both = other === one ? 1 : 2;
      await until(() => heard.length === both);
      await bench.advance(50);
      expect(heard.toSorted()).toEqual(["one a b", "other a b"].slice(0, both));
    });

    it("tells nothing of another topic, nor after the end", async () => {
      const [one, other] = bench.shared;
      const heard: string[] = [];
      const end = other.signals.subscribe("place", (about) => heard.push(about));
      one.signals.publish("chat", "x");
      one.signals.publish("place", "p");
      await until(() => heard.length === 1);
      end();
      one.signals.publish("place", "q");
      await bench.advance(50);
      expect(heard).toEqual(["p"]);
    });

    it("counts over all of them, and forgets with time", async () => {
      const [one, other] = bench.shared;
      expect(await one.limits.waitMs("codes", limit)).toBe(0);
      expect(await one.limits.hit("codes", limit)).toBe(1);
      expect(await other.limits.hit("codes", limit)).toBe(2);
      expect(await one.limits.waitMs("codes", limit)).toBe(0);
      expect(await one.limits.hit("codes", limit)).toBe(3);
      const wait = await other.limits.waitMs("codes", limit);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(limit.windowMs);
      expect(await other.limits.waitMs("other", limit)).toBe(0);
      expect(await other.limits.hit("codes", limit)).toBe(3);
      await bench.advance(limit.windowMs + 50);
      expect(await other.limits.waitMs("codes", limit)).toBe(0);
      expect(await one.limits.hit("codes", limit)).toBe(1);
    });

    it("lets one hold a lease at a time, and the next when it is let go", async () => {
      const [one, other] = bench.shared;
      const seen: string[] = [];
      let letGo = (): void => {};
      const first = one.leases.hold("poll", never, () => {
        seen.push("first");
        return new Promise((resolve) => (letGo = resolve));
      });
      await until(() => seen.length === 1);
      const second = other.leases.hold("poll", never, () => {
        seen.push("second");
        return Promise.resolve();
      });
      await bench.advance(100);
      expect(seen).toEqual(["first"]);
      letGo();
      expect(await first).toBe(true);
      let over = false;
      const done = second.finally(() => (over = true));
      await until(() => over);
      expect(await done).toBe(true);
      expect(seen).toEqual(["first", "second"]);
    });

    it("ends the wait of who gives up, and tells who holds that it is to end", async () => {
      const [one, other] = bench.shared;
      const giveUp = new AbortController();
      const stop = new AbortController();
      let held = false;
      const holding = one.leases.hold("poll", stop.signal, (signal) => {
        held = true;
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      });
      await until(() => held);
      const waiting = other.leases.hold("poll", giveUp.signal, () => Promise.reject(new Error("not its turn")));
      giveUp.abort();
      stop.abort();
      expect(await holding).toBe(false);
      let over = false;
      void waiting.finally(() => (over = true));
      await until(() => over);
      expect(await waiting).toBe(false);
    });

    it("lets a lease go when its work fails", async () => {
      const [one, other] = bench.shared;
      await expect(one.leases.hold("poll", never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
      let over = false;
      const next = other.leases.hold("poll", never, () => Promise.resolve()).finally(() => (over = true));
      await until(() => over);
      expect(await next).toBe(true);
    });
  });
}
