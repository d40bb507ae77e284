/** How long messages are under way, and what that says of when they arrive. */

/** How long the quickest way there and back is remembered, and the most that a slow answer says of its message. */
const TRIPS_MS = 20_000;
const MOST_LATENESS_MS = 1_000;

export interface Trips {
  add(tripMs: number, now: number): void;
  /** How much later one arrives, at most, that is under way so long. */
  lateMs(tripMs: number): number;
}

/**
 * The quickest way there and back of late. What a message took longer, it may have arrived later: so two that left far
 * enough apart never arrive too close to each other.
 */
export function createTrips(): Trips {
  let quickest = Infinity;
  let quickestBefore = Infinity;
  let since = -Infinity;
  return {
    add(tripMs: number, now: number): void {
      if (now > since + TRIPS_MS || now < since) {
        quickestBefore = quickest;
        quickest = Infinity;
        since = now;
      }
      quickest = Math.min(quickest, tripMs);
    },
    lateMs(tripMs: number): number {
      const usual = Math.min(quickest, quickestBefore);
      return Math.min(Math.max(0, tripMs - usual), MOST_LATENESS_MS);
    },
  };
}
