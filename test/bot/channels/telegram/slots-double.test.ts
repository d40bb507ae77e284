import { createManualTimers } from "../../../kit/timers.js";
import { createMemorySlots } from "../../../kit/slots.js";
import { slotRules } from "#bot/channels/telegram/slot-rules.js";
import { slotsConformance } from "../../../conformance/slots.js";

slotsConformance("the double of the tests", () => {
  const timers = createManualTimers(1_800_000_000_000);
  const slots = createMemorySlots(timers);
  return Promise.resolve({
    of: (self, rules = slotRules) => slots.of(self).line("bot", rules),
    advance: timers.advance,
    now: timers.now,
    dispose: () => Promise.resolve(),
  });
});
