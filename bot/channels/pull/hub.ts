/** Wakes readers that wait for news of a conversation. Carries no messages: readers fetch what the store holds. */

export interface Hub {
  wake(address: string): void;
  /** Resolves at the next wake of the address, or when the signal aborts. */
  wait(address: string, signal: AbortSignal): Promise<void>;
}

export function createHub(): Hub {
  const waiting = new Map<string, Set<() => void>>();
  return {
    wake(address) {
      const readers = waiting.get(address);
      waiting.delete(address);
      for (const tell of readers ?? []) tell();
    },
    wait(address, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const readers = waiting.get(address) ?? new Set();
        waiting.set(address, readers);
        const tell = (): void => {
          signal.removeEventListener("abort", tell);
          readers.delete(tell);
          if (readers.size === 0 && waiting.get(address) === readers) waiting.delete(address);
          resolve();
        };
        readers.add(tell);
        signal.addEventListener("abort", tell, { once: true });
      });
    },
  };
}
