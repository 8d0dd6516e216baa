"""The story of a message among 50,000 others: no step of it reads a big table whole."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import callbacks, delivery, settling, sweeping, turns
from conversations.agent import choose_brain
from conversations.benchmarks import many_chats
from conversations.models import Delivery, Direction
from conversations.tests import cast
from conversations.whatsapp.gateways.console import ConsoleGateway
from conversations.whatsapp.messages import StatusUpdate

pytestmark = pytest.mark.django_db(transaction=True)

BIG = ("message", "turn", "toolcall", "delivery", "conversation", "contact", "dialoguememory", "staffalert")
_STATEMENTS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def many() -> Iterator[None]:
    many_chats.fill(5_000)
    yield
    many_chats.empty()


def read_whole(queries) -> dict[str, str]:
    """Return the statements whose plan reads a big table from end to end, with their plans."""
    found = {}
    with connection.cursor() as cursor:
        for sql in dict.fromkeys(query["sql"].strip() for query in queries):
            if sql.startswith(_STATEMENTS) and "set_config" not in sql:
                cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
                plan = "\n".join(line for (line,) in cursor.fetchall())
                if any(f"Seq Scan on conversations_{table} " in plan for table in BIG):
                    found[sql] = plan
    return found


def the_story(body: str) -> list[dict[str, str]]:
    """Tell it from the message to the provider's last word and the sweep, and return the statements it took."""
    with CaptureQueriesContext(connection) as queries:
        chat = cast.writes(body)
        assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1
        assert delivery.deliver(chat.pk, gateway=ConsoleGateway()) >= 1
        sent = Delivery.objects.filter(message__conversation=chat, message__direction=Direction.OUT).latest(
            "updated_at"
        )
        callbacks.record_status(StatusUpdate(str(sent.pk), "SM1", "delivered", ""))
        settling.resolve(chat.pk)
        sweeping.due()
        sweeping.unheard(most=5)
    return queries.captured_queries


@pytest.mark.parametrize("body", ["ando buscando un model7 de menos de 250", "quiero hablar con una persona"])
def test_no_step_of_a_message_reads_a_big_table_whole(body):
    cast.writes("hola")
    told = the_story(body)
    assert len(told) > 30
    assert read_whole(told) == {}


def test_neither_does_an_opt_out():
    with CaptureQueriesContext(connection) as queries:
        turns.answer(cast.writes("BAJA").pk, brain=choose_brain("offline"))
    assert read_whole(queries.captured_queries) == {}


def test_a_statement_that_does_is_seen():
    with CaptureQueriesContext(connection) as queries, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM conversations_message WHERE body = 'nada'")
    assert len(read_whole(queries.captured_queries)) == 1
