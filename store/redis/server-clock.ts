/** What the server's clock shows against ours, from questions whose answers carry its time. */

/** How long the quickest answer counts. */
const KEPT_MS = 20_000;
/** Clocks count whole milliseconds. */
const ROUNDING_MS = 2;

export interface ServerClock {
  /** Asked and answered by our clock, and what the server's showed in between. */
  add(asked: number, answered: number, server: number): void;
  /** The server's moment → ours. */
  toOurs(server: number): number;
}

interface Sample {
  readonly offset: number;
  /** The most by which the offset may be wrong. */
  readonly errorMs: number;
}

/**
 * The answer that came quickest says it best: the server's time was taken somewhere in between. One that contradicts it
 * means that a clock was set, and counts from then on.
 */
export function createServerClock(): ServerClock {
  let best: Sample | undefined;
  let young: Sample | undefined;
  let since = -Infinity;

  function better(one: Sample | undefined, other: Sample): Sample {
    return one !== undefined && one.errorMs < other.errorMs ? one : other;
  }

  return {
    add(asked, answered, server) {
      const sample: Sample = {
        offset: server - (asked + answered) / 2,
        errorMs: Math.max(0, answered - asked) / 2 + ROUNDING_MS,
      };
      const wasSet = best !== undefined && Math.abs(best.offset - sample.offset) > best.errorMs + sample.errorMs;
      if (wasSet) best = young = undefined;
      if (wasSet || answered > since + KEPT_MS || answered < since) {
        // the best of the last two spans: an old one drifts away
        best = young;
        young = undefined;
        since = answered;
      }
      young = better(young, sample);
      best = better(best, young);
    },
    toOurs: (server) => server - (best?.offset ?? 0),
  };
}
