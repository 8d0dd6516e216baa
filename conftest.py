"""Fixtures that tests of several apps share."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from redis import Redis

pytest_plugins = ["kavakbot.tests.browser", "kavakbot.tests.identity_provider", "kavakbot.tests.scraping"]

# A machine that is busy with other things makes no test fail.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

# What `migrate` makes anew each time, and what it has done.
_KEPT = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_quickly() -> Iterator[None]:
    """Delete what a transactional test wrote: 15 ms, where Django's flush of all tables and permissions takes 500."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _empty_tables())
        yield


def _empty_tables() -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in sorted(tables)))
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{table}"')


@pytest.fixture(scope="session")
def _counters() -> Iterator[Redis]:
    with Redis.from_url(settings.REDIS_URL) as redis:
        yield redis


@pytest.fixture(autouse=True)
def _nobody_has_called_yet(_counters: Redis) -> None:
    """Let no test be throttled for what others called before."""
    if counted := list(_counters.scan_iter("kavakbot:window:*", count=1000)):
        _counters.delete(*counted)
