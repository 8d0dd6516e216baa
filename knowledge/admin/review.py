"""Review before publishing: a new version beside the one in service, and the decision about exactly that version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from kavakbot import celery
from kavakbot.pages import ModelAdmin
from knowledge import publishing
from knowledge.admin import changes, wording
from knowledge.models import Draft, Source
from knowledge.publishing import DraftReplaced
from knowledge.tasks import INGEST

MOST_BLOCKS = 300


class ReviewPages(ModelAdmin[Source]):
    """One page per source whose new version waits."""

    def get_urls(self) -> list[URLPattern]:
        """Add it."""
        view = self.admin_site.admin_view(self.review_view)
        return [path("<uuid:source_id>/review/", view, name="knowledge_source_review"), *super().get_urls()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Deciding what the bot says next is a permission of its own."""
        return request.user.has_perm("knowledge.publish_knowledge")

    def review_view(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """Show what the new version changes; a POST decides about the version that was shown."""
        source = get_object_or_404(Source, pk=source_id)
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        if request.method == "POST":
            return self._decided(request, source)
        draft = Draft.objects.filter(source=source).select_related("source").first()
        if draft is None:
            messages.info(request, "Esa fuente no tiene una versión por revisar.")
            return HttpResponseRedirect(_page(source))
        return TemplateResponse(request, "admin/knowledge/source/review.html", self._compared(request, draft))

    def _compared(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        shown = changes.blocks(publishing.differences(draft))
        decidable = draft.decision != Draft.Decision.APPROVED
        return {
            **self.admin_site.each_context(request),
            "title": "Revisar antes de publicar",
            "opts": self.opts,
            "media": self.media,
            "source": draft.source,
            "draft": draft,
            "serves": draft.source.chunks.exists(),
            "blocks": shown[:MOST_BLOCKS],
            "more": len(shown) - MOST_BLOCKS,
            "counts": changes.counts(shown),
            "may_decide": decidable and self.has_publish_permission(request),
        }

    def _decided(self, request: HttpRequest, source: Source) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        decide = {"publish": self._publish, "dismiss": self._dismiss}.get(request.POST.get("decision", ""))
        if decide is None:
            raise Http404
        draft = Draft.objects.filter(source=source, content_hash=request.POST.get("seen", "")).first()
        if draft is None:
            return self._replaced(request, source)
        if draft.decision == Draft.Decision.APPROVED:
            messages.info(request, wording.DRAFT_APPROVED)
            return HttpResponseRedirect(_page(source))
        return self._settled(request, source, draft, decide)

    def _settled(
        self, request: HttpRequest, source: Source, draft: Draft, decide: Callable[[HttpRequest, Draft], None]
    ) -> HttpResponse:
        try:
            decide(request, draft)
        except DraftReplaced:
            return self._replaced(request, source)
        return HttpResponseRedirect(_page(source))

    def _publish(self, request: HttpRequest, draft: Draft) -> None:
        publishing.approve(draft=draft)
        celery.wake(INGEST, str(draft.source_id))
        self.log_change(request, draft.source, "Se aprobó la versión nueva.")
        messages.success(request, wording.PUBLISHED)

    def _dismiss(self, request: HttpRequest, draft: Draft) -> None:
        publishing.dismiss(draft=draft)
        self.log_change(request, draft.source, "Se descartó la versión nueva.")
        serves = draft.source.chunks.exists()
        messages.success(request, wording.DISMISSED if serves else wording.FIRST_DISMISSED)

    def _replaced(self, request: HttpRequest, source: Source) -> HttpResponse:
        messages.warning(request, wording.DRAFT_REPLACED)
        again = Draft.objects.filter(source=source).exists()
        return HttpResponseRedirect(
            reverse("admin:knowledge_source_review", args=[source.pk]) if again else _page(source)
        )


def _page(source: Source) -> str:
    return reverse("admin:knowledge_source_change", args=[source.pk])
