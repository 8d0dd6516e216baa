"""Replies that wait for a person's word: sent or dropped as they are, or withdrawn when the customer writes on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conversations import outbox
from conversations.models import Delivery, DeliveryState, Direction, Message, Turn


def send(turn: Turn) -> bool:
    """Let a draft go out; False when it is no longer one."""
    with transaction.atomic():
        mine = _drafts(turn.conversation_id).filter(message__turn=turn)
        sent = mine.update(state=DeliveryState.PENDING, **_now())
        if sent:
            outbox.answered(turn.conversation_id)
    return bool(sent)


def drop(turn: Turn) -> bool:
    """Forget a draft and what it promised: what it answered stays answered, by whoever drops it."""
    return bool(_drafts(turn.conversation_id).filter(message__turn=turn).update(state=DeliveryState.CANCELLED))


def withdraw(conversation_id: UUID) -> None:
    """Take the chat's drafts back, so that what they answered is answered together with what has come since."""
    if not _drafts(conversation_id).exists():  # nearly always: then a turn pays one look, and no transaction
        return
    with transaction.atomic():
        drafts = _drafts(conversation_id).select_for_update()
        turns = set(drafts.values_list("message__turn_id", flat=True))
        Message.objects.filter(turn_id__in=turns, direction=Direction.IN).update(turn=None)
        Turn.objects.filter(pk__in=turns).update(asked_at=None)
        drafts.update(state=DeliveryState.CANCELLED)


def _drafts(conversation_id: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__conversation_id=conversation_id, state=DeliveryState.DRAFT)


def _now() -> dict[str, datetime]:
    now = timezone.now()
    return {"due_at": now, "updated_at": now}
