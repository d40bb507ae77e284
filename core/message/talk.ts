/** The neutral vocabulary of a conversation: what comes in from any channel, and what goes out. */
import type { Locale } from "#core/registry/people.js";
import type { Message } from "./message.js";

/** What a person did. What a channel cannot read is `unsupported`, never a throw. */
export type Input =
  | { readonly type: "text"; readonly text: string }
  /** A button: its codec string, as made by `core/message/buttons.ts`, and what stood on it where the channel tells. */
  | { readonly type: "choice"; readonly id: string; readonly label?: string }
  /** A photo, already checked and put away; the id names it. */
  | { readonly type: "photo"; readonly photo: string; readonly text: string | null }
  /** The person's own phone number, vouched for by the network. */
  | { readonly type: "phone"; readonly phone: string }
  | { readonly type: "unsupported"; readonly what: Unsupported };

/** What cannot be taken: `edit` a changed message, `contact` somebody else's number, `lost-photo` one that could not be fetched. */
export type Unsupported =
  | "voice"
  | "video"
  | "sticker"
  | "file"
  | "location"
  | "contact"
  | "edit"
  | "lost-photo"
  | "big-photo"
  | "no-photo"
  | "other";

/** A message received on a channel. */
export interface Inbound {
  readonly channel: string;
  readonly address: string;
  /** The channel's own id of this message: a repeat has the same. */
  readonly externalId: string;
  readonly input: Input;
  /** The person's language as the network tells it; taken for a first conversation. */
  readonly locale?: Locale;
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
  /** `phone`: a channel that can vouch for the person's own number may offer to share it. */
  readonly wants?: "phone";
}

/** A reply in the reader's words, as a channel of a data class may show it. */
export interface Rendered {
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly wants: "phone" | null;
  /** The reader's language, for words that the channel adds by itself. */
  readonly locale: Locale;
}
