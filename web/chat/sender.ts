/** Sends what waits: one at a time, oldest first, each until it is taken or refused. */
import type { Api, Message, Outcome } from "./api.js";
import type { Board } from "./board.js";
import type { Keep } from "./keep.js";
import type { Opening } from "./opening.js";
import * as outbox from "./outbox.js";
import * as threads from "./thread.js";
import { FOREVER_MS, waitMs, type Pauser } from "./wait.js";

export interface SenderDeps {
  readonly api: Api;
  readonly board: Board;
  readonly keep: Keep;
  readonly opening: Opening;
  readonly pauser: Pauser;
  /** In [0, 1). */
  readonly random: () => number;
  /** The sentences where the server gives none. */
  readonly words: () => { readonly refused: string; readonly tooLarge: string };
  /** Shows a message that came by itself. */
  readonly take: (message: Message) => void;
  /** The line is known to be good. */
  readonly onDelivered: () => void;
}

function settle(deps: SenderDeps, item: outbox.Item, outcome: Outcome<readonly Message[]>): void {
  const { board } = deps;
  if (outcome.type === "done") {
    board.setBox(outbox.remove(board.box(), item.id));
    deps.keep.saveThumb(item);
    board.setThread(threads.addReplies(board.thread(), item.id, outcome.value));
  } else if (outcome.type === "refused") {
    const why = outcome.message ?? (outcome.tooLarge ? deps.words().tooLarge : deps.words().refused);
    // A greeting that was asked for and refused is nothing to trouble a person with.
    const change = outbox.isShown(item) ? outbox.refuse : outbox.remove;
    board.setBox(change(board.box(), item.id, why));
    board.setThread(threads.reopen(threads.setItem(board.thread(), { ...item, refused: why }), item.on));
  } else board.setThread(threads.markWaiting(board.thread()));
}

async function sendOne(deps: SenderDeps, item: outbox.Item, token: string): Promise<Outcome<unknown>> {
  const { board } = deps;
  board.update({ busy: true });
  const outcome = await deps.api.send(token, outbox.outgoing(item));
  // The other loop heard meanwhile that the session ended, and has put the item aside.
  if (board.token() !== token) return { type: "ended" };
  board.update({ busy: false });
  board.hear(outcome);
  if (outcome.type === "ended") deps.opening.renew(token);
  else settle(deps, item, outcome);
  board.takeHeld().forEach(deps.take);
  return outcome;
}

/** Runs for as long as the page lives. */
export async function runSender(deps: SenderDeps): Promise<never> {
  for (let failures = 0; ;) {
    await deps.opening.ready();
    const item = outbox.next(deps.board.box());
    const token = deps.board.token();
    if (!item || token === undefined) {
      await deps.pauser.pause(FOREVER_MS);
      continue;
    }
    const outcome = await sendOne(deps, item, token);
    failures = outcome.type === "later" ? failures + 1 : 0;
    if (failures > 0) await deps.pauser.pause(waitMs(outcome, failures, deps.random()));
    else deps.onDelivered();
  }
}
