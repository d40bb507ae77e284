/**
 * The schedule as Redis keeps it: one script, so that every step is atomic and by one clock, the server's. It follows
 * the rules of the one for a single process (bot/channels/telegram/schedule.ts): absolute moments, no more in a window
 * than are allowed, counted by when they may have arrived.
 *
 * Keys: the schedule (hash), the last arrivals (sorted by their moment), who asked of late (sorted too), then for each
 * chat its hash and, for a group, its list of moments. Arguments: operation, rules (JSON), who asks, then by operation.
 * Answer: the server's time, what was decided, a moment, and what goes on; numbers as text, since Redis cuts fractions.
 */
export const slotsScript = `
local stateKey, arrivals, peers = KEYS[1], KEYS[2], KEYS[3]
local operation, rules, me = ARGV[1], cjson.decode(ARGV[2]), ARGV[3]
local share = rules.share
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

local names = { 'due', 'last', 'share', 'held', 'refused', 'changed', 'notice', 'quiet', 'seen' }
local state = {}
for index, value in ipairs(redis.call('HMGET', stateKey, unpack(names))) do
  state[names[index]] = tonumber(value or nil) or 0
end
-- a clock set back, by another server taking over: what was noted is of no use
if now < state.seen - 2000 then
  redis.call('DEL', arrivals)
  for _, name in ipairs(names) do state[name] = 0 end
end
state.seen = now
if state.share == 0 then state.share = share.most end

-- peace gives back a little of the share at a time
if state.share < share.most and now > state.changed + share.backEveryMs then
  state.share = math.min(share.most, state.share + share.back)
  state.changed = now
end
local interval = rules.windowMs / rules.messages / state.share
-- nobody has waited, or far too late: the schedule begins now
if state.due < now - rules.lateMs then state.due = now - interval end

local function careful() return math.max(state.held, state.refused + rules.carefulMs) end

-- a chat's own: the last two moments, until when it is held; a group's last ones
local function chatOf(key)
  local values = redis.call('HMGET', key, 'last', 'before', 'held')
  return { key = key, last = tonumber(values[1] or nil) or 0, before = tonumber(values[2] or nil) or 0,
    held = tonumber(values[3] or nil) or 0 }
end

local function keep(chat)
  redis.call('HSET', chat.key, 'last', chat.last, 'before', chat.before, 'held', chat.held)
  local until_ = math.max(chat.last + 2 * rules.chatMs, chat.held + (chat.held > 0 and rules.carefulMs or 0))
  redis.call('PEXPIRE', chat.key, math.ceil(math.max(1, until_ - now)))
end

local function readyAt(chat, groupKey, isGroup)
  local ready = math.max(chat.last + rules.chatMs, chat.held)
  if isGroup then
    local first = redis.call('LINDEX', groupKey, rules.group.messages - 1)
    if first then ready = math.max(ready, tonumber(first) + rules.group.withinMs) end
  end
  return ready
end

local function book(slot, at, chat, groupKey, isGroup)
  redis.call('ZADD', arrivals, at, slot)
  redis.call('ZREMRANGEBYRANK', arrivals, 0, -1 - 2 * rules.messages)
  redis.call('PEXPIRE', arrivals, math.ceil(math.max(0, at - now) + 10 * rules.windowMs))
  -- whoever sends without asking may run ahead of the schedule, by a window at most
  state.due = math.min(math.max(state.due + interval, at - rules.lateMs), at + rules.windowMs)
  state.last = math.max(state.last, at)
  chat.before, chat.last = chat.last, at
  keep(chat)
  if isGroup then
    redis.call('LPUSH', groupKey, at)
    redis.call('LTRIM', groupKey, 0, rules.group.messages - 1)
    redis.call('PEXPIRE', groupKey, math.ceil(math.max(0, at - now) + rules.group.withinMs))
  end
end

local function nextFree(urgency)
  local first = redis.call('ZREVRANGE', arrivals, rules.messages - 1, rules.messages - 1, 'WITHSCORES')[2]
  local opens = first and tonumber(first) + rules.windowMs + rules.roundingMs or 0
  local rest = urgency == 'notice' and state.quiet or 0
  return math.max(now, state.due + interval, state.last + interval / 2, opens, state.held, rest)
end

local said, moment, chatHeld = 'noted', 0, 0

if operation == 'ask' then
  local slot, urgency, isGroup = ARGV[4], ARGV[5], ARGV[6] == '1'
  local ahead = rules.aheadMs[urgency]
  local chat = chatOf(KEYS[4])
  chatHeld = chat.held
  local free = urgency == 'reply' and now >= state.notice + rules.underWayMs and now >= careful()
    and now >= chat.held + (chat.held > 0 and rules.carefulMs or 0)
  local at = free and now or nextFree(urgency)
  local ready = free and now or readyAt(chat, KEYS[5], isGroup)
  -- a chat's moment is never taken far ahead: the schedule would have a hole
  if ready > math.max(at, now + rules.aheadMs.notice) then
    said, moment = 'chat', ready - rules.aheadMs.notice
  elseif math.max(at, ready) > now + ahead then
    said, moment = 'all', math.max(at, ready) - ahead
  else
    said, moment = 'given', math.max(at, ready)
    book(slot, moment, chat, KEYS[5], isGroup)
    if urgency == 'notice' then state.notice = math.max(state.notice, moment) end
  end

elseif operation == 'took' then
  for index = 0, (#ARGV - 3) / 3 - 1 do
    local slot, at, isGroup = ARGV[4 + 3 * index], now - tonumber(ARGV[5 + 3 * index]), ARGV[6 + 3 * index] == '1'
    local chat = chatOf(KEYS[4 + 2 * index])
    if index == 0 then chatHeld = chat.held end
    book(slot, at, chat, KEYS[5 + 2 * index], isGroup)
  end

elseif operation == 'moved' then
  local slot, at = ARGV[4], now - tonumber(ARGV[5])
  redis.call('ZADD', arrivals, 'XX', 'GT', at, slot)
  local chat = chatOf(KEYS[4])
  chatHeld = chat.held
  if chat.last > 0 and chat.last < at then
    chat.last = at
    keep(chat)
  end

elseif operation == 'refused' then
  local forMs, isGroup = tonumber(ARGV[4]), ARGV[5] == '1'
  local chat = chatOf(KEYS[4])
  if isGroup or (chat.last > 0 and chat.last - chat.before < rules.chatMs) then
    chat.held = math.max(chat.held, now + forMs)
    keep(chat)
  else
    -- several at once are one refusal
    if now > state.refused + rules.windowMs then state.share = math.max(share.least, state.share * share.kept) end
    state.held = math.max(state.held, now + forMs)
    state.refused, state.changed = now, now
    -- what was missed meanwhile is not made up for
    state.due = math.max(state.due, state.held - interval)
  end
  chatHeld = chat.held

elseif operation == 'back' then
  state.quiet = math.max(state.quiet, now + rules.quietMs)
end

local fields = {}
for _, name in ipairs(names) do
  fields[#fields + 1] = name
  fields[#fields + 1] = state[name]
end
redis.call('HSET', stateKey, unpack(fields))
redis.call('PEXPIRE', stateKey, 86400000)
redis.call('ZADD', peers, now, me)
redis.call('ZREMRANGEBYSCORE', peers, '-inf', now - 60000)
redis.call('PEXPIRE', peers, 60000)

local answer = { said }
for _, number in ipairs({ now, moment, state.notice + rules.underWayMs, state.held, careful(), chatHeld,
  redis.call('ZCARD', peers) }) do
  answer[#answer + 1] = string.format('%.3f', number)
end
return answer
`;
