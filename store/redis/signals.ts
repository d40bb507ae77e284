/** Words to all processes through Redis' publish and subscribe. Those of this process are told at once, whatever Redis does. */
import type { Redis } from "ioredis";
import type { Signals, Topic } from "../shared/port.js";
import { createLocalSignals } from "../shared/in-process.js";

export interface RedisSignalsDeps {
  readonly redis: Pick<Redis, "publish">;
  /** A connection that listens and does nothing else. */
  readonly ears: Pick<Redis, "subscribe" | "on">;
  /** Stands for this process. */
  readonly self: string;
  readonly prefix: string;
}

const topics: readonly Topic[] = ["chat", "place"];

export function createRedisSignals({ redis, ears, self, prefix }: RedisSignalsDeps): Signals {
  const local = createLocalSignals();
  const channelOf = (topic: Topic): string => `${prefix}:signal-${topic}`;
  const byChannel = new Map(topics.map((topic) => [channelOf(topic), topic]));
  ears.on("message", (channel: string, text: string) => {
    const topic = byChannel.get(channel);
    const at = text.indexOf(" ");
    // our own are told already
    if (topic !== undefined && at > 0 && text.slice(0, at) !== self) local.publish(topic, text.slice(at + 1));
  });
  // waits for the connection, and is said again after each new one
  void ears.subscribe(...byChannel.keys()).catch(() => undefined);
  return {
    subscribe: local.subscribe,
    publish(topic, about) {
      local.publish(topic, about);
      redis.publish(channelOf(topic), `${self} ${about}`).catch(() => undefined);
    },
  };
}
