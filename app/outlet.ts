/** The outward half of a channel, as the use cases see it: where messages go, and what became of them. */
import type { Rendered } from "#core/message/talk.js";

/** What became of a send; the whole vocabulary (design §7). */
export type SendOutcome =
  | { readonly type: "sent"; readonly providerId: string }
  /** It surely did not arrive; the same call may be made again. */
  | { readonly type: "retry"; readonly reason: string }
  | { readonly type: "throttled"; readonly delayMs: number }
  /** The person blocked or left. */
  | { readonly type: "opted-out"; readonly reason: string }
  | { readonly type: "refused"; readonly reason: string }
  /** It may have arrived: never sent again by itself (I7). */
  | { readonly type: "unknown"; readonly reason: string }
  /** The conversation has another address now; nothing arrived at the old one. */
  | { readonly type: "moved"; readonly address: string };

/** A place in a channel's schedule: `send` waits until `at`, so that what is sent keeps the pace to the millisecond. */
export interface Turn {
  readonly at: number;
}

export interface Abilities {
  /** Buttons one message may carry; 0: choices become a numbered list. */
  readonly buttons: number;
  readonly photos: boolean;
  /** Longest text of one message, in UTF-16 units; longer ones are split at sentence ends. */
  readonly textLimit: number;
}

export interface Outlet {
  /** As in `Contact.channel`; the folder's name. */
  readonly id: string;
  /** May it carry P2 the reader is entitled to? `foreign` may not (design §5). */
  readonly dataClass: "local" | "foreign";
  readonly abilities: Abilities;
  /**
   * `pull`: the reader fetches what the store holds, so a message is delivered once it is committed;
   * `push`: `send` must be called, under the send ledger.
   */
  readonly delivery: "pull" | "push";
  /**
   * Where the network limits the pace: resolves shortly before this message may leave, replies ahead of notices.
   * Asked before the ledger says `sending`, so that a crash while waiting leaves nothing unknown.
   */
  turn?(address: string, urgency: "reply" | "notice"): Promise<Turn>;
  /** May a reply leave at once, without waiting for a turn? True where it is not said. */
  isFree?(address: string): boolean;
  /** Hands one message over (push), or wakes readers that wait for it (pull). Never throws for what the network does. */
  send(
    address: string,
    message: { readonly id: string; readonly rendered: Rendered },
    turn?: Turn,
  ): Promise<SendOutcome>;
}
