/** Wakes readers that wait for news of a conversation, in every process. Carries no messages: readers fetch what the store holds. */
import type { Timers } from "#core/clock.js";
import type { Signals } from "#app/shared.js";

export interface Hub {
  wake(address: string): void;
  /** Resolves at the next wake of the address, or when the signal aborts; with others also after a while. */
  wait(address: string, signal: AbortSignal): Promise<void>;
}

export interface HubDeps {
  readonly signals: Signals;
  readonly others: boolean;
  readonly timers: Timers;
}

/** A word from another process may be lost: then its message shows so much later. */
const LOOK_AGAIN_MS = 5_000;

export function createHub({ signals, others, timers }: HubDeps): Hub {
  const waiting = new Map<string, Set<() => void>>();
  signals.subscribe("chat", (address) => {
    const readers = waiting.get(address);
    waiting.delete(address);
    for (const tell of readers ?? []) tell();
  });
  return {
    wake: (address) => signals.publish("chat", address),
    wait(address, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const readers = waiting.get(address) ?? new Set();
        waiting.set(address, readers);
        const tell = (): void => {
          cancel?.();
          signal.removeEventListener("abort", tell);
          readers.delete(tell);
          if (readers.size === 0 && waiting.get(address) === readers) waiting.delete(address);
          resolve();
        };
        readers.add(tell);
        signal.addEventListener("abort", tell, { once: true });
        const cancel = others ? timers.after(LOOK_AGAIN_MS, tell) : undefined;
      });
    },
  };
}
