"""A chat as people read it: the newest bubbles with their ticks, and why a message did not arrive."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch

from conversations.models import Conversation, Delivery, DeliveryState, Direction, Message, ToolCall
from conversations.whatsapp import error_codes

NEWEST = 200
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
    return Transcript([_bubble(message) for message in reversed(shown[:NEWEST])], more=len(shown) > NEWEST)


def _bubble(message: Message) -> Bubble:
    delivery: Delivery | None = getattr(message, "delivery", None)
    state = DeliveryState(delivery.state) if delivery else None
    return Bubble(
        message=message,
        ticks=_TICKS[state] if state else "",
        failed=state in {DeliveryState.REFUSED, DeliveryState.NEEDS_STAFF},
        reason=error_codes.explain(delivery.error) if delivery and delivery.error else "",
    )
