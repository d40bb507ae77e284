/**
 * One pace for all processes that send with one bot token: the port of a shared schedule. It knows no network; whoever
 * opens a line says by which rules. Moments are milliseconds since 1970 as the asker's own clock counts them: an engine
 * keeps time by its server and translates, so that processes whose clocks differ still agree.
 */

/** How much a network takes, and how the schedule behaves at its edge. */
export interface SlotRules {
  /** So many messages in any window of so long, all chats together. */
  readonly messages: number;
  readonly windowMs: number;
  /** A window is kept by so much more, since clocks and wires are not exact. */
  readonly roundingMs: number;
  /** The share of the allowance that is used: at first and at most, at least, what a refusal leaves, what peace gives back. */
  readonly share: {
    readonly most: number;
    readonly least: number;
    readonly kept: number;
    readonly back: number;
    readonly backEveryMs: number;
  };
  /** A moment is given out so long before it at the earliest: a notice's late, so that replies go ahead. */
  readonly aheadMs: { readonly notice: number; readonly reply: number };
  /** So much lateness is made up for; what is missed beyond is missed. */
  readonly lateMs: number;
  /** Notices count as under way for so long after the last one. */
  readonly underWayMs: number;
  /** So long after a refusal replies keep to the schedule too. */
  readonly carefulMs: number;
  /** Between two messages to one chat. */
  readonly chatMs: number;
  readonly group: { readonly messages: number; readonly withinMs: number };
  /** After a process comes back from pacing alone, notices rest for so long: others may still be alone. */
  readonly quietMs: number;
}

/** Whom a message is for. `chat` is a word that stands for the chat, the same in every process. */
export interface SlotChat {
  readonly chat: string;
  readonly group: boolean;
}

/** What an asker wants to send. `slot` is its own number for the message, never used twice. */
export interface SlotWant extends SlotChat {
  readonly slot: number;
  readonly urgency: "reply" | "notice";
}

/** What goes on in a line, and how long that is sure to last. Moments in the past, or -Infinity, say that it is over. */
export interface SlotTraffic {
  /** Until then notices count as under way. */
  readonly busyUntil: number;
  /** Until then nothing may leave. */
  readonly heldUntil: number;
  /** Until then replies keep to the schedule, after a refusal. */
  readonly carefulUntil: number;
  /** Until then nothing may leave for the chat that was asked about, after a refusal of its own. */
  readonly chatHeldUntil: number;
  /** How many processes have asked of late, this one included. */
  readonly peers: number;
}

export type SlotAnswer = { readonly traffic: SlotTraffic } & (
  | { readonly type: "given"; readonly at: number }
  /** Nothing is booked; ask again then. For all of this urgency, or for this chat alone. */
  | { readonly type: "wait"; readonly until: number; readonly whom: "all" | "chat" }
);

/** One bot's schedule. Every call rejects, within a fraction of a second, when the others cannot be reached. */
export interface SlotLine {
  /** Asks for the next moment. While nothing is under way and nobody was refused, a reply's is at once. */
  ask(want: SlotWant): Promise<SlotAnswer>;
  /** These have left without asking; what follows keeps clear of them. `chatHeldUntil` is of the first. */
  took(sent: readonly (SlotChat & { readonly slot: number; readonly at: number })[]): Promise<SlotTraffic>;
  /** A message has left, or may have arrived, later than its moment. One that is forgotten is nothing. */
  moved(to: SlotChat & { readonly slot: number; readonly at: number }): Promise<SlotTraffic>;
  /** The network has refused a message for speed, for so long: the chat's own affair, or everybody's. */
  refused(chat: SlotChat, forMs: number): Promise<SlotTraffic>;
  /** Just looks; `back`: this process has paced alone until now. */
  look(back: boolean): Promise<SlotTraffic>;
}

export interface Slots {
  /** The line of one bot; `name` is the same in every process, made of letters, digits, `-` and `_`. */
  line(name: string, rules: SlotRules): SlotLine;
}
