"""The list of chats as a work list: who must act next, for how long somebody has waited, what was said last."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Left
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conversations.admin.looks import ChatPages
from conversations.admin.saved_views import SavedViews
from conversations.models import (
    TRIALS,
    UNSENT,
    Conversation,
    Direction,
    Lead,
    LeadState,
    Message,
    Mode,
    Notice,
    State,
    Tag,
    Tagging,
)
from conversations.models.conversation import ConversationQuerySet
from conversations.models.message import writer
from kavakbot.masking import beginning
from kavakbot.pages import CountedList

# Of a word that everybody says, the chats in which it was said last.
_MOST_SAID = 5_000
# From when on a wait is worth a second look, and from when on it is too long; a bot takes seconds.
_LONG, _TOO_LONG, _SLOW_BOT = timedelta(minutes=5), timedelta(minutes=30), timedelta(minutes=1)
_EXCERPT = 140
_MOST_NOTICES = 8
_ON_SCREEN = "inbox_on_screen"
_VIEWS = {"personas": "Esperan a una persona", "bot": "Sin contestar", "mias": "Mías"}


class _Lines(CountedList):
    """Looks up what the lines of a page tell for them alone, and not for all that are counted and skipped."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Leave out what is only tried out, unless it is asked for."""
        chats: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return chats if "channel__exact" in request.GET else chats.exclude(channel__in=TRIALS)

    def get_results(self, request: HttpRequest) -> None:
        """Look up what is told of those that are shown."""
        super().get_results(request)
        keys = list(self.result_list.values_list("pk", flat=True))
        self.result_list = _told(self.queryset.filter(pk__in=keys))


def _told(chats: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Bring along what was said last and how far the customer has come."""
    heard = Message.objects.filter(conversation=OuterRef("pk")).exclude(delivery__state__in=UNSENT)
    latest = JSONObject(
        direction="direction",
        body=Left("body", _EXCERPT + 1),  # tells whether there is more
        media="media",
        author="author__username",
        turn="turn_id",
    )
    leads = Lead.objects.filter(conversation=OuterRef("pk")).order_by("-updated_at")
    return chats.prefetch_related("tags").annotate(
        latest=Subquery(heard.order_by("-pk").values(latest=latest)[:1]),
        lead_state=Subquery(leads.values("state")[:1]),
    )


class WhoseTurn(admin.SimpleListFilter):
    """Whose turn it is."""

    title = "turno"
    parameter_name = "turno"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer the views."""
        return list(_VIEWS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> QuerySet[Conversation]:
        """Keep the chats of one view."""
        chosen = _views(request).get(self.value() or "")
        return queryset if chosen is None else queryset & chosen


class Assignee(admin.RelatedFieldListFilter):
    """Whose chat it is, of the team: who has one is not looked up among all chats."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        """Offer the team."""
        found: list[tuple[str, Any]] = field.get_choices(
            include_blank=False, ordering=("username",), limit_choices_to={"is_staff": True}
        )
        return found


class Tagged(admin.SimpleListFilter):
    """Those with a tag; each chat is asked for itself, so that a tag which most have costs no more."""

    title = "etiqueta"
    parameter_name = "etiqueta"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer every tag."""
        return [(str(tag.pk), tag.name) for tag in Tag.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> QuerySet[Conversation]:
        """Keep the chats with that one."""
        chosen = [int(key) for key, _ in self.lookup_choices if key == self.value()]
        tagged = Tagging.objects.filter(conversation=OuterRef("pk"), tag__in=chosen)
        return queryset.filter(Exists(tagged)) if self.value() else queryset


def _views(request: HttpRequest) -> dict[str, ConversationQuerySet]:
    """Return the chats in each view."""
    chats = Conversation.objects.all()
    mine = chats.filter(assigned_to=request.user.pk, state=State.HUMAN)
    return {"personas": chats.for_people(), "bot": chats.for_the_bot(), "mias": mine}


def _count(request: HttpRequest, view: str) -> int:
    """Count the chats of a view, once for a page: its tabs say how many there are, and its sidebar."""
    counted: dict[str, int] = vars(request).setdefault("_inbox_counted", {})
    if view not in counted:
        counted[view] = _views(request)[view].count()
    return counted[view]


def waiting_for_people(request: HttpRequest) -> int:
    """Count the chats in which it is a person's turn."""
    return _count(request, "personas")


class Inbox(SavedViews, ChatPages[Conversation]):
    """Lists first those who wait, the longest wait on top, then everybody else by their last message."""

    list_display = ("who", "said", "wait", "stage", "assigned_to")
    list_display_links = ("who",)
    list_select_related = ("contact", "assigned_to")
    # As one index has it, whose pages are read in order.
    ordering = (F("waiting_since").asc(nulls_last=True), "-last_message_at")
    sortable_by = ()
    search_fields = ("contact__name", "contact__phone")
    search_help_text = "Nombre, teléfono o lo que se dijo"
    list_per_page = 25
    list_before_template = "admin/conversations/conversation/views.html"

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """List chats with what was said last in each."""
        return _Lines

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """Look among names and numbers, and in what was said."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip() or found.query.is_empty():  # a piece of a number, for who may not see numbers
            return found, may_repeat
        latest = Message.objects.saying(search_term).order_by("-pk")[:_MOST_SAID]
        said = set(latest.values_list("conversation_id", flat=True))
        return queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=said)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list under its views, each with how many are in it."""
        saved = self.saved_views(request)
        chosen = "" if saved["is_saved"] else request.GET.get("turno", "all")
        tabs = [(f"?turno={name}", label, _count(request, name), name == chosen) for name, label in _VIEWS.items()]
        mine = Notice.objects.filter(to=request.user.pk, seen_at=None).select_related("conversation__contact")
        shown = {
            "notices": list(mine[: _MOST_NOTICES + 1]),
            "most_notices": _MOST_NOTICES,
            "views": [("?", "Todas", None, bool(chosen) and chosen not in _VIEWS), *tabs],
            "title": "Bandeja",
            **saved,
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def _newly_shown(self, request: HttpRequest, contact_ids: list[UUID]) -> list[UUID]:
        """Leave out, where the list asks for itself anew, who was on it already."""
        shown = {str(contact_id): contact_id for contact_id in contact_ids}
        before = request.session.get(_ON_SCREEN, [])
        if set(before) != set(shown):
            request.session[_ON_SCREEN] = list(shown)
        known = before if "HX-Request" in request.headers else []
        return [contact_id for name, contact_id in shown.items() if name not in known]

    # ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────
    @admin.display(description="cliente")
    def who(self, chat: Conversation) -> SafeString:
        """Who writes, whether somebody has seen it, and the team's tags."""
        return format_html(
            '<span class="inbox-who{}">{}</span><span class="inbox-channel">{}{}</span>{}',
            " inbox-unread" if chat.is_unread else "",
            chat.contact,
            chat.get_channel_display(),
            _whose(chat),
            format_html_join(" ", '<span class="inbox-tag">{}</span>', ((tag,) for tag in chat.tags.all())),
        )

    @admin.display(description="último mensaje")
    def said(self, chat: Conversation) -> SafeString:
        """What was said last, by whom, and when."""
        latest = chat.latest or {}  # type: ignore[attr-defined]  # annotated
        words = beginning(latest.get("body") or "", _EXCERPT).replace("*", "")  # bold, in the chat
        return format_html(
            '<span class="inbox-said">{}{}</span><span class="inbox-when">{}</span>',
            _by(latest),
            words or ("Archivo" if latest.get("media") else "—"),
            _moment(chat.last_message_at),
        )

    @admin.display(description="espera")
    def wait(self, chat: Conversation) -> SafeString | str:
        """For how long, and whether that is too long; for whom it waits."""
        if chat.waiting_since is None or not chat.is_waiting:
            return "—"
        waited = timezone.now() - chat.waiting_since
        late = waited > (_SLOW_BOT if chat.is_bots else _TOO_LONG)
        how = "late" if late else "long" if waited > _LONG else "fresh"
        whom = "el bot" if chat.is_bots else "una persona"
        return format_html('<span class="inbox-wait inbox-{}" title="Espera a {}">{}</span>', how, whom, span(waited))

    @admin.display(description="etapa")
    def stage(self, chat: Conversation) -> str:
        """How far the team has come with what the customer wants."""
        state = chat.lead_state  # type: ignore[attr-defined]  # annotated
        return str(LeadState(state).label) if state else "—"


def span(waited: timedelta) -> str:
    """Write a wait in its greatest unit: «12 min», «3 h», «2 d»."""
    minutes = max(int(waited.total_seconds() // 60), 0)
    for unit, length in (("d", 1440), ("h", 60)):
        if minutes >= length:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"


def _whose(chat: Conversation) -> str:
    if chat.state == State.BOT:
        return "" if chat.mode == Mode.AUTO else f" · {'bot en pausa' if chat.mode == Mode.OFF else 'bot propone'}"
    return " · persona" if chat.state == State.HUMAN else " · baja"


def _by(latest: dict[str, Any]) -> str:
    if latest.get("direction") != Direction.OUT:
        return ""
    return f"{writer(latest.get('author'), latest.get('turn'))}: "


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j b")
