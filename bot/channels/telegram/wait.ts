/** Waiting and calling that end early when the channel is stopped. */
import type { Api } from "grammy";
import type { Timers } from "#core/clock.js";

/** Resolves after `ms`, or as soon as the signal aborts. */
export function wait(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = timers.after(ms, end);
    signal.addEventListener("abort", end, { once: true });
  });
}

/** Growing pauses between tries at something that does not answer: 1 s, 2 s … 30 s. */
export function pauseAfter(failures: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, failures - 1), 30_000);
}

/** What grammY's types know as a signal: that of a package for the Node versions that had none. */
type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/** The platform's own signal, as grammY's types want it. */
export function signalFor(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal;
}
