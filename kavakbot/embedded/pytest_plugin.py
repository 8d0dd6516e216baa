"""Lend the embedded services to a test run, before pytest-django reads the settings.

Named in pyproject.toml's `addopts`, because a conftest.py is read too late for that.
"""

import sys
from collections.abc import Generator
from contextlib import ExitStack

import pytest

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
    return (yield)
