import { common } from "./add-script.js";

/**
 * What follows a run that threw, as one atomic step: the job comes back later together with what was added meanwhile, or
 * it ends as failed, unless something was added meanwhile, which then starts afresh. BullMQ's own steps know nothing of
 * what was added, and would keep the error's text.
 *
 * Keys: what the queue's keys begin with. Arguments: job id, the worker's token, now, `again` or `failed`, then the due
 * time, whether the run counted (1 or 0), the error's name, how many failures are kept, and until when.
 * Answer: 1 when done, 0 when the job is this worker's no more.
 */
export const settleScript = `${common}
local id, token, now, verdict, due = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local job = at(id)
if redis.call('GET', job .. ':lock') ~= token then return 0 end
redis.call('DEL', job .. ':lock')
redis.call('SREM', at('stalled'), id)
if redis.call('LREM', at('active'), -1, id) == 0 then return 0 end

local key = string.match(id, '^(.*)%.%d$') or id
local next = at('dn:' .. key)
local added = redis.call('HMGET', next, 'data', 'due', 'rank')
local priority = tonumber(redis.call('HGET', job, 'priority')) or 5
redis.call('HDEL', job, 'stc')

if added[1] then
  if verdict == 'again' then
    due = math.min(due, tonumber(added[2]))
    priority = math.min(priority, tonumber(added[3]))
  else
    due, priority = tonumber(added[2]), tonumber(added[3])
    redis.call('HSET', job, 'data', added[1], 'timestamp', now)
  end
  redis.call('HSET', job, 'atm', 0)
  redis.call('DEL', next)
  enqueue(id, due, priority, now)
  return 1
end

if ARGV[6] == '1' then redis.call('HINCRBY', job, 'atm', 1) end
if verdict == 'again' then
  enqueue(id, due, priority, now)
  return 1
end

-- in the order of coming, within one millisecond too
local failed, moment = at('failed'), now
local last = redis.call('ZREVRANGE', failed, 0, 0, 'WITHSCORES')
if last[2] and tonumber(last[2]) >= now then moment = tonumber(last[2]) + 1 / 1024 end
redis.call('HSET', job, 'failedReason', ARGV[7], 'finishedOn', now, 'stacktrace', '[]')
redis.call('ZADD', failed, moment, id)
redis.call('DEL', at('de:' .. key))
local old = redis.call('ZRANGEBYSCORE', failed, '-inf', ARGV[9], 'LIMIT', 0, 100)
for _, one in ipairs(redis.call('ZRANGE', failed, 0, -1 - tonumber(ARGV[8]))) do old[#old + 1] = one end
for _, one in ipairs(old) do
  redis.call('ZREM', failed, one)
  redis.call('DEL', at(one), at(one .. ':lock'), at(one .. ':logs'))
end
return 1
`;
