/** Whether a Redis is fit for the jobs, looked at once when the program starts. */
import { Redis } from "ioredis";
import type { Timers } from "#core/clock.js";
import { reasonOf } from "./reason.js";
import { inTime } from "./within.js";

/** What was found. Sentences say what is wrong and what to do, and never hold the address. */
export type RedisCheck =
  | { readonly kind: "fit"; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly reason: string }
  /** Not reached now: jobs wait until it is back. */
  | { readonly kind: "away"; readonly reason: string };

/** What BullMQ asks for, and `LPOS` of our own scripts. */
const OLDEST = [6, 2] as const;
const CHECK_MS = 2_000;
/** Answers of a server that will not become right by waiting. */
const REFUSALS = new Map([
  ["WRONGPASS", "Redis refuses the user or the password in QUEUE_URL: put the right ones there."],
  ["NOAUTH", "Redis asks for a password: put it into QUEUE_URL, as in redis://:PASSWORD@HOST."],
  ["NOPERM", "Redis does not let this user do what jobs need: give it all commands on all keys (ACL +@all ~*)."],
]);

/** Looks at version, eviction and persistence; answers within about 2 s. */
export async function checkRedis(url: string, timers: Timers): Promise<RedisCheck> {
  let last: unknown;
  // protocol 2: one that is too old to know the third is to be told so
  const options = {
    protocol: 2,
    maxRetriesPerRequest: null,
    retryStrategy: () => 200,
    connectTimeout: CHECK_MS,
  } as const;
  const redis = new Redis(url, options);
  redis.on("error", (error: unknown) => (last = error));
  try {
    return await inTime(timers, CHECK_MS, look(redis));
  } catch (error) {
    const reason = reasonOf(last ?? error);
    const refused = REFUSALS.get(reason);
    if (refused !== undefined) return { kind: "refused", reason: refused };
    return { kind: "away", reason: `Redis at QUEUE_URL does not answer (${reason}): jobs wait until it does.` };
  } finally {
    redis.disconnect();
  }
}

async function look(redis: Redis): Promise<RedisCheck> {
  const info = readInfo(await redis.info());
  const version = info.get("redis_version") ?? "";
  if (isOlder(version)) {
    const reason = `Redis ${version} is too old for the jobs: use ${OLDEST.join(".")} or later.`;
    return { kind: "refused", reason };
  }
  const warnings: string[] = [];
  const policy = info.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    warnings.push(
      `Redis may drop jobs when its memory is full (maxmemory-policy ${policy}): set maxmemory-policy noeviction.`,
    );
  }
  if (info.get("aof_enabled") === "0" && (await savesNothing(redis))) {
    warnings.push("Redis keeps nothing on disk, so jobs are lost when it restarts: set appendonly yes.");
  }
  return { kind: "fit", warnings };
}

/** A server of a provider may not tell its settings; then its provider answers for them. */
async function savesNothing(redis: Redis): Promise<boolean> {
  try {
    const answer: unknown = await redis.config("GET", "save");
    return Array.isArray(answer) && answer[1] === "";
  } catch {
    return false;
  }
}

function readInfo(text: string): Map<string, string> {
  const pairs = text.split(/\r?\n/).map((line) => /^([^#:]+):(.*)$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair?.[1] === undefined ? [] : [[pair[1], pair[2] ?? ""]])));
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
