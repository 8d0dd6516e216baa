"""Finds what nobody was woken for: unanswered messages, due deliveries, sends that a crash cut short."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from conversations.models import Channel, Delivery, DeliveryState, Message

# Longer than any settle time and wake, so that what is just being answered is left alone.
OVERDUE = timedelta(seconds=10)
# Longer than the gateway's own timeout: whoever was sending is gone.
CUT_SHORT = timedelta(seconds=60)


def conversations_to_answer() -> list[UUID]:
    """Return the conversations with a message that has waited too long; the terminal answers its own."""
    overdue = Message.objects.unanswered().filter(created_at__lt=timezone.now() - OVERDUE)
    waiting = overdue.exclude(conversation__channel=Channel.CONSOLE)
    return list(waiting.order_by().values_list("conversation_id", flat=True).distinct())


def conversations_to_deliver() -> list[UUID]:
    """Return the conversations with something to send; a send cut short is first marked as of unknown fate."""
    now = timezone.now()
    Delivery.objects.filter(state=DeliveryState.SENDING, updated_at__lt=now - CUT_SHORT).update(
        state=DeliveryState.UNKNOWN, error="cut short", updated_at=now
    )
    due = Delivery.objects.filter(
        Q(state=DeliveryState.PENDING), due_at__lt=now, message__created_at__lt=now - OVERDUE
    ).exclude(message__conversation__channel=Channel.CONSOLE)
    return list(due.order_by().values_list("message__conversation_id", flat=True).distinct())
