/** Every channel: one folder and one line each. One that is not set up makes none. */
import type { Channel, ChannelSettings } from "./port.js";
import { createTelegramChannel } from "./telegram/index.js";
import { createTerminalChannel } from "./terminal/index.js";
import { createWebChannel } from "./web/index.js";

export const channels: Readonly<Record<string, (settings: ChannelSettings) => Channel | null>> = {
  telegram: createTelegramChannel,
  terminal: createTerminalChannel,
  web: createWebChannel,
};
