import { createHeap, type Heap, type Slotted } from "./heap.js";
import type { Payload } from "./port.js";

/** One piece of waiting work. */
export interface Task {
  readonly key: string;
  readonly payload: Payload;
  /** Not before this moment, in milliseconds since 1970. */
  readonly due: number;
  /** 1 first, 10 last. */
  readonly priority: number;
  /** Runs that count as attempts so far. */
  readonly runs: number;
}

/** What waits for one job: each key at most once, ordered by priority, then due time, then order of coming. */
export interface Backlog {
  /** Lets a task in. If its key waits already, the two become one. */
  join(task: Task, now: number): void;
  /** Lets a task back in after a run of it; it is older than what joined under its key meanwhile. */
  rejoin(task: Task, now: number): void;
  /** Takes the next task that is due and whose key is not taken; the key stays taken until `release`. */
  take(now: number): Task | undefined;
  /** Says that the run of a taken key has ended. */
  release(key: string, now: number): void;
  /** True when a task of this key waits. */
  has(key: string): boolean;
  /** When the next delayed task becomes due, always after `now`; undefined if none is delayed. */
  nextDue(now: number): number | undefined;
  /** Tasks that are due, those whose key is taken included. */
  waiting(now: number): number;
  delayed(now: number): number;
}

interface Entry extends Task, Slotted {
  readonly order: number;
  /** The heap it is in; undefined while it is held back because its key is taken. */
  home: Heap<Entry> | undefined;
}

// Two requests become one: the first payload stays, the earlier time and the higher priority win. A new request
// also gives back all attempts: else a burst of adds during an outage would use them up within a second.
function merge(first: Task, second: Task): Task {
  const due = Math.min(first.due, second.due);
  const priority = Math.min(first.priority, second.priority);
  return { key: first.key, payload: first.payload, due, priority, runs: 0 };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.due === b.due ? a.order < b.order : a.due < b.due;
}

function isMoreUrgent(a: Entry, b: Entry): boolean {
  return a.priority === b.priority ? isBefore(a, b) : a.priority < b.priority;
}

/** Makes an empty backlog; every change costs O(log n). */
export function createBacklog(): Backlog {
  const entries = new Map<string, Entry>();
  const taken = new Set<string>();
  const late = createHeap<Entry>(isBefore);
  const ready = createHeap<Entry>(isMoreUrgent);
  let joined = 0;

  function place(entry: Entry, now: number): void {
    entry.home = entry.due > now ? late : taken.has(entry.key) ? undefined : ready;
    entry.home?.push(entry);
  }

  function put(task: Task, now: number, was: Entry | undefined): void {
    was?.home?.remove(was);
    const entry: Entry = { ...task, order: was?.order ?? joined++, slot: -1, home: undefined };
    entries.set(task.key, entry);
    place(entry, now);
  }

  function join(task: Task, now: number): void {
    const was = entries.get(task.key);
    put(was === undefined ? task : merge(was, task), now, was);
  }

  function rejoin(task: Task, now: number): void {
    const was = entries.get(task.key);
    put(was === undefined ? task : merge(task, was), now, was);
  }

  function wake(now: number): void {
    for (let next = late.peek(); next !== undefined && next.due <= now; next = late.peek()) {
      late.remove(next);
      place(next, now);
    }
  }

  function take(now: number): Task | undefined {
    wake(now);
    const entry = ready.pop();
    if (entry === undefined) return undefined;
    entries.delete(entry.key);
    taken.add(entry.key);
    return entry;
  }

  function release(key: string, now: number): void {
    taken.delete(key);
    const held = entries.get(key);
    if (held !== undefined && held.home === undefined) place(held, now);
  }

  // Every question about the delayed ones first lets go those whose time has come.
  function stillLate(now: number): Heap<Entry> {
    wake(now);
    return late;
  }

  return {
    join,
    rejoin,
    take,
    release,
    has: (key) => entries.has(key),
    nextDue: (now) => stillLate(now).peek()?.due,
    waiting: (now) => entries.size - stillLate(now).size(),
    delayed: (now) => stillLate(now).size(),
  };
}
