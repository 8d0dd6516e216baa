"""The ways of looking cost as much in a big source as in a small one, and the index finds what is nearest."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge import passages, ways
from knowledge.embeddings.local import LocalEmbedder
from knowledge.evaluation import dataset
from knowledge.models import LOCAL_MODEL, Chunk, Source

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


@pytest.fixture(scope="module")
def real_vectors():
    """The vectors of real passages, a thousand by moving each a little along what tells two others apart."""
    vectors = np.array(LocalEmbedder().embed([text for _, text in dataset.taught_passages()[:200]]))
    chance = np.random.default_rng(2026)
    one, another = vectors[chance.integers(len(vectors), size=(2, 1_000))]
    moved = np.tile(vectors, (5, 1)) + 0.6 * (one - another)
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


@pytest.fixture
def seen(catalogue, real_vectors):
    """The thousand parts, each with the vector of a real passage, in a database that would rather use its index."""
    stored = {passages.key(chunk): vector.tolist() for chunk, vector in zip(catalogue, real_vectors, strict=True)}
    passages.store_vectors(catalogue[0].source, {LOCAL_MODEL: stored})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    return [chunk.pk for chunk in catalogue]


QUESTIONS = [question.text for question in dataset.load(dataset.MANY_PAGES).questions[:40]]


def nearest(seen, real_vectors, vector):
    """Return the five nearest by all that their vectors say."""
    return [seen[at] for at in np.argsort(-(real_vectors @ np.array(vector)))[:5]]


def found(vector):
    return [one.chunk_id for one in ways.by_vector(LOCAL_MODEL, vector, limit=5)]


def test_the_index_finds_what_is_nearest_by_the_whole_vector(seen, real_vectors):
    with CaptureQueriesContext(connection) as queries:
        asked = [(found(vector), nearest(seen, real_vectors, vector)) for vector in LocalEmbedder().embed(QUESTIONS)]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"].split(";")[1])
        assert "knowledge_vector_compact" in "\n".join(line for (line,) in cursor.fetchall())
    assert np.mean([len({*ours} & {*exact}) / 5 for ours, exact in asked]) >= 0.98


def test_hidden_passages_push_no_visible_one_out(seen, real_vectors):
    """Of a thousand the fifty farthest are left, which the index reaches last."""
    [vector] = LocalEmbedder().embed(["¿qué garantía dan?"])
    visible = [seen[at] for at in np.argsort(-(real_vectors @ np.array(vector)))[-50:]]
    Chunk.objects.exclude(pk__in=visible).update(hidden=True)
    assert found(vector) == visible[:5]


def test_passages_of_a_source_that_is_put_away_are_not_found(seen, catalogue):
    Source.objects.filter(pk=catalogue[0].source_id).update(active=False)
    assert found(LocalEmbedder().embed(["garantía"])[0]) == []
