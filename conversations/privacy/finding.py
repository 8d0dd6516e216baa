"""Who is meant: a customer by a number in any of its spellings, by our id, or by the id that WhatsApp gave."""

import re
from uuid import UUID

from django.db.models import Q, QuerySet

from conversations.models import Contact, Conversation, Message
from conversations.whatsapp.messages import normalised_phone


def find(named: str) -> QuerySet[Contact]:
    """Return the contacts that a number or an id names: none, one, or one for each way the same person wrote."""
    named = named.strip()
    phone = _phone(named)
    if phone is not None:
        return Contact.objects.filter(Q(phone=phone) | Q(pk__in=_who_wrote_as(phone)))
    if (key := _uuid(named)) is not None:
        return Contact.objects.filter(Q(pk=key) | Q(conversations__pk=key)).distinct()
    chats = Conversation.objects.filter(key__in=[named, f"whatsapp:{named}"])
    return Contact.objects.filter(pk__in=chats.values("contact"))


def _phone(named: str) -> str | None:
    """Return the number as contacts have it; ten digits alone are Mexican."""
    digits = re.sub(r"[\s().-]", "", named)
    return normalised_phone(f"+52{digits}" if re.fullmatch(r"\d{10}", digits) else named)


def _who_wrote_as(phone: str) -> QuerySet[Message, UUID]:
    """Return contacts that WhatsApp showed us by an id, with the number beside it."""
    digits = phone.removeprefix("+")
    spelled = [digits, re.sub(r"^52(\d{10})$", r"521\1", digits)]
    return Message.objects.filter(raw__WaId__in=spelled).values_list("conversation__contact", flat=True)


def _uuid(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None
