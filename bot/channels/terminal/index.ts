/**
 * The terminal: `fourhelp chat` speaks the web contract with `channel: "terminal"`, so that choices become a numbered
 * list. It polls, so a message is delivered once it is committed; the routes are the web channel's.
 */
import type { Channel } from "../port.js";

export function createTerminalChannel(): Channel {
  return {
    id: "terminal",
    dataClass: "local",
    abilities: { buttons: 0, photos: false, textLimit: 4_000 },
    delivery: "pull",
    routes: () => [],
    send: (_address, { id }) => Promise.resolve({ type: "sent", providerId: id }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
