"""Sends what is in the outbox: claim a row, send it outside any transaction, record what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from conversations import alerts, crash_points
from conversations.models import AlertKind, Channel, Conversation, Delivery, DeliveryState, Message, State
from conversations.whatsapp import error_codes, gateways
from conversations.whatsapp.gateways import Gateway, Outgoing, Template
from conversations.whatsapp.outcome import OUTSIDE_WINDOW, Accepted, Refused, Retry, SendOutcome, Unknown

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=1)
# A reply that could not be handed over for so long would only confuse.
GIVE_UP_AFTER = timedelta(hours=1)
# What nobody knows the fate of holds up the rest of its chat for so long, and no longer.
PASSED_AFTER = timedelta(seconds=10)
# Then it is looked for at the provider (see settling).
FIRST_LOOK_AFTER = timedelta(seconds=30)


def deliver(conversation_id: UUID, *, gateway: Gateway | None = None) -> int:
    """Send all that is due in a conversation, in order, and return how many messages were handed over."""
    conversation = Conversation.objects.get(pk=conversation_id)
    if conversation.woken_at is not None:
        Conversation.objects.filter(pk=conversation_id).update(woken_at=None)
    _drop_what_may_not_leave(conversation)
    gateway = gateway or gateways.choose(channel=conversation.channel, address=conversation.address)
    sent = 0
    while (delivery := _claim_next(conversation_id)) is not None:
        outgoing = _outgoing(delivery, conversation)
        connection.close()  # none is held while the provider is waited for
        crash_points.reach("before_http", conversation_id)
        outcome = gateway.send(outgoing)
        crash_points.reach("after_http", conversation_id)
        _record(delivery, outcome)
        sent += isinstance(outcome, Accepted)
    return sent


def _drop_what_may_not_leave(conversation: Conversation) -> None:
    """Look again at what was allowed when the row was written: the customer's wish, and WhatsApp's day of grace."""
    waiting = Delivery.objects.filter(message__conversation=conversation, state=DeliveryState.PENDING)
    if conversation.state == State.OPTED_OUT:  # the confirmation of it has no turn
        waiting = waiting.filter(message__turn__isnull=False)
        waiting.update(state=DeliveryState.CANCELLED, updated_at=timezone.now())
    elif conversation.channel == Channel.WHATSAPP and not conversation.window_is_open:
        for delivery in waiting.filter(message__template__isnull=True).select_related("message"):
            _record(delivery, Refused(OUTSIDE_WINDOW))


def _outgoing(delivery: Delivery, conversation: Conversation) -> Outgoing:
    message = delivery.message
    files = tuple(file["url"] for file in message.media)
    template = Template(**message.template) if message.template else None
    return Outgoing(str(delivery.pk), conversation.address, message.body, files, template)


def _claim_next(conversation_id: UUID) -> Delivery | None:
    """Take the oldest unsent row, if nothing older is still on its way and it is due.

    The state changes only while it is still pending, so a row is sent by the one worker whose update counted;
    the attempt is committed before the call, so a crash in between leaves a row that says `sending`.
    """
    now = timezone.now()
    queued = Delivery.objects.filter(message__conversation_id=conversation_id)
    in_front = Q(state__in=[DeliveryState.PENDING, DeliveryState.SENDING]) | Q(
        state=DeliveryState.UNKNOWN, unknown_at__gt=now - PASSED_AFTER
    )
    older = queued.filter(in_front, message_id__lt=OuterRef("message_id"))
    first = queued.filter(state=DeliveryState.PENDING, due_at__lte=now).exclude(Exists(older)).first()
    if first is None:
        return None
    mine = Delivery.objects.filter(pk=first.pk, state=DeliveryState.PENDING)
    if not mine.update(state=DeliveryState.SENDING, attempts=F("attempts") + 1, sent_at=now, updated_at=now):
        return None
    return Delivery.objects.select_related("message").get(pk=first.pk)


def _record(delivery: Delivery, outcome: SendOutcome) -> None:
    """Write down what became of the send, unless a callback was faster and knows better."""
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
            _move(delivery, state=DeliveryState.PENDING, error=reason, due_at=due_at, updated_at=now)
        case Unknown(reason=reason):
            _lose_sight_of(Delivery.objects.filter(pk=delivery.pk), at=now, reason=reason)
        case Retry(reason=reason) | Refused(code=reason):
            if _move(delivery, state=DeliveryState.REFUSED, error=reason, updated_at=now):
                alerts.alert(delivery.message, AlertKind.UNDELIVERED, reason=error_codes.explain(reason))


def cut_short_before(moment: datetime) -> None:
    """Take the sends that began before `moment` and never ended for lost: whoever made them is gone."""
    sending = Delivery.objects.filter(sent_at__lt=moment)
    _lose_sight_of(sending, at=timezone.now(), reason="cut short")


def _lose_sight_of(deliveries: QuerySet[Delivery], *, at: datetime, reason: str) -> None:
    """Say of rows that are being sent that nobody knows whether they were, and when to look for them."""
    deliveries.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.UNKNOWN, error=reason, unknown_at=at, due_at=at + FIRST_LOOK_AFTER, looks=0, updated_at=at
    )


def _move(delivery: Delivery, **changes: object) -> int:
    """Change a row that is still as the caller saw it."""
    return Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(**changes)
