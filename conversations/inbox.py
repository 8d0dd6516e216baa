"""Accepts one inbound message: insert it or ignore it, and nothing else."""

import json
import logging
import uuid
from datetime import timedelta

from django.db import IntegrityError, connection, transaction

from conversations import tombstones
from conversations.models import Channel, Contact, Conversation, Message, State
from conversations.whatsapp.messages import Inbound, normalised_phone
from kavakbot import logs

# WhatsApp lets a business write freely for a day after the customer's last message.
WINDOW = timedelta(hours=24)
_STORE = """
    WITH stored AS (
        INSERT INTO conversations_message (conversation_id, direction, sid, body, media, raw, settled, created_at)
        SELECT id, 'in', %s, %s, %s::jsonb, %s::jsonb, false, COALESCE(%s, now())
        FROM conversations_conversation WHERE channel = %s AND key = %s
        AND NOT EXISTS (SELECT 1 FROM conversations_erasedmessage WHERE digest = %s)
        ON CONFLICT (sid) DO NOTHING
        RETURNING id, conversation_id, created_at
    )
    UPDATE conversations_conversation AS chat
    SET last_message_at = now(), address = %s,
        waiting_since = CASE WHEN chat.state <> 'opted_out' THEN COALESCE(chat.waiting_since, stored.created_at) END,
        window_ends_at = GREATEST(chat.window_ends_at, stored.created_at + make_interval(secs => %s))
    FROM stored WHERE chat.id = stored.conversation_id
    RETURNING stored.id, chat.id
"""

logger = logging.getLogger(__name__)


def accept(inbound: Inbound, *, channel: Channel = Channel.WHATSAPP, client_id: str = "") -> Message | None:
    """Store the message and return it, or None when its sid was stored before (Twilio repeats itself)."""
    phone = normalised_phone(inbound.address)
    key = ":".join(part for part in (client_id, phone or inbound.address) if part)
    sid = inbound.sid or f"local-{uuid.uuid4().hex}"
    try:
        message = _accept(inbound, sid, phone, channel, key)
    except IntegrityError:  # the chat was erased under our hands: with this message it begins anew
        message = _accept(inbound, sid, phone, channel, key)
    if message is not None:
        with logs.about(conversation=message.conversation_id):
            logger.info("message %d received", message.pk)
    return message


def _accept(inbound: Inbound, sid: str, phone: str | None, channel: Channel, key: str) -> Message | None:
    stored = _stored(inbound, sid, channel, key)
    if stored is None and not _is_known(sid):
        _begin(inbound, phone, channel, key)
        stored = _stored(inbound, sid, channel, key)
    return stored


def _is_known(sid: str) -> bool:
    """Whether a message is here, or was before its writer was erased."""
    return Message.objects.filter(sid=sid).exists() or bool(tombstones.erased_among([sid]))


def _stored(inbound: Inbound, sid: str, channel: Channel, key: str) -> Message | None:
    """Insert the message into its conversation; None when it is there, or the conversation is not.

    One statement and one trip: this is what a webhook waits for. Of any number of simultaneous repeats the unique
    sid lets one in, and only that one opens WhatsApp's window anew.
    """
    files, raw = json.dumps(inbound.media), json.dumps(inbound.raw)
    message = [sid, inbound.body, files, raw, inbound.written_at]
    chat = [channel, key, tombstones.of_message(sid)]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [*message, *chat, inbound.address, WINDOW.total_seconds()])
        row = cursor.fetchone()
    return Message(pk=row[0], conversation_id=row[1], sid=sid, body=inbound.body) if row else None


def _begin(inbound: Inbound, phone: str | None, channel: Channel, key: str) -> None:
    """Begin the conversation, unless another first message has just done so; silence asked for is still kept."""
    with transaction.atomic():
        if not Conversation.objects.filter(channel=channel, key=key).exists():
            state = State.OPTED_OUT if tombstones.opted_out(channel, key) else State.BOT
            begun = {"contact": _contact(phone, inbound), "address": inbound.address, "state": state}
            Conversation.objects.get_or_create(channel=channel, key=key, defaults=begun)


def _contact(phone: str | None, inbound: Inbound) -> Contact:
    if phone is None:
        return Contact.objects.create(name=inbound.profile_name)
    return Contact.objects.get_or_create(phone=phone, defaults={"name": inbound.profile_name})[0]
