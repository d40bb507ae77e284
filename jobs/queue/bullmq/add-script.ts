/**
 * Adding by key, as one atomic step on BullMQ's own structures: what BullMQ adds by itself either drops what comes
 * while a key runs, or keeps the last payload and forgets an earlier time or a higher priority.
 *
 * A key has three job ids in turn (`key.0`, `key.1`, `key.2`), of which at most one waits or runs; the others are
 * finished ones that are shown until the key is added again. What is added while a key runs lies in `dn:key`, from where
 * BullMQ's own script makes the next job in the same step that ends the run (its `keepLastIfActive`).
 */

/** What both scripts share. `base` is what the keys of the queue begin with. */
export const common = `
local base = KEYS[1]
local SHIFT = 4294967296
local function at(name) return base .. name end

-- puts a job where workers find it; what else its hash holds is written by who calls
local function enqueue(id, due, priority, now, ...)
  local order = redis.call('INCR', at('pc'))
  if due > now then
    redis.call('ZADD', at('delayed'), due * 4096 + order % 4096, id)
    redis.call('HSET', at(id), 'delay', due - now, 'priority', priority, ...)
    local first = redis.call('ZRANGE', at('delayed'), 0, 0, 'WITHSCORES')
    redis.call('ZADD', at('marker'), tonumber(first[2]) / 4096, '1')
  else
    redis.call('ZADD', at('prioritized'), priority * SHIFT + order % SHIFT, id)
    redis.call('HSET', at(id), 'delay', 0, 'priority', priority, ...)
    if redis.call('HEXISTS', at('meta'), 'paused') == 0 then redis.call('ZADD', at('marker'), 0, '0') end
  end
end
`;

/**
 * Keys: what the queue's keys begin with. Arguments: encoded key, key, payload (JSON), now, due, priority.
 * Times in milliseconds since 1970, by the clock of the caller, as BullMQ's own are.
 */
export const addScript = `${common}
local key, name, payload = ARGV[1], ARGV[2], ARGV[3]
local now, due, priority = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local next = at('dn:' .. key)

local function fresh()
  enqueue(key .. '.0', due, priority, now, 'name', name, 'data', payload, 'opts', '{"stackTraceLimit":0}', 'timestamp', now)
end

local function clear(id)
  redis.call('ZREM', at('failed'), id)
  redis.call('ZREM', at('completed'), id)
  redis.call('DEL', at(id), at(id .. ':lock'), at(id .. ':logs'))
end

if redis.call('EXISTS', at(key .. '.0'), at(key .. '.1'), at(key .. '.2'), next) == 0 then return fresh() end

-- a new request gives back all attempts: else a burst of adds during an outage would use them up within a second
local function merge(id, due_, priority_)
  local was = tonumber(redis.call('HGET', at(id), 'priority')) or 5
  local best = math.min(was, priority_)
  redis.call('HSET', at(id), 'priority', best, 'atm', 0)
  local score = redis.call('ZSCORE', at('prioritized'), id)
  if score then
    if best < was then redis.call('ZADD', at('prioritized'), best * SHIFT + tonumber(score) % SHIFT, id) end
    return
  end
  score = redis.call('ZSCORE', at('delayed'), id)
  if score and due_ * 4096 < tonumber(score) then
    redis.call('ZREM', at('delayed'), id)
    enqueue(id, due_, best, now)
  end
end

local function follow(number)
  local id = key .. '.' .. (number + 1) % 3
  clear(id)
  local was = redis.call('HMGET', next, 'data', 'due', 'rank')
  if was[1] then
    payload = was[1]
    due = math.min(due, tonumber(was[2]))
    priority = math.min(priority, tonumber(was[3]))
  end
  local options = { de = { id = key, keepLastIfActive = true }, delay = math.max(0, due - now), priority = priority,
    stackTraceLimit = 0 }
  -- only now: BullMQ looks for a next job of every job that has this
  redis.call('HSET', at(key .. '.' .. number), 'deid', key)
  redis.call('HSET', next, 'name', name, 'data', payload, 'opts', cjson.encode(options), 'jid', id, 'due', due, 'rank',
    priority)
end

for number = 0, 2 do
  local id = key .. '.' .. number
  if redis.call('EXISTS', at(id)) == 1 then
    if redis.call('ZSCORE', at('prioritized'), id) or redis.call('ZSCORE', at('delayed'), id) then
      return merge(id, due, priority)
    end
    if redis.call('LPOS', at('active'), id) then return follow(number) end
    -- one whose worker died stands first in line already
    if redis.call('LPOS', at('wait'), id) then return redis.call('HSET', at(id), 'atm', 0) end
    clear(id)
  end
end
redis.call('DEL', next)
fresh()
`;
