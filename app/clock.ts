import { randomBytes, randomInt } from "node:crypto";
import type { Ids, Timers } from "#core/clock.js";

/** The longest wait `setTimeout` takes; above it, it fires at once. */
const LONGEST_HOP_MS = 2 ** 31 - 1;

/** Crockford's 32 signs: no i, l, o beside 1 and 0, and no u, so that an id can be read out and typed. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 16;
const SECRET_BYTES = 24;
/** Random bytes are fetched so many at a time: asking the system takes longer than all else about an id. */
const POOL_BYTES = 4_096;

/** The machine's clock. Its timers take any delay in milliseconds and do not keep the process alive. */
export function systemTimers(): Timers {
  return { now: Date.now, after };
}

function after(delayMs: number, fn: () => void): () => void {
  let timer: NodeJS.Timeout;
  function hop(leftMs: number): void {
    const hopMs = Math.min(leftMs, LONGEST_HOP_MS);
    timer = setTimeout(() => (leftMs > hopMs ? hop(leftMs - hopMs) : fn()), hopMs);
    timer.unref();
  }
  hop(Math.max(0, delayMs));
  return () => clearTimeout(timer);
}

/** Ids of 16 signs (80 bits), secrets of 32 base64url signs (192 bits), all from the system's secure randomness. */
export function systemIds(): Ids {
  let pool = Buffer.alloc(0);
  let used = 0;
  function id(): string {
    if (used + ID_LENGTH > pool.length) [pool, used] = [randomBytes(POOL_BYTES), 0];
    let made = "";
    for (const end = used + ID_LENGTH; used < end; used++) made += ALPHABET.charAt((pool[used] ?? 0) % ALPHABET.length);
    return made;
  }
  return {
    id,
    secret: () => randomBytes(SECRET_BYTES).toString("base64url"),
    digits: (digits) => Array.from({ length: digits }, () => randomInt(10)).join(""),
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  };
}
