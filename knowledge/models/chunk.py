"""The passages that are searched, and one vector per passage and model."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex

from knowledge.models.source import Source

DIMENSIONS = 512
COMPACT_DIMENSIONS = 256
# The text search configuration that the first migration creates: 'spanish' after unaccent, so that it is immutable
# by name and a generated column may use it.
SEARCH_CONFIG = "knowledge_es"
LOCAL_MODEL = "use-multilingual-v3"
OPENAI_MODEL = "text-embedding-3-small"
# Of the vector indexes: denser than pgvector's defaults, which found four of five among near copies of passages.
GRAPH = {"m": 24, "ef_construction": 200}
INDEXED_MODELS = (LOCAL_MODEL, OPENAI_MODEL)

_READ = (
    *("source_id", "position", "heading_path", "text", "pinned", "created_at", "updated_at"),
    *("source__kind", "source__url", "source__title", "source__fetched_at"),
)


class ChunkQuerySet(models.QuerySet["Chunk"]):
    """Reads over chunks, each by one way of looking."""

    def live(self) -> Self:
        """Keep what may be answered from."""
        return self.filter(source__active=True, hidden=False)

    def to_read(self) -> Self:
        """Fetch the passages with what a reader wants to know of their sources, and nothing else."""
        return self.select_related("source").only(*_READ)

    def seen_by(self, model: str) -> Self:
        """Keep those that have a vector by `model`."""
        return self.filter(embeddings__model=model)

    def unseen_by(self, model: str) -> Self:
        """Keep those that have no vector by `model`."""
        seen = ChunkEmbedding.objects.filter(chunk=models.OuterRef("pk"), model=model)
        return self.filter(~models.Exists(seen))


class Chunk(models.Model):
    """A passage that can stand alone, below the headings it was found under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="chunks", db_index=False, verbose_name="fuente")
    position = models.PositiveIntegerField("posición")
    heading_path = models.TextField("títulos", blank=True)
    text = models.TextField("texto")
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
            # Finds a source's passages too, so that the foreign key needs no index of its own.
            models.Index(fields=["source", "position"], name="knowledge_chunk_in_order"),
        ]

    def __str__(self) -> str:
        return self.heading_path or self.text[:80]


class ChunkEmbedding(models.Model):
    """One chunk seen by one embedding model, so that models live side by side."""

    chunk = models.ForeignKey(Chunk, models.CASCADE, related_name="embeddings", verbose_name="fragmento")
    model = models.CharField("modelo", max_length=80)
    embedding = HalfVectorField("vector", dimensions=DIMENSIONS)
    # What the index of the local model compares (knowledge/embeddings/axes.py); other models have none.
    compact = HalfVectorField("vector corto", dimensions=COMPACT_DIMENSIONS, null=True, editable=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "vector"
        verbose_name_plural = "vectores"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chunk", "model"], name="knowledge_one_embedding_per_model"),
        ]
        indexes: ClassVar = [
            # Partial: an index shared by models would compare vectors that do not live in the same space.
            *(
                HnswIndex(
                    name=name,
                    fields=[field],
                    opclasses=["halfvec_cosine_ops"],
                    condition=Q(model=model),
                    **GRAPH,
                )
                for name, field, model in (
                    ("knowledge_vector_compact", "compact", LOCAL_MODEL),
                    ("knowledge_vector_openai", "embedding", OPENAI_MODEL),
                )
            ),
            # Finds the few that older code stored, while it still ran beside this one.
            models.Index(fields=["id"], name="knowledge_not_yet_compact", condition=Q(model=LOCAL_MODEL, compact=None)),
        ]

    def __str__(self) -> str:
        return f"{self.chunk_id} · {self.model}"
