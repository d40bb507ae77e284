/** Keeps the talk going: what is typed goes out once and in order, what the server says is shown once. */
import type { Api, Choice, Message } from "./api.js";
import { createBoard, type Status } from "./board.js";
import { createFeed } from "./feed.js";
import { createKeep } from "./keep.js";
import { createOpening } from "./opening.js";
import * as outbox from "./outbox.js";
import type { SmallPhoto } from "./photo.js";
import { runSender } from "./sender.js";
import type { Session } from "./session.js";
import type { Store } from "./store.js";
import * as threads from "./thread.js";
import { createPauser } from "./wait.js";

export interface TalkDeps {
  readonly api: Api;
  readonly session: Session;
  readonly store: Store;
  /** Milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
  /** A code from the address, to be said first. */
  readonly code: string | undefined;
  /** The page's own sentences on what was not sent. */
  readonly words: () => { readonly unsent: string; readonly refused: string; readonly tooLarge: string };
  readonly show: (thread: threads.Thread, status: Status) => void;
}

export interface Talk {
  /** Opens the talk and keeps it going for as long as the page lives. */
  start(): void;
  say(text: string, photo: SmallPhoto | undefined): void;
  press(line: string, choice: Choice): void;
  resend(id: string): void;
  /** Takes an unsent message back and returns it. */
  takeBack(id: string): outbox.Item | undefined;
  /** Tries again at once: the line is back, or the person asks. */
  wake(): void;
  /** The browser says there is no network. */
  lineLost(): void;
  /** The page came to the front, or left it. */
  setVisible(visible: boolean): void;
}

/** A talk over the contract. */
export function createTalk(deps: TalkDeps): Talk {
  const { now, newId, words } = deps;
  const keep = createKeep(deps.store);
  const board = createBoard(keep, deps.show);
  const pausers = { open: createPauser(), send: createPauser(), feed: createPauser() };
  const opening = createOpening({ ...deps, board, keep, pauser: pausers.open, unsent: () => words().unsent });

  function take(message: Message): void {
    if (board.status().busy) return board.hold(message);
    board.setSeen(message.id);
    board.setThread(threads.addFed(board.thread(), message));
  }
  const feed = createFeed({ ...deps, board, opening, take, pauser: pausers.feed, onLine: () => pausers.send.wake() });
  const sender = { ...deps, board, keep, opening, take, pauser: pausers.send, onDelivered: () => pausers.feed.wake() };

  function enqueue(item: Omit<outbox.Item, "id" | "at">): void {
    const added = { ...item, id: newId(), at: now() };
    board.setBox(outbox.add(board.box(), added));
    const thread = threads.addOwn(board.thread(), added);
    board.setThread(board.status().line === "good" ? threads.markSending(thread, added.id) : thread);
    pausers.send.wake();
    pausers.open.wake();
  }
  function wake(): void {
    Object.values(pausers).forEach((pauser) => pauser.wake());
  }
  return {
    start() {
      opening.start();
      void runSender(sender);
      void feed.run();
    },
    say(text, photo) {
      enqueue({ shown: text, ...(text === "" ? {} : { text }), ...photo });
    },
    press(line, choice) {
      enqueue({ shown: choice.label, choice: choice.id, on: line });
    },
    resend(id) {
      const item = board.box().find((other) => other.id === id);
      if (!item) return;
      const { refused: _, id: __, at: ___, ...again } = item;
      board.setBox(outbox.remove(board.box(), id));
      board.setThread(threads.removeLine(board.thread(), id));
      // As a new message: the server may remember what it said to the old id.
      enqueue(again);
    },
    takeBack(id) {
      const item = board.box().find((other) => other.id === id);
      board.setBox(outbox.remove(board.box(), id));
      board.setThread(threads.removeLine(board.thread(), id));
      return item;
    },
    wake,
    lineLost: () => board.update({ line: "offline" }),
    setVisible(visible) {
      feed.setVisible(visible);
      if (visible) wake();
    },
  };
}
