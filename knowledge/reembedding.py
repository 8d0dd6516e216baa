"""Give every stored passage its vector by a model: resumable, in small steps, while another model serves."""

import hashlib
import math
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
from psycopg import sql

from knowledge import embeddings, passages
from knowledge.embeddings import Embedder, EmbeddingUnavailable
from knowledge.models import GRAPH, INDEXED_MODELS, LOCAL_MODEL, ChunkEmbedding, Source

Progress = Callable[[int, int], None]  # sources done, of how many

# Any number that nothing else locks by: one process fills in at a time.
_LOCK = 0x6B766B01
_ROWS = 500  # changed in one transaction


def fill_in(model: Embedder, *, progress: Progress | None = None, until: float = math.inf) -> int:
    """Embed every passage in service that `model` has not seen, source by source; return how many.

    No batch is begun after `until`, on the monotonic clock.

    What is done is in the database, so a run that was interrupted goes on where it stopped. A model serves no question
    before it knows every source in service. Raises `EmbeddingUnavailable`.
    """
    waiting = list(Source.objects.lacking(model.name).order_by("created_at"))
    filled = 0
    for done, source in enumerate(waiting):
        filled += _fill_in_source(model, source, until=until)
        if time.monotonic() >= until:
            return filled
        if progress:
            progress(done + 1, len(waiting))
    make_compact()
    _ensure_index(model.name)
    return filled


def fill_in_configured(*, within: timedelta = timedelta.max) -> int:
    """Fill in for every configured model, unless another process is at it; return how many passages were embedded.

    Words that an ingestion could not bring to the vocabulary are learned along. A model that is down raises
    `EmbeddingUnavailable` only when the others have had their turn.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        passages.learn_words(*Source.objects.with_words_to_learn())
        until = time.monotonic() + within.total_seconds()
        return _fill_in_each(embeddings.configured(), until=until)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _fill_in_each(models: Iterable[Embedder], *, until: float) -> int:
    filled = 0
    failure: EmbeddingUnavailable | None = None
    for model in models:
        try:
            filled += fill_in(model, until=until)
        except EmbeddingUnavailable as error:
            failure = failure or error
    if failure:
        raise failure
    return filled


def make_compact(stored: type[ChunkEmbedding] = ChunkEmbedding) -> None:
    """Give the local model's vectors that older code stored what their index compares."""
    lacking = stored.objects.filter(model=LOCAL_MODEL, compact=None).order_by("pk")
    while rows := list(lacking[:_ROWS]):
        for row, short in zip(rows, embeddings.compact(LOCAL_MODEL, [row.embedding for row in rows]), strict=True):
            row.compact = short
        stored.objects.bulk_update(rows, ["compact"])


def forget(model_name: str) -> int:
    """Delete every vector of a model, so that it is made anew or no longer kept; return how many."""
    with transaction.atomic():
        for source in Source.objects.filter(embedded_by__contains=[model_name]).select_for_update():
            source.embedded_by = [name for name in source.embedded_by if name != model_name]
            source.save(update_fields=["embedded_by"])
        deleted, _ = ChunkEmbedding.objects.filter(model=model_name).delete()
    return deleted


def _fill_in_source(model: Embedder, source: Source, *, until: float) -> int:
    """Embed a source's passages batch by batch, each stored before the next is asked for; return how many."""
    filled = 0
    missing = [passages.key(chunk) for chunk in source.chunks.unseen_by(model.name)]
    for vectors in passages.in_batches(model, list(dict.fromkeys(missing))):
        with transaction.atomic():
            locked = Source.objects.select_for_update().get(pk=source.pk)
            passages.store_vectors(locked, {model.name: vectors})
        filled += len(vectors)
        if time.monotonic() >= until:
            break
    if not missing:
        with transaction.atomic():
            passages.store_vectors(Source.objects.select_for_update().get(pk=source.pk), {model.name: {}})
    return filled


def _ensure_index(model_name: str) -> None:
    """Index a model's vectors that no migration foresaw; while it is built, both searches and writes go on."""
    if model_name in INDEXED_MODELS:
        return
    name = f"knowledge_vector_{hashlib.sha256(model_name.encode()).hexdigest()[:12]}"
    statement = sql.SQL(
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON knowledge_chunkembedding"
        " USING hnsw (embedding halfvec_cosine_ops) WITH (m = {m}, ef_construction = {ef_construction})"
        " WHERE model = {model}"
    ).format(
        name=sql.Identifier(name), model=sql.Literal(model_name), **{key: sql.Literal(n) for key, n in GRAPH.items()}
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
