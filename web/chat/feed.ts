/** Listens for what the server says by itself, and catches up on what was missed. */
import { readMessage, type Api, type Message } from "./api.js";
import type { Board } from "./board.js";
import { readEvents, type ServerEvent } from "./events.js";
import type { Opening } from "./opening.js";
import { backoffMs, FOREVER_MS, type Pauser } from "./wait.js";

export interface FeedDeps {
  readonly api: Api;
  readonly board: Board;
  readonly opening: Opening;
  readonly pauser: Pauser;
  /** In [0, 1). */
  readonly random: () => number;
  readonly take: (message: Message) => void;
  /** The line is known to be good. */
  readonly onLine: () => void;
}

export interface Feed {
  /** Runs for as long as the page lives. */
  run(): Promise<never>;
  /** Holds the stream only while the page is in front: browsers allow few open lines to one server. */
  setVisible(visible: boolean): void;
}

// A line that died without a word is found out after this.
const SILENCE_MS = 90_000;
const OPEN_MS = 20_000;

function readEvent(event: ServerEvent): Message | undefined {
  try {
    return readMessage(JSON.parse(event.data));
  } catch {
    return undefined;
  }
}

/** A feed onto a board. */
export function createFeed(deps: FeedDeps): Feed {
  const { api, board, opening } = deps;
  let visible = true;
  let current = new AbortController();

  /** One stream from opening to end. True: it was open, or the session ended. */
  async function listen(token: string, abort: AbortController): Promise<boolean> {
    const timer = setTimeout(() => abort.abort(), OPEN_MS);
    const stream = await api.events(token, abort.signal);
    clearTimeout(timer);
    // Asked once the stream is open, so nothing can fall between the two.
    const missed = stream.type === "ended" ? stream : await api.history(token, board.seen());
    if (missed.type === "ended") opening.renew(token);
    if (board.token() !== token) return true;
    board.hear(missed);
    if (missed.type !== "done") return false;
    deps.onLine();
    missed.value.forEach(deps.take);
    if (stream.type !== "done") return false;
    await readEvents(stream.value, SILENCE_MS, (event) => {
      const message = board.token() === token ? readEvent(event) : undefined;
      if (message) deps.take(message);
    });
    return true;
  }

  return {
    async run() {
      for (let failures = 0; ;) {
        await opening.ready();
        const token = board.token();
        if (token === undefined || !visible) {
          await deps.pauser.pause(FOREVER_MS);
          continue;
        }
        current = new AbortController();
        failures = (await listen(token, current)) ? 0 : failures + 1;
        current.abort();
        if (visible && board.token() === token) {
          await deps.pauser.pause(backoffMs(Math.max(1, failures), deps.random()));
        }
      }
    },
    setVisible(now) {
      visible = now;
      if (!now) current.abort();
    },
  };
}
