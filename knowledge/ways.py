"""The queries of the ways of looking, in SQL: Django takes longer to write them than PostgreSQL to answer.

Each returns the passages that may be answered from, best first, and how sure the way is of each.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from knowledge import embeddings
from knowledge.embeddings import Vector, halfvec
from knowledge.models import SEARCH_CONFIG

_BREADTH = 200  # candidates that the index of vectors keeps while it looks
_MISPLACED = 30  # how many more than are wanted are compared whole: the index compares short vectors

# As Chunk.objects.live(): what may be answered from.
_LIVE = "JOIN knowledge_source source ON source.id = chunk.source_id AND source.active AND NOT chunk.hidden"

_BY_VECTOR = f"""
SELECT set_config('hnsw.ef_search', '{_BREADTH}', true), set_config('hnsw.iterative_scan', 'strict_order', true);
SELECT chunk_id, embedding <=> %(vector)s::halfvec AS distance
FROM (
    SELECT seen.chunk_id, seen.embedding
    FROM knowledge_chunkembedding seen
    JOIN knowledge_chunk chunk ON chunk.id = seen.chunk_id
    {_LIVE}
    WHERE seen.model = %(model)s
    ORDER BY seen.{{column}} <=> %(indexed)s::halfvec
    LIMIT %(candidates)s
) AS near
ORDER BY distance
LIMIT %(limit)s
"""  # noqa: S608  only constants go in
_BY_WORDS = f"""
SELECT id, {{ranks}} AS relevance
FROM (
    SELECT chunk.id, chunk.position, chunk.search
    FROM knowledge_chunk chunk
    {_LIVE}
    WHERE chunk.search @@ %s::tsquery
    LIMIT %s
) AS speaking
ORDER BY relevance DESC, position, id
LIMIT %s
"""  # noqa: S608  only constants go in
_RANK = "%s::float8 * ts_rank(search, %s::tsquery, 1)"
_BY_NAMES = f"""
SELECT chunk.id, ts_rank(chunk.search, named) AS relevance
FROM knowledge_chunk chunk
{_LIVE}
CROSS JOIN (
    SELECT string_agg(nullif(phraseto_tsquery(%(config)s::regconfig, name)::text, ''), ' | ')::tsquery AS named
    FROM unnest(%(names)s::text[]) AS name
) AS wanted
WHERE chunk.search @@ named
ORDER BY relevance DESC, chunk.position, chunk.id
LIMIT %(limit)s
"""  # noqa: S608  only a constant goes in
_MEASURED = """
SELECT chunk.id, chunk.position, chunk.heading_path, chunk.text, chunk.pinned,
    source.kind, source.url, source.title, source.fetched_at,
    tsvector_to_array(chunk.search), tsvector_to_array(ts_filter(chunk.search, '{a}')),
    seen.embedding <=> %(vector)s::halfvec
FROM knowledge_chunk chunk
JOIN knowledge_source source ON source.id = chunk.source_id
LEFT JOIN knowledge_chunkembedding seen ON seen.chunk_id = chunk.id AND seen.model = %(model)s
WHERE chunk.id = ANY(%(chunk_ids)s)
"""
_BESIDE = """
SELECT one.id, beside.id, beside.position, beside.text
FROM knowledge_chunk one
JOIN knowledge_chunk beside ON beside.source_id = one.source_id AND beside.heading_path = one.heading_path
    AND beside.position IN (one.position - 1, one.position + 1)
WHERE one.id = ANY(%s) AND NOT beside.hidden
"""


class Found(NamedTuple):
    """A passage that a way of looking found, and how sure it is of it; to be compared within that way only."""

    chunk_id: UUID
    sureness: float


class Measured(NamedTuple):
    """A passage as it is judged: what it says and where, its stems, those of its headings, how far it is in meaning."""

    pk: UUID
    position: int
    heading_path: str
    text: str
    pinned: bool
    source_kind: str
    source_url: str | None
    source_title: str
    fetched_at: datetime | None
    stems: list[str]
    heading_stems: list[str]
    distance: float | None  # where the model has seen it

    @property
    def whole(self) -> str:
        """Headings and text."""
        return f"{self.heading_path}\n{self.text}"


class Beside(NamedTuple):
    """What stands right before or behind a passage, under the same headings."""

    chunk_id: UUID
    position: int
    text: str


def by_vector(model: str, vector: Vector, *, limit: int) -> Sequence[Found]:
    """Return the passages nearest to a vector by `model`, by its index, with their cosines; in a transaction."""
    whole, [short] = halfvec(vector), embeddings.compact(model, [vector])
    column, indexed = ("compact", halfvec(short)) if short else ("embedding", whole)
    values: dict[str, str | int] = {"vector": whole, "indexed": indexed, "model": model, "limit": limit}
    values["candidates"] = limit + _MISPLACED
    with connection.cursor() as cursor:
        cursor.execute(_BY_VECTOR.format(column=column), values)
        cursor.nextset()  # the first set says what was set
        return [Found(chunk_id, 1.0 - distance) for chunk_id, distance in cursor.fetchall()]


def by_words(weights: Mapping[str, float], *, among: Sequence[str], most: int, limit: int) -> Sequence[Found]:
    """Return what speaks of stems, each by its weight: of the passages with one of `among`, `most` of which are ranked.

    A stem in a heading counts more than one in the text, every repetition less than the one before, and a long passage
    must not win by its size alone (1 divides by the logarithm of the length).
    """
    ranks = " + ".join([_RANK] * len(weights))
    weighed = chain.from_iterable((weight, _quoted(stem)) for stem, weight in weights.items())
    return _found(_BY_WORDS.format(ranks=ranks), [*weighed, " | ".join(map(_quoted, among)), most, limit])


def by_names(names: Iterable[str], *, limit: int) -> Sequence[Found]:
    """Return what holds one of the names, word beside word."""
    return _found(_BY_NAMES, {"names": list(names), "config": SEARCH_CONFIG, "limit": limit})


def measured(chunk_ids: Iterable[UUID], *, model: str, vector: Vector | None) -> dict[UUID, Measured]:
    """Return the passages as they are judged, by their ids, with their distances to a vector by `model`."""
    values = {"chunk_ids": list(chunk_ids), "model": model, "vector": halfvec(vector) if vector else None}
    with connection.cursor() as cursor:
        cursor.execute(_MEASURED, values)
        return {row[0]: Measured(*row) for row in cursor.fetchall()}


def beside(chunk_ids: Sequence[UUID]) -> dict[UUID, list[Beside]]:
    """Return what stands beside these under the same headings: parts of a section that was too long."""
    parts: dict[UUID, list[Beside]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [list(chunk_ids)])
        for chunk_id, *part in cursor.fetchall():
            parts.setdefault(chunk_id, []).append(Beside(*part))
    return parts


def _found(query: str, values: Mapping[str, Any] | Sequence[Any]) -> Sequence[Found]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Found(*row) for row in cursor.fetchall()]


def _quoted(stem: str) -> str:
    """Return a stem as the text of a query."""
    doubled = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
