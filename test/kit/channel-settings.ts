/** What a channel is made with, where there is one process. */
import { createLog } from "#app/log.js";
import type { ChannelSettings } from "#bot/channels/port.js";
import type { Timers } from "#core/clock.js";
import { createInProcessShared } from "#store/shared/in-process.js";

export function channelSettings(timers: Timers, telegram: ChannelSettings["telegram"]): ChannelSettings {
  const { signals, leases, slots } = createInProcessShared(timers);
  return { timers, log: createLog({ level: "silent" }), telegram, others: false, signals, leases, slots };
}
