/** Asks the shared schedule for whoever waits, one at a time, until all have to wait. */
import type { Turn } from "#app/outlet.js";
import type { Timers } from "#core/clock.js";
import type { SlotAnswer } from "#core/shared-slots.js";
import { LEAD_MS } from "./pace.js";
import type { Waiter, Waiters } from "./waiters.js";

/** Nobody rests longer than this without asking again: the others may have lost their schedule. */
const REST_MS = 1_000;

export interface AskingDeps {
  readonly timers: Timers;
  readonly waiters: Waiters;
  /** False while there is nobody to ask. */
  readonly isOpen: () => boolean;
  /** Undefined when there is no answer. */
  readonly ask: (waiter: Waiter) => Promise<{ readonly answer: SlotAnswer; readonly turn: Turn } | undefined>;
}

/** Returns what is to be called whenever somebody new waits, or there is somebody to ask again. */
export function createAsking({ timers, waiters, isOpen, ask }: AskingDeps): () => void {
  let asking = false;
  let alarm: { readonly at: number; readonly off: () => void } | undefined;

  function give(): void {
    if (asking || !isOpen() || waiters.isEmpty()) return;
    const now = timers.now();
    const waiter = waiters.next(now);
    if (waiter) void askFor(waiter);
    else sleep(now, waiters.soonest());
  }

  async function askFor(waiter: Waiter): Promise<void> {
    asking = true;
    const answered = await ask(waiter);
    asking = false;
    if (answered?.answer.type === "wait") rest(waiter, answered.answer);
    // it may have got a turn elsewhere meanwhile
    else if (answered && waiters.remove(waiter)) goSoon(waiter, answered.turn);
    give();
  }

  function rest({ urgency, address }: Waiter, answer: SlotAnswer & { readonly type: "wait" }): void {
    const until = Math.min(answer.until, timers.now() + REST_MS);
    if (answer.whom === "all") waiters.restAll(urgency, until);
    else waiters.restChat(address, until);
  }

  /** Told so long before the moment as the ledger needs, not earlier. */
  function goSoon(waiter: Waiter, turn: Turn): void {
    const earlyMs = Math.ceil(turn.at - LEAD_MS - timers.now());
    if (earlyMs <= 0) waiter.go(turn);
    else timers.after(earlyMs, () => waiter.go(turn));
  }

  function sleep(now: number, until: number): void {
    if (alarm && alarm.at <= until && alarm.at > now) return;
    alarm?.off();
    const wake = (): void => {
      alarm = undefined;
      give();
    };
    alarm = { at: until, off: timers.after(Math.max(1, Math.ceil(until - now)), wake) };
  }

  return give;
}
