/** What processes share, where there is one: everything in memory. */
import type { Clock } from "#core/clock.js";
import type { Leases, Limits, Shared, Signals, Topic } from "./port.js";

/** Makes it for a single process. */
export function createInProcessShared(clock: Clock): Shared {
  return {
    others: false,
    signals: createLocalSignals(),
    limits: createLocalLimits(clock),
    leases: createLocalLeases(),
    slots: null,
    close: () => Promise.resolve(),
  };
}

/** Listeners of this process; told at once. */
export function createLocalSignals(): Signals {
  const listeners = new Map<Topic, Set<(about: string) => void>>();
  return {
    publish(topic, about) {
      for (const hear of listeners.get(topic) ?? []) hear(about);
    },
    subscribe(topic, hear) {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard);
      heard.add(hear);
      return () => void heard.delete(hear);
    },
  };
}

/** Counts of this process. */
export function createLocalLimits(clock: Clock): Limits {
  const times = new Map<string, number[]>();
  const lately = (name: string, windowMs: number): number[] =>
    (times.get(name) ?? []).filter((at) => at > clock.now() - windowMs);
  return {
    hit(name, { most, windowMs }) {
      const recent = [...lately(name, windowMs), clock.now()].slice(-most);
      times.set(name, recent);
      return Promise.resolve(recent.length);
    },
    waitMs(name, { most, windowMs }) {
      const first = lately(name, windowMs).at(-most);
      return Promise.resolve(first === undefined ? 0 : first + windowMs - clock.now());
    },
  };
}

function createLocalLeases(): Leases {
  const lines = new Map<string, Promise<unknown>>();
  return {
    async hold(name, signal, work) {
      const before = lines.get(name);
      const mine = (async () => {
        await before?.catch(() => undefined);
        if (signal.aborted) return false;
        await work(signal);
        return !signal.aborted;
      })();
      lines.set(name, mine);
      try {
        return await mine;
      } finally {
        if (lines.get(name) === mine) lines.delete(name);
      }
    },
  };
}
