/**
 * The channel port: what any messaging network must offer. A channel translates; it decides nothing.
 * `test/conformance/channel.ts` holds every channel to what is promised here.
 */
import type { Chat } from "#app/chat.js";
import type { Outlet } from "#app/outlet.js";
import type { Photos } from "#app/photos.js";
import type { Receive } from "#app/receive.js";
import type { Render } from "#app/deps.js";
import type { Route } from "#app/route.js";
import type { Log } from "#app/log.js";
import type { Timers } from "#core/clock.js";
import type { Leases, Signals } from "#app/shared.js";
import type { Slots } from "#core/shared-slots.js";

/** What a channel is given. */
export interface ChannelDeps {
  readonly chat: Chat;
  readonly photos: Photos;
  readonly render: Render;
  readonly log: Log;
  /** Resolves once the message is durable and answered. Bound late: outlets exist before `receive` does. */
  receive: Receive;
}

/** What a channel is made with. */
export interface ChannelSettings {
  readonly timers: Timers;
  readonly log: Log;
  readonly telegram: TelegramSettings | null;
  /** May other processes serve the same conversations? */
  readonly others: boolean;
  readonly signals: Signals;
  readonly leases: Leases;
  /** The schedules that processes with one bot token share; null where there is one process. */
  readonly slots: Slots | null;
}

/** The bot's token, where the Bot API is, and how messages come in. */
export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** `url`: our own public address, without a slash at the end. */
  readonly updates:
    { readonly mode: "polling" } | { readonly mode: "webhook"; readonly url: string; readonly secret: string };
}

/** Whether a channel that depends on a network got through to it: a sentence for whoever starts the program. */
export interface Connection {
  readonly ok: boolean;
  /** In both languages. */
  readonly sentence: string;
}

export interface Channel extends Outlet {
  /** Routes the server mounts. */
  routes(deps: ChannelDeps): readonly Route[];
  /** Starts receiving and ends it. Waits for no network: what cannot be reached is tried again in the background. */
  start(deps: ChannelDeps): Promise<void>;
  /** Resolves once it is known whether the network answers; for channels that have one. */
  connected?(): Promise<Connection>;
  stop(): Promise<void>;
  /** A link that opens a chat of one's own there, with a code typed already; null while the network does not answer. */
  linkTo?(payload: string): Promise<string | null>;
  /** Lets go of connections, once nothing will be sent any more. */
  letGo?(): Promise<void>;
}
