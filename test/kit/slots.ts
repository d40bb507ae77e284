/** The shared schedule in memory, on the timers of a test: several paces on one of these are several processes. */
import type { Timers } from "#core/clock.js";
import type { SlotAnswer, SlotChat, SlotRules, Slots, SlotTraffic, SlotWant } from "#core/shared-slots.js";
import { createChats } from "#bot/channels/telegram/chats.js";
import { createSchedule } from "#bot/channels/telegram/schedule.js";

export interface MemorySlots extends Slots {
  /** How long the way there and back takes, each half of it. */
  wayMs: number;
  /** Nobody can be reached. */
  isAway: boolean;
  /** How many calls were made. */
  calls: number;
  /** As another process asks; its numbers of messages are its own. */
  readonly of: (self: string) => Slots;
}

type Turn = ReturnType<ReturnType<typeof createSchedule>["book"]>;

/** Empty, reachable, and without any way to go. */
export function createMemorySlots(timers: Timers): MemorySlots {
  const books = new Map<string, Book>();
  const memory: MemorySlots = {
    wayMs: 0,
    isAway: false,
    calls: 0,
    line: (name, rules) => memory.of("one").line(name, rules),
    of: (self) => ({
      line(name, rules) {
        const book = books.get(name) ?? createBook(timers, rules);
        books.set(name, book);
        const way = <T>(act: () => T): Promise<T> => travel(timers, memory, act);
        return {
          ask: (want) => way(() => book.ask(self, want)),
          took: (sent) => way(() => book.took(self, sent)),
          moved: (to) => way(() => book.moved(self, to)),
          refused: (chat, forMs) => way(() => book.refused(self, chat, forMs)),
          look: (back) => way(() => book.look(self, back)),
        };
      },
    }),
  };
  return memory;
}

async function travel<T>(timers: Timers, memory: MemorySlots, act: () => T): Promise<T> {
  memory.calls += 1;
  const pass = (): Promise<void> => new Promise((there) => void timers.after(memory.wayMs, there));
  if (memory.wayMs > 0) await pass();
  if (memory.isAway) throw new Error("nobody answers");
  const said = act();
  if (memory.wayMs > 0) await pass();
  return said;
}

type Book = ReturnType<typeof createBook>;
interface Moment extends SlotChat {
  readonly slot: number;
  readonly at: number;
}

function createBook(timers: Timers, rules: SlotRules) {
  const schedule = createSchedule(rules.share.most);
  const chats = createChats();
  const turns = new Map<string, Turn>();
  const peers = new Set<string>();
  const held = new Map<string, number>();
  let noticeAt = -Infinity;
  let quietUntil = -Infinity;
  let carefulUntil = -Infinity;
  let heldUntil = -Infinity;

  const address = ({ chat, group }: SlotChat): string => (group ? `-${chat}` : chat);
  const traffic = (self: string, chat?: SlotChat): SlotTraffic => ({
    busyUntil: noticeAt + rules.underWayMs,
    heldUntil,
    carefulUntil,
    chatHeldUntil: (chat && held.get(chat.chat)) ?? -Infinity,
    peers: peers.add(self).size,
  });

  function book(self: string, { slot, at, ...chat }: Moment): void {
    const now = timers.now();
    chats.book(address(chat), at);
    const turn = schedule.book(at, now);
    turns.set(`${self}-${slot}`, turn);
  }

  function ask(self: string, want: SlotWant): SlotAnswer {
    const now = timers.now();
    const who = address(want);
    schedule.rest(now);
    const calm = now >= noticeAt + rules.underWayMs && now >= carefulUntil && !chats.isCareful(who, now);
    const free = want.urgency === "reply" && calm;
    const rest = want.urgency === "notice" ? quietUntil : 0;
    const at = free ? now : Math.max(now, schedule.next(now), rest);
    const ready = free ? now : chats.readyAt(who);
    const ahead = rules.aheadMs[want.urgency];
    const moment = Math.max(at, ready);
    if (ready > Math.max(at, now + rules.aheadMs.notice))
      return { type: "wait", whom: "chat", until: ready - rules.aheadMs.notice, traffic: traffic(self, want) };
    if (moment > now + ahead) return { type: "wait", whom: "all", until: moment - ahead, traffic: traffic(self, want) };
    book(self, { ...want, at: moment });
    if (want.urgency === "notice") noticeAt = Math.max(noticeAt, moment);
    return { type: "given", at: moment, traffic: traffic(self, want) };
  }

  return {
    ask,
    took(self: string, sent: readonly Moment[]): SlotTraffic {
      for (const one of sent) book(self, one);
      return traffic(self, sent[0]);
    },
    moved(self: string, to: Moment): SlotTraffic {
      const turn = turns.get(`${self}-${to.slot}`);
      if (turn) schedule.left(turn, to.at);
      chats.delay(address(to), to.at);
      return traffic(self, to);
    },
    refused(self: string, chat: SlotChat, forMs: number): SlotTraffic {
      const now = timers.now();
      const until = now + forMs;
      if (chats.isOwn(address(chat))) {
        chats.hold(address(chat), until);
        held.set(chat.chat, until);
      } else {
        schedule.refused(now, until);
        heldUntil = Math.max(heldUntil, until);
        carefulUntil = Math.max(heldUntil, now + rules.carefulMs);
      }
      return traffic(self, chat);
    },
    look(self: string, back: boolean): SlotTraffic {
      if (back) quietUntil = Math.max(quietUntil, timers.now() + rules.quietMs);
      return traffic(self);
    },
  };
}
