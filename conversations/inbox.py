"""Accepts one inbound message: insert it or ignore it, and nothing else."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from conversations.models import Channel, Contact, Conversation, Direction, Message
from conversations.whatsapp.messages import Inbound, normalised_phone

# WhatsApp lets a business write freely for a day after the customer's last message.
WINDOW = timedelta(hours=24)


def accept(inbound: Inbound, *, channel: Channel = Channel.WHATSAPP, client_id: str = "") -> Message | None:
    """Store the message and return it, or None when its sid was stored before (Twilio repeats itself)."""
    with transaction.atomic():
        conversation = _conversation(inbound, channel, client_id)
        message = Message(
            conversation=conversation,
            direction=Direction.IN,
            sid=inbound.sid or f"local-{uuid.uuid4().hex}",
            body=inbound.body,
            media=list(inbound.media),
            raw=inbound.raw,
        )
        if not _inserted(message):
            return None
        now = timezone.now()
        Conversation.objects.filter(pk=conversation.pk).update(
            last_message_at=now, window_ends_at=now + WINDOW, address=inbound.address
        )
        return message


def _inserted(message: Message) -> bool:
    """Insert or ignore: of any number of simultaneous repeats, the unique sid lets one in."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _conversation(inbound: Inbound, channel: Channel, client_id: str) -> Conversation:
    phone = normalised_phone(inbound.address)
    key = ":".join(part for part in (client_id, phone or inbound.address) if part)
    known = Conversation.objects.filter(channel=channel, key=key).first()
    if known is not None:
        return known
    return Conversation.objects.get_or_create(
        channel=channel, key=key, defaults={"contact": _contact(phone, inbound), "address": inbound.address}
    )[0]


def _contact(phone: str | None, inbound: Inbound) -> Contact:
    if phone is None:
        return Contact.objects.create(name=inbound.profile_name)
    return Contact.objects.get_or_create(phone=phone, defaults={"name": inbound.profile_name})[0]
