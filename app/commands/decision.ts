import type { Contact } from "#core/records.js";
import type { Speaker } from "#core/message/speaker.js";
import type { Change } from "../change.js";
import type { Asker } from "../receive.js";
import type { CommandName, Commands } from "./types.js";

/** What a command decided: its answer, and what should be written. Nothing is written when `change` is missing. */
export interface Decision<R> {
  readonly result: R;
  readonly change?: Change;
  /** Everything written is new and belongs to this conversation, so it rides in its commit. */
  readonly rides?: boolean;
  /** Changes of the conversation itself; they always ride. */
  readonly contact?: Partial<Contact>;
  /** Who speaks from here on, when the command changes that. */
  readonly speaker?: Speaker | null;
}

/** One command: loads, asks for the right, lets `core` decide, and returns what should be written. */
export type Command<N extends CommandName> = (
  who: Asker,
  command: Commands[N]["command"],
  key: string,
) => Promise<Decision<Commands[N]["result"]>>;
