/**
 * What the measured program runs on, chosen by a word after the bench's name: `embedded` (unless told), `redis`
 * (a file and Redis) or `scaled` (MongoDB and Redis; which MongoDB stands in every line, since speed in Java is no
 * figure of a real one).
 */
import { startMongo } from "../kit/mongo/index.js";
import { startRedis } from "../kit/redis.js";

const names = ["embedded", "redis", "scaled"] as const;
export type StackName = (typeof names)[number];

export interface BenchStack {
  /** What each reported line says about it. */
  readonly line: Readonly<Record<string, string>>;
  /** The address of its Redis; null without one. */
  readonly redis: string | null;
  /** Settings of the program; each call names documents and jobs that nobody has used. */
  fresh(): Record<string, string>;
  /** Of its servers' processes, where they are ours. */
  readonly pids: Readonly<Record<string, readonly number[]>>;
  stop(): Promise<void>;
}

export function stackName(word: string | undefined): StackName {
  const found = names.find((name) => name === (word ?? "embedded"));
  if (!found) throw new Error(`a stack is one of: ${names.join(", ")}`);
  return found;
}

export async function startStack(name: StackName): Promise<BenchStack> {
  if (name === "embedded") {
    return { line: { stack: name, store: "sqlite" }, redis: null, fresh: () => ({}), pids: {}, stop: async () => {} };
  }
  // as it is kept by whoever cannot lose jobs: written down every second
  const redis = await startRedis({ appendonly: true });
  const mongo = name === "scaled" ? await startMongo() : null;
  const mongoPid = mongo?.pid();
  let used = 0;
  return {
    line: { stack: name, store: mongo ? `mongodb (${mongo.kind})` : "sqlite" },
    redis: redis.url,
    fresh() {
      used += 1;
      const queue = { QUEUE_URL: `${redis.url}/${used}` };
      return mongo ? { ...queue, STORE_URL: mongo.database() } : queue;
    },
    pids: { redis: [redis.pid()], ...(mongoPid === undefined ? {} : { mongo: [mongoPid] }) },
    async stop() {
      await redis.stop();
      await mongo?.stop();
    },
  };
}
