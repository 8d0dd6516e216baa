"""Erases a customer from every table while turns and sends may be under way: nothing is left, nothing follows."""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from conversations import audit, sent_photos, tombstones, trade_ins
from conversations.models import (
    AuditAction,
    Contact,
    Conversation,
    Delivery,
    DeliveryState,
    Direction,
    Message,
    State,
    TradeIn,
)
from conversations.privacy import places
from conversations.webhooks_out import sending
from conversations.whatsapp import media
from conversations.whatsapp.media import MediaRefused, MediaUnavailable
from financing import quotes
from knowledge import curation

_UNSENT = (DeliveryState.DRAFT, DeliveryState.PENDING, DeliveryState.UNKNOWN)
_ROUND_SECONDS = 0.1
# A send that has not ended by then was cut short by its worker's death.
_AFTER_TIMEOUT_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """What was deleted: rows by table (`app.Model`), and files at Twilio that are still there."""

    rows: Mapping[str, int] = field(default_factory=dict)
    files_left: int = 0


def erase(contact: Contact, *, by: audit.Actor) -> Erased:
    """Erase a contact and return what there was; a second time there is nothing.

    The chat falls silent first: a turn in progress loses its fence, what was not sent or told yet never is. What is
    being sent or told just then cannot be called back, so its end is waited for, and then everything goes at once.
    """
    files_left = _forget_files(contact)
    wait_until = time.monotonic() + settings.WHATSAPP_TIMEOUT_SECONDS + _AFTER_TIMEOUT_SECONDS
    while (rows := _erase_unless_sending(contact, by, patient=time.monotonic() < wait_until)) is None:
        time.sleep(_ROUND_SECONDS)
    if rows:
        _forget_statistics()
    return Erased(rows, files_left)


def erase_silent(contact: Contact, *, by: audit.Actor) -> None:
    """Erase a contact whose chats have been silent for so long that nothing can be under way in them."""
    _erase_unless_sending(contact, by, patient=False)


@transaction.atomic
def _erase_unless_sending(contact: Contact, by: audit.Actor, *, patient: bool) -> Mapping[str, int] | None:
    """Silence the chats; then erase everything, unless something is being sent or told just now: None.

    Chats are locked before their contact, as by turns that are written down. One that begins meanwhile needs its
    contact, and is seen once this is locked.
    """
    theirs = Conversation.objects.select_for_update().filter(contact=contact).order_by("pk")
    list(theirs)
    if not Contact.objects.select_for_update().filter(pk=contact.pk).exists():
        return {}
    chats = list(theirs.all())
    being_sent, being_told = _silence(chats), sending.silence(contact.pk)
    if (being_sent or being_told) and patient:
        return None
    return _delete(contact, chats, by)


def _silence(chats: list[Conversation]) -> bool:
    """Take the fence from turns in progress and cancel what was not sent; tell whether something is being sent."""
    of_these = Conversation.objects.filter(pk__in=[chat.pk for chat in chats])
    silent = Case(When(state=State.OPTED_OUT, then=Value(State.OPTED_OUT)), default=Value(State.HUMAN))
    of_these.update(state=silent, fence=F("fence") + 1, lease_owner="", lease_until=None)
    # Locked one and all: a worker that takes one of them up now finds it cancelled, or gone.
    sends = Delivery.objects.select_for_update(of=("self",)).filter(message__conversation__in=chats).order_by("pk")
    states = dict(sends.values_list("pk", "state"))
    unsent = [key for key, state in states.items() if state in _UNSENT]
    Delivery.objects.filter(pk__in=unsent).update(state=DeliveryState.CANCELLED)
    return DeliveryState.SENDING in states.values()


def _delete(contact: Contact, chats: list[Conversation], by: audit.Actor) -> Mapping[str, int]:
    person = places.person(contact)
    tombstones.remember(chats)
    rows: Counter[str] = Counter()
    for origin in person.origins:
        rows["knowledge.Asking"] += curation.forget_origin(origin=origin)
    trade_ins.forget(TradeIn.objects.filter(conversation__in=chats))
    sent_photos.forget(Message.objects.filter(conversation__in=chats))
    rows.update(contact.delete()[1])
    for origin in person.origins:
        rows["financing.Quote"] += quotes.forget_origin(origin=origin)
    places.blank_log_of_the_gone()
    audit.record(AuditAction.ERASED, by=by, contact_ids=[person.contact_id])
    return {label: count for label, count in sorted(rows.items()) if count}


def _forget_files(contact: Contact) -> int:
    """Have Twilio delete the files that the customer sent; return how many are still there."""
    sent = Message.objects.filter(conversation__contact=contact, direction=Direction.IN).exclude(media=[])
    files = [file["url"] for message in sent for file in message.media if file.get("url")]
    for number, url in enumerate(files):
        try:
            media.forget(url)
        except MediaRefused:  # no file of our account: nothing there to delete
            continue
        except MediaUnavailable as error:
            logger.warning("files of an erased customer are still at Twilio: %s", error.detail)
            return len(files) - number
    return 0


def _forget_statistics() -> None:
    """Have PostgreSQL sample the tables anew: its statistics quote values, and a dump may hold them."""
    tables = [model._meta.db_table for model in places.HELD]  # noqa: SLF001 - Django's own name
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
