import type { Timers } from "#core/clock.js";

/** Timers that stand still until a test moves them. */
export interface ManualTimers extends Timers {
  /**
   * Moves the time on by `ms`, ringing what becomes due in order, each at its own moment. Before the first, between
   * them and after the last, promises and immediates get some turns of the event loop to settle.
   */
  advance(ms: number): Promise<void>;
  /** How many timers are still to ring. */
  pending(): number;
  /** When the next timer rings, or undefined when none does. */
  next(): number | undefined;
}

interface Alarm {
  readonly at: number;
  readonly fn: () => void;
}

/** Turns given to settle; a chain of more immediates than this at one moment goes on while the time moves. */
const TURNS = 20;

/** Makes timers that start at `startMs` (milliseconds since 1970). */
export function createManualTimers(startMs: number): ManualTimers {
  const alarms = new Set<Alarm>();
  let now = startMs;

  function nextUntil(end: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of alarms) if (alarm.at <= end && (next === undefined || alarm.at < next.at)) next = alarm;
    return next;
  }

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    await settle();
    for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
      alarms.delete(next);
      now = Math.max(now, next.at);
      next.fn();
      await settle();
    }
    now = Math.max(now, end);
    await settle();
  }

  function after(delayMs: number, fn: () => void): () => void {
    const alarm: Alarm = { at: now + Math.max(0, delayMs), fn };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  }

  return { now: () => now, after, advance, pending: () => alarms.size, next: () => nextUntil(Infinity)?.at };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
