"""What others hear of, written down in the transaction of what happened: both are true, or neither."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from catalog.models import Car
from conversations.models import (
    TRIALS,
    AlertKind,
    Appointment,
    Conversation,
    Lead,
    LeadKind,
    Message,
    Topic,
    WebhookCall,
    WebhookEndpoint,
)

VERSION = 1


def lead_created(lead: Lead) -> None:
    """Tell of a new lead."""
    about = {
        "id": lead.pk,
        "kind": lead.kind,
        "kind_name": lead.get_kind_display(),
        "reason": lead.reason,
        "own_car": str(getattr(lead.conversation, "trade_in", "")),
        "car": _of(lead.car),
        "quote_id": str(lead.quote_id) if lead.quote_id else None,
    }
    _announce(Topic.LEAD_CREATED, lead.conversation_id, lead=about)


def handed_over(conversation_id: UUID, *, kind: LeadKind, reason: str) -> None:
    """Tell that the bot left a chat to a person."""
    about = {"kind": kind.value, "kind_name": kind.label, "reason": reason}
    _announce(Topic.HANDED_OVER, conversation_id, handover=about)


def overdue(conversation_id: UUID, *, since: datetime) -> None:
    """Tell that nobody of the team has come within the promised time."""
    _announce(Topic.OVERDUE, conversation_id, waiting_since=since.isoformat())


def undelivered(message: Message, *, kind: AlertKind, reason: str) -> None:
    """Tell that a message of ours did not arrive, or that nobody knows whether it did."""
    about = {"id": message.pk, "kind": kind.value, "kind_name": kind.label, "reason": reason}
    _announce(Topic.UNDELIVERED, message.conversation_id, message=about)


def appointment_booked(appointment: Appointment, *, moved: bool) -> None:
    """Tell of a test drive, or of its new time."""
    branch = appointment.branch
    about = {
        "id": appointment.pk,
        "starts_at": branch.local(appointment.starts_at).isoformat(),
        "moved": moved,
        "branch": {"id": branch.pk, "name": branch.name, "city": branch.city},
        "car": _of(appointment.car),
    }
    _announce(Topic.APPOINTMENT_BOOKED, appointment.conversation_id, appointment=about)


def _announce(topic: Topic, conversation_id: UUID, **about: Any) -> None:
    """Write a row for every endpoint that wants to hear of it; what is tried out interests nobody."""
    endpoints = WebhookEndpoint.objects.filter(active=True, topics__contains=[topic])
    if not endpoints:
        return
    chat = Conversation.objects.select_related("contact").get(pk=conversation_id)
    if chat.channel in TRIALS:
        return
    contact = chat.contact
    payload = {
        "type": topic.value,
        "version": VERSION,
        "timestamp": timezone.now().isoformat(),
        "data": {
            "conversation": {"id": str(chat.pk), "channel": chat.channel},
            "contact": {"id": str(contact.pk), "name": contact.name, "phone": contact.phone},
            **about,
        },
    }
    WebhookCall.objects.bulk_create(
        WebhookCall(endpoint=endpoint, contact=contact, topic=topic, payload=payload) for endpoint in endpoints
    )


def _of(car: Car | None) -> dict[str, Any] | None:
    return {"stock_id": car.stock_id, "name": f"{car.make} {car.model} {car.year}"} if car else None
