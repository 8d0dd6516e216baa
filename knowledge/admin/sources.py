"""The sources of knowledge as staff add, read, correct and remove them."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kavakbot import celery
from knowledge import curation
from knowledge.admin import answering_missed, wording
from knowledge.admin.answering_missed import AlsoForm
from knowledge.admin.passages import PassagePages, passages_of
from knowledge.admin.review import ReviewPages
from knowledge.admin.source_forms import FORMS, SourceForm
from knowledge.admin.source_list import SourceList
from knowledge.admin.standing import standing
from knowledge.admin.trial import TrialPages
from knowledge.models import Chunk, MissedQuestion, Source, Upload
from knowledge.tasks import INGEST

_WAYS = {Source.Kind.URL: "Página web", Source.Kind.FAQ: "Pregunta frecuente", Source.Kind.FILE: "Archivo"}
_FIELDS: dict[str, tuple[str, ...]] = {
    Source.Kind.URL: ("url", "refresh_hours", "review_first"),
    Source.Kind.FAQ: ("title", "answer"),
    Source.Kind.FILE: ("file", "title", "review_first"),
}


@admin.register(Source)
class SourceAdmin(ReviewPages, TrialPages, PassagePages, SourceList):
    """Each kind has its own form; a source keeps its kind."""

    class Media:
        css = {"all": ("knowledge/admin.css",)}
        js = ("knowledge/admin.js",)

    # ── The form ────────────────────────────────────────────────────────────────────────────────────────────────
    def get_form(self, request: HttpRequest, obj: Source | None = None, change: bool = False, **options: Any) -> Any:
        """Use the form of the kind."""
        return super().get_form(request, obj, change, **{"form": FORMS[_kind(request, obj)], **options})

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """Show the fields of the kind; a new source is active, and a file is no column to who only reads."""
        fields = _FIELDS[_kind(request, obj)]
        if obj is not None:
            fields = (*fields, "active")
            if not self.has_change_permission(request, obj):
                fields = tuple(name for name in fields if name != "file")
        return [("Qué se lee" if obj else None, {"fields": fields})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the question that somebody asked in vain."""
        missed = answering_missed.find_missed(request)
        return {"title": missed.text[:300] if missed else request.GET.get("question", "")[:300]}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Offer the three ways."""
        kind = _kind(request, None)
        missed = answering_missed.find_missed(request) if kind == Source.Kind.FAQ else None
        answered = missed.faq if missed and missed.state == MissedQuestion.State.ANSWERED else None
        if request.method == "POST" and answered:
            messages.info(request, wording.ANSWERED_ALREADY)
            return HttpResponseRedirect(self._page_or_index(request, answered))
        context = {
            "title": "Responder una pregunta" if missed else "Agregar una fuente",
            "ways": [(way, label, way == kind) for way, label in _WAYS.items()],
            "missed": missed,
            "also": AlsoForm(request.POST or None, missed=missed) if missed else None,
            "show_save_and_add_another": missed is None,
        }
        return super().add_view(request, form_url, {**context, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: Any, add: bool = False, *args: Any, **options: Any
    ) -> HttpResponse:
        """Show a source with how it stands and what it says now."""
        context |= {"show_save_and_continue": False}
        if not add:
            context |= {"show_save_and_add_another": False, "title": str(context["original"]), "subtitle": None}
            context |= self._standing(request, context["original"])
        return super().render_change_form(request, context, add, *args, **options)

    def _standing(self, request: HttpRequest, source: Source) -> dict[str, Any]:
        stored = self.get_queryset(request).get(pk=source.pk)  # as it is, not as a refused form has it
        return {
            "source": stored,
            "standing": standing(stored, timezone.now()),
            "upload": Upload.objects.filter(source=stored).defer("content").first(),
            "may_curate": self.has_change_permission(request, stored),
            **passages_of(stored, request.GET),
        }

    # ── Saving ──────────────────────────────────────────────────────────────────────────────────────────────────
    def save_model(self, request: HttpRequest, obj: Source, form: SourceForm, change: bool) -> None:
        """Write through the same use cases as the API, and wake a worker."""
        if change:
            obj.read_again = form.change_source()  # type: ignore[attr-defined]
            if obj.read_again:  # type: ignore[attr-defined]
                celery.wake(INGEST, str(obj.pk))
            return
        missed = answering_missed.find_missed(request) if form.kind == Source.Kind.FAQ else None
        if missed:
            said = form.cleaned_data
            source = answering_missed.answer(request, missed, question=said["title"], answer=said["answer"])
        else:
            source = form.add_source()
        obj.pk = source.pk
        celery.wake(INGEST, str(source.pk))

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        """Delete one, and open again what it answered."""
        curation.delete_sources(chosen=Source.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete several, and open again what they answered."""
        curation.delete_sources(chosen=Source.objects.filter(pk__in=[source.pk for source in queryset]))

    def response_add(self, request: HttpRequest, obj: Source, post_url_continue: str | None = None) -> HttpResponse:
        """Go where its progress is seen, or on to the next one of the same kind."""
        messages.success(request, wording.ADDED[obj.kind])
        if "_addanother" in request.POST:
            return HttpResponseRedirect(f"{request.path}?kind={obj.kind}")
        return HttpResponseRedirect(self._page_or_index(request, obj))

    def _page_or_index(self, request: HttpRequest, source: Source) -> str:
        return _page(source.pk) if self.has_view_permission(request) else reverse("admin:index")

    def response_change(self, request: HttpRequest, obj: Source) -> HttpResponse:
        """Stay, and say whether it is being read."""
        read_again = obj.read_again  # type: ignore[attr-defined]
        messages.success(request, wording.SAVED_AND_READING if read_again else wording.SAVED)
        return HttpResponseRedirect(_page(obj.pk))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Count what goes along instead of listing every vector."""
        chosen = list(objs)
        passages = Chunk.objects.filter(source__in=chosen).count()
        counts = {"fuentes": len(chosen), "fragmentos": passages}
        return [str(source) for source in chosen], counts, set(), []

    # ── The file ────────────────────────────────────────────────────────────────────────────────────────────────
    def get_urls(self) -> list[URLPattern]:
        """Add the download."""
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<uuid:source_id>/file/", view, name="knowledge_source_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """Give the file back as it was uploaded; a browser must never show what somebody uploaded as our page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload, pk=source_id)
        response = HttpResponse(bytes(upload.content), content_type="application/octet-stream")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(upload.name)}"
        return response


def _kind(request: HttpRequest, source: Source | None) -> str:
    if source is not None:
        return source.kind
    asked = request.GET.get("kind", "")
    return asked if asked in FORMS else Source.Kind.URL


def _page(pk: Any) -> str:
    return reverse("admin:knowledge_source_change", args=[pk])
