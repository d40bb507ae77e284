/** The engines a killed house runs on: the embedded ones, or MongoDB and Redis. */
import { join } from "node:path";
import { openMongoStore } from "#store/mongo/engine.js";
import type { Store } from "#store/port.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import type { MongoServer } from "../kit/mongo/index.js";
import type { RedisServer } from "../kit/redis.js";

export interface Stack {
  /** Options of the child's command line. */
  readonly options: readonly string[];
  /** The documents, while no house runs on them. */
  openStore(): Promise<Store>;
}

/** A file in the house's folder, and jobs in its process. */
export function embeddedStack(dataDir: string): Stack {
  return { options: [], openStore: () => openSqliteStore({ path: join(dataDir, "fourhelp.db") }) };
}

/** A database of its own on that server, and a number of its own on that Redis. */
export function scaledStack(mongo: MongoServer, redis: RedisServer, number: number): Stack {
  const url = mongo.database();
  return {
    options: ["--store", url, "--queue", `${redis.url}/${number}`],
    openStore: () => openMongoStore({ url }),
  };
}
