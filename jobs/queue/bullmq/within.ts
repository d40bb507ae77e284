/** Waiting with a limit. */
import type { Timers } from "#core/clock.js";

/** The promise's result, or a rejection with code TIMEOUT after `ms`. A late rejection is nobody's concern any more. */
export async function inTime<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = timers.after(ms, () => reject(Object.assign(new Error("late"), { code: "TIMEOUT" })));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}

/** True when the promise has ended, well or badly, within `ms`. */
export async function endsWithin(timers: Timers, ms: number, promise: Promise<unknown>): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>((resolve) => (cancel = timers.after(ms, () => resolve(false))));
  const ended = promise.then(
    () => true,
    () => true,
  );
  const hasEnded = await Promise.race([ended, late]);
  cancel();
  return hasEnded;
}
