"""A scrape among 100,000 chats with 1,000,000 messages: it reads the latest minutes, not half a year."""

from collections.abc import Iterator
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.benchmarks import many_chats
from kavakbot.tests.scraping import TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What a customer of every minute writes lands in these.
BIG = ("message", "turn", "toolcall", "delivery", "conversation", "webhookcall")


@pytest.fixture(scope="module", autouse=True)
def half_a_year(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Fill the tables once, outside of any test's transaction, so that they can be vacuumed."""
    with django_db_blocker.unblock():
        many_chats.fill(100_000)
        with connection.cursor() as cursor:  # a busy five minutes of it: 1,500 turns, and their messages
            cursor.execute("UPDATE conversations_turn SET created_at = now(), asked_at = now() WHERE id > 498500")
            cursor.execute("UPDATE conversations_message SET created_at = now() WHERE id > 997000")
            cursor.execute("UPDATE knowledge_asking SET asked_at = now() - interval '1 day' WHERE id % 100 > 0")
            cursor.execute("UPDATE conversations_staffalert SET resolved_at = now() WHERE id % 100 > 0")
        yield
        many_chats.empty()


def test_a_scrape_is_quick_and_reads_no_big_table_whole(scrape, client):
    scrape()
    with CaptureQueriesContext(connection) as queries:
        told = scrape()
    assert told["kavakbot_received_5m", "whatsapp"] == 1500
    assert told["kavakbot_turns_5m", "model"] == 1500
    plans = {}
    with connection.cursor() as cursor:
        for query in queries:
            if query["sql"].lstrip().startswith(("SELECT", "WITH")) and "set_config" not in query["sql"]:
                cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), [])
                plans[query["sql"]] = "\n".join(line for (line,) in cursor.fetchall())
    whole = {sql: plan for sql, plan in plans.items() if any(f"Seq Scan on conversations_{it}" in plan for it in BIG)}
    assert whole == {}

    taken = []
    for _ in range(10):
        started = perf_counter()
        client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, secure=True)
        taken.append(perf_counter() - started)
    assert min(taken) < 0.1, taken  # the others wait for a processor
