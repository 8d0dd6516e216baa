"""A report of 30 days among 100,000 chats with 1,000,000 messages: it reads those days, not half a year."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import reporting
from conversations.benchmarks import many_chats
from conversations.reporting import Period

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def half_a_year(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Fill the tables once, outside of any test's transaction, so that they can be vacuumed."""
    with django_db_blocker.unblock():
        many_chats.fill(100_000)
        yield
        many_chats.empty()


def read(period: Period) -> None:
    for figures in (reporting.talk, reporting.speed_of_bot, reporting.handovers, reporting.failures, reporting.cost):
        figures(period)
    reporting.demand(period, most=15)


def test_thirty_days_are_read_by_their_days():
    with CaptureQueriesContext(connection) as queries:
        read(Period.latest(30))
    big = [query["sql"] for query in queries if "conversations_turn" in query["sql"] or "_message" in query["sql"]]
    assert len(big) >= 6
    with connection.cursor() as cursor:
        for sql in big:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on conversations_message" not in plan, plan
            assert "Seq Scan on conversations_turn " not in plan, plan
    assert reporting.talk(Period.latest(30)).active in range(16_100, 16_700)
