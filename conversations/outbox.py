"""Puts texts into the outbox: rows that delivery sends, whatever happens to this process."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from conversations.models import Delivery, DeliveryState, Direction, Message, Turn
from conversations.whatsapp import formatting


def enqueue(
    conversation_id: UUID, text: str, *, turn: Turn | None = None, photos: Sequence[str] = (), as_draft: bool = False
) -> None:
    """Store a text as as many bubbles as it needs, then photos; call it inside the transaction that it belongs to.

    A draft waits for a person's word before it is sent.
    """
    state = DeliveryState.DRAFT if as_draft else DeliveryState.PENDING
    bubbles: list[dict[str, Any]] = [{"body": body} for body in formatting.split(text)]
    bubbles += [{"media": [{"url": url}]} for url in photos]  # WhatsApp takes one file a message
    for bubble in bubbles:
        message = Message.objects.create(conversation_id=conversation_id, direction=Direction.OUT, turn=turn, **bubble)
        Delivery.objects.create(message=message, state=state)
