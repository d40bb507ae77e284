/** What each chat got of late, and when it may get the next: one message a second, 20 a minute in a group. */

/** Between two messages to one chat; a little more than Telegram's second, since they may arrive closer than they left. */
export const CHAT_MS = 1_010;
export const GROUP = { most: 20, withinMs: 60_500 } as const;
/** A group's number is negative. */
export const isGroup = (address: string): boolean => address.startsWith("-");
/** So long after a refusal of its own a chat's replies are spaced too. */
const CAREFUL_MS = 60_000;

export interface Chats {
  /** The earliest moment at which this chat may get another message. */
  readyAt(address: string): number;
  /** A message leaves for it at `at`. */
  book(address: string, at: number): void;
  /** The message that was booked last leaves, or arrives, a little later than planned. */
  delay(address: string, at: number): void;
  /** Would a refusal now be for this chat's own pace, and not for everybody's? */
  isOwn(address: string): boolean;
  /** Nothing for this chat before `until`. */
  hold(address: string, until: number): void;
  /** Until when nothing may leave for it after a refusal of its own. */
  heldUntil(address: string): number;
  /** Are its replies spaced, after a refusal of its own? */
  isCareful(address: string, now: number): boolean;
  clear(): void;
}

/** Forgets by itself what is of no more use. */
export function createChats(): Chats {
  const latest = createRecent<{ last: number; before: number }>(2 * CHAT_MS);
  const groups = createRecent<number[]>(GROUP.withinMs);
  const holds = createRecent<number>(CAREFUL_MS);
  const heldUntil = (address: string): number => (holds.isEmpty() ? -Infinity : (holds.get(address) ?? -Infinity));
  return {
    heldUntil,
    readyAt(address) {
      const ready = Math.max((latest.get(address)?.last ?? -Infinity) + CHAT_MS, heldUntil(address));
      if (!isGroup(address)) return ready;
      // the 20th last one, of the last 20
      const first = groups.get(address)?.at(-GROUP.most) ?? -Infinity;
      return Math.max(ready, first + GROUP.withinMs);
    },
    book(address, at) {
      latest.set(address, { last: at, before: latest.get(address)?.last ?? -Infinity }, at);
      if (!isGroup(address)) return;
      const times = [...(groups.get(address) ?? []), at].slice(-GROUP.most);
      groups.set(address, times, at);
    },
    delay(address, at) {
      const chat = latest.get(address);
      if (chat && chat.last < at) chat.last = at;
    },
    isOwn(address) {
      const chat = latest.get(address);
      return isGroup(address) || (chat !== undefined && chat.last - chat.before < CHAT_MS);
    },
    hold: (address, until) => holds.set(address, until, until),
    isCareful: (address, now) => now < heldUntil(address) + CAREFUL_MS,
    clear() {
      latest.clear();
      groups.clear();
      holds.clear();
    },
  };
}

interface Recent<V> {
  get(key: string): V | undefined;
  /** `at`: when it was so; it is kept for `keepMs` from then at least. */
  set(key: string, value: V, at: number): void;
  isEmpty(): boolean;
  clear(): void;
}

/** Two generations: when the older one is of no more use, it goes as a whole, without a look at each entry. */
function createRecent<V>(keepMs: number): Recent<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let since = -Infinity;
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value, at) {
      if (at > since + keepMs) {
        old = at > since + 2 * keepMs ? new Map() : young;
        young = new Map();
        since = at;
      }
      young.set(key, value);
    },
    isEmpty: () => young.size === 0 && old.size === 0,
    clear() {
      young.clear();
      old.clear();
      since = -Infinity;
    },
  };
}
