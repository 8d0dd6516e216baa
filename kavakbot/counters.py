"""Counts of what leaves no row, shared by all processes in Redis; lost with it, as by a restart of what counts."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

_KEY = "kavakbot:counters:"
_PATIENCE_SECONDS = 1.0
_REST_SECONDS = 5.0

_rests: dict[str, float] = {}  # Redis by its address, and until when it is not asked
_Answer = TypeVar("_Answer")

logger = logging.getLogger(__name__)


def count(counter: str, what: str) -> None:
    """Count one more of a kind; `what` is one of a few words of ours."""
    ask(lambda redis: redis.hincrby(f"{_KEY}{counter}", what, 1))


def counted(counter: str) -> dict[str, int]:
    """Return how many there were of each kind; nothing while Redis is away."""
    found = ask(lambda redis: redis.hgetall(f"{_KEY}{counter}")) or {}
    return {what.decode(): int(times) for what, times in found.items()}  # type: ignore[union-attr]  # no async client


def ask(question: Callable[[Redis], _Answer]) -> _Answer | None:
    """Ask Redis; one that is away or hangs answers None, and is not asked again for a moment."""
    address = settings.REDIS_URL
    if time.monotonic() < _rests.get(address, 0):
        return None
    try:
        return question(_redis(address))
    except RedisError as error:
        _rests[address] = time.monotonic() + _REST_SECONDS
        logger.warning("nothing is counted for %s s: %s", _REST_SECONDS, type(error).__name__)
        return None


@lru_cache(maxsize=4)
def _redis(address: str) -> Redis:
    """Connect once a process; a connection closed meanwhile is made anew, a slow answer is not waited for again."""
    once_more = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
    return Redis.from_url(
        address, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS, retry=once_more
    )
