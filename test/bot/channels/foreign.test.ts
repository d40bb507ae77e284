import { foreignConformance } from "../../conformance/foreign.js";
import { openPushLine } from "../../kit/line.js";
import { createPushChannel } from "../../kit/push-channel.js";
import { createTelegramWorld, openTelegramLine, shownOf } from "../../kit/telegram-line.js";
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

foreignConformance("telegram", async () => {
  const bench = await createTelegramWorld();
  return {
    world: bench.world,
    open: (person) => openTelegramLine(bench, person),
    // whatever was called: texts, buttons, and what was edited since
    handed: () => bench.api.calls.map(({ params }) => [shownOf(params).text, JSON.stringify(params)].join("\n")),
  };
});
