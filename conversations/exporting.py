"""The chats and the messages of some days as rows, one of each; what is only tried out is in neither."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conversations.models import TRIALS, UNSENT, Appointment, Conversation, DeliveryState, Direction, Message, Turn
from conversations.models.message import writer
from conversations.reporting import Period, handed_over
from conversations.whatsapp import arrivals, error_codes
from financing.models import Quote

_ROWS_AT_ONCE = 250
_CHAT = (
    *("conversación", "canal", "cliente", "teléfono", "responde", "el bot", "asignada a", "etapa", "etiquetas"),
    *("creada", "último mensaje", "recibidos", "enviados", "pases a una persona", "cotizaciones", "cita"),
)
_MESSAGE = ("conversación", "fecha", "quién", "texto", "estado", "error", "SID")
_OF_MESSAGE = (
    *("conversation_id", "created_at", "direction", "author__username", "turn_id", "body", "media"),
    *("delivery__state", "delivery__error", "sid"),
)


@dataclass(frozen=True)
class Export:
    """Rows under their columns, read as they are asked for, and how they lead to their customers."""

    columns: tuple[str, ...]
    found: QuerySet[Any, Any]
    row: Callable[[Any], tuple[Any, ...]]
    customer: str

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, oldest first; a database cursor keeps the place, not memory."""
        return map(self.row, self.found.iterator(_ROWS_AT_ONCE))

    @property
    def contact_ids(self) -> list[UUID]:
        """Everybody who is in it."""
        return list(self.found.order_by().values_list(self.customer, flat=True).distinct())


def chats(period: Period) -> Export:
    """Return the chats in which something was written, with what they came to until now."""
    written = Message.objects.filter(period.holds("created_at")).values("conversation")
    said = Message.objects.filter(conversation=OuterRef("pk"))
    sent = said.filter(direction=Direction.OUT).exclude(delivery__state__in=UNSENT)
    handed = Turn.objects.filter(handed_over(), conversation=OuterRef("pk"))
    found = (
        Conversation.objects.with_origins()
        .filter(pk__in=written)
        .exclude(channel__in=TRIALS)
        .select_related("contact", "assigned_to")
        .prefetch_related(
            *("tags", "leads"),
            Prefetch("appointments", Appointment.objects.standing().select_related("branch").order_by("-starts_at")),
        )
        .annotate(
            received=_count(said.filter(direction=Direction.IN), "conversation"),
            sent=_count(sent, "conversation"),
            handovers=_count(handed, "conversation"),
            quotes=_count(Quote.objects.filter(origin=OuterRef("origin")), "origin"),
        )
        .order_by("created_at", "pk")
    )
    return Export(_CHAT, found, _chat, "contact")


def messages(period: Period) -> Export:
    """Return what was written, drafts too: their state says that nobody has read them."""
    found = Message.objects.filter(period.holds("created_at")).exclude(conversation__channel__in=TRIALS)
    ordered = found.order_by("created_at", "pk").values(*_OF_MESSAGE)
    return Export(_MESSAGE, ordered, _message, "conversation__contact")


def _count(rows: QuerySet[Any, Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)


def _chat(chat: Any) -> tuple[Any, ...]:
    # The latest of each, as they were asked for.
    lead, drive = next(iter(chat.leads.all()), None), next(iter(chat.appointments.all()), None)
    return (
        str(chat.pk),
        chat.get_channel_display(),
        chat.contact.name,
        chat.contact.phone,
        chat.get_state_display(),
        chat.get_mode_display(),
        str(chat.assigned_to or ""),
        lead.get_state_display() if lead else "",
        ", ".join(map(str, chat.tags.all())),
        chat.created_at,
        chat.last_message_at,
        *(chat.received, chat.sent, chat.handovers, chat.quotes),
        str(drive or ""),
    )


def _message(message: Mapping[str, Any]) -> tuple[Any, ...]:
    is_theirs, state = message["direction"] == Direction.IN, message["delivery__state"]
    return (
        str(message["conversation_id"]),
        message["created_at"],
        "Cliente" if is_theirs else writer(message["author__username"], message["turn_id"]),
        arrivals.words(message["body"], message["media"]) or ("Archivo" if message["media"] else ""),
        str(DeliveryState(state).label) if state else "",
        error_codes.explain(message["delivery__error"] or ""),
        message["sid"],
    )
