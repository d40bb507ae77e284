/** The web chat: our own page and contract, a local channel that its reader fetches. */
import { createHub } from "../pull/hub.js";
import { pullRoutes } from "../pull/routes.js";
import type { Channel, ChannelSettings } from "../port.js";

export function createWebChannel({ signals, others, timers }: ChannelSettings): Channel {
  const hub = createHub({ signals, others, timers });
  return {
    id: "web",
    dataClass: "local",
    abilities: { buttons: 20, photos: true, textLimit: 4_000 },
    delivery: "pull",
    routes: (deps) => pullRoutes(deps, hub),
    send: (address, { id }) => {
      hub.wake(address);
      return Promise.resolve({ type: "sent", providerId: id });
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
