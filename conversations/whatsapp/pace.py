"""How fast one sender may send: a count of each second in Redis, shared by all processes."""

import logging
import time
from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

_PATIENCE_SECONDS = 3.0

logger = logging.getLogger(__name__)


def wait(sender: str, *, most_per_second: int) -> bool:
    """Wait for a place among this second's sends; False when there was none for a while.

    While Redis is away nothing is counted: the provider then refuses what is too fast, which is safe to repeat.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        now = time.time()
        if _count(f"sends:{sender}:{int(now)}") <= most_per_second:
            return True
        time.sleep(1 - now % 1)
    return False


def _count(key: str) -> int:
    try:
        with _redis().pipeline(transaction=False) as pipeline:
            pipeline.incr(key)
            pipeline.expire(key, 5)
            return int(pipeline.execute()[0])
    except RedisError as error:
        logger.warning("not counting sends: %s", type(error).__name__)
        return 0


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
