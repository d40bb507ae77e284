/** Small calls that nobody waits for: begun, bounded, and waited for only when the process ends. */
import type { Timers } from "#core/clock.js";

export interface Errands {
  /** Lets it run. It must never reject, and end by itself. */
  run(errand: Promise<unknown>): void;
  /** Resolves when all are done, or after so many milliseconds. */
  done(withinMs: number): Promise<void>;
}

export function createErrands(timers: Timers): Errands {
  const running = new Set<Promise<unknown>>();
  return {
    run(errand) {
      running.add(errand);
      void errand.finally(() => running.delete(errand));
    },
    async done(withinMs) {
      if (running.size === 0) return;
      let cancel = (): void => undefined;
      const late = new Promise<void>((resolve) => {
        cancel = timers.after(withinMs, resolve);
      });
      await Promise.race([Promise.all(running), late]);
      cancel();
    },
  };
}
