import { foreignConformance } from "../../conformance/foreign.js";
import { openPushLine } from "../../kit/line.js";
import { createPushChannel } from "../../kit/push-channel.js";
import { createWorld } from "../../kit/world.js";

foreignConformance("push", async () => {
  const channel = createPushChannel();
  const world = await createWorld({ channels: [channel] });
  return {
    world,
    open: (person) => openPushLine(world, channel, person),
    handed: () =>
      channel.handed.map(({ text, choices }) => [text, ...choices.map(({ label }) => `[${label}]`)].join("\n")),
  };
});
