/**
 * The pace of one token in several processes: moments come from the schedule they share (`core/shared-slots.ts`).
 * Notices ask for theirs shortly before it, replies take the next one at once. While nobody sends notices, replies leave
 * without asking and are booked behind; each answer tells what the others are at. When the others cannot be reached, a
 * process paces alone, with its part of the allowance, until it can come back.
 */
import type { Log } from "#app/log.js";
import type { Turn } from "#app/outlet.js";
import type { Timers } from "#core/clock.js";
import type { SlotChat, SlotLine, SlotTraffic } from "#core/shared-slots.js";
import { createAlone } from "./alone.js";
import { createAsking } from "./asking.js";
import { createBehind } from "./behind.js";
import { createNews } from "./news.js";
import { LEAD_MS, type Pace } from "./pace.js";
import { createTrips } from "./trips.js";
import { createWaiters, type Waiter } from "./waiters.js";

/** So many replies may be on their way unheard of by the others, while nothing was heard of these of late. */
const UNHEARD = 3;
/** So much later than planned is worth telling. */
const WORTH_TELLING_MS = 4;

export interface SharedPaceDeps {
  readonly timers: Timers;
  readonly line: SlotLine;
  /** What stands for a chat in the shared schedule. */
  readonly chatOf: (address: string) => SlotChat;
  readonly log: Log;
}

/** One message's moment, and what the others know of it. */
interface Ticket {
  readonly slot: number;
  /** The pace that gave it, while the others could not be reached. */
  readonly alone: Pace | undefined;
  leftAt: number | undefined;
  toldAt: number;
}

/** Makes the pace of one token that other processes use too. */
export function createSharedPace({ timers, line, chatOf, log }: SharedPaceDeps): Pace {
  const waiters = createWaiters();
  const trips = createTrips();
  const tickets = new WeakMap<Turn, Ticket>();
  let slots = 0;

  const news = createNews({ timers, ask: () => void hear(line.look(false)), onSetBack: () => waiters.wake() });
  const alone = createAlone({
    timers,
    log,
    peers: news.peers,
    knock: () => line.look(true),
    onParted(pace) {
      for (const waiter of waiters.all()) void waitAlone(waiter, pace);
    },
    onBack(traffic) {
      waiters.wake();
      news.take(traffic);
      give();
    },
  });
  const behind = createBehind(async (sent) => {
    if (!alone.pace()) await hear(line.took(sent), sent[0]?.address);
  });
  const give = createAsking({
    timers,
    waiters,
    isOpen: () => !alone.pace(),
    async ask({ address, urgency }) {
      const slot = ++slots;
      const answer = await hear(line.ask({ slot, urgency, ...chatOf(address) }), address);
      if (!answer) return undefined;
      return { answer, turn: noted({ at: answer.type === "given" ? answer.at : Infinity }, slot) };
    },
  });

  /** Takes in what an answer tells of the others; undefined without one, and then this process is alone. */
  async function hear<A extends SlotTraffic | { readonly traffic: SlotTraffic }>(
    answer: Promise<A>,
    address?: string,
  ): Promise<A | undefined> {
    const said = await answer.catch(() => undefined);
    if (said === undefined) alone.part();
    else news.take("traffic" in said ? said.traffic : said, address);
    return said;
  }

  async function waitAlone(waiter: Waiter, pace: Pace): Promise<void> {
    const turn = await pace.turn(waiter.address, waiter.urgency);
    // meanwhile the others may be there again
    if (alone.pace() === pace && waiters.remove(waiter)) waiter.go(noted(turn, 0, pace));
  }

  function noted(turn: Turn, slot: number, by?: Pace): Turn {
    tickets.set(turn, { slot, alone: by, leftAt: undefined, toldAt: turn.at });
    return turn;
  }

  function isFree(address: string): boolean {
    const now = news.look();
    const pace = alone.pace();
    if (pace) return now >= news.heldUntil(address) && pace.isFree(address);
    return waiters.isEmpty() && news.isCalm(address, now) && (news.isFresh(now) || behind.size() < UNHEARD);
  }

  /** One that leaves without asking. */
  function leaveNow(address: string): Turn {
    const pace = alone.pace();
    if (pace) return noted(pace.take(address), 0, pace);
    const sent = { address, slot: ++slots, at: news.look(), ...chatOf(address) };
    behind.add(sent);
    return noted({ at: sent.at }, sent.slot);
  }

  function depart(address: string, ticket: Ticket | undefined): number {
    const now = news.look();
    const held = news.heldUntil(address);
    if (now < held) return held - now;
    if (!ticket) return 0;
    ticket.leftAt = now;
    tell(address, ticket, now);
    return 0;
  }

  /** Tells the others of lateness, where it matters. */
  function tell(address: string, ticket: Ticket, at: number): void {
    if (at < ticket.toldAt + WORTH_TELLING_MS || alone.pace() || !news.isCounting(timers.now())) return;
    ticket.toldAt = at;
    void hear(line.moved({ slot: ticket.slot, at, ...chatOf(address) }), address);
  }

  return {
    turn(address, urgency) {
      const pace = alone.pace();
      if (urgency === "reply" && !pace && isFree(address)) return Promise.resolve(leaveNow(address));
      return new Promise((go) => {
        const waiter: Waiter = { address, urgency, go };
        waiters.add(waiter);
        if (pace) void waitAlone(waiter, pace);
        else give();
      });
    },
    isFree,
    take: leaveNow,
    leave(address, turn) {
      const ticket = tickets.get(turn);
      if (ticket?.alone) return depart(address, undefined) || ticket.alone.leave(address, turn);
      const waitMs = Math.ceil(turn.at - timers.now());
      if (waitMs <= 0) return depart(address, ticket);
      return new Promise((resolve) => {
        // a turn is told at most LEAD_MS before, unless the clock has been set back
        timers.after(Math.min(waitMs, LEAD_MS), () => resolve(depart(address, ticket)));
      });
    },
    answered(address, turn) {
      const ticket = tickets.get(turn);
      if (ticket?.alone) return ticket.alone.answered(address, turn);
      if (ticket?.leftAt === undefined) return;
      const now = news.look();
      const tripMs = now - ticket.leftAt;
      trips.add(tripMs, now);
      tell(address, ticket, ticket.leftAt + trips.lateMs(tripMs));
    },
    told(address, retryAfterMs) {
      const pace = alone.pace();
      if (pace) return pace.told(address, retryAfterMs);
      // without an answer this process is alone by then, and keeps to it by itself
      void hear(line.refused(chatOf(address), retryAfterMs), address).then((said) => {
        if (!said) alone.pace()?.told(address, retryAfterMs);
      });
    },
  };
}
