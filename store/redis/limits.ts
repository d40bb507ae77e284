/** Counts over all processes: the last moments of each name, by the server's clock. Counted here too, for when Redis is away. */
import type { Redis } from "ioredis";
import type { Clock } from "#core/clock.js";
import type { Limit, Limits } from "../shared/port.js";
import { createLocalLimits } from "../shared/in-process.js";

export interface RedisLimitsDeps {
  readonly redis: Pick<Redis, "eval">;
  readonly timers: Clock;
  readonly prefix: string;
}

/**
 * A list of moments, the newest first, no more than are asked for. ARGV: 1 to count one more, most, window in ms.
 * Answers how many lie within the window, and how long until there are fewer than the most.
 */
const script = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most, window = tonumber(ARGV[2]), tonumber(ARGV[3])
if ARGV[1] == "1" then
  redis.call("LPUSH", KEYS[1], now)
  redis.call("LTRIM", KEYS[1], 0, most - 1)
  redis.call("PEXPIRE", KEYS[1], window)
end
local moments = redis.call("LRANGE", KEYS[1], 0, most - 1)
local count, wait = 0, 0
for index, moment in ipairs(moments) do
  if moment + window > now then
    count = index
    if index == most then wait = moment + window - now end
  end
end
return {count, wait}
`;

export function createRedisLimits({ redis, timers, prefix }: RedisLimitsDeps): Limits {
  const local = createLocalLimits(timers);
  async function ask(name: string, { most, windowMs }: Limit, more: 0 | 1): Promise<readonly [number, number]> {
    const answer: unknown = await redis.eval(script, 1, `${prefix}:limit-${name}`, more, most, windowMs);
    const [count, wait] = Array.isArray(answer) ? answer.map(Number) : [];
    return [count ?? 0, wait ?? 0];
  }
  return {
    async hit(name, limit) {
      const here = await local.hit(name, limit);
      return ask(name, limit, 1).then(
        ([count]) => Math.max(count, here),
        () => here,
      );
    },
    async waitMs(name, limit) {
      const here = await local.waitMs(name, limit);
      return ask(name, limit, 0).then(
        ([, wait]) => Math.max(wait, here),
        () => here,
      );
    },
  };
}
