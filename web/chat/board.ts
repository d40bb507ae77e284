/** What the page knows at this moment: the thread, what waits to be sent, and how the line is. */
import type { Message, Outcome } from "./api.js";
import type { Keep } from "./keep.js";
import type { Outbox } from "./outbox.js";
import type { Thread } from "./thread.js";

/** What the page shows besides the thread. */
export interface Status {
  /** How the line is. */
  readonly line: "good" | "offline" | "trouble";
  /** A message is on its way, so an answer is coming. */
  readonly busy: boolean;
  /** The page is still opening the talk. */
  readonly opening: boolean;
  /** The earlier session ended. */
  readonly anew: boolean;
  /** The storage would not take what waits. */
  readonly notKept: boolean;
  /** No session can be had: there is no such demo person, or a link's hour is over; or, while opening, not yet. */
  readonly closed: boolean;
}

/** The one place that changes, shared by the loops of a talk; every change is shown and what must last is kept. */
export interface Board {
  thread(): Thread;
  box(): Outbox;
  status(): Status;
  /** The open session; undefined while there is none. */
  token(): string | undefined;
  /** The last message of the server's own order; replies to a call do not count, they may overtake a notice. */
  seen(): string | undefined;
  update(change: Partial<Status>): void;
  setThread(thread: Thread): void;
  setBox(box: Outbox): void;
  setSeen(id: string | undefined): void;
  setToken(token: string | undefined): void;
  /** Tells the person how the line is, by what became of a call. */
  hear(outcome: Outcome<unknown>): void;
  /** Messages that came while a call was out: the answer tells whether they are replies. */
  hold(message: Message): void;
  takeHeld(): Message[];
}

/** Before anything is known. */
export const START: Status = { line: "good", busy: false, opening: true, anew: false, notKept: false, closed: false };

/** A board; `show` is called after every change. */
export function createBoard(keep: Keep, show: (thread: Thread, status: Status) => void): Board {
  let thread: Thread = [];
  let box = keep.loadBox();
  let status = START;
  let token: string | undefined;
  let seen: string | undefined;
  let held: Message[] = [];
  function update(change: Partial<Status>): void {
    status = { ...status, ...change };
    show(thread, status);
  }
  return {
    thread: () => thread,
    box: () => box,
    status: () => status,
    token: () => token,
    seen: () => seen,
    update,
    setThread(next) {
      thread = next;
      if (token !== undefined) keep.saveMemory(thread, seen);
      show(thread, status);
    },
    setBox(next) {
      const kept = keep.saveBox(box, next);
      box = next;
      status = { ...status, notKept: (status.notKept && box.length > 0) || !kept };
    },
    setSeen: (id) => void (seen = id),
    setToken: (next) => void (token = next),
    hear(outcome) {
      if (outcome.type === "later") update({ line: outcome.cause === "network" ? "offline" : "trouble" });
      else if (outcome.type !== "ended") update({ line: "good" });
    },
    hold: (message) => void held.push(message),
    takeHeld() {
      const messages = held;
      held = [];
      return messages;
    },
  };
}
