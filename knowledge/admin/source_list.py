"""The list of sources: how each stands, live while something runs, and the verbs for many at once."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kavakbot import celery
from kavakbot.pages import CountedOnce
from knowledge import sources
from knowledge.admin import wording
from knowledge.admin.history import sign
from knowledge.admin.standing import standing
from knowledge.models import Chunk, Draft, MissedQuestion, Source
from knowledge.models.source import SourceQuerySet
from knowledge.tasks import INGEST


class SourceList(CountedOnce[Source]):
    """Columns, filters and actions."""

    list_display = ("source", "state_", "freshness", "next_reading", "passages")
    list_display_links = None
    list_filter = ("state", "kind", "active")
    search_fields = ("title", "url", "answer")
    search_help_text = "Título, dirección, pregunta o respuesta"
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    actions = ("read_again", "redo", "activate", "deactivate")

    def get_queryset(self, request: HttpRequest) -> SourceQuerySet:
        """Count the passages and know of drafts in the same query."""
        counted = Chunk.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(count=Count("pk"))
        drafts = Draft.objects.filter(source=OuterRef("pk"))
        waiting = drafts.filter(decision=Draft.Decision.WAITING)
        dismissed = drafts.filter(decision=Draft.Decision.DISMISSED)
        return Source.objects.annotate(
            passage_count=Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0),
            draft_waits=Exists(waiting),
            dismissed_at=Subquery(dismissed.values("read_at")),
        ).order_by(*self.ordering)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say above the list what needs somebody."""
        tally = _tally()
        running = any(code == Source.State.INGESTING for _, code, _, _ in tally)
        context = {"title": "Fuentes", "tally": tally, "running": running, "missed_count": _missed_count(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────
    @admin.display(description="fuente", ordering="title")
    def source(self, source: Source) -> SafeString:
        """Name the source, lead to its page, and say what it is."""
        host = f" · {urlsplit(source.url).hostname or ''}" if source.url else ""
        return format_html(
            '<a class="kn-title" href="{}/change/">{}</a><br><span class="kn-quiet">{}{}</span>',
            source.pk,
            source,
            source.get_kind_display(),
            host,
        )

    @admin.display(description="estado", ordering="state")
    def state_(self, source: Source) -> SafeString:
        """Say the state, with its progress or its error."""
        context = {"source": source, "standing": standing(source, timezone.now())}
        return SafeString(render_to_string("admin/knowledge/source/standing.html", context))

    @admin.display(description="frescura", ordering="checked_at")
    def freshness(self, source: Source) -> SafeString:
        """Say when it was looked at, and warn when that is too long ago."""
        now = standing(source, timezone.now())
        warning = SafeString('<br><span class="kn-warning">atrasada</span>' if now.stale else "")
        changed = f"cambió el {now.changed}" if now.changed else ""
        return _live(source, "freshness", format_html('<span title="{}">{}</span>{}', changed, now.freshness, warning))

    @admin.display(description="próxima lectura", ordering="next_read_at")
    def next_reading(self, source: Source) -> SafeString:
        """Say when it is read next."""
        return _live(source, "next", standing(source, timezone.now()).next_reading or "ahora")

    @admin.display(description="fragmentos", ordering="passage_count")
    def passages(self, source: Any) -> SafeString:
        """Say how many passages it serves."""
        return _live(source, "passages", f"{source.passage_count:,}")

    # ── Verbs ───────────────────────────────────────────────────────────────────────────────────────────────────
    @admin.action(description="Leer de nuevo", permissions=["change"])
    def read_again(self, request: HttpRequest, queryset: SourceQuerySet) -> None:
        """Ask a worker to read the chosen sources again; what has not changed costs nothing."""
        self._ask(request, queryset, said="Leer de nuevo")

    @admin.action(description="Rehacer todo (también lo que no cambió)", permissions=["change"])
    def redo(self, request: HttpRequest, queryset: SourceQuerySet) -> None:
        """Ask a worker to make every passage and vector anew."""
        self._ask(request, queryset, said="Rehacer todo", force=True)

    @admin.action(description="Activar", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: SourceQuerySet) -> None:
        """Let the chosen sources answer again."""
        self._switch(request, queryset, active=True)

    @admin.action(description="Desactivar (dejan de responder)", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: SourceQuerySet) -> None:
        """Keep the chosen sources from answering anybody."""
        self._switch(request, queryset, active=False)

    def _ask(self, request: HttpRequest, queryset: SourceQuerySet, *, said: str, force: bool = False) -> None:
        chosen = list(queryset)
        asked = [source for source in chosen if source.active]
        for source in asked:
            sources.request_again(source=source, force=force)
            celery.wake(INGEST, str(source.pk))
        sign(request, asked, said)
        if asked:
            messages.success(
                request, f"{wording.counted(len(asked), 'fuente', 'fuentes')} en cola: aquí ves el avance."
            )
        if idle := len(chosen) - len(asked):
            left = "quedó como está: actívala" if idle == 1 else "quedaron como están: actívalas"
            messages.warning(
                request, f"{wording.counted(idle, 'fuente inactiva', 'fuentes inactivas')} {left} primero."
            )

    def _switch(self, request: HttpRequest, queryset: SourceQuerySet, *, active: bool) -> None:
        moved = list(queryset.filter(active=not active))
        sources.switch(chosen=Source.objects.filter(pk__in=[source.pk for source in moved]), active=active)
        sign(request, moved, "Activada" if active else "Desactivada")
        one, many = (
            ("fuente activada", "fuentes activadas") if active else ("fuente desactivada", "fuentes desactivadas")
        )
        if moved:
            messages.success(request, f"{wording.counted(len(moved), one, many)}.")
        else:
            messages.info(request, "No había nada que cambiar.")


def _live(source: Source, name: str, content: str) -> SafeString:
    """Mark a cell that changes while something runs."""
    return format_html('<span id="{}-{}" data-live="always">{}</span>', name, source.pk, content)


def _tally() -> list[tuple[str, str, str, int]]:
    """Return the states that need a look: filter, colour, words, how many."""
    counts = Source.objects.aggregate(
        running=Count("pk", filter=Q(state__in=[Source.State.PENDING, Source.State.INGESTING])),
        review=Count("pk", filter=Q(state=Source.State.REVIEW)),
        failed=Count("pk", filter=Q(state=Source.State.FAILED)),
    )
    shown = (
        ("?state__exact=failed", "failed", "con error", counts["failed"]),
        ("?state__exact=review", "review", "por revisar", counts["review"]),
        ("?state__in=pending,ingesting", "ingesting", "en proceso", counts["running"]),
    )
    return [one for one in shown if one[-1]]


def _missed_count(request: HttpRequest) -> int | None:
    if not request.user.has_perm("knowledge.view_missedquestion"):
        return None
    return MissedQuestion.objects.filter(state=MissedQuestion.State.OPEN).count()
