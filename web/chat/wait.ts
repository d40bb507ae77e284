/** Waiting between attempts. */
import type { Outcome } from "./api.js";

/** Until woken: the longest a browser's timer goes, 24 days. */
export const FOREVER_MS = 2 ** 31 - 1;

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait after the given number of failures in a row: 1, 2, 4 … 30 s, less up to a quarter by
 * chance, so that a village whose line comes back does not call all at once. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(full * (1 - random / 4));
}

/** The back-off, or longer where the server asked for it. */
export function waitMs(outcome: Outcome<unknown>, failures: number, random: number): number {
  return Math.max(backoffMs(failures, random), outcome.type === "later" ? outcome.afterMs : 0);
}

export interface Pauser {
  /** Resolves after the time, or as soon as `wake` is called. */
  pause(ms: number): Promise<void>;
  wake(): void;
}

/** One pauser for one loop. */
export function createPauser(): Pauser {
  let end = (): void => undefined;
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => end(),
  };
}
