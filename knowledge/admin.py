"""The back office of knowledge: sources with their real errors, and a verb to ingest again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, URLField
from django.http import HttpRequest

from kavakbot import celery
from knowledge import sources
from knowledge.models import Chunk, Source
from knowledge.tasks import INGEST


class ChunkInline(admin.TabularInline[Chunk, Source]):
    """What a source was split into, to read."""

    model = Chunk
    fields = ("position", "heading_path", "text")
    readonly_fields = fields
    ordering = ("position",)
    extra = 0
    can_delete = False
    verbose_name_plural = "fragmentos (sólo lectura)"

    def has_add_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Chunks are made by ingestion only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Chunks are changed by changing their source."""
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    """Add a page or a frequent question, see what became of it, ingest it again."""

    list_display = ("title_or_url", "kind", "state", "error", "chunk_count", "active", "fetched_at")
    list_filter = ("kind", "state", "active")
    search_fields = ("title", "url")
    date_hierarchy = "created_at"
    actions = ("ingest_again",)
    inlines = (ChunkInline,)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (None, {"fields": ("kind", "url", "title", "answer", "active")}),
        ("Estado", {"fields": ("state", "error", "fetched_at", "requested_at")}),
        ("Última ingesta", {"fields": ("chunks_created", "chunks_deleted", "chunks_unchanged", "content_hash")}),
    )
    readonly_fields = (
        "state", "error", "fetched_at", "requested_at",
        "chunks_created", "chunks_deleted", "chunks_unchanged", "content_hash",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Count the chunks in the same query."""
        return super().get_queryset(request).annotate(chunk_total=Count("chunks"))

    @admin.display(description="fuente", ordering="title")
    def title_or_url(self, source: Source) -> str:
        """Name the source."""
        return str(source)

    @admin.display(description="fragmentos", ordering="chunk_total")
    def chunk_count(self, source: Any) -> int:
        """Say how many chunks serve."""
        return int(source.chunk_total)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save and ingest: what staff wrote is what customers should read."""
        super().save_model(request, obj, form, change)
        self._request(obj)

    @admin.action(description="Ingerir de nuevo", permissions=["change"])
    def ingest_again(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Ask a worker to read the chosen sources again, changed or not."""
        for source in queryset:
            self._request(source)
        messages.success(request, f"{queryset.count()} fuentes en cola; el estado cambia en esta lista al terminar.")

    def _request(self, source: Source) -> None:
        sources.request_again(source=source)
        celery.wake(INGEST, str(source.pk))
