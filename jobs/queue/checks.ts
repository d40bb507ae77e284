/** What every engine refuses: a number that is none would upset the order of all that waits, or wait for ever. */
import type { Add, Work } from "./port.js";

/** Throws a RangeError when a job's delay or priority is out of range. */
export function checkAdd({ job, delayMs = 0, priority = 5 }: Add): void {
  if (!Number.isFinite(delayMs)) throw new RangeError(`Job "${job}": delayMs must be a finite number.`);
  if (!Number.isInteger(priority) || priority < 1 || priority > 10) {
    throw new RangeError(`Job "${job}": priority must be a whole number from 1 to 10.`);
  }
}

/** Throws a RangeError when a handler's concurrency or retries are out of range. */
export function checkWork(job: string, { concurrency, retry }: Work): void {
  for (const [name, value] of Object.entries({ concurrency, attempts: retry.attempts })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`Job "${job}": ${name} must be a whole number of at least 1.`);
    }
  }
  if (!(retry.backoffMs >= 0)) throw new RangeError(`Job "${job}": retry.backoffMs must not be negative.`);
}
