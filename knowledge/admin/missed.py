"""Questions that found nothing: how often they were asked, and one click to their answer."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kavakbot.private_lists import PrivateList
from knowledge import curation
from knowledge.admin import wording
from knowledge.admin.history import sign
from knowledge.models import Asking, MissedQuestion, Source

_MOST_ASKINGS = 30


class _State(admin.SimpleListFilter):
    """Open ones, unless others are asked for."""

    title = "estado"
    parameter_name = "estado"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("answered", "Respondidas"), ("dismissed", "Descartadas"), ("all", "Todas")]

    def choices(self, changelist: ChangeList) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": "Sin respuesta"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[MissedQuestion]) -> QuerySet[MissedQuestion]:
        return queryset if self.value() == "all" else queryset.filter(state=self.value() or MissedQuestion.State.OPEN)


@admin.register(MissedQuestion)
class MissedQuestionAdmin(PrivateList[MissedQuestion]):
    """Written by the bot, read by people, who answer or dismiss."""

    list_display = ("text", "times", "last_asked", "state_", "answer")
    list_filter = (_State,)
    search_fields = ("text",)
    search_help_text = "Palabras de la pregunta"
    date_hierarchy = "last_asked_at"
    actions = ("dismiss",)
    fields = ("text", "state_", "answer", "times", "last_asked", "created_at", "askings")
    readonly_fields = ("state_", "answer", "answered_by", "times", "last_asked", "askings", "moments")

    class Media:
        css = {"all": ("knowledge/admin.css",)}

    # ── Who may do what ─────────────────────────────────────────────────────────────────────────────────────────
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only customers ask."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissedQuestion | None = None) -> bool:
        """What a customer asked stays as it was asked."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MissedQuestion | None = None) -> bool:
        """It goes with the chat it came from."""
        return False

    def has_dismiss_permission(self, request: HttpRequest) -> bool:
        """Whoever may change questions may set them aside."""
        return super().has_change_permission(request)

    # ── The list ────────────────────────────────────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest) -> QuerySet[MissedQuestion]:
        """Count how often each was asked."""
        counted = Asking.objects.filter(question=OuterRef("pk")).order_by().values("question").annotate(Count("pk"))
        asked = Coalesce(Subquery(counted.values("pk__count")), 0)
        return super().get_queryset(request).annotate(asked=asked).select_related("faq")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Offer to answer to those who may."""
        return _offered(self.list_display, request)

    def get_fields(self, request: HttpRequest, obj: MissedQuestion | None = None) -> tuple[str, ...]:
        """Offer to answer to those who may."""
        return _offered(self.fields, request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Call the list what it is."""
        return super().changelist_view(request, {"title": "Preguntas sin respuesta", **(extra_context or {})})

    @admin.action(description="Descartar (no hace falta responderlas)", permissions=["dismiss"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[MissedQuestion]) -> None:
        """Set questions aside that need no answer."""
        chosen = list(queryset.exclude(state=MissedQuestion.State.DISMISSED))
        for missed in chosen:
            curation.dismiss_missed(missed=missed)
        sign(request, chosen, "Descartada.")
        messages.success(request, f"{wording.counted(len(chosen), 'pregunta descartada', 'preguntas descartadas')}.")

    # ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────
    @admin.display(description="veces", ordering="asked")
    def times(self, missed: Any) -> str:
        """How often it was asked."""
        return f"{missed.asked:,}"

    @admin.display(description="última vez", ordering="last_asked_at")
    def last_asked(self, missed: MissedQuestion) -> str:
        """How long ago."""
        return wording.ago(missed.last_asked_at, timezone.now())

    @admin.display(description="estado", ordering="state")
    def state_(self, missed: MissedQuestion) -> SafeString:
        """The state as a coloured word."""
        return format_html('<span class="kn-state kn-{}">{}</span>', missed.state, missed.get_state_display())

    @admin.display(description="respuesta")
    def answered_by(self, missed: MissedQuestion) -> SafeString | str:
        """Lead to the answer."""
        if missed.faq is None or missed.state != MissedQuestion.State.ANSWERED:
            return "—"
        page = reverse("admin:knowledge_source_change", args=[missed.faq_id])
        return format_html('<a href="{}">{}</a>', page, missed.faq)

    @admin.display(description="respuesta")
    def answer(self, missed: MissedQuestion) -> SafeString | str:
        """Lead to the answer, or to where it is written."""
        if missed.faq and missed.state == MissedQuestion.State.ANSWERED:
            return self.answered_by(missed)
        if missed.faq:  # it has an answer, which the bot did not find or did not take for one
            page = reverse("admin:knowledge_source_change", args=[missed.faq_id])
            return format_html('<a class="kn-verb" href="{}">Corregir la respuesta</a>', page)
        page = reverse("admin:knowledge_source_add")
        return format_html(
            '<a class="kn-verb" href="{}?kind={}&amp;missed={}">Responder</a>', page, Source.Kind.FAQ, missed.pk
        )

    # ── One question ────────────────────────────────────────────────────────────────────────────────────────────
    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Call the page what it is."""
        context |= {"title": "Pregunta de un cliente", "subtitle": None}
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="cuándo se preguntó")
    def askings(self, missed: MissedQuestion) -> SafeString:
        """Lead to the chats it came from, the latest first."""
        return format_html_join(
            SafeString("<br>"), "{} {}", ((_moment(one), _chat(one.origin)) for one in _latest(missed))
        )

    @admin.display(description="cuándo se preguntó")
    def moments(self, missed: MissedQuestion) -> SafeString:
        """Say when it was asked to who may not see chats, the latest first."""
        return format_html_join(SafeString("<br>"), "{}", ((_moment(one),) for one in _latest(missed)))


def _offered(columns: tuple[str, ...], request: HttpRequest) -> tuple[str, ...]:
    """Return the columns without what leads where somebody may not go."""
    instead = {} if may_answer(request) else {"answer": "answered_by"}
    instead |= {} if request.user.has_perm("conversations.view_conversation") else {"askings": "moments"}
    return tuple(instead.get(column, column) for column in columns)


def _latest(missed: MissedQuestion) -> QuerySet[Asking]:
    return missed.askings.order_by("-asked_at")[:_MOST_ASKINGS]


def may_answer(request: HttpRequest) -> bool:
    """Tell whether somebody may write answers and mark questions as answered."""
    return request.user.has_perms(["knowledge.add_source", "knowledge.change_missedquestion"])


def _moment(asking: Asking) -> str:
    return f"{timezone.localtime(asking.asked_at):%d/%m/%Y %H:%M}"


def _chat(origin: str) -> SafeString | str:
    """Lead to the chat, where there is a page of chats; what points upward is a name, not an import."""
    kind, _, name = origin.partition(":")
    if kind != "chat":
        return ""
    try:
        page = reverse("admin:conversations_conversation_change", args=[UUID(name)])
    except (NoReverseMatch, ValueError):
        return ""
    return format_html('· <a href="{}">ver el chat</a>', page)
