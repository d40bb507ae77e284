import { Later, Unrecoverable, type Retry } from "./port.js";

/** What follows a run that threw. */
export type Verdict =
  | { readonly kind: "again"; readonly delayMs: number; readonly counts: boolean }
  | { readonly kind: "failed"; readonly reason: string };

const JITTER = 0.2;

/**
 * The wait in milliseconds after run number `attempt`: doubles each time, lengthened by up to 20 % so that jobs which
 * failed together do not come back together, and never above `maxBackoffMs`.
 */
export function backoff(retry: Retry, attempt: number, random: () => number): number {
  const wait = retry.backoffMs * 2 ** (attempt - 1) * (1 + JITTER * random());
  return Math.round(Math.min(wait, retry.maxBackoffMs ?? Infinity));
}

/** Decides whether a job whose run number `attempt` threw `error` runs again, when, and whether that run counted. */
export function judge(error: unknown, attempt: number, retry: Retry, random: () => number): Verdict {
  if (error instanceof Later) {
    // A delay that is no number must not turn into a busy loop.
    const delayMs = Number.isFinite(error.delayMs) ? Math.max(0, error.delayMs) : backoff(retry, attempt, random);
    return { kind: "again", delayMs, counts: false };
  }
  if (error instanceof Unrecoverable || attempt >= retry.attempts) return { kind: "failed", reason: nameError(error) };
  return { kind: "again", delayMs: backoff(retry, attempt, random), counts: true };
}

/** The name of an error and nothing else of it: its text may quote people. */
export function nameError(error: unknown): string {
  return error instanceof Error && typeof error.name === "string" ? error.name : "NotAnError";
}
