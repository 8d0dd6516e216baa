"""The passages that are searched, and one vector per passage and model."""

import uuid
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

from knowledge.models.source import Source

DIMENSIONS = 512
# The text search configuration that the first migration creates: 'spanish' after unaccent, so that it is immutable
# by name and a generated column may use it.
SEARCH_CONFIG = "knowledge_es"
LOCAL_MODEL = "use-multilingual-v3"
OPENAI_MODEL = "text-embedding-3-small"
INDEXED_MODELS = (LOCAL_MODEL, OPENAI_MODEL)


class ChunkQuerySet(models.QuerySet["Chunk"]):
    """Reads over chunks, each by one way of looking."""

    def live(self) -> Self:
        """Keep what may be answered from, with its source and without the columns that only indexes read."""
        serving = self.filter(source__active=True, hidden=False)
        return serving.select_related("source").defer("search", "folded")

    def seen_by(self, model: str) -> Self:
        """Keep those that have a vector by `model`."""
        return self.filter(embeddings__model=model)

    def unseen_by(self, model: str) -> Self:
        """Keep those that have no vector by `model`."""
        seen = ChunkEmbedding.objects.filter(chunk=models.OuterRef("pk"), model=model)
        return self.filter(~models.Exists(seen))

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
    pinned = models.BooleanField("destacado", default=False, help_text="Va primero entre los que responden.")
    hidden = models.BooleanField("oculto", default=False, help_text="No responde a nadie.")
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
            self.filter(model=model, chunk__source__active=True, chunk__hidden=False)
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
