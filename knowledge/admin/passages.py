"""What a source says now: its passages in reading order, and the verbs on each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from kavakbot.pages import ModelAdmin
from knowledge import curation, embeddings
from knowledge.admin import wording
from knowledge.models import Chunk, ChunkEmbedding, Source

PER_PAGE = 40
_VERBS: dict[str, tuple[Callable[[Chunk], None], str]] = {
    "pin": (lambda chunk: curation.pin(chunk=chunk), "Se destacó el fragmento"),
    "unpin": (lambda chunk: curation.pin(chunk=chunk, pinned=False), "Se dejó de destacar el fragmento"),
    "hide": (lambda chunk: curation.hide(chunk=chunk), "Se ocultó el fragmento"),
    "show": (lambda chunk: curation.hide(chunk=chunk, hidden=False), "Se volvió a mostrar el fragmento"),
}


class PassagePages(ModelAdmin[Source]):
    """The address to which a passage's buttons post."""

    def get_urls(self) -> list[URLPattern]:
        """Add it."""
        view = self.admin_site.admin_view(require_POST(self.passage_view))
        address = path("<uuid:source_id>/passages/<uuid:chunk_id>/", view, name="knowledge_source_passage")
        return [address, *super().get_urls()]

    def passage_view(self, request: HttpRequest, source_id: UUID, chunk_id: UUID) -> HttpResponse:
        """Pin, hide, or take either back; the source's history says who did."""
        source = get_object_or_404(Source, pk=source_id)
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        if request.POST.get("verb") not in _VERBS:
            raise Http404
        act, said = _VERBS[request.POST["verb"]]
        page = reverse("admin:knowledge_source_change", args=[source.pk])
        with transaction.atomic():
            # Locked, so that a worker that swaps passages cannot take it away between the look and the write.
            chunk = Chunk.objects.select_for_update().filter(source=source, pk=chunk_id).first()
            if chunk is None:
                messages.warning(request, wording.PASSAGE_GONE)
                return HttpResponseRedirect(page)
            act(chunk)
            self.log_change(request, source, f"{said} «{chunk}».")
        messages.success(request, f"{said}.")
        return HttpResponseRedirect(f"{page}?passage={chunk.pk}#passage-{chunk.pk}")


def passages_of(source: Source, asked: Any) -> dict[str, Any]:
    """Return what the page shows of a source's passages: the page that was asked for, or the one of a passage."""
    chunks = source.chunks.defer("search").order_by("position", "pk")
    pages = Paginator(chunks, PER_PAGE)
    chosen = _found(source, asked.get("passage", ""))
    number = _page_of(source, chosen) if chosen else asked.get("p", 1)
    return {"passages": pages.get_page(number), "chosen": chosen and chosen.pk, "models": _models(source, pages.count)}


def _found(source: Source, passage: str) -> Chunk | None:
    try:
        return source.chunks.only("position").filter(pk=UUID(passage)).first()
    except ValueError:
        return None


def _page_of(source: Source, chunk: Chunk) -> int:
    return source.chunks.filter(position__lt=chunk.position).count() // PER_PAGE + 1


def _models(source: Source, passage_count: int) -> list[tuple[str, int, int]]:
    """Return the models in use and those that left vectors: name, vectors, passages it has not seen."""
    stored = ChunkEmbedding.objects.filter(chunk__source=source).order_by().values_list("model")
    counts = dict(stored.annotate(Count("pk")))
    names = dict.fromkeys([*(model.name for model in embeddings.configured()), *sorted(counts)])
    return [(name, counts.get(name, 0), max(passage_count - counts.get(name, 0), 0)) for name in names]
