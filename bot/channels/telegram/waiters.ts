/** Messages that wait for a moment of the shared schedule, replies ahead of notices. */
import type { Turn } from "#app/outlet.js";

export type Urgency = "reply" | "notice";

export interface Waiter {
  readonly address: string;
  readonly urgency: Urgency;
  readonly go: (turn: Turn) => void;
}

export interface Waiters {
  add(waiter: Waiter): void;
  /** False for one that is not waiting any more. */
  remove(waiter: Waiter): boolean;
  isEmpty(): boolean;
  all(): readonly Waiter[];
  /** Whom to ask for now; undefined while all are told to wait. */
  next(now: number): Waiter | undefined;
  /** When there will be one to ask for; Infinity when nobody waits. */
  soonest(): number;
  /** It is of no use to ask for these before `until`. */
  restAll(urgency: Urgency, until: number): void;
  restChat(address: string, until: number): void;
  /** Everybody may be asked for again. */
  wake(): void;
}

/** An empty line. */
export function createWaiters(): Waiters {
  const lines: Readonly<Record<Urgency, Set<Waiter>>> = { reply: new Set(), notice: new Set() };
  const rests: Record<Urgency, number> = { reply: -Infinity, notice: -Infinity };
  /** Of chats in the line that may not get one yet. */
  const chats = new Map<string, number>();
  const urgencies = ["reply", "notice"] as const;

  const readyAt = ({ address, urgency }: Waiter): number => Math.max(rests[urgency], chats.get(address) ?? -Infinity);
  const all = (): Waiter[] => [...lines.reply, ...lines.notice];

  function next(now: number): Waiter | undefined {
    for (const urgency of urgencies) {
      if (rests[urgency] > now) continue;
      for (const waiter of lines[urgency]) if (readyAt(waiter) <= now) return waiter;
    }
    return undefined;
  }

  return {
    add: (waiter) => void lines[waiter.urgency].add(waiter),
    remove(waiter) {
      const waited = lines[waiter.urgency].delete(waiter);
      if (lines.reply.size + lines.notice.size === 0) chats.clear();
      return waited;
    },
    isEmpty: () => lines.reply.size + lines.notice.size === 0,
    all,
    next,
    soonest: () => all().reduce((soonest, waiter) => Math.min(soonest, readyAt(waiter)), Infinity),
    restAll: (urgency, until) => void (rests[urgency] = until),
    restChat: (address, until) => void chats.set(address, until),
    wake() {
      rests.reply = rests.notice = -Infinity;
      chats.clear();
    },
  };
}
