"""Finds the chats that nobody was woken for: unanswered messages, due sends, sends that a crash cut short."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from conversations import delivery, leases
from conversations.models import Channel, Conversation, Delivery, DeliveryState, Message

# Longer than a wake takes, so that what is just being taken up is left alone.
OVERDUE = timedelta(seconds=5)
# A chat is woken once in so long; whoever takes it up or sends for it may be followed by another wake at once.
RESTLESS = timedelta(seconds=15)
# A wake that nobody followed by then is taken for lost.
UNHEARD = timedelta(seconds=5)
# How long after its timeout a send can still be going on.
_AFTER_TIMEOUT = timedelta(seconds=5)


def due(*, most: int = 500) -> list[UUID]:
    """Return chats with something to do that nobody is doing, each claimed for waking; the terminal tends its own."""
    delivery.cut_short_before(timezone.now() - timedelta(seconds=settings.WHATSAPP_TIMEOUT_SECONDS) - _AFTER_TIMEOUT)
    return _claimed(Q(woken_at__isnull=True) | Q(woken_at__lt=Now() - RESTLESS), most)


def unheard(*, most: int) -> list[UUID]:
    """Return chats whose wake nobody followed, each claimed anew: a second wake might be lost like the first."""
    return _claimed(Q(woken_at__lt=Now() - UNHEARD), most) if most else []


def _claimed(which: Q, most: int) -> list[UUID]:
    with transaction.atomic():
        found = list(chats().filter(which).select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        Conversation.objects.filter(pk__in=found).update(woken_at=Now())
    return found


def chats() -> QuerySet[Conversation]:
    """Return the chats to tend; what has nothing waiting is never looked at, however many there are."""
    waiting = Message.objects.unanswered().order_by().values("conversation_id")
    candidates = waiting.union(_due_rows().values("message__conversation_id"))
    found = Conversation.objects.filter(pk__in=candidates).exclude(channel=Channel.CONSOLE)
    return found.filter(_to_answer() | Q(pk__in=_due_rows().values("message__conversation_id")))


def _to_answer() -> Q:
    """Whether no living worker has a chat whose message has waited too long, or whose worker died over it."""
    waiting = Message.objects.unanswered().order_by()
    overdue = Q(pk__in=waiting.filter(created_at__lt=timezone.now() - OVERDUE).values("conversation_id"))
    abandoned = ~Q(lease_owner="") & Q(pk__in=waiting.values("conversation_id"))
    return (overdue | abandoned) & leases.is_free() & ~Q(leases.bot_is_paused())


def _due_rows() -> QuerySet[Delivery]:
    """Return the rows whose first send was forgotten, or whose next step is due."""
    now = timezone.now()
    forgotten = Q(attempts=0, message__created_at__lt=now - OVERDUE)
    to_send = Q(state=DeliveryState.PENDING) & (Q(attempts__gt=0) | forgotten)
    unsettled = Q(state__in=[DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN])  # as the index says
    return Delivery.objects.filter(unsettled, due_at__lt=now).filter(to_send | Q(state=DeliveryState.UNKNOWN))
