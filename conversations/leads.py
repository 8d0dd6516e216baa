"""What is left for the sales team to follow up: one lead per matter, added to while it is new."""

from typing import Any
from uuid import UUID

from catalog.models import Car
from conversations import webhooks_out
from conversations.models import Lead, LeadKind, LeadState, Turn

# More about the same car is the same matter; a complaint or a wish for a person is one however often it is said.
_BY_CAR = {LeadKind.PURCHASE, LeadKind.TEST_DRIVE}


def note(*, turn: Turn, call: str, kind: LeadKind, car_id: UUID | None = None, **told: Any) -> Lead:
    """Add to the chat's new lead of this kind (and car), or begin one, inside a transaction that locks the chat."""
    told = {name: value for name, value in told.items() if value}
    same = Lead.objects.filter(conversation_id=turn.conversation_id, kind=kind, state=LeadState.NEW)
    lead = (same.filter(car=car_id) if kind in _BY_CAR else same).first()
    if lead is None:
        known = Car.objects.filter(pk=car_id).values_list("pk", flat=True).first() if car_id else None
        lead = Lead.objects.create(
            turn=turn, call=call, kind=kind, conversation_id=turn.conversation_id, car_id=known, **told
        )
        webhooks_out.lead_created(lead)
        return lead
    for name, value in told.items():
        setattr(lead, name, value)
    lead.save(update_fields=[*told, "updated_at"])
    return lead
