/** What use cases are given; made once in `main.ts` (or a test's world), never reached for. */
import type { Clock, Ids } from "#core/clock.js";
import type { Vault } from "#core/fields.js";
import type { Message } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import type { Store } from "#store/port.js";
import type { Guesses } from "./guesses.js";
import type { Log } from "./log.js";
import type { Outlet } from "./outlet.js";
import type { Places } from "./places.js";
import type { InTurn } from "./turns.js";
import type { Straight } from "./straight.js";

/** A job to be woken after a commit; the whole queue is `jobs/queue/port.ts`. */
export interface Wake {
  readonly job: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number | boolean>>;
  readonly delayMs?: number;
  readonly priority?: number;
}

export type Render = (
  message: Message,
  reader: { readonly locale: Locale; readonly dataClass: "local" | "foreign"; readonly base?: string },
) => string;

export interface AppDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly log: Log;
  readonly places: Places;
  readonly render: Render;
  /** Does a foreign channel leave out of it what the reader would want to see in full? */
  leavesOut(message: Message): boolean;
  /** Where people reach this server, without a slash at the end. */
  publicBase(): string;
  /** The channel's outward half by its id; undefined for one that this process does not have. */
  outlet(channel: string): Outlet | undefined;
  /** A link that opens a chat with the bot on a network, with a code typed already; null where there is no such network. */
  linkTo(code: string): Promise<string | null>;
  /** Counts wrong codes. */
  readonly guesses: Guesses;
  /** Replies that leave without a job. */
  readonly straight: Straight;
  /** One after the other writes to a conversation. */
  readonly inTurn: InTurn;
  /** When this process began, where no other can be sending; null where others may. */
  readonly aloneSince: number | null;
  /** Hands jobs to the queue. Never throws: what it loses, the sweep finds. */
  wake(jobs: readonly Wake[]): void;
}
