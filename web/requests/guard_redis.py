"""Wrong tries that several processes count together, in Redis. One script looks and counts, so each step is one."""

import hashlib
from collections.abc import Sequence

from redis.asyncio import ConnectionPool, Redis

from web.requests.guards import KnownOfTry, Try

# KEYS: for each try its moments (newest first) and the newest moment of whoever tries.
# ARGV: now, what is known; for each try window, free, most, first and longest pause.
ASK = """
local now, known, wait, counts = tonumber(ARGV[1]), ARGV[2], 0, {}
for i = 1, #KEYS / 2 do
  local at = 2 + (i - 1) * 5
  local window, free = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local first, longest = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local moments, count = redis.call('LRANGE', KEYS[2 * i - 1], 0, -1), 0
  for _, moment in ipairs(moments) do
    if tonumber(moment) > now - window then count = count + 1 end
  end
  counts[i] = count
  if count >= free then
    if known == 'wrong' then
      wait = math.max(wait, tonumber(moments[free]) + window - now)
    else
      local newest = redis.call('GET', KEYS[2 * i])
      local pause = math.min(longest, first * 2 ^ math.min(count - free, 16))
      if newest then wait = math.max(wait, tonumber(newest) + pause - now) end
    end
  end
end
if wait <= 0 and known ~= 'right' then
  for i = 1, #KEYS / 2 do
    local at = 2 + (i - 1) * 5
    redis.call('LPUSH', KEYS[2 * i - 1], ARGV[1])
    redis.call('LTRIM', KEYS[2 * i - 1], 0, tonumber(ARGV[at + 3]) - 1)
    redis.call('EXPIRE', KEYS[2 * i - 1], ARGV[at + 1])
    redis.call('SET', KEYS[2 * i], ARGV[1], 'EX', ARGV[at + 1])
    counts[i] = math.min(counts[i] + 1, tonumber(ARGV[at + 3]))
  end
end
return {tostring(wait), unpack(counts)}
"""


class GuardRedis:
    """The same counters as in memory, for all processes of the desk. Keys end by themselves."""

    def __init__(self, pool: ConnectionPool) -> None:
        self.redis = Redis(connection_pool=pool)
        self.script = self.redis.register_script(ASK)

    async def ask(self, tries: Sequence[Try], known: KnownOfTry, now_s: float) -> tuple[float, list[int]]:
        """Seconds to wait, and how many tries each guard knows. Raises RedisError."""
        keys = [key for one in tries for key in _keys(one)]
        guards = [one.guard for one in tries]
        facts = [
            fact for of in guards for fact in (of.window_s, of.free, of.most, of.first_pause_s, of.longest_pause_s)
        ]
        wait_s, *counts = await self.script(keys=keys, args=[repr(now_s), known.value, *facts])
        return float(wait_s), [int(count) for count in counts]

    async def clear(self, one: Try) -> None:
        """Forget all tries at the thing."""
        await self.redis.delete(*_keys(one))

    async def release(self, one: Try) -> None:
        """Forget one try: it was right."""
        moments, newest = _keys(one)
        await self.redis.lpop(moments)
        await self.redis.delete(newest)


def _keys(one: Try) -> tuple[str, str]:
    thing, by = (hashlib.sha256(name.encode("utf-8", "replace")).hexdigest() for name in (one.thing, one.by))
    moments = f"deskbell-guards/{one.guard.name}/{thing}"
    return moments, f"{moments}/{by}"
