"""The ways of looking cost as much in a big source as in a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge import ways
from knowledge.models import Chunk, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """A source of a thousand parts, each under a heading that two of them share."""
    source = Source.objects.create(title="Manual", kind=Source.Kind.FILE, state=Source.State.READY)
    parts = [
        Chunk(source=source, position=at, heading_path=f"Pieza {at // 2}", text=f"La pieza {at}.")
        for at in range(1_000)
    ]
    Chunk.objects.bulk_create(parts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_chunk")
    return parts


def test_what_stands_beside_a_passage_is_its_neighbour_under_the_same_heading(catalogue):
    found = ways.beside([catalogue[500].pk, catalogue[502].pk])
    assert {pk: [part.position for part in parts] for pk, parts in found.items()} == {
        catalogue[500].pk: [501],
        catalogue[502].pk: [503],
    }


def test_neighbours_are_found_without_reading_their_source(catalogue):
    with CaptureQueriesContext(connection) as queries:
        ways.beside([catalogue[500].pk])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "knowledge_chunk_in_order" in plan
    assert 'Index Cond: ((source_id = one.source_id) AND ("position" = ANY' in plan, plan


def test_of_a_word_that_stands_everywhere_no_more_passages_are_ranked_than_is_said(catalogue):
    found = ways.by_words({"piez": 1.0}, among=["piez"], most=7, limit=30)
    assert len(found) == 7
    assert len(ways.by_words({"piez": 1.0}, among=["piez"], most=2_000, limit=30)) == 30


def test_each_stem_counts_by_its_weight(catalogue):
    by_number = ways.by_words({"piez": 0.1, "700": 2.0}, among=["piez", "700"], most=2_000, limit=1)
    assert [one.chunk_id for one in by_number] == [catalogue[700].pk]
