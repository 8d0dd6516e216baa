"""Puts texts into the outbox: rows that delivery sends, whatever happens to this process."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Subquery

from conversations import calling
from conversations.models import Conversation, Delivery, DeliveryState, Direction, Message, MessageTemplate, Turn
from conversations.whatsapp import formatting


def enqueue(
    conversation_id: UUID,
    text: str,
    *,
    turn: Turn | None = None,
    author: AbstractBaseUser | None = None,
    photos: Sequence[str] = (),
    as_draft: bool = False,
    instead_of: Turn | None = None,
) -> None:
    """Store a text as as many bubbles as it needs, then photos; call it inside the transaction that it belongs to.

    A draft waits for a person's word before it is sent.
    """
    bubbles: list[dict[str, Any]] = [{"body": body} for body in formatting.split(text)]
    bubbles += [{"media": [{"url": url}]} for url in photos]  # WhatsApp takes one file a message
    for bubble in bubbles:
        state = DeliveryState.DRAFT if as_draft else DeliveryState.PENDING
        _put(conversation_id, state, turn=turn, author=author, instead_of=instead_of, **bubble)
    if not as_draft:
        answered(conversation_id, by_person=author is not None)


def enqueue_template(
    conversation_id: UUID, template: MessageTemplate, variables: Mapping[str, str], *, author: AbstractBaseUser
) -> None:
    """Store an approved text with its blanks filled in; likewise."""
    _put(conversation_id, DeliveryState.PENDING, author=author, **approved(template, variables))
    answered(conversation_id, by_person=True)


def enqueue_reminder(conversation_id: UUID, **said: Any) -> Message:
    """Store what nobody wrote and nobody asked for; likewise. It answers nothing: who waits goes on waiting.

    It is part of the talk all the same: the bot reads it before it answers what the customer says to it.
    """
    return _put(conversation_id, DeliveryState.PENDING, settled=True, **said)


def approved(template: MessageTemplate, variables: Mapping[str, str]) -> dict[str, Any]:
    """Return what a message says that is a template with its blanks filled in."""
    filled = dict(variables)
    return {"body": template.filled(filled), "template": {"sid": template.content_sid, "variables": filled}}


def answered(conversation_id: UUID, *, by_person: bool = False) -> None:
    """End the customer's wait: a person answers all there is, a turn what it read and not what came in meanwhile."""
    unread = Message.objects.filter(conversation_id=conversation_id).unanswered()
    if by_person:
        calling.come(conversation_id)
    since = None if by_person else Subquery(unread.values("created_at")[:1])
    Conversation.objects.filter(pk=conversation_id).update(waiting_since=since)


def _put(conversation_id: UUID, state: DeliveryState, **message: Any) -> Message:
    written = Message.objects.create(conversation_id=conversation_id, direction=Direction.OUT, **message)
    Delivery.objects.create(message=written, state=state)
    return written
