"""Replies that wait for a person's word: sent or dropped as they are, or withdrawn when the customer writes on."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conversations import outbox
from conversations.models import Delivery, DeliveryState, Direction, Message, Turn
from conversations.models.message import MessageQuerySet


def send(turn: Turn) -> bool:
    """Let a draft go out; False when it is no longer one."""
    with transaction.atomic():
        mine = _drafts(turn.conversation_id).filter(message__turn=turn)
        sent = mine.update(state=DeliveryState.PENDING, **_now())
        if sent:
            outbox.answered(turn.conversation_id)
    return bool(sent)


def replace(turn: Turn, text: str, *, author: AbstractBaseUser, keep_promises: bool) -> bool:
    """Send a person's words in a draft's place, its photos with them; False when it is no longer a draft.

    What it promised is done as they say it is still said, or not at all. The chat stays the bot's.
    """
    with transaction.atomic():
        kept = bubbles(turn)
        photos = [file["url"] for message in kept for file in message.media]
        if not drop(turn):
            return False
        if not keep_promises:
            Turn.objects.filter(pk=turn.pk).update(held=None)
        outbox.enqueue(turn.conversation_id, text, author=author, photos=photos, instead_of=turn)
    return True


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


def proposed(conversation_id: UUID) -> Turn | None:
    """Return the turn whose reply waits for a person's word, if any."""
    return Turn.objects.filter(messages__delivery__in=_drafts(conversation_id)).order_by("-pk").first()


def bubbles(turn: Turn) -> MessageQuerySet:
    """Return what a draft would send, in order."""
    return Message.objects.filter(delivery__in=_drafts(turn.conversation_id), turn=turn).order_by("pk")


def _drafts(conversation_id: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__conversation_id=conversation_id, state=DeliveryState.DRAFT)


def _now() -> dict[str, datetime]:
    now = timezone.now()
    return {"due_at": now, "updated_at": now}
