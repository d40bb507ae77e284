import { describe, expect, it } from "vitest";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { channels } from "#bot/channels/index.js";
import { webhookPath } from "#bot/channels/telegram/webhook.js";
import { channelConformance, waitingReaders, type ChannelBench } from "../../conformance/channel.js";
import { channelSettings } from "../../kit/channel-settings.js";
import { channelOf, openPullLine, openPushLine } from "../../kit/line.js";
import { createPushChannel, pushPath, pushSecret, pushSecretHeader } from "../../kit/push-channel.js";
import { createTelegramWorld, openTelegramLine, telegramProof } from "../../kit/telegram-line.js";
import { createManualTimers } from "../../kit/timers.js";
import { createWorld } from "../../kit/world.js";

const contract = [
  { method: "POST", path: "/api/chat/messages" },
  { method: "GET", path: "/api/chat/messages" },
  { method: "GET", path: "/api/chat/events" },
] as const;

async function pullBench(id: "web" | "terminal"): Promise<ChannelBench> {
  const world = await createWorld();
  let token = "";
  return {
    world,
    channel: channelOf(world, id),
    async open(person) {
      const line = await openPullLine(world, id, person);
      ({ token } = line);
      return line;
    },
    doors: contract.map((door) => ({ ...door, proof: () => Promise.resolve({ authorization: `Bearer ${token}` }) })),
  };
}

channelConformance("web", () => pullBench("web"), { dataClass: "local", delivery: "pull" });
waitingReaders("web", () => pullBench("web"));
// its reader comes and looks, through the web's routes
channelConformance("terminal", () => pullBench("terminal"), { dataClass: "local", delivery: "pull" });

channelConformance(
  "push",
  async () => {
    const channel = createPushChannel();
    const world = await createWorld({ channels: [channel] });
    return {
      world,
      channel,
      open: (person = "stranger") => openPushLine(world, channel, person),
      doors: [{ method: "POST", path: pushPath, proof: () => Promise.resolve({ [pushSecretHeader]: pushSecret }) }],
    };
  },
  { dataClass: "foreign", delivery: "push" },
);

channelConformance(
  "telegram",
  async () => {
    const bench = await createTelegramWorld();
    return {
      world: bench.world,
      channel: channelOf(bench.world, "telegram"),
      open: (person) => openTelegramLine(bench, person),
      doors: [{ method: "POST", path: webhookPath, proof: () => Promise.resolve(telegramProof) }],
    };
  },
  { dataClass: "foreign", delivery: "push" },
);

describe("the list of channels", () => {
  it("names each folder once, and each channel as its folder", () => {
    const folder = join(import.meta.dirname, "../../../bot/channels");
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "pull")
      .map((entry) => entry.name);
    expect(Object.keys(channels).toSorted()).toEqual(folders.toSorted());
    const telegram = { token: "42:synthetic", apiRoot: "http://127.0.0.1:9", updates: { mode: "polling" } } as const;
    const settings = channelSettings(createManualTimers(0), telegram);
    for (const [name, create] of Object.entries(channels)) expect(create(settings)?.id).toBe(name);
  });

  it("makes no Telegram where there is no token", () => {
    const settings = channelSettings(createManualTimers(0), null);
    const made = Object.values(channels).flatMap((create) => create(settings)?.id ?? []);
    expect(made.toSorted()).toEqual(["terminal", "web"]);
  });
});

describe("the house", () => {
  it("starts its channels and stops them at the end", async () => {
    const channel = createPushChannel();
    const world = await createWorld({ channels: [channel], people: "empty" });
    expect(channel.running()).toBe(true);
    await world.dispose();
    expect(channel.running()).toBe(false);
  });
});
