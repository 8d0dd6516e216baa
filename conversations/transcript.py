"""A chat as people read it: the newest bubbles with their ticks, and why a message did not arrive."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils.text import Truncator

from conversations.models import Conversation, Delivery, DeliveryState, Direction, Message, ToolCall
from conversations.models.message import writer
from conversations.whatsapp import arrivals, error_codes

NEWEST = 200
_LONGEST_QUOTED = 120
_TICKS = {
    DeliveryState.DRAFT: "borrador",
    DeliveryState.PENDING: "por enviar",
    DeliveryState.SENDING: "por enviar",
    DeliveryState.UNKNOWN: "sin confirmar",
    DeliveryState.NEEDS_STAFF: "⚠ no se sabe si llegó",
    DeliveryState.ACCEPTED: "✓",
    DeliveryState.SENT: "✓",
    DeliveryState.DELIVERED: "✓✓",
    DeliveryState.READ: "✓✓ leído",
    DeliveryState.REFUSED: "⚠ no se entregó",
    DeliveryState.CANCELLED: "no se envió",
}


@dataclass(frozen=True)
class Bubble:
    """One message and what became of it."""

    message: Message
    ticks: str
    failed: bool
    reason: str
    quoted: str = ""  # what the message replies to

    @property
    def writer(self) -> str:
        """Who of us wrote it."""
        author = self.message.author
        return writer(str(author) if author else None, self.message.turn_id)

    @property
    def photos(self) -> list[str]:
        """Where our own pages find the photos that we sent; the provider keeps those of customers."""
        sent = self.message.media if self.message.direction == Direction.OUT else []
        return [file["url"].removeprefix(settings.PUBLIC_BASE_URL) for file in sent if file.get("url")]


@dataclass(frozen=True)
class Transcript:
    """Bubbles, oldest first, and whether there are older ones."""

    bubbles: list[Bubble]
    more: bool


def latest(conversation: Conversation) -> Transcript:
    """Return the newest bubbles of a chat, with the tool calls behind each."""
    calls = Prefetch("turn__tool_calls", ToolCall.objects.order_by("position"))
    newest = Message.objects.filter(conversation=conversation).order_by("-pk").prefetch_related(calls)
    shown = list(newest.select_related("turn", "delivery", "author")[: NEWEST + 1])
    said = _said([sid for message in shown if (sid := arrivals.quoted(message.raw))], conversation)
    bubbles = [_bubble(message, said) for message in reversed(shown[:NEWEST])]
    return Transcript(bubbles, more=len(shown) > NEWEST)


def _said(sids: list[str], conversation: Conversation) -> dict[str, str]:
    """Return how the messages that are quoted begin."""
    quoted = Message.objects.filter(conversation=conversation, sid__in=sids) if sids else Message.objects.none()
    return {message.sid or "": Truncator(message.body).chars(_LONGEST_QUOTED) for message in quoted}


def _bubble(message: Message, said: Mapping[str, str]) -> Bubble:
    delivery: Delivery | None = getattr(message, "delivery", None)
    state = DeliveryState(delivery.state) if delivery else None
    return Bubble(
        message=message,
        ticks=_TICKS[state] if state else "",
        failed=state in {DeliveryState.REFUSED, DeliveryState.NEEDS_STAFF},
        reason=error_codes.explain(delivery.error) if delivery and delivery.error else "",
        quoted=said.get(arrivals.quoted(message.raw), ""),
    )
