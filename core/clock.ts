/** Time, ids and randomness are arguments everywhere; these are their shapes. */

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** A clock that can also wake someone up. The tests' one is moved by hand. */
export interface Timers extends Clock {
  /** Runs `fn` once, `delayMs` from now at the earliest; returns how to call it off. */
  after(delayMs: number, fn: () => void): () => void;
}

/** Makes ids and secrets. `id` is unique and sorts by nothing; `secret` is unguessable (≥ 128 bits, URL-safe). */
export interface Ids {
  id(): string;
  secret(): string;
  /** A decimal code of `digits` digits, unguessable within its limits of tries. */
  digits(digits: number): string;
  /** A number in [0, 1). */
  random(): number;
}
