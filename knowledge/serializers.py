"""What the knowledge endpoints read and write."""

from typing import Any

from rest_framework import serializers

from kavakbot.fields import Flag, Text
from knowledge import wording
from knowledge.models import Chunk, Source
from knowledge.passage import Passage

MAX_PASSAGES = 10


class ScrapeRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """A page to ingest."""

    url = Text(max_length=2000)
    force_update = Flag(default=False)


class ScrapeReportSerializer(serializers.Serializer[dict[str, Any]]):
    """What an ingestion changed."""

    message = serializers.CharField()
    embeddings_created = serializers.IntegerField()
    embeddings_deleted = serializers.IntegerField()


class ScrapePendingSerializer(serializers.Serializer[dict[str, Any]]):
    """Where to look for an ingestion that goes on."""

    message = serializers.CharField()
    status_url = serializers.CharField()


class SourceSerializer(serializers.ModelSerializer[Source]):
    """Where a source stands."""

    error = serializers.SerializerMethodField()

    class Meta:
        model = Source
        fields = (
            "id", "kind", "url", "title", "active", "state", "stage", "chunks_done", "chunks_total",
            "error_code", "error", "chunks_created", "chunks_deleted", "chunks_unchanged",
            "requested_at", "fetched_at", "checked_at", "next_read_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_error(self, source: Source) -> str:
        """Return in English what staff read in Spanish before it."""
        return wording.technical(source.error)


class ChunkSerializer(serializers.ModelSerializer[Chunk]):
    """A stored passage, in the predecessor's words."""

    content = serializers.CharField(source="text")
    source_url = serializers.CharField(source="source.url", allow_null=True)
    metadata_json = serializers.SerializerMethodField()

    class Meta:
        model = Chunk
        fields = ("id", "content", "source_url", "metadata_json", "created_at", "updated_at")

    def get_metadata_json(self, chunk: Chunk) -> dict[str, Any]:
        """Say where the passage stands."""
        return {"title": chunk.source.title, "heading": chunk.heading_path, "position": chunk.position}


class ChunkFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """Which passages to list; a limit over the maximum is clamped."""

    limit = serializers.IntegerField(default=100, min_value=1)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=10_000_000)
    source_url = Text(required=False, allow_blank=True, max_length=2000)

    def validate_limit(self, limit: int) -> int:
        """Clamp rather than refuse: a client that asks for everything gets as much as one answer holds."""
        return min(limit, 500)


class SearchRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """A question."""

    question = Text(max_length=1000)
    limit = serializers.IntegerField(default=3, min_value=1)

    def validate_limit(self, limit: int) -> int:
        """Clamp to what a reader can use."""
        return min(limit, MAX_PASSAGES)


class PassageSerializer(serializers.Serializer[Passage]):
    """A passage that may answer."""

    text = serializers.CharField()
    heading = serializers.CharField()
    source_url = serializers.CharField()
    score = serializers.FloatField()
    fetched_at = serializers.DateTimeField(allow_null=True)


class PassagesSerializer(serializers.Serializer[dict[str, Any]]):
    """The passages found, best first."""

    passages = PassageSerializer(many=True)
