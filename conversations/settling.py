"""What became of sends that no answer told of: they are looked for at the provider, and said once more if missing."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conversations import alerts, callbacks
from conversations.models import AlertKind, Conversation, Delivery, DeliveryState, Message, State
from conversations.whatsapp import error_codes, gateways
from conversations.whatsapp.gateways import Gateway
from conversations.whatsapp.gateways.twilio import ListingUnavailable
from conversations.whatsapp.messages import Listed, StatusUpdate

# The second and last look. A message that is listed later than this has been sent twice: see docs/decisions/0035.
LAST_LOOK_AFTER = timedelta(seconds=90)
MOST_RESENDS = 1
# Between the provider's clock, which shows seconds, and ours.
CLOCKS_DIFFER_BY = timedelta(seconds=5)
# How soon a listing that failed is asked for again.
_LOOK_AGAIN_AFTER = timedelta(seconds=15)
# What could not be looked for in all this time is left to a person.
_GIVE_UP_AFTER = timedelta(hours=1)

logger = logging.getLogger(__name__)


def resolve(conversation_id: UUID, *, gateway: Gateway | None = None) -> int:
    """Look for the chat's sends of unknown fate among what the provider lists; return how many were found.

    What is missing at two looks is sent once more; what is missing at two looks after that is left to a person.
    """
    lost = _lost(conversation_id)
    if not lost:
        return 0
    conversation = Conversation.objects.get(pk=conversation_id)
    gateway = gateway or gateways.choose(channel=conversation.channel, address=conversation.address)
    since = min(_began(delivery) for delivery in lost) - CLOCKS_DIFFER_BY
    connection.close()  # none is held while the provider is waited for
    try:
        listed = gateway.list_sent(conversation.address, since=since)
    except ListingUnavailable as error:
        logger.warning("could not look for sends: %s", error.detail)
        _look_later(lost)
        return 0
    return sum(_settle(delivery, listed, conversation) for delivery in lost)


def _lost(conversation_id: UUID) -> list[Delivery]:
    rows = Delivery.objects.filter(message__conversation_id=conversation_id, state=DeliveryState.UNKNOWN)
    return list(rows.filter(due_at__lte=timezone.now()).select_related("message__turn").order_by("message_id"))


def _settle(delivery: Delivery, listed: Sequence[Listed], conversation: Conversation) -> bool:
    """Settle one row: True when it was found, and counted as a clean look otherwise."""
    if delivery.message.sid:  # whoever was told its name died before saying so here
        callbacks.record_status(StatusUpdate(str(delivery.pk), delivery.message.sid, "accepted", ""))
        return True
    if any(bind(delivery, candidate) for candidate in _candidates(delivery, listed)):
        return True
    _count_clean_look(delivery, conversation)
    return False


def _candidates(delivery: Delivery, listed: Sequence[Listed]) -> Iterable[Listed]:
    """Return the listed messages that may be this one, oldest first.

    Made while it was being sent, with its words, and nobody else's. Two rows of one text are never confused: the
    second leaves ten seconds after the first was lost at the earliest, later than the clocks may differ.
    """
    begins, ends = _began(delivery) - CLOCKS_DIFFER_BY, (delivery.unknown_at or timezone.now()) + CLOCKS_DIFFER_BY
    known = set(Message.objects.filter(sid__in=[it.sid for it in listed]).values_list("sid", flat=True))
    words, files = delivery.message.body.split(), bool(delivery.message.media)
    for it in reversed(listed):
        same = it.body.split() == words and bool(it.files) == files
        if same and it.sid not in known and begins <= it.created_at < ends:
            yield it


def bind(delivery: Delivery, found: Listed) -> bool:
    """Give the row the name and the state of what was found; False when another row has it."""
    try:
        with transaction.atomic():
            Message.objects.filter(pk=delivery.message_id, sid=None).update(sid=found.sid)
    except IntegrityError:
        return False
    status = found.status if found.status in callbacks.STATES else "accepted"
    callbacks.record_status(StatusUpdate(str(delivery.pk), found.sid, status, found.error_code))
    return True


def _count_clean_look(delivery: Delivery, conversation: Conversation) -> None:
    """Look again once more, then send once more if it may still be said, then leave it to a person."""
    now = timezone.now()
    lost_at = delivery.unknown_at or now
    if delivery.looks == 0:
        _move(delivery, looks=1, due_at=max(lost_at + LAST_LOOK_AFTER, now + _LOOK_AGAIN_AFTER))
    elif not _may_be_said_again(delivery, conversation):
        _move(delivery, state=DeliveryState.CANCELLED, error="the chat is no longer the bot's")
    elif delivery.resends < MOST_RESENDS:
        _move(delivery, state=DeliveryState.PENDING, resends=delivery.resends + 1, looks=0, due_at=now)
    else:
        _leave_to_staff(delivery)


def _may_be_said_again(delivery: Delivery, conversation: Conversation) -> bool:
    """Whether the chat is as it was when this was written: the bot's, or given to a person by this very reply."""
    turn = delivery.message.turn
    if turn is None or conversation.state == State.BOT:
        return True
    hands_over = any(part.get("part") == "handover" for part in turn.plan)
    nobody_wrote = not Message.objects.filter(conversation=conversation, author__isnull=False).exists()
    return conversation.state == State.HUMAN and hands_over and nobody_wrote


def _look_later(lost: Sequence[Delivery]) -> None:
    for delivery in lost:
        if timezone.now() - (delivery.unknown_at or delivery.updated_at) > _GIVE_UP_AFTER:
            _leave_to_staff(delivery)
        else:
            _move(delivery, due_at=timezone.now() + _LOOK_AGAIN_AFTER)


@transaction.atomic
def _leave_to_staff(delivery: Delivery) -> None:
    if _move(delivery, state=DeliveryState.NEEDS_STAFF):
        alerts.alert(delivery.message, AlertKind.UNCONFIRMED, reason=error_codes.explain(delivery.error))


def _move(delivery: Delivery, **changes: object) -> int:
    """Change a row that is still as it was when it was read: of two that look, one counts."""
    still = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNKNOWN, looks=delivery.looks)
    return still.filter(due_at=delivery.due_at).update(**{"updated_at": timezone.now(), **changes})


def _began(delivery: Delivery) -> datetime:
    return delivery.sent_at or delivery.updated_at
