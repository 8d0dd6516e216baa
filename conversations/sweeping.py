"""Finds the chats that nobody was woken for: unanswered messages, due sends, sends that a crash cut short."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from conversations import delivery, leases
from conversations.models import Channel, Conversation, Delivery, DeliveryState, Message

# Longer than any settle time and wake, so that what is just being answered is left alone.
OVERDUE = timedelta(seconds=8)
# A chat is woken once in so long; whoever takes it up or sends for it may be followed by another wake at once.
RESTLESS = timedelta(seconds=15)
# How long after its timeout a send can still be going on.
_AFTER_TIMEOUT = timedelta(seconds=5)


def due(*, most: int = 500) -> list[UUID]:
    """Return chats with something to do that nobody is doing, each claimed for waking; the terminal tends its own."""
    delivery.cut_short_before(timezone.now() - timedelta(seconds=settings.WHATSAPP_TIMEOUT_SECONDS) - _AFTER_TIMEOUT)
    restless = Q(woken_at__isnull=True) | Q(woken_at__lt=Now() - RESTLESS)
    with transaction.atomic():
        chats = Conversation.objects.filter(restless).filter(_to_answer() | _to_send()).exclude(channel=Channel.CONSOLE)
        found = list(chats.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        Conversation.objects.filter(pk__in=found).update(woken_at=Now())
    return found


def _to_answer() -> Q:
    """Whether no living worker has a chat whose message has waited too long, or whose worker died over it."""
    waiting = Message.objects.unanswered().order_by()
    overdue = Q(pk__in=waiting.filter(created_at__lt=timezone.now() - OVERDUE).values("conversation_id"))
    abandoned = ~Q(lease_owner="") & Q(pk__in=waiting.values("conversation_id"))
    return (overdue | abandoned) & leases.is_free() & ~Q(leases.bot_is_paused())


def _to_send() -> Q:
    """Whether a first send was forgotten, or a later step of one is due."""
    now = timezone.now()
    forgotten = Q(attempts=0, message__created_at__lt=now - OVERDUE)
    to_send = Q(state=DeliveryState.PENDING) & (Q(attempts__gt=0) | forgotten)
    rows = Delivery.objects.filter(due_at__lt=now).filter(to_send | Q(state=DeliveryState.UNKNOWN))
    return Q(pk__in=rows.values("message__conversation_id"))
