"""Lend the embedded services to a test run, before pytest-django reads the settings.

Named in pyproject.toml's `addopts`, because a conftest.py is read too late for that.
"""

import sys
from collections.abc import Generator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from kavakbot import env
from kavakbot.embedded import EmbeddedError, services


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Join the services; the run's last act is to leave them."""
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    try:
        stack.enter_context(services())
    except EmbeddedError as error:
        sys.exit(error.detail)
    _part_ways()
    return (yield)


def _part_ways() -> None:
    """Give each of several parallel workers a numbered Valkey database; pytest-django parts their PostgreSQL ones."""
    worker, redis_url = env.find("PYTEST_XDIST_WORKER"), env.find("REDIS_URL")
    if worker and redis_url:
        number = int(worker.removeprefix("gw")) + 1
        env.publish(REDIS_URL=urlsplit(redis_url)._replace(path=f"/{number}").geturl())
