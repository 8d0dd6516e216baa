"""What the sales team follows up: leads by state, and test drives by day, each with its chat beside it."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from conversations.admin.board import Board, facts
from conversations.admin.booking import Booking
from conversations.models import OPEN, TRIALS, Appointment, AppointmentState, Conversation, Lead, TradeIn
from conversations.models.lead import LeadQuerySet
from financing.figures import money


def chat_link(conversation: Conversation) -> str:
    """Return a link to a chat, under the name of who writes there."""
    address = reverse("admin:conversations_conversation_change", args=[conversation.pk])
    return format_html('<a href="{}">{}</a>', address, conversation.contact)


def offer(trade_in: TradeIn) -> str:
    """Write what we offer for the customer's car, and whether that still stands."""
    if trade_in.offer is None:
        return "sin oferta"
    until = f" hasta el {date_format(trade_in.valid_until, 'j b')}" if trade_in.valid_until else ""
    amount = money(trade_in.offer).removesuffix(".00")
    return f"ofrecemos {amount}{until}" if trade_in.is_offered else f"ofrecimos {amount}, ya venció"


class MadeInChats:
    """What chats make, people move on; nobody adds or deletes it by hand."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Only a chat makes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """It is closed, not deleted."""
        return False


class Due(admin.SimpleListFilter):
    """Those whose next step is due, or has none."""

    title = "siguiente paso"
    parameter_name = "paso"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer what somebody looks for in the morning."""
        return [("vencido", "Vencido"), ("hoy", "De hoy"), ("ninguno", "Sin siguiente paso")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lead]) -> QuerySet[Lead]:
        """Keep those that are still open."""
        due: dict[str, dict[str, Any]] = {
            "vencido": {"next_at__lt": timezone.now()},
            "hoy": {"next_at__date": timezone.localdate()},
            "ninguno": {"next_at__isnull": True},
        }
        chosen = due.get(self.value() or "")
        return queryset.filter(state__in=OPEN, **chosen) if chosen else queryset


@admin.register(Lead)
class LeadAdmin(MadeInChats, Board):
    """Follow leads up: on the board by stage, or here, the newest first; with the chat and what it is about."""

    list_display = ("kind", "chat", "subject", "state", "next_action", "next_at", "updated_at")
    list_display_links = ("kind",)
    list_filter = ("state", "kind", Due, "lost_reason", "updated_at")
    search_fields = (
        "conversation__contact__name",
        "conversation__contact__phone",
        "conversation__trade_in__model",
        "reason",
    )
    list_select_related = ("conversation__contact", "conversation__trade_in", "car", "quote")
    date_hierarchy = "created_at"
    fields = (
        *("chat", "subject", "said", "next_action", "next_at", "own_car"),
        *("kind", "state", "lost_reason", "reserved_until", "quote", "reason", "created_at", "updated_at"),
    )
    readonly_fields = (
        *("kind", "state", "lost_reason", "reserved_until", "chat", "subject", "said", "own_car", "quote"),
        *("reason", "created_at", "updated_at"),
    )

    class Media:
        """How the board looks."""

        css = {"all": ("conversations/inbox.css", "conversations/board.css")}

    def get_queryset(self, request: HttpRequest) -> LeadQuerySet:
        """Leave out what is only tried out."""
        return cast("LeadQuerySet", super().get_queryset(request)).of_customers()

    @admin.display(description="chat", ordering="conversation__contact__name")
    def chat(self, lead: Lead) -> str:
        """The chat it came from."""
        return chat_link(lead.conversation)

    @admin.display(description="auto")
    def subject(self, lead: Lead) -> str:
        """Our car that it is about, or the customer's own."""
        if lead.car is None:
            return str(getattr(lead.conversation, "trade_in", "—"))
        return format_html('<a href="{}">{}</a>', reverse("admin:catalog_car_change", args=[lead.car.pk]), lead.car)

    @admin.display(description="dijo en el chat")
    def said(self, lead: Lead) -> str:
        """What they can pay, and the car they have."""
        return " · ".join(facts(lead)) or "—"

    @admin.display(description="auto del cliente")
    def own_car(self, lead: Lead) -> str:
        """The car they have, what we offer for it, and where both are written down."""
        trade_in: TradeIn | None = getattr(lead.conversation, "trade_in", None)
        if trade_in is None:
            return "— (se anota en su chat)"
        page = reverse("admin:conversations_tradein_change", args=[trade_in.pk])
        return format_html('<a href="{}">{}</a> · {}', page, trade_in, offer(trade_in))


class Coming(admin.SimpleListFilter):
    """Today's and the coming test drives, or those that are over."""

    title = "cuándo"
    parameter_name = "cuando"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer both sides of this morning."""
        return [("proximas", "Próximas"), ("pasadas", "Pasadas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> QuerySet[Appointment]:
        """Keep one side."""
        now = timezone.now()
        sides = {"proximas": {"starts_at__gte": now}, "pasadas": {"starts_at__lt": now}}
        return queryset.filter(**sides.get(self.value() or "", {}))


@admin.register(Appointment)
class AppointmentAdmin(MadeInChats, Booking):
    """Book test drives by hand, confirm them, or cancel them; the time is shown as the branch's own clocks show it."""

    list_display = ("local_time", "branch", "car", "chat", "state")
    list_display_links = ("local_time",)
    list_filter = ("state", Coming, "branch")
    search_fields = ("conversation__contact__name", "conversation__contact__phone", "car__model", "branch__name")
    list_select_related = ("conversation__contact", "car", "branch")
    date_hierarchy = "starts_at"
    fields = ("local_time", "branch", "car", "chat", "state", "created_at", "updated_at")
    readonly_fields = ("local_time", "branch", "car", "chat", "created_at", "updated_at")
    actions = ("confirm", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        """Leave out what is only tried out."""
        booked: QuerySet[Appointment] = super().get_queryset(request)
        return booked.exclude(conversation__channel__in=TRIALS)

    @admin.display(description="fecha y hora", ordering="starts_at")
    def local_time(self, appointment: Appointment) -> str:
        """The moment, in the branch's own time."""
        return f"{appointment.branch.local(appointment.starts_at):%d/%m/%Y %H:%M}"

    @admin.display(description="chat", ordering="conversation__contact__name")
    def chat(self, appointment: Appointment) -> str:
        """The chat it came from."""
        return chat_link(appointment.conversation)

    @admin.action(description="Confirmar", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> None:
        """The branch expects the customer."""
        self._mark(request, queryset, AppointmentState.CONFIRMED)

    @admin.action(description="Cancelar", permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> None:
        """It does not take place; its slot is free again."""
        self._mark(request, queryset, AppointmentState.CANCELLED)

    def _mark(self, request: HttpRequest, queryset: QuerySet[Appointment], state: AppointmentState) -> None:
        changed = queryset.update(state=state, updated_at=timezone.now())
        messages.success(request, f"Citas actualizadas: {changed}. Avísale al cliente en su chat.")
