/** Every channel: one folder and one line each. */
import type { Channel } from "./port.js";
import { createTerminalChannel } from "./terminal/index.js";
import { createWebChannel } from "./web/index.js";

export const channels: Readonly<Record<string, () => Channel>> = {
  terminal: createTerminalChannel,
  web: createWebChannel,
};
