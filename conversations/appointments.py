"""Test drives: what is taken at a branch, and asking, moving and cancelling, for the bot and for people."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from catalog import branches
from catalog.models import Branch
from conversations import webhooks_out
from conversations.models import Appointment, AppointmentState, Turn
from kavakbot.errors import KavakbotError


class SlotTakenError(KavakbotError):
    """Somebody else took the last place of this slot a moment ago."""

    code = "slot_taken"
    retryable = True


class Diary:
    """What is taken, as the agent's tools ask for it."""

    def taken(self, branch: int, day: date) -> Mapping[datetime, int]:
        """Return how many test drives stand at each moment of a day, in the branch's own time."""
        around = (day - timedelta(days=1), day + timedelta(days=1))
        standing = Appointment.objects.taking_places().filter(branch_id=branch, starts_at__date__range=around)
        return Counter(standing.values_list("starts_at", flat=True))


def book(
    *,
    conversation_id: UUID,
    branch_id: int,
    car_id: UUID | None,
    starts_at: datetime,
    turn: Turn | None = None,
    call: str = "",
    moves: int | None = None,
    overbook: bool = False,
) -> Appointment:
    """Write a test drive down, or move the chat's own one; raises SlotTakenError where its slot is full.

    A bot's is asked for by a call of a turn; a person's by nobody else. The branch's row is locked, so that two chats
    cannot both take the last place; to `overbook` leaves that to a person.
    """
    branch = Branch.objects.select_for_update().get(pk=branch_id)
    if not overbook and _is_full(branch, starts_at, moves):
        raise SlotTakenError
    is_soon = starts_at - timezone.now() < settings.TEST_DRIVE_REMINDED_BEFORE
    wanted = {
        "branch": branch,
        "car_id": car_id,
        "starts_at": starts_at,
        "state": AppointmentState.REQUESTED,
        "reminded_for": starts_at if is_soon else None,  # who arranged it just now needs no reminder
    }
    own = Appointment.objects.standing().filter(conversation_id=conversation_id)
    mine = own.filter(pk=moves).first() if moves is not None else None
    if mine is None:
        booked = Appointment.objects.create(turn=turn, call=call, conversation_id=conversation_id, **wanted)
    else:
        booked = mine
        for name, value in wanted.items():
            setattr(booked, name, value)
        booked.save(update_fields=[*wanted, "updated_at"])
    webhooks_out.appointment_booked(booked, moved=mine is not None)
    return booked


def cancel(*, conversation_id: UUID, appointment: int) -> None:
    """Cancel a chat's own test drive."""
    mine = Appointment.objects.standing().filter(conversation_id=conversation_id, pk=appointment)
    mine.update(state=AppointmentState.CANCELLED, updated_at=timezone.now())


def _is_full(branch: Branch, starts_at: datetime, mine: int | None) -> bool:
    """Tell whether others have all places of the slot; a branch without slots on record has no limit."""
    slots = branches.drive_slots(branch, day=branch.local(starts_at).date())
    places = next((slot.cars for slot in slots if slot.starts == starts_at), None)
    if places is None:
        return False
    standing = Appointment.objects.taking_places().filter(branch=branch, starts_at=starts_at)
    return (standing if mine is None else standing.exclude(pk=mine)).count() >= places
