"""Fixtures that tests of several apps share."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from redis import Redis

pytest_plugins = ["kavakbot.tests.browser", "kavakbot.tests.identity_provider"]


@pytest.fixture(scope="session")
def _counters() -> Iterator[Redis]:
    with Redis.from_url(settings.REDIS_URL) as redis:
        yield redis


@pytest.fixture(autouse=True)
def _nobody_has_called_yet(_counters: Redis) -> None:
    """Let no test be throttled for what others called before."""
    if counted := list(_counters.scan_iter("kavakbot:window:*", count=1000)):
        _counters.delete(*counted)
