"""What models may cost: tokens per turn, per customer and day, per day in all; reserved before a call, settled after.

Sums only change by conditional updates in PostgreSQL, so that any number of workers together never promise more than
a budget holds. Rows are locked in one order: reservation, customer, day.
"""

import logging
import math
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Value
from django.utils import timezone

from conversations.leases import Lease
from conversations.models import Conversation, CustomerUsage, DayUsage, Reservation

# Of the day's budget in all: staff are warned while there is still time to raise it.
ALARM_SHARE = 0.8
# A call is over long before its turn is; a reservation that outlives the turn belongs to a worker that died.
_GRACE = timedelta(seconds=60)

logger = logging.getLogger(__name__)


class TurnPurse:
    """The purse of one turn, whatever number of model calls and new thoughts it takes."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._contact_id: UUID = Conversation.objects.values_list("contact_id", flat=True).get(pk=lease.conversation_id)
        self._spent = 0
        self._held: Reservation | None = None
        # What an earlier try at this turn had set aside; its worker has died, or has lost the lease to us.
        give_back(Q(conversation_id=lease.conversation_id, fence__lt=lease.fence))

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside in all three budgets, or in none."""
        if self._spent + tokens > settings.AGENT_TURN_TOKENS:
            logger.info("budget_refused of=turn conversation=%s", self._lease.conversation_id)
            return False
        self._held = self._reserved(tokens)
        # Only when it would make a difference: what dead workers hold is free again.
        if self._held is None and give_back(Q(expires_at__lt=timezone.now())):
            self._held = self._reserved(tokens)
        return self._held is not None

    def settle(self, spent: int) -> None:
        """Charge what the call cost, also where the reservation was given back meanwhile."""
        self._spent += spent
        if self._held is not None:
            _settle(self._held, spent=spent, calls=1)
            _raise_alarm(self._held)
            self._held = None

    def _reserved(self, tokens: int) -> Reservation | None:
        now = timezone.now()
        reservation = Reservation(
            day=timezone.localdate(now),
            contact_id=self._contact_id,
            conversation_id=self._lease.conversation_id,
            fence=self._lease.fence,
            tokens=tokens,
            expires_at=now + timedelta(seconds=settings.AGENT_TURN_SECONDS) + _GRACE,
        )
        try:
            with transaction.atomic():
                refused_by = _take(reservation)
                if refused_by is None:
                    reservation.save(force_insert=True)
                else:
                    transaction.set_rollback(True)
        except IntegrityError:  # the customer was erased meanwhile
            return None
        if refused_by is None:
            return reservation
        logger.info("budget_refused of=%s conversation=%s", refused_by, self._lease.conversation_id)
        if refused_by == "day":
            _close_the_day(reservation, now)
        return None


def give_back(which: Q) -> int:
    """Free what these reservations hold, and return how many there were; of two workers here, one frees each."""
    found = list(Reservation.objects.filter(which))
    for reservation in found:
        _settle(reservation, spent=0, calls=0)
    return len(found)


def _take(reservation: Reservation) -> str | None:
    """Add the reservation to both sums; return the name of the budget that it does not fit into, if any."""
    tokens, day = reservation.tokens, reservation.day
    customer = {"day": day, "contact_id": reservation.contact_id}
    if not _added(CustomerUsage, customer, tokens, budget=settings.AGENT_CUSTOMER_DAILY_TOKENS):
        return "customer"
    budget = settings.AGENT_DAILY_TOKENS
    still_open = Q(exhausted_budget=None) | Q(exhausted_budget__lt=budget)
    return None if _added(DayUsage, {"day": day}, tokens, still_open, budget=budget) else "day"


def _added(model: type[models.Model], row: dict[str, Any], tokens: int, *conditions: Q, budget: int) -> bool:
    """Raise `reserved` where the budget still holds it: PostgreSQL weighs the condition anew under the row's lock."""
    rows = model._default_manager  # noqa: SLF001 - Django's own name
    room = rows.filter(*conditions, **row, spent__lte=Value(budget - tokens) - F("reserved"))
    if room.update(reserved=F("reserved") + tokens):
        return True
    rows.bulk_create([model(**row)], ignore_conflicts=True)  # the day's first call finds no row
    return bool(room.update(reserved=F("reserved") + tokens))


def _settle(reservation: Reservation, *, spent: int, calls: int) -> None:
    """Take the reservation out of the sums and put in what was spent; whoever deletes the row frees its tokens."""
    with transaction.atomic():
        deleted, _ = Reservation.objects.filter(pk=reservation.pk).delete()
        held = reservation.tokens if deleted else 0
        for rows in (_customers(reservation), _days(reservation)):
            rows.update(reserved=F("reserved") - held, spent=F("spent") + spent, calls=F("calls") + calls)


def _raise_alarm(reservation: Reservation) -> None:
    """Say once a day that the budget comes to its end: a log line for machines, a moment on the row for staff."""
    budget = settings.AGENT_DAILY_TOKENS
    near_the_end = _days(reservation).filter(alarmed_at=None, spent__gte=math.ceil(budget * ALARM_SHARE))
    if near_the_end.update(alarmed_at=timezone.now()):
        logger.error("budget_alarm day=%s share=%d%% budget=%d", reservation.day, ALARM_SHARE * 100, budget)


def _close_the_day(reservation: Reservation, now: datetime) -> None:
    """Ask no model again today once a call does not fit beside what is spent; calls under way may yet free theirs."""
    budget = settings.AGENT_DAILY_TOKENS
    DayUsage.objects.bulk_create([DayUsage(day=reservation.day)], ignore_conflicts=True)
    used_up = _days(reservation).filter(spent__gt=budget - reservation.tokens)
    if used_up.exclude(exhausted_budget__gte=budget).update(exhausted_at=now, exhausted_budget=budget):
        logger.error("budget_exhausted day=%s budget=%d", reservation.day, budget)


def _customers(reservation: Reservation) -> models.QuerySet[CustomerUsage]:
    return CustomerUsage.objects.filter(day=reservation.day, contact=reservation.contact_id)


def _days(reservation: Reservation) -> models.QuerySet[DayUsage]:
    return DayUsage.objects.filter(day=reservation.day)
