/** Seeded chance for the demo: the same seed draws the same county. */
import type { Ids } from "#core/clock.js";
import { pledgeCode, shortCode } from "../codes.js";

/** Mulberry32 (T. Ettinger, public domain): numbers in [0, 1), 2³² of them; never for secrets. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ways to draw. */
export interface Draw {
  random(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  chance(share: number): boolean;
  /** One of a list that is not empty; throws RangeError for an empty one. */
  pick<T>(list: readonly T[]): T;
  /** One of a table of weights. */
  weighted<T extends string>(table: Readonly<Partial<Record<T, number>>>): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function createDraw(random: () => number): Draw {
  const int = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)];
    if (one === undefined) throw new RangeError("nothing to pick from");
    return one;
  };
  return {
    random,
    int,
    chance: (share) => random() < share,
    pick,
    weighted<T extends string>(table: Readonly<Partial<Record<T, number>>>): T {
      const rows = (Object.keys(table) as T[]).map((key) => ({ key, weight: table[key] ?? 0 }));
      let left = random() * rows.reduce((sum, { weight }) => sum + weight, 0);
      for (const { key, weight } of rows) if ((left -= weight) < 0) return key;
      return pick(rows).key;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const left = [...list];
      return list.map(() => left.splice(int(0, left.length - 1), 1)).flat();
    },
  };
}

/** Short codes as people use them, each only once. */
export interface Codes {
  pledge(): string;
  /** With the letter of its kind: `M` for matches, `X` for needs. */
  short(prefix: "M" | "X"): string;
}

export function createCodes(random: () => number): Codes {
  const taken = new Set<string>();
  const ids: Ids = { random, id: () => "", secret: () => "", digits: () => "" };
  const fresh = (make: () => string): string => {
    for (;;) {
      const code = make();
      if (!taken.has(code) && taken.add(code)) return code;
    }
  };
  return { pledge: () => fresh(() => pledgeCode(ids)), short: (prefix) => fresh(() => shortCode(prefix, ids)) };
}
