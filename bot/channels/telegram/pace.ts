/**
 * The pace of one token: a schedule of moments at which messages may leave, kept to the millisecond, so that nearly all
 * of what Telegram allows is used and next to nothing refused (about 30 a second overall, one a second in a chat, 20 a
 * minute in a group). Replies go ahead of notices. While no notice is under way replies leave at once, until Telegram
 * says that it is too many.
 */
import type { Turn } from "#app/outlet.js";
import type { Timers } from "#core/clock.js";
import { createChats, type Chats } from "./chats.js";
import { createSchedule } from "./schedule.js";

/** A turn is told so long before its moment: the ledger is written in between. */
export const LEAD_MS = 40;
/** Notices count as under way for so long after the last one. */
export const UNDER_WAY_MS = 1_000;
/** A clock that is set back by more than this starts the schedule anew. */
export const SET_BACK_MS = 2_000;

export interface Pace {
  /** Resolves shortly before this message may leave, replies ahead of notices. */
  turn(address: string, urgency: "reply" | "notice"): Promise<Turn>;
  /** Would a reply's turn be at once? */
  isFree(address: string): boolean;
  /** A turn now, out of line; for a message that nobody asked a turn for. */
  take(address: string): Turn;
  /**
   * Waits until `turn.at` and counts the message as leaving: 0. While it is held back by a refusal: how many milliseconds
   * of that are left, and the message must not leave. Waits only when there is something to wait for.
   */
  leave(address: string, turn: Turn): number | Promise<number>;
  /** The answer is there, whatever it says: how long it took tells how late the message may have arrived. */
  answered(address: string, turn: Turn): void;
  /** The network refused one for speed, and told how long to wait. */
  told(address: string, retryAfterMs: number): void;
}

interface Waiter {
  readonly address: string;
  readonly go: (turn: Turn) => void;
}

interface Line {
  readonly reply: Waiter[];
  readonly notice: Waiter[];
}

/** Makes the pace of one token; `share` of the allowance is used, as much as is safe unless told. */
export function createPace({ timers, share }: { readonly timers: Timers; readonly share?: number }): Pace {
  const chats = createChats();
  const line: Line = { reply: [], notice: [] };
  const schedule = createSchedule(share);
  let noticeAt = -Infinity;
  let seen = -Infinity;
  let alarm: { readonly at: number; readonly off: () => void } | undefined;

  function look(): number {
    const now = timers.now();
    if (now < seen - SET_BACK_MS) {
      chats.clear();
      schedule.clear();
      noticeAt = -Infinity;
    }
    seen = now;
    return now;
  }

  /** Replies keep to the schedule while others do, and for a while after a refusal. */
  function isFree(address: string, now: number): boolean {
    if (line.notice.length > 0 || line.reply.length > 0 || now < noticeAt + UNDER_WAY_MS) return false;
    return !schedule.isCareful(now) && !chats.isCareful(address, now);
  }

  /** Gives out the slots whose moment is near, and sleeps until the next one is. */
  function give(): void {
    const now = look();
    while (line.reply.length > 0 || line.notice.length > 0) {
      const free = schedule.next(now);
      const at = Math.max(free, firstReady(line, chats, free));
      if (at > now + LEAD_MS) return sleep(now, at - LEAD_MS);
      const urgency = line.reply.some(({ address }) => chats.readyAt(address) <= at) ? "reply" : "notice";
      const index = line[urgency].findIndex(({ address }) => chats.readyAt(address) <= at);
      const [waiter] = line[urgency].splice(index, 1);
      if (!waiter) return;
      if (urgency === "notice") noticeAt = at;
      waiter.go(book(waiter.address, at));
    }
  }

  function book(address: string, at: number): Turn {
    chats.book(address, at);
    return schedule.book(at, seen);
  }

  function sleep(now: number, until: number): void {
    if (alarm && alarm.at <= until) return;
    alarm?.off();
    const wake = (): void => {
      alarm = undefined;
      give();
    };
    alarm = { at: until, off: timers.after(Math.ceil(until - now), wake) };
  }

  function depart(address: string, turn: Turn): number {
    const now = look();
    const held = Math.max(schedule.heldUntil(), chats.heldUntil(address));
    if (now < held) return held - now;
    schedule.left(turn, now);
    chats.delay(address, now);
    return 0;
  }

  return {
    turn(address, urgency) {
      const now = look();
      if (urgency === "reply" && isFree(address, now)) return Promise.resolve(book(address, now));
      if (line.reply.length + line.notice.length === 0) schedule.rest(now);
      return new Promise((go) => {
        line[urgency].push({ address, go });
        give();
      });
    },
    isFree: (address) => isFree(address, look()),
    take: (address) => book(address, look()),
    leave(address, turn) {
      const waitMs = Math.ceil(turn.at - timers.now());
      if (waitMs <= 0) return depart(address, turn);
      // a turn is at most LEAD_MS away, unless the clock has been set back
      return new Promise((resolve) => {
        timers.after(Math.min(waitMs, LEAD_MS), () => resolve(depart(address, turn)));
      });
    },
    answered(address, turn) {
      const arrivedAt = schedule.answered(turn, look());
      if (arrivedAt !== undefined) chats.delay(address, arrivedAt);
    },
    told(address, retryAfterMs) {
      const now = look();
      if (chats.isOwn(address)) chats.hold(address, now + retryAfterMs);
      else schedule.refused(now, now + retryAfterMs);
    },
  };
}

/** The earliest moment at which the chat of one of them may get a message; any one before `soon` will do. */
function firstReady({ reply, notice }: Line, chats: Chats, soon: number): number {
  let first = Infinity;
  for (const waiters of [reply, notice]) {
    for (const { address } of waiters) {
      first = Math.min(first, chats.readyAt(address));
      if (first <= soon) return first;
    }
  }
  return first;
}
