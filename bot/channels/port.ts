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

/** What a channel is given. */
export interface ChannelDeps {
  readonly chat: Chat;
  readonly photos: Photos;
  readonly render: Render;
  readonly log: Log;
  /** Resolves once the message is durable and answered. Bound late: outlets exist before `receive` does. */
  receive: Receive;
}

export interface Channel extends Outlet {
  /** Routes the server mounts. */
  routes(deps: ChannelDeps): readonly Route[];
  /** Starts receiving (polling channels) and ends it. */
  start(deps: ChannelDeps): Promise<void>;
  stop(): Promise<void>;
}
