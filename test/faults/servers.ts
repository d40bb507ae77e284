/** What the houses of a file of tests stand on: one MongoDB, one Redis, and the bundled child of the kill tests. */
import { rm } from "node:fs/promises";
import { afterAll, beforeAll } from "vitest";
import { bundleChild } from "../kill/house.js";
import { scaledStack, type Stack } from "../kill/stack.js";
import { startMongo, type MongoServer } from "../kit/mongo/index.js";
import { startRedis, type RedisServer } from "../kit/redis.js";

export interface Servers {
  readonly child: string;
  readonly mongo: MongoServer;
  readonly redis: RedisServer;
  /** A database and jobs that nobody has used. */
  fresh(): Stack;
}

/** Starts them before the tests of the surrounding block and ends them after; `kept`: what they answered for outlives a kill. */
export function useServers({ kept }: { readonly kept: boolean }): () => Servers {
  let servers: Servers | undefined;
  let houses = 0;
  beforeAll(async () => {
    const child = await bundleChild();
    const [mongo, redis] = await Promise.all([startMongo({ kept }), startRedis({ appendonly: kept })]);
    servers = { child, mongo, redis, fresh: () => scaledStack(mongo, redis, (houses += 1)) };
  }, 120_000);
  afterAll(async () => {
    if (servers) await Promise.all([servers.mongo.stop(), servers.redis.stop(), rm(servers.child, { force: true })]);
  });
  return () => {
    if (!servers) throw new Error("the servers are started before the first test, and are asked for in one");
    return servers;
  };
}
