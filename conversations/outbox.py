"""Puts texts into the outbox: rows that delivery sends, whatever happens to this process."""

from uuid import UUID

from conversations.models import Delivery, Direction, Message, Turn
from conversations.whatsapp import formatting


def enqueue(conversation_id: UUID, text: str, *, turn: Turn | None = None) -> None:
    """Store a text as as many bubbles as it needs; call it inside the transaction that it belongs to."""
    for body in formatting.split(text):
        message = Message.objects.create(conversation_id=conversation_id, direction=Direction.OUT, body=body, turn=turn)
        Delivery.objects.create(message=message)
