"""The rows of knowledge: a source, its chunks, and one embedding per chunk and model."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import F, Q
from pgvector.django import CosineDistance, HalfVectorField, HnswIndex

DIMENSIONS = 512
# The text search configuration that the first migration creates: 'spanish' after unaccent, so that it is immutable
# by name and a generated column may use it.
SEARCH_CONFIG = "knowledge_es"
LOCAL_MODEL = "use-multilingual-v3"
OPENAI_MODEL = "text-embedding-3-small"
# Longer than any ingestion: the fetch has 10 s, a 5 MiB page embeds in about two minutes.
ABANDONED_AFTER = timedelta(minutes=10)


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads over sources."""

    def active(self) -> Self:
        """Keep those that staff have not switched off."""
        return self.filter(active=True)

    def pages(self) -> Self:
        """Keep those that are read again from their address."""
        return self.filter(kind=Source.Kind.URL)

    def due(self, now: datetime) -> Self:
        """Keep those that wait, or whose worker died, for the sweep that finds what no worker was woken for."""
        waiting = Q(state=Source.State.PENDING, requested_at__isnull=False)
        abandoned = Q(state=Source.State.INGESTING, updated_at__lt=now - ABANDONED_AFTER)
        return self.active().filter(waiting | abandoned).order_by("requested_at")


class Source(models.Model):
    """Where knowledge comes from; its last whole version serves until the next one is whole."""

    class Kind(models.TextChoices):
        """How the text reaches us."""

        URL = "url", "página"
        FILE = "file", "página guardada"
        FAQ = "faq", "pregunta frecuente"

    class State(models.TextChoices):
        """Where the latest ingestion stands; earlier chunks serve in every state."""

        PENDING = "pending", "pendiente"
        INGESTING = "ingesting", "en proceso"
        READY = "ready", "lista"
        FAILED = "failed", "con error"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("tipo", max_length=8, choices=Kind.choices, default=Kind.URL)
    url = models.URLField("dirección", max_length=2000, unique=True, null=True, blank=True)
    title = models.CharField("título", max_length=300, blank=True)
    answer = models.TextField("respuesta", blank=True, help_text="Sólo para preguntas frecuentes.")
    state = models.CharField("estado", max_length=10, choices=State.choices, default=State.PENDING)
    error = models.TextField("error", blank=True)
    error_code = models.CharField("código de error", max_length=40, blank=True)
    content_hash = models.CharField("huella del contenido", max_length=64, blank=True)
    active = models.BooleanField("activa", default=True)
    force_requested = models.BooleanField("rehacer todo", default=False)
    chunks_created = models.PositiveIntegerField("fragmentos nuevos", default=0)
    chunks_deleted = models.PositiveIntegerField("fragmentos quitados", default=0)
    chunks_unchanged = models.PositiveIntegerField("fragmentos sin cambio", default=0)
    requested_at = models.DateTimeField("solicitada", null=True, blank=True)
    fetched_at = models.DateTimeField("leída", null=True, blank=True)
    created_at = models.DateTimeField("creada", auto_now_add=True)
    updated_at = models.DateTimeField("actualizada", auto_now=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "fuente"
        verbose_name_plural = "fuentes"
        ordering: ClassVar = ["-updated_at"]
        indexes: ClassVar = [
            models.Index(fields=["requested_at"], condition=Q(state="pending"), name="knowledge_source_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="knowledge_source_page_has_url", condition=Q(kind="faq") | Q(url__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.id)


class ChunkQuerySet(models.QuerySet["Chunk"]):
    """Reads over chunks, each by one way of looking."""

    def live(self) -> Self:
        """Keep what may be answered from, with its source and without the columns that only indexes read."""
        return self.filter(source__active=True).select_related("source").defer("search", "folded")

    def matching(self, query: str) -> Self:
        """Keep what the web-style `query` matches, best first, as `rank`."""
        search = SearchQuery(query, config=SEARCH_CONFIG, search_type="websearch")
        # 1 divides the rank by the logarithm of the length: a long chunk must not win by its size alone.
        rank = SearchRank(F("search"), search, normalization=1)
        return self.annotate(rank=rank).filter(search=search).order_by("-rank", "position", "id")

    def resembling(self, text: str) -> Self:
        """Keep what holds a run of words spelt like the folded `text`, best first, as `likeness`."""
        return (
            self.annotate(likeness=TrigramWordSimilarity(text, "folded"))
            .filter(folded__trigram_word_similar=text)
            .order_by("-likeness", "position", "id")
        )


class Chunk(models.Model):
    """A passage that can stand alone, below the headings it was found under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="chunks", verbose_name="fuente")
    position = models.PositiveIntegerField("posición")
    heading_path = models.TextField("títulos", blank=True)
    text = models.TextField("texto")
    # Headings and text in lower case without accents, written by ingestion with the same function as questions are.
    folded = models.TextField("texto sin acentos", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("heading_path", weight="A", config=SEARCH_CONFIG)
        + SearchVector("text", weight="B", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="índice de texto",
    )
    created_at = models.DateTimeField("creado", auto_now_add=True)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    objects = ChunkQuerySet.as_manager()

    class Meta:
        verbose_name = "fragmento"
        verbose_name_plural = "fragmentos"
        ordering: ClassVar = ["source", "position"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="knowledge_chunk_search"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="knowledge_chunk_trigrams"),
        ]

    def __str__(self) -> str:
        return self.heading_path or self.text[:80]


class ChunkEmbeddingQuerySet(models.QuerySet["ChunkEmbedding"]):
    """Reads over embeddings."""

    def nearest(self, vector: list[float], *, model: str) -> Self:
        """Order the live embeddings of `model` by cosine distance to `vector`, as `distance`."""
        return (
            self.filter(model=model, chunk__source__active=True)
            .select_related("chunk__source")
            .defer("embedding", "chunk__search", "chunk__folded")
            .annotate(distance=CosineDistance("embedding", vector))
            .order_by("distance")
        )


class ChunkEmbedding(models.Model):
    """One chunk seen by one embedding model, so that models live side by side."""

    chunk = models.ForeignKey(Chunk, models.CASCADE, related_name="embeddings", verbose_name="fragmento")
    model = models.CharField("modelo", max_length=80)
    embedding = HalfVectorField("vector", dimensions=DIMENSIONS)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    distance: float  # only on the rows of nearest()

    objects = ChunkEmbeddingQuerySet.as_manager()

    class Meta:
        verbose_name = "vector"
        verbose_name_plural = "vectores"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chunk", "model"], name="knowledge_one_embedding_per_model"),
        ]
        indexes: ClassVar = [
            # Partial: an index shared by models would compare vectors that do not live in the same space.
            *(
                HnswIndex(name=name, fields=["embedding"], opclasses=["halfvec_cosine_ops"], condition=Q(model=model))
                for name, model in (("knowledge_vector_local", LOCAL_MODEL), ("knowledge_vector_openai", OPENAI_MODEL))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chunk_id} · {self.model}"
