"""Sends what is in the outbox: claim a row, send it outside any transaction, record what became of it."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from conversations import crash_points
from conversations.models import Conversation, Delivery, DeliveryState, Message, State
from conversations.whatsapp import gateways
from conversations.whatsapp.gateways import Gateway, Outgoing
from conversations.whatsapp.outcome import Accepted, Refused, Retry, SendOutcome, Unknown

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=1)
# A reply that could not be handed over for so long would only confuse.
GIVE_UP_AFTER = timedelta(hours=1)
_IN_FRONT = [DeliveryState.PENDING, DeliveryState.SENDING]


def deliver(conversation_id: UUID, *, gateway: Gateway | None = None) -> int:
    """Send all that is due in a conversation, in order, and return how many messages were handed over."""
    conversation = Conversation.objects.get(pk=conversation_id)
    if conversation.state == State.OPTED_OUT:
        _cancel_replies(conversation_id)
    gateway = gateway or gateways.choose(channel=conversation.channel, address=conversation.address)
    sent = 0
    while (delivery := _claim_next(conversation_id)) is not None:
        message = delivery.message
        files = tuple(file["url"] for file in message.media)
        outgoing = Outgoing(str(delivery.pk), conversation.address, message.body, files)
        connection.close()  # none is held while the provider is waited for
        crash_points.reach("before_http", conversation_id)
        outcome = gateway.send(outgoing)
        crash_points.reach("after_http", conversation_id)
        _record(delivery, outcome)
        sent += isinstance(outcome, Accepted)
    return sent


def _cancel_replies(conversation_id: UUID) -> None:
    """Cancel what the bot wrote and a retry put back after the customer opted out; the confirmation has no turn."""
    Delivery.objects.filter(
        message__conversation_id=conversation_id, message__turn__isnull=False, state=DeliveryState.PENDING
    ).update(state=DeliveryState.CANCELLED, updated_at=timezone.now())


def _claim_next(conversation_id: UUID) -> Delivery | None:
    """Take the oldest unsent row, if nothing older is still on its way and it is due.

    The state changes only while it is still pending, so a row is sent by the one worker whose update counted;
    the attempt is committed before the call, so a crash in between leaves a row that says `sending`.
    """
    queued = Delivery.objects.filter(message__conversation_id=conversation_id)
    older = queued.filter(state__in=_IN_FRONT, message_id__lt=OuterRef("message_id"))
    first = queued.filter(state=DeliveryState.PENDING, due_at__lte=timezone.now()).exclude(Exists(older)).first()
    if first is None:
        return None
    mine = Delivery.objects.filter(pk=first.pk, state=DeliveryState.PENDING)
    if not mine.update(state=DeliveryState.SENDING, attempts=F("attempts") + 1, updated_at=timezone.now()):
        return None
    return Delivery.objects.select_related("message").get(pk=first.pk)


def _record(delivery: Delivery, outcome: SendOutcome) -> None:
    """Write down what became of the send, unless a callback was faster and knows better."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING)
    now = timezone.now()
    may_retry = now - delivery.message.created_at < GIVE_UP_AFTER
    match outcome:
        case Accepted(sid=sid):
            crash_points.reach("before_sid", delivery.message.conversation_id)
            Message.objects.filter(pk=delivery.message_id, sid=None).update(sid=sid)
            # Also where a sweep took the send for lost: this answer knows better.
            ours = Delivery.objects.filter(pk=delivery.pk, state__in=[DeliveryState.SENDING, DeliveryState.UNKNOWN])
            ours.update(state=DeliveryState.ACCEPTED, error="", updated_at=now)
        case Retry(reason=reason) if may_retry:
            due_at = now + min(FIRST_RETRY * 2 ** min(delivery.attempts - 1, 10), LONGEST_RETRY)
            mine.update(state=DeliveryState.PENDING, error=reason, due_at=due_at, updated_at=now)
        case Unknown(reason=reason):
            mine.update(state=DeliveryState.UNKNOWN, error=reason, updated_at=now)
        case Retry(reason=reason) | Refused(code=reason):
            mine.update(state=DeliveryState.REFUSED, error=reason, updated_at=now)
