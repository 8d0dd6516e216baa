"""What is left for the sales team to follow up: one lead per matter, its stages, and the one way from each to each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalog import inventory
from catalog.inventory import Author
from catalog.models import Car
from conversations import calling, webhooks_out
from conversations.dialogue.state import DialogueState
from conversations.models import OPEN, Conversation, Lead, LeadKind, LeadState, LostReason, NoticeKind, Turn
from kavakbot.errors import KavakbotError

# More about the same car is the same matter; a complaint or a wish for a person is one however often it is said.
_BY_CAR = {LeadKind.PURCHASE, LeadKind.TEST_DRIVE}
# The bot hands these chats over, which calls somebody by itself.
_CALLED_FOR = {LeadKind.PERSON, LeadKind.COMPLAINT}
# How far a matter has come by the mere fact that the bot noted it: who was quoted a car said what they can pay.
_BEGINS_AT = {LeadKind.PURCHASE: LeadState.QUALIFIED, LeadKind.TEST_DRIVE: LeadState.VISIT}
# For how long a car is kept for somebody where nobody says otherwise, and at most.
RESERVED_FOR, RESERVED_AT_MOST = timedelta(days=2), timedelta(days=15)


class ReasonMissing(KavakbotError):
    """Di por qué se perdió."""

    code = "reason_missing"


class NothingToReserve(KavakbotError):
    """Este prospecto no tiene un auto que apartar."""

    code = "nothing_to_reserve"


class CarNotFree(KavakbotError):
    """Ese auto ya no está disponible: no se puede apartar."""

    code = "car_not_free"


class BadExpiry(KavakbotError):
    """El apartado tiene que vencer de aquí a 15 días."""

    code = "bad_expiry"


@dataclass(frozen=True)
class Known:
    """What the customer has said so far of what they look for and can pay (MXN)."""

    wanted: str = ""
    price: Decimal | None = None
    monthly: Decimal | None = None
    down_payment: Decimal | None = None
    months: int | None = None


def note(
    *,
    conversation_id: UUID,
    kind: LeadKind,
    turn: Turn | None = None,
    call: str = "",
    car_id: UUID | None = None,
    **told: Any,
) -> Lead:
    """Add to the chat's open lead of this kind (and car), or begin one, inside a transaction that locks the chat.

    A bot's is asked for by a call of a turn, and calls somebody, as another `reason` does (the visit is to be on
    another day); a person who notes one knows of it.
    """
    told = {name: value for name, value in told.items() if value}
    same = Lead.objects.open().filter(conversation_id=conversation_id, kind=kind)
    lead: Lead | None = (same.filter(car=car_id) if kind in _BY_CAR else same).first()
    stage = _BEGINS_AT.get(kind, LeadState.NEW)
    if lead is None:
        known = Car.objects.filter(pk=car_id).values_list("pk", flat=True).first() if car_id else None
        lead = Lead.objects.create(
            turn=turn, call=call, kind=kind, conversation_id=conversation_id, car_id=known, state=stage, **told
        )
        webhooks_out.lead_created(lead)
        if turn is not None and kind not in _CALLED_FOR:
            calling.call(conversation_id, NoticeKind.LEAD)
        return lead
    if OPEN.index(stage) > OPEN.index(LeadState(lead.state)):
        told["state"] = stage
    is_news = turn is not None and kind not in _CALLED_FOR and told.get("reason", lead.reason) != lead.reason
    for name, value in told.items():
        setattr(lead, name, value)
    lead.save(update_fields=[*told, "updated_at"])
    if is_news:
        calling.call(conversation_id, NoticeKind.LEAD)
    return lead


def visit_is_off(conversation_id: UUID) -> None:
    """Take the chat's test drives back to before there was a day for them."""
    visits = Lead.objects.filter(conversation_id=conversation_id, kind=LeadKind.TEST_DRIVE, state=LeadState.VISIT)
    visits.update(state=LeadState.QUALIFIED, updated_at=timezone.now())


def move(
    lead_id: int, to: LeadState, *, by: AbstractBaseUser, why: str = "", until: datetime | None = None
) -> tuple[LeadState, LeadState]:
    """Bring a lead to a stage and return where it was and where it is; its car goes along.

    Any stage leads to any other: people correct themselves. What is lost is lost for a reason (`why`, a LostReason),
    raises ReasonMissing; reserving keeps the lead's car for nobody else `until` then, raises NothingToReserve,
    CarNotFree or BadExpiry. Where it raises nothing changes.
    """
    with transaction.atomic():
        lead = Lead.objects.select_for_update(of=("self",)).select_related("car").get(pk=lead_id)
        was = LeadState(lead.state)
        if to == LeadState.LOST and why not in LostReason.values:
            raise ReasonMissing
        author = Author(by, f"prospecto {lead.pk}: {to.label.lower()}")
        if to == LeadState.RESERVED:
            _reserve(lead, until or timezone.now() + RESERVED_FOR, author)
        elif was == LeadState.RESERVED:
            _let_go(lead, Car.Status.SOLD if to == LeadState.WON else Car.Status.AVAILABLE, author)
        lead.state = to
        lead.lost_reason = why if to == LeadState.LOST else ""
        lead.save(update_fields=["state", "lost_reason", "reserved_until", "updated_at"])
    return was, to


def release_expired(*, most: int = 50) -> int:
    """Free the cars whose reservation has run out, put their leads back to work, and return how many those were."""
    now = timezone.now()
    with transaction.atomic():
        over = Lead.objects.filter(state=LeadState.RESERVED, reserved_until__lte=now).select_related("car")
        leads = list(over.select_for_update(of=("self",), skip_locked=True).order_by("reserved_until")[:most])
        for lead in leads:
            _let_go(lead, Car.Status.AVAILABLE, Author(reason=f"prospecto {lead.pk}: venció el apartado"))
            lead.state, lead.next_at = LeadState.QUALIFIED, now
            lead.next_action = "Venció el apartado: pregúntale si todavía lo quiere."
            lead.save(update_fields=["state", "next_action", "next_at", "reserved_until", "updated_at"])
    return len(leads)


def known(conversation: Conversation) -> Known:
    """Return what a chat's memory tells of its customer; nothing, where it has none or it cannot be read."""
    memory = getattr(conversation, "memory", None)
    if memory is None:
        return Known()
    state = DialogueState.from_json(memory.data)
    return Known(
        wanted=", ".join(state.wish.models or state.wish.makes),
        price=state.wish.max_price or state.stated_price,
        monthly=state.monthly,
        down_payment=state.down_payment,
        months=state.months,
    )


def _reserve(lead: Lead, until: datetime, author: Author) -> None:
    """Keep the car for this lead; one that it has already is only kept for longer, or less long."""
    if lead.car is None:
        raise NothingToReserve
    now = timezone.now()
    if not now < until <= now + RESERVED_AT_MOST:
        raise BadExpiry
    if lead.state != LeadState.RESERVED:
        try:
            car = inventory.lock(lead.car)
        except Car.DoesNotExist:
            raise CarNotFree from None
        if car.status != Car.Status.AVAILABLE:
            raise CarNotFree
        inventory.change_car(car=car, author=author, status=Car.Status.RESERVED)
    lead.reserved_until = until


def _let_go(lead: Lead, status: Car.Status, author: Author) -> None:
    """End the reservation; a car that somebody has meanwhile brought elsewhere by hand stays there."""
    lead.reserved_until = None
    if lead.car is not None:
        still = Car.objects.live().filter(pk=lead.car.pk, status=Car.Status.RESERVED)
        inventory.change_status(cars=still, status=status, author=author)
