/** What the other processes are at, as their shared schedule tells it, and what was refused to whom. */
import type { Timers } from "#core/clock.js";
import type { SlotTraffic } from "#core/shared-slots.js";
import { createChats } from "./chats.js";
import { SET_BACK_MS } from "./pace.js";

/** As many processes are assumed before anything was heard. */
const PEERS = 4;
/** Before the news that notices are under way runs out, it is asked for anew. */
const WATCH_MS = 200;
/** What was heard longer ago says little. */
const FRESH_MS = 1_000;

export interface News {
  /** The time by our clock; when it was set back, nothing that was heard counts any more. */
  look(): number;
  /** Takes in an answer; `address`: the chat that it is about, if any. */
  take(traffic: SlotTraffic, address?: string): void;
  /** Nobody sends notices, and nobody was refused of late: a reply to this chat may leave without asking. */
  isCalm(address: string, now: number): boolean;
  /** Was there an answer within the last second? */
  isFresh(now: number): boolean;
  /** Does anybody keep to the schedule now, so that lateness matters? */
  isCounting(now: number): boolean;
  /** Until when nothing may leave, for anybody or for this chat. */
  heldUntil(address: string): number;
  /** How many processes there are. */
  peers(): number;
}

export interface NewsDeps {
  readonly timers: Timers;
  /** Asks for the news; they come by `take`. */
  readonly ask: () => void;
  /** The clock was set back. */
  readonly onSetBack: () => void;
}

const never = -Infinity;
const nothing: SlotTraffic = {
  busyUntil: never,
  heldUntil: never,
  carefulUntil: never,
  chatHeldUntil: never,
  peers: PEERS,
};

/** Knows nothing at first. */
export function createNews({ timers, ask, onSetBack }: NewsDeps): News {
  /** Only what was refused to each; when each got something is in the shared schedule. */
  const chats = createChats();
  let known = nothing;
  let heardAt = -Infinity;
  let seen = -Infinity;
  let watching = false;

  function look(): number {
    const now = timers.now();
    const isSetBack = now < seen - SET_BACK_MS;
    seen = now;
    if (isSetBack) {
      known = { ...nothing, peers: known.peers };
      heardAt = -Infinity;
      chats.clear();
      onSetBack();
    }
    return now;
  }

  /** While others send notices the news are asked for now and then, so that a reply need not ask. */
  function watch(): void {
    const leftMs = known.busyUntil - WATCH_MS - timers.now();
    if (watching || leftMs <= 0) return;
    watching = true;
    timers.after(Math.ceil(leftMs), () => {
      watching = false;
      // other answers have brought newer ones
      if (known.busyUntil - WATCH_MS > timers.now()) watch();
      else ask();
    });
  }

  return {
    look,
    take(traffic, address) {
      heardAt = look();
      known = traffic;
      const { chatHeldUntil } = traffic;
      if (address !== undefined && chatHeldUntil > chats.heldUntil(address)) chats.hold(address, chatHeldUntil);
      watch();
    },
    isCalm: (address, now) =>
      now >= Math.max(known.busyUntil, known.carefulUntil, known.heldUntil) && !chats.isCareful(address, now),
    isFresh: (now) => now < heardAt + FRESH_MS,
    isCounting: (now) => now < Math.max(known.busyUntil, known.carefulUntil),
    heldUntil: (address) => Math.max(known.heldUntil, chats.heldUntil(address)),
    peers: () => Math.max(1, known.peers),
  };
}
