"""After a restore: what Twilio has seen since the backup comes into the chats, so that nobody is answered twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from conversations import outbox, reconciling, settling
from conversations.dialogue import opting
from conversations.models import Channel, Conversation, Delivery, DeliveryState, Direction, Message
from conversations.whatsapp import arrivals, gateways
from conversations.whatsapp.gateways.twilio import TwilioGateway
from conversations.whatsapp.messages import Listed, normalised_phone

# What may have left after all, of what had not left when the backup was made.
_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
# Twilio's moments have no fractions.
_TO_THE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class CaughtUp:
    """What there was: of the customers, of ours, and how many messages nobody has answered."""

    received: int
    sent: int
    unanswered: int


def catch_up(*, since: datetime, gateway: TwilioGateway | None = None) -> CaughtUp | None:
    """Take in what was written and sent since a moment; None without an account. Raises ListingUnavailable.

    To be done before the workers start. What was written before anything of ours left was answered by that; what was
    written after is answered as usual. A word that asks for silence is obeyed anew: it must not get lost.
    """
    gateway = gateway or gateways.twilio()
    if gateway is None:
        return None
    since -= reconciling.OVERLAP
    received = list(reconciling.missing_among(gateway.list_received(since=since)))
    sent = list(_unknown(gateway.list_sent_to_all(since=since)))
    known = {it.sid for it in received}
    for it in sorted([*received, *sent], key=lambda it: it.created_at):
        if it.sid in known:
            reconciling.accept(it, gateway)
        else:
            _adopt(it)
    waiting = Message.objects.unanswered().filter(conversation__channel=Channel.WHATSAPP)
    return CaughtUp(len(received), len(sent), waiting.count())


def _unknown(listed: list[Listed]) -> list[Listed]:
    """Return what left and is not among our rows, oldest first."""
    known = set(Message.objects.filter(sid__in=[it.sid for it in listed]).values_list("sid", flat=True))
    return [it for it in reversed(listed) if it.sid not in known]


@transaction.atomic
def _adopt(it: Listed) -> None:
    """Write into the chat what had left: as the row that was still to be sent, or as one that nobody here knew of."""
    key = normalised_phone(it.recipient) or it.recipient
    chat = Conversation.objects.filter(channel=Channel.WHATSAPP, key=key).first()
    if chat is None:  # erased, or another installation's
        return
    delivery = _still_to_send(chat, it) or _written(chat, it)
    settling.bind(delivery, it)
    _settle_answered(chat, by=it.created_at)


def _still_to_send(chat: Conversation, it: Listed) -> Delivery | None:
    """Return the row with these words that was on its way when the backup was made."""
    rows = Delivery.objects.filter(message__conversation=chat, message__sid=None, state__in=_OPEN)
    for row in rows.select_related("message").order_by("message_id"):
        if row.message.body.split() == it.body.split() and bool(row.message.media) == bool(it.files):
            return row
    return None


def _written(chat: Conversation, it: Listed) -> Delivery:
    """Write down what nobody here knew of; who of us said it is not known either."""
    message = Message.objects.create(conversation=chat, direction=Direction.OUT, body=it.body, settled=True)
    Message.objects.filter(pk=message.pk).update(created_at=it.created_at)
    return Delivery.objects.create(message=message, state=DeliveryState.UNKNOWN)


def _settle_answered(chat: Conversation, *, by: datetime) -> None:
    before = Message.objects.filter(conversation=chat).unanswered().filter(created_at__lt=by + _TO_THE_SECOND)
    answered = [message.pk for message in before if not _is_about_silence(message)]
    Message.objects.filter(pk__in=answered).update(settled=True)
    outbox.answered(chat.pk)


def _is_about_silence(message: Message) -> bool:
    words = arrivals.words(message.body, message.media)
    return opting.opts_out(words) or opting.opts_in(words)
