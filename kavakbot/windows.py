"""Counting in sliding windows shared by all processes: one script in Redis decides, so no two count at once."""

import secrets

from kavakbot import counters

# What was let through is remembered for one window; what was turned away is not, and lengthens nobody's wait.
_TAKE = """
local now, seconds, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - seconds)
if redis.call('ZCARD', KEYS[1]) < limit then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[1], 60000 + math.ceil(seconds * 1000))
  return '0'
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
return oldest and tostring(tonumber(oldest) + seconds - now) or tostring(seconds)
"""


def seconds_to_wait(name: str, *, limit: int, seconds: float, now: float) -> float:
    """Take one of `limit` places in the last `seconds` and return 0, or how long until one is free.

    A Redis that is away or hangs lets through.
    """
    arguments = (repr(now), seconds, limit, secrets.token_hex(8))
    waiting = counters.ask(lambda redis: redis.eval(_TAKE, 1, f"kavakbot:window:{name}", *arguments))
    return float(waiting or 0)
