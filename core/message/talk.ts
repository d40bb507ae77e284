/** The neutral vocabulary of a conversation: what comes in from any channel, and what goes out. */
import type { Message } from "./message.js";

/** What a person did. What a channel cannot read is `unsupported`, never a throw. */
export type Input =
  | { readonly type: "text"; readonly text: string }
  /** A button: its codec string, as made by `bot/dialogue/buttons.ts`. */
  | { readonly type: "choice"; readonly id: string }
  /** A photo, already checked and put away; the id names it. */
  | { readonly type: "photo"; readonly photo: string; readonly text: string | null }
  | { readonly type: "unsupported"; readonly what: "voice" | "sticker" | "file" | "location" | "other" };

/** A message received on a channel. */
export interface Inbound {
  readonly channel: string;
  readonly address: string;
  /** The channel's own id of this message: a repeat has the same. */
  readonly externalId: string;
  readonly input: Input;
}

/** A button. `id` is a codec string of at most 64 bytes. */
export interface Choice {
  readonly id: string;
  readonly label: Message;
}

/** What the bot says: one bubble with its choices. */
export interface Reply {
  readonly message: Message;
  readonly choices: readonly Choice[];
}

/** A reply in the reader's words, as a channel of a data class may show it. */
export interface Rendered {
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}
