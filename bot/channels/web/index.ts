/** The web chat: our own page and contract, a local channel that its reader fetches. */
import { createHub } from "../pull/hub.js";
import { pullRoutes } from "../pull/routes.js";
import type { Channel } from "../port.js";

export function createWebChannel(): Channel {
  const hub = createHub();
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
