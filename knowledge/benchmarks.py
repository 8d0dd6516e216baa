"""Benchmarks of knowledge: the question's vector, the index beside an exact scan, and the whole search."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from statistics import fmean, median
from time import perf_counter
from uuid import UUID, uuid4

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from kavakbot.benchmarking import Goal, Measurement, benchmark, side_by_side
from knowledge import embeddings, looking, retrieval, vocabulary, ways
from knowledge.embeddings import halfvec
from knowledge.evaluation import asking, dataset
from knowledge.evaluation.dataset import Dataset
from knowledge.models import LOCAL_MODEL, Chunk, ChunkEmbedding, Source

THREE_MS = Goal("ours", 3, at_least=False)
FIVE_MS = Goal("ours", 5, at_least=False)
FIFTEEN_MS = Goal("ours", 15, at_least=False)
NEARLY_ALL = Goal("ours", 0.98, at_least=True)

# How far a copy is moved along what tells two other passages apart: passages differ so, not in all directions alike.
# It stays of its kind (a cosine of about 0.8) and is no double.
_MOVED = 0.6
_PER_SOURCE = 500
_INDEXES = ("knowledge_vector_compact", "knowledge_chunk_search")
_SEARCHES_IN_A_ROW = 4


@benchmark("embedding")
def question_vectors(quick: bool) -> Iterator[Measurement]:
    """Time the local model on real questions, one at a time, as customers ask them."""
    questions = iter(cycle(question.text for question in dataset.load(dataset.MANY_PAGES).questions))
    *_, local = embeddings.configured()
    local.embed(["hola"])
    taken = [_milliseconds(lambda: local.embed([next(questions)])) for _ in range(60 if quick else 300)]
    yield Measurement("local vector of a question, median", median(taken), "ms", goal=FIVE_MS)


@benchmark("retrieval", database=True)
def retrieval_at_size(quick: bool) -> Iterator[Measurement]:
    """Fill a database with copies of real passages, each moved a little, and ask it real questions."""
    texts = [question.text for question in stock().questions if question.expected][: 40 if quick else 120]
    for size in (10_000,) if quick else (10_000, 100_000):
        grow_to(size)
        yield from _measure(size, texts)


def _measure(size: int, texts: Sequence[str]) -> Iterator[Measurement]:
    """Measure the index and the whole search.

    An exact scan reads 100 MB, and no customer has one made: the index is timed where the search before was by it too.
    """
    name = f"{size:,} passages"
    *_, local = embeddings.configured()
    vectors = local.embed(texts)
    exact, index = _Nearest(vectors, exactly=True), _Nearest(vectors, exactly=False)
    rounds = len(texts) // _SEARCHES_IN_A_ROW
    reference, ours = side_by_side(
        exact.next, index.next, rounds=rounds, same_answer=False, in_a_row=_SEARCHES_IN_A_ROW
    )
    yield Measurement(f"{name}: vectors, top 5", ours, "ms", reference, "exact scan", THREE_MS, size)
    found = [len({*exact.of(vector)} & {*index.of(vector)}) / 5 for vector in vectors]
    yield Measurement(f"{name}: vectors, recall@5", fmean(found), "share", 1.0, "exact scan", NEARLY_ALL)
    whole, alone = iter(cycle(texts)), iter(cycle(texts))
    retrieval.search(next(whole))
    reference, ours = side_by_side(
        lambda: local.embed([next(alone)]), lambda: retrieval.search(next(whole)), rounds=len(texts), same_answer=False
    )
    yield Measurement(f"{name}: whole search", ours, "ms", reference, "its question's vector", None)
    yield Measurement(f"{name}: whole search less the question's vector", ours - reference, "ms", goal=FIFTEEN_MS)


_EXACTLY = """
SELECT seen.chunk_id
FROM knowledge_chunkembedding seen
JOIN knowledge_chunk chunk ON chunk.id = seen.chunk_id AND NOT chunk.hidden
JOIN knowledge_source source ON source.id = chunk.source_id AND source.active
WHERE seen.model = %s
ORDER BY seen.embedding <=> %s::halfvec
LIMIT 5
"""


class _Nearest:
    """The five nearest passages of one question after the other, by the index or exactly."""

    def __init__(self, vectors: Sequence[list[float]], *, exactly: bool) -> None:
        self._exactly = exactly
        self._vectors = cycle(vectors)

    def next(self) -> list[UUID]:
        return self.of(next(self._vectors))

    def of(self, vector: list[float]) -> list[UUID]:
        with looking.snapshot(), connection.cursor() as cursor:
            if self._exactly:
                cursor.execute("SET LOCAL enable_indexscan = off")
                cursor.execute(_EXACTLY, [LOCAL_MODEL, halfvec(vector)])
                return [chunk_id for (chunk_id,) in cursor.fetchall()]
            return [found.chunk_id for found in ways.by_vector(LOCAL_MODEL, vector, limit=5)]


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


# ── Filling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def stock() -> Dataset:
    """Take in the pages of the sample set, and return it."""
    questions = dataset.load(dataset.MANY_PAGES)
    asking.ingest(Dataset(questions.passages, questions.pages, ()))
    return questions


def grow_to(size: int) -> None:
    """Copy passages until there are `size`: the same words in another order of sentences, the vector moved a little."""
    random = np.random.default_rng(2026)
    known = _originals()
    directions = np.array([vector for _, _, vector in known])
    missing = size - Chunk.objects.count()
    definitions = _drop_indexes()
    sources = [
        Source(title=f"Copia {number}", state=Source.State.READY) for number in range(missing // _PER_SOURCE + 1)
    ]
    for source in sources:
        source.kind, source.embedded_by = Source.Kind.FILE, [LOCAL_MODEL]
    Source.objects.bulk_create(sources)
    rows = [(uuid4(), *known[number % len(known)]) for number in range(missing)]
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(
            "COPY knowledge_chunk (id, source_id, position, heading_path, text, pinned, hidden, created_at, updated_at)"
            " FROM STDIN"
        ) as copy:
            for number, (key, heading, text, _) in enumerate(rows):
                sentences = random.permutation(text.split(". "))
                owner = sources[number // _PER_SOURCE].pk
                copy.write_row((key, owner, number, heading, ". ".join(sentences), False, False, "now", "now"))
        with cursor.copy(
            "COPY knowledge_chunkembedding (chunk_id, model, embedding, compact, created_at) FROM STDIN"
        ) as copy:
            for key, _, _, vector in rows:
                moved = _moved(vector, directions, random).tolist()
                [short] = embeddings.compact(LOCAL_MODEL, [moved])
                copy.write_row((key, LOCAL_MODEL, halfvec(moved), halfvec(short or []), "now"))
    _create_indexes(definitions)
    vocabulary.refresh()


def _originals() -> list[tuple[str, str, list[float]]]:
    """Return heading, text and vector of the passages that were ingested, and of those that were written to teach."""
    ingested = ChunkEmbedding.objects.filter(model=LOCAL_MODEL).exclude(chunk__source__title__startswith="Copia")
    written = dataset.taught_passages()
    *_, local = embeddings.configured()
    vectors = local.embed([f"{heading}\n{text}" for heading, text in written])
    return [
        *((one.chunk.heading_path, one.chunk.text, list(one.embedding)) for one in ingested.select_related("chunk")),
        *((heading, text, vector) for (heading, text), vector in zip(written, vectors, strict=True)),
    ]


def _moved(vector: list[float], others: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    one, another = others[random.integers(len(others), size=2)]
    moved = np.array(vector) + _MOVED * (one - another)
    return np.asarray(moved / np.linalg.norm(moved))


def _drop_indexes() -> list[str]:
    """Drop what a bulk load would fill row by row; return how to make it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(_INDEXES)])
        definitions = [row[0] for row in cursor.fetchall()]
        for name in _INDEXES:
            cursor.execute(f"DROP INDEX {name}")
    return definitions


def _create_indexes(definitions: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in definitions:
            cursor.execute(definition)
        for table in ("knowledge_chunk", "knowledge_chunkembedding"):
            cursor.execute(f"ANALYZE {table}")
