"""No list of the back office asks the database more often because it has more rows to show."""

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from conversations.benchmarks import many_chats, office
from conversations.models import Lead, LeadState

pytestmark = pytest.mark.django_db(transaction=True)


def queries_with(chats: int, staff) -> dict[str, int]:
    """Return how many queries each list takes among so many chats, opened before as by anybody who works."""
    many_chats.fill(chats)
    counted = {}
    for what, address in office.lists().items():
        staff.get(address, follow=True)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address, follow=True).status_code == 200
        counted[what] = len(queries)
    return counted


def test_fifty_rows_cost_as_many_queries_as_five(admin_client):
    few, many = queries_with(5, admin_client), queries_with(50, admin_client)
    assert many == few
    assert max(many.values()) <= 25


def test_a_column_of_the_board_is_read_in_the_order_of_an_index():
    many_chats.fill(50)
    in_order = Lead.objects.filter(state=LeadState.NEW).order_by(F("next_at").asc(nulls_last=True), "-updated_at")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        assert "lead_next_by_state" in in_order[:40].explain()
