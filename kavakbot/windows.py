"""Counting in sliding windows shared by all processes: one script in Redis decides, so no two count at once."""

import logging
import secrets
import time
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

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
_PATIENCE_SECONDS = 1.0
_REST_SECONDS = 5.0

_rests: dict[str, float] = {}  # Redis by its address, and until when it is not asked


def seconds_to_wait(name: str, *, limit: int, seconds: float, now: float) -> float:
    """Take one of `limit` places in the last `seconds` and return 0, or how long until one is free.

    A Redis that is away or hangs lets through, and is not asked again for a moment.
    """
    address = settings.REDIS_URL
    if time.monotonic() < _rests.get(address, 0):
        return 0
    try:
        arguments = (repr(now), seconds, limit, secrets.token_hex(8))
        return float(_redis(address).eval(_TAKE, 1, f"kavakbot:window:{name}", *arguments))
    except RedisError as error:
        _rests[address] = time.monotonic() + _REST_SECONDS
        logger.warning("nothing is counted for %s s: %s", _REST_SECONDS, type(error).__name__)
        return 0


@lru_cache(maxsize=4)
def _redis(address: str) -> Redis:
    """Connect once a process; a connection closed meanwhile is made anew, a slow answer is not waited for again."""
    once_more = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
    return Redis.from_url(
        address, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS, retry=once_more
    )
