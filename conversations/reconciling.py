"""Finds inbound messages that never reached us: the provider tries a webhook for seconds, and tells nobody later."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from conversations import inbox, tombstones
from conversations.models import Channel, Direction, Message, Reconciliation
from conversations.whatsapp import gateways
from conversations.whatsapp.gateways.twilio import ListingUnavailable, TwilioGateway
from conversations.whatsapp.messages import Listed, parse_inbound

EVERY = timedelta(minutes=1)
# A message may be listed minutes after it was received, so each comparison begins before the last one ended.
OVERLAP = timedelta(minutes=10)
# What is older would be answered after WhatsApp's day of grace.
_OLDEST = timedelta(hours=23)
# Its webhook may still come, and brings more than the list tells: a place, a quoted message, a name.
STILL_COMING = timedelta(seconds=15)

# Of a file, in Twilio's form and in ours.
_NAMES = (("Url", "url"), ("ContentType", "type"))

logger = logging.getLogger(__name__)


def reconcile(*, gateway: TwilioGateway | None = None) -> list[UUID]:
    """Insert what the provider received and we did not, once a minute whoever asks; return the chats to wake.

    A first comparison begins with the first message that reached us, or now: what was written before was somebody
    else's to answer.
    """
    gateway = gateway or gateways.twilio()
    now = timezone.now()
    since = _begin(now) if gateway else None
    if gateway is None or since is None:
        return []
    connection.close()  # none is held while the provider is waited for
    try:
        missing = list(missing_among(gateway.list_received(since=since)))
    except ListingUnavailable as error:
        logger.warning("could not compare the inbox with the provider: %s", error.detail)
        return []
    overdue = [it for it in missing if it.created_at < now - STILL_COMING]
    chats = [chat for it in overdue if (chat := accept(it, gateway)) is not None]
    _ours().update(complete_until=Greatest("complete_until", Value(now)), found=F("found") + len(chats))
    if len(overdue) < len(missing):  # look for the young ones again as soon as they cannot come any more
        _ours().update(begun_at=now - EVERY + STILL_COMING)
    if chats:
        logger.warning("%d messages had not reached us", len(chats))
    return list(dict.fromkeys(chats))


def _begin(now: datetime) -> datetime | None:
    """Return where to begin, or None when somebody else has just begun.

    At first everything is taken for complete, as far ahead as comparisons reach back.
    """
    begun: dict[str, Any] = {"complete_until": lambda: (_first_received() or now) + OVERLAP, "begun_at": now}
    row, is_new = Reconciliation.objects.get_or_create(sender=settings.TWILIO_PHONE_NUMBER, defaults=begun)
    if not is_new and not _ours().filter(begun_at__lt=now - EVERY).update(begun_at=now):
        return None
    return max(row.complete_until - OVERLAP, now - _OLDEST)


def _first_received() -> datetime | None:
    """Return when the first message reached us from WhatsApp."""
    messages = Message.objects.filter(direction=Direction.IN, conversation__channel=Channel.WHATSAPP)
    return messages.order_by("created_at").values_list("created_at", flat=True).first()


def _ours() -> QuerySet[Reconciliation]:
    return Reconciliation.objects.filter(sender=settings.TWILIO_PHONE_NUMBER)


def missing_among(listed: list[Listed]) -> Iterator[Listed]:
    """Yield what we do not have, oldest first; what was erased has reached us once."""
    sids = [it.sid for it in listed]
    known = {*Message.objects.filter(sid__in=sids).values_list("sid", flat=True), *tombstones.erased_among(sids)}
    yield from (it for it in reversed(listed) if it.sid and it.sender and it.sid not in known)


def accept(it: Listed, gateway: TwilioGateway) -> UUID | None:
    """Accept a message as if its webhook had come; None when it came meanwhile."""
    form = {"MessageSid": it.sid, "From": it.sender, "Body": it.body, **_files(it, gateway)}
    message = inbox.accept(replace(parse_inbound(form), written_at=it.created_at))
    return message.conversation_id if message is not None else None


def _files(it: Listed, gateway: TwilioGateway) -> dict[str, str]:
    """Return a message's files as its webhook would; where they cannot be had, that there are some must do."""
    if not it.files:
        return {}
    try:
        files = gateway.files_of(it.sid)
    except ListingUnavailable as error:
        logger.warning("a message that had not reached us is taken without its files: %s", error.detail)
        files = [{"url": "", "type": ""}] * it.files
    named = {f"Media{name}{number}": file[key] for number, file in enumerate(files) for name, key in _NAMES}
    return {"NumMedia": str(len(files)), **named}
