"""Sends what is in the outbox: claim a row, send it outside any transaction, record what became of it."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from conversations import alerts, crash_points
from conversations.models import (
    AlertKind,
    Appointment,
    Channel,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    State,
    Turn,
)
from conversations.whatsapp import error_codes, gateways
from conversations.whatsapp.gateways import Gateway, Outgoing, Template
from conversations.whatsapp.outcome import OUTSIDE_WINDOW, TOO_LATE, Accepted, Refused, Retry, SendOutcome, Unknown
from kavakbot import logs, tracing

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=1)
# An hour, by these pauses.
MOST_TRIES = 64
# A reply that nobody was there to send for so long would only confuse.
GIVE_UP_AFTER = timedelta(hours=1)
# What nobody knows the fate of holds up the rest of its chat for so long, and no longer.
PASSED_AFTER = timedelta(seconds=10)
# Then it is looked for at the provider (see settling).
FIRST_LOOK_AFTER = timedelta(seconds=30)
# What a reply promises is done before it leaves (see promises).
_CLAIM = """
    UPDATE conversations_delivery
    SET state = 'sending', attempts = attempts + 1, sent_at = %(now)s, updated_at = %(now)s
    WHERE state = 'pending' AND id = (
        SELECT mine.id FROM conversations_delivery AS mine
        JOIN conversations_message AS message ON message.id = mine.message_id
        LEFT JOIN conversations_turn AS turn ON turn.id = message.turn_id
        LEFT JOIN conversations_turn AS replaced ON replaced.id = message.instead_of_id
        WHERE message.conversation_id = %(chat)s AND mine.state = 'pending' AND mine.due_at <= %(now)s
          AND turn.held IS NULL AND replaced.held IS NULL
          AND NOT EXISTS (
              SELECT FROM conversations_delivery AS older
              JOIN conversations_message AS before ON before.id = older.message_id
              WHERE before.conversation_id = %(chat)s AND before.id < message.id
                AND (older.state IN ('pending', 'sending')
                     OR older.state = 'unknown' AND older.unknown_at > %(in_sight_since)s)
          )
        ORDER BY message.id LIMIT 1
    )
    RETURNING id
"""

logger = logging.getLogger(__name__)


def deliver(conversation_id: UUID, *, gateway: Gateway | None = None) -> int:
    """Send all that is due in a conversation, in order, and return how many messages were handed over."""
    conversation = Conversation.objects.get(pk=conversation_id)
    if conversation.woken_at is not None:
        Conversation.objects.filter(pk=conversation_id).update(woken_at=None)
    gateway = gateway or gateways.choose(channel=conversation.channel, address=conversation.address)
    sent = 0
    while (delivery := _claim_next(conversation_id)) is not None:
        turn = delivery.message.turn
        told = {"conversation": conversation_id, "turn": turn.fence if turn else None}
        with logs.about(**told), tracing.span("send", **told):
            sent += _try(delivery, gateway)
    return sent


def _try(delivery: Delivery, gateway: Gateway) -> bool:
    """Send one message, if it still may leave; tell whether it was handed over."""
    if not _may_leave(delivery):
        return False
    conversation_id, outgoing = delivery.message.conversation_id, _outgoing(delivery)
    connection.close()  # none is held while the provider is waited for
    crash_points.reach("before_http", conversation_id)
    outcome = gateway.send(outgoing)
    crash_points.reach("after_http", conversation_id)
    _record(delivery, outcome)
    logger.info("message %d, try %d: %s", delivery.message_id, delivery.attempts, outcome)
    return isinstance(outcome, Accepted)


def _may_leave(delivery: Delivery) -> bool:
    """Look again, as late as can be, at what was allowed when the row was written; what no longer is, never leaves.

    What waited was cancelled when the chat changed hands; what was just being tried comes back and is caught here.
    """
    message, now = delivery.message, timezone.now()
    chat = message.conversation
    if not _is_wanted(message, chat):
        _move(delivery, state=DeliveryState.CANCELLED, updated_at=now)
    elif chat.channel == Channel.WHATSAPP and not chat.window_is_open and message.template is None:
        _record(delivery, Refused(OUTSIDE_WINDOW))
    elif now - delivery.due_at > GIVE_UP_AFTER:
        _record(delivery, Refused(TOO_LATE))
    else:
        return True
    return False


def _is_wanted(message: Message, chat: Conversation) -> bool:
    """Whether the customer wants to hear from us at all, and the bot speaks in a chat that is still its own.

    What nobody wrote and no turn made is a reminder, which must still hold, or the confirmation that who opted out
    hears. A chat that the bot itself gave to a person has the fence of that turn; one that a person took has another.
    """
    if message.turn_id is None and message.author_id is None:
        visit = Appointment.objects.filter(reminder=message).first()
        return visit is None or (visit.reminder_holds and chat.state != State.OPTED_OUT)
    if chat.state == State.OPTED_OUT:
        return False
    if chat.state == State.HUMAN and message.turn_id is not None:
        return Turn.objects.filter(conversation=chat, fence=chat.fence).exists()
    return True


def _outgoing(delivery: Delivery) -> Outgoing:
    message = delivery.message
    files = tuple(file["url"] for file in message.media)
    template = Template(**message.template) if message.template else None
    return Outgoing(str(delivery.pk), message.conversation.address, message.body, files, template)


def _claim_next(conversation_id: UUID) -> Delivery | None:
    """Take the oldest unsent row, if nothing older is still on its way and it is due.

    The state changes only while it is still pending, so a row is sent by the one worker whose update counted;
    the attempt is committed before the call, so a crash in between leaves a row that says `sending`.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"chat": conversation_id, "now": now, "in_sight_since": now - PASSED_AFTER})
        claimed = cursor.fetchone()
    if claimed is None:
        return None
    whole = Delivery.objects.select_related("message__conversation", "message__turn")
    return whole.defer("message__turn__plan", "message__turn__verdicts").get(pk=claimed[0])


def _record(delivery: Delivery, outcome: SendOutcome) -> None:
    """Write down what became of the send, unless a callback was faster and knows better."""
    now = timezone.now()
    match outcome:
        case Accepted(sid=sid):
            crash_points.reach("before_sid", delivery.message.conversation_id)
            Message.objects.filter(pk=delivery.message_id, sid=None).update(sid=sid)
            # Also where a sweep took the send for lost: this answer knows better.
            ours = Delivery.objects.filter(pk=delivery.pk, state__in=[DeliveryState.SENDING, DeliveryState.UNKNOWN])
            ours.update(state=DeliveryState.ACCEPTED, error="", updated_at=now)
        case Retry(reason=reason) if delivery.attempts < MOST_TRIES:
            due_at = now + min(FIRST_RETRY * 2 ** min(delivery.attempts - 1, 10), LONGEST_RETRY)
            _move(delivery, state=DeliveryState.PENDING, error=reason, due_at=due_at, updated_at=now)
        case Unknown(reason=reason):
            _lose_sight_of(_as_seen(delivery), at=now, reason=reason)
        case Retry(reason=reason) | Refused(code=reason):
            with transaction.atomic():  # somebody is told, or it has not failed yet
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
    return _as_seen(delivery).filter(state=delivery.state).update(**changes)


def _as_seen(delivery: Delivery) -> QuerySet[Delivery]:
    """Return the row, unless it has been tried again since: a send that ends late says nothing of the next."""
    return Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
