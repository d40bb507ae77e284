/** Ids and secrets that look like the real ones and are the same at every run. */
import type { Ids } from "#core/clock.js";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Ids of a seed: each unique, all the same at every run. Each kind has numbers of its own, so that a talk which asks
 * for one id more does not change all codes that come after it.
 */
export function createSeededIds(seed: number): Ids {
  const stream = (kind: number): Random => mulberry(seed * 8 + kind);
  const forIds = stream(1);
  const forSecrets = stream(2);
  const forDigits = stream(3);
  const pick = (random: Random, alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join("");
  let count = 0;
  return {
    // the count makes it unique, whatever the dice say
    id: () => pick(forIds, ALPHABET, 11) + (count += 1).toString(32).padStart(5, "0"),
    secret: () => pick(forSecrets, URL_SAFE, 32),
    digits: (digits) => pick(forDigits, "0123456789", digits),
    random: stream(4),
  };
}

type Random = () => number;

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state are plenty for a test. */
function mulberry(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
