/** Opens the talk: a session, its history, a first greeting; and opens it anew when the session ends. */
import type { Api, Message } from "./api.js";
import type { Board } from "./board.js";
import type { Keep } from "./keep.js";
import * as outbox from "./outbox.js";
import type { Session } from "./session.js";
import { addOwn, fromHistory, ownLine } from "./thread.js";
import { waitMs, type Pauser } from "./wait.js";

export interface OpeningDeps {
  readonly api: Api;
  readonly session: Session;
  readonly board: Board;
  readonly keep: Keep;
  readonly pauser: Pauser;
  /** Milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
  /** A code from the address, to be said first. */
  readonly code: string | undefined;
  /** The sentence on what an ended session left unsent. */
  readonly unsent: () => string;
}

export interface Opening {
  /** Resolves when the talk is open (or cannot be), however long it takes. */
  ready(): Promise<void>;
  start(): void;
  /** A token was answered with 401. Both loops may hear of it; the first one acts. */
  renew(old: string): void;
}

/** The choice that asks for the server's greeting. */
const GREET = "start";

/** Opens talks on a board. */
export function createOpening(deps: OpeningDeps): Opening {
  const { api, session, board, keep } = deps;
  let code = deps.code;
  let ready: Promise<void> = Promise.resolve();

  function first(item: Pick<outbox.Item, "shown" | "text" | "choice">): void {
    board.setBox(outbox.addFirst(board.box(), { ...item, id: deps.newId(), at: deps.now() }));
  }
  function begin(token: string, history: readonly Message[]): void {
    if (code !== undefined) first({ shown: code, text: code });
    // A new talk is greeted; once, also when the page was loaded again before the greeting got through.
    else if (history.length === 0 && !board.box().some((item) => item.choice === GREET)) {
      first({ shown: "", choice: GREET });
    }
    code = undefined;
    const past = keep.addThumbs(fromHistory(history, keep.loadMemory()));
    board.setToken(token);
    board.setSeen(history[history.length - 1]?.id);
    board.setThread(board.box().filter(outbox.isShown).reduce(addOwn, past));
    board.update({ opening: false, line: "good" });
  }
  /** Clears what belonged to the ended session, which the next person at this phone must not see; own words stay. */
  function end(token: string): void {
    session.drop(token);
    board.setToken(undefined);
    board.setBox(outbox.hold(board.box(), deps.unsent()));
    keep.forgetTalk();
    board.takeHeld();
    board.setThread(board.box().map(ownLine));
    board.update({ anew: true, opening: true, busy: false });
  }
  async function open(): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      const opened = await session.open();
      if (opened.type === "refused") return board.update({ closed: true, opening: false });
      const history = opened.type === "done" ? await api.history(opened.value, undefined) : opened;
      if (opened.type === "done" && history.type === "done") return begin(opened.value, history.value);
      if (opened.type === "done" && history.type === "ended") end(opened.value);
      board.hear(history);
      // The kept session ended: a new one at once.
      if (history.type !== "ended" || failures > 1) await deps.pauser.pause(waitMs(history, failures, deps.random()));
    }
  }
  return {
    ready: () => ready,
    start: () => void (ready = open()),
    renew(old) {
      if (board.token() !== old) return;
      end(old);
      ready = open();
    },
  };
}
