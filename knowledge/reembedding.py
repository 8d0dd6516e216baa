"""Give every stored passage its vector by a model: resumable, in small steps, while another model serves."""

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from psycopg import sql

from knowledge import embeddings, passages
from knowledge.embeddings import Embedder
from knowledge.models import GRAPH, INDEXED_MODELS, ChunkEmbedding, Source

Progress = Callable[[int, int], None]  # sources done, of how many

# Any number that nothing else locks by: one process fills in at a time.
_LOCK = 0x6B766B01


def fill_in(model: Embedder, *, progress: Progress | None = None) -> int:
    """Embed every passage in service that `model` has not seen, source by source; return how many.

    What is done is in the database, so a run that was interrupted goes on where it stopped. A model serves no question
    before it knows every source in service. Raises `EmbeddingUnavailable`.
    """
    waiting = list(Source.objects.lacking(model.name).order_by("created_at"))
    filled = 0
    for done, source in enumerate(waiting):
        filled += _fill_in_source(model, source)
        if progress:
            progress(done + 1, len(waiting))
    _ensure_index(model.name)
    return filled


def fill_in_configured() -> int:
    """Fill in for every configured model, unless another process is at it; return how many passages were embedded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        return sum(fill_in(model) for model in embeddings.configured())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def forget(model_name: str) -> int:
    """Delete every vector of a model, so that it is made anew or no longer kept; return how many."""
    with transaction.atomic():
        for source in Source.objects.filter(embedded_by__contains=[model_name]).select_for_update():
            source.embedded_by = [name for name in source.embedded_by if name != model_name]
            source.save(update_fields=["embedded_by"])
        deleted, _ = ChunkEmbedding.objects.filter(model=model_name).delete()
    return deleted


def _fill_in_source(model: Embedder, source: Source) -> int:
    """Embed a source's passages batch by batch, each stored before the next is asked for."""
    missing = [passages.key(chunk) for chunk in source.chunks.unseen_by(model.name)]
    for vectors in passages.in_batches(model, list(dict.fromkeys(missing))):
        with transaction.atomic():
            locked = Source.objects.select_for_update().get(pk=source.pk)
            passages.store_vectors(locked, {model.name: vectors})
    if not missing:
        with transaction.atomic():
            passages.store_vectors(Source.objects.select_for_update().get(pk=source.pk), {model.name: {}})
    return len(missing)


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
