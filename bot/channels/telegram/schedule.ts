/**
 * The moments at which a bot's messages may leave: absolute, so that no lateness adds up, and never more of them in a
 * window than are allowed, counted by when they may have arrived.
 */
import type { Turn } from "#app/outlet.js";
import { createTrips } from "./trips.js";

/** Messages that Telegram takes from one bot in any window. */
export const ALLOWED = { messages: 30, windowMs: 1_000 } as const;
/** Clocks count whole milliseconds: a window is kept by so much more. */
export const ROUNDING_MS = 3;
/** The share of the allowance that is used: at first and at most, what a refusal leaves of it, what peace gives back. */
export const SHARE = { most: 0.99, least: 0.2, kept: 0.98, back: 0.004, backEveryMs: 10_000 } as const;
/** So much lateness is made up for, a little at a time; what is missed beyond is missed. Never a burst. */
export const LATE_MS = 250;
/** So long after a refusal for everybody replies keep to the schedule too. */
export const CAREFUL_MS = 60_000;
/** Slots remembered: those of a window, and as many again, since messages do not leave in the order of their slots. */
const REMEMBERED = 2 * ALLOWED.messages;
/** A message that is so much overdue does not leave any more. */
const GIVEN_UP_MS = 500;

export interface Schedule {
  /** The next moment that is free. */
  next(now: number): number;
  /** Gives out a moment. */
  book(at: number, now: number): Turn;
  /** Its message leaves now. */
  left(turn: Turn, now: number): void;
  /** Its message is answered: when it may have arrived; undefined for one that is forgotten. */
  answered(turn: Turn, now: number): number | undefined;
  /** Nobody has waited: the schedule begins now, not where it was left. */
  rest(now: number): void;
  /** The network has refused one for speed: nothing leaves before `until`, and less after it. */
  refused(now: number, until: number): void;
  /** Until when a refusal holds everybody back. */
  heldUntil(): number;
  /** Was there a refusal of late? */
  isCareful(now: number): boolean;
  clear(): void;
}

/** One message's place in the schedule, and what is known of it. */
interface Slot {
  readonly at: number;
  leftAt: number | undefined;
  /** The way there and back, once it is answered. */
  tripMs: number | undefined;
}

/** Makes the schedule of one token; it has no clock, and is told the time. `most`: the share of the allowance to use. */
export function createSchedule(most: number = SHARE.most): Schedule {
  /** The last slots given out, the next one to be forgotten at `oldest`. */
  const ring: (Slot | undefined)[] = Array.from({ length: REMEMBERED }, () => undefined);
  const trips = createTrips();
  let oldest = 0;
  let due = -Infinity;
  let last = -Infinity;
  let share = most;
  let held = -Infinity;
  let refusedAt = -Infinity;
  let changedAt = -Infinity;

  function intervalMs(now: number): number {
    if (share < most && now > changedAt + SHARE.backEveryMs) {
      share = Math.min(most, share + SHARE.back);
      changedAt = now;
    }
    return ALLOWED.windowMs / ALLOWED.messages / share;
  }

  const slotOf = (turn: Turn): Slot | undefined => ring.find((slot) => slot === turn);

  /** The latest moment at which a message may arrive or have arrived, counted as if the way took no time. */
  function arrival({ at, leftAt, tripMs }: Slot, now: number): number {
    // one that never left was held back, or not wanted any more
    if (leftAt === undefined) return now < at + GIVEN_UP_MS ? Math.max(at, now) : at;
    return leftAt + trips.lateMs(tripMs ?? now - leftAt);
  }

  /** When one more may arrive, with no more in the window before it than are allowed. */
  function windowOpens(now: number): number {
    const arrivals = ring.map((slot) => (slot ? arrival(slot, now) : -Infinity)).toSorted((a, b) => b - a);
    return (arrivals[ALLOWED.messages - 1] ?? -Infinity) + ALLOWED.windowMs + ROUNDING_MS;
  }

  return {
    next(now: number): number {
      const interval = intervalMs(now);
      return Math.max(due + interval, now - LATE_MS, last + interval / 2, windowOpens(now), held);
    },
    book(at: number, now: number): Turn {
      const slot: Slot = { at, leftAt: undefined, tripMs: undefined };
      ring[oldest] = slot;
      oldest = (oldest + 1) % REMEMBERED;
      due = Math.max(due + intervalMs(now), at - LATE_MS);
      last = Math.max(last, at);
      return slot;
    },
    left(turn: Turn, now: number): void {
      const slot = slotOf(turn);
      if (slot) slot.leftAt = now;
    },
    answered(turn: Turn, now: number): number | undefined {
      const slot = slotOf(turn);
      if (slot?.leftAt === undefined) return undefined;
      slot.tripMs = now - slot.leftAt;
      trips.add(slot.tripMs, now);
      return arrival(slot, now);
    },
    rest(now: number): void {
      due = Math.max(due, now - intervalMs(now));
    },
    refused(now: number, until: number): void {
      // several at once are one refusal
      if (now > refusedAt + ALLOWED.windowMs) share = Math.max(Math.min(most, SHARE.least), share * SHARE.kept);
      held = Math.max(held, until);
      refusedAt = changedAt = now;
      // what was missed meanwhile is not made up for
      due = Math.max(due, until - intervalMs(now));
    },
    heldUntil: () => held,
    isCareful: (now: number) => now < Math.max(held, refusedAt + CAREFUL_MS),
    clear(): void {
      ring.fill(undefined);
      due = last = held = refusedAt = changedAt = -Infinity;
    },
  };
}
