"""What models may cost: tokens per turn, per customer and day, per day in all; reserved before a call, settled after.

Sums only change by conditional updates in PostgreSQL, so that any number of workers together never promise more than
a budget holds. Rows are locked in one order: reservation, customer, day.
"""

import logging
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from conversations.leases import Lease
from conversations.models import Conversation, DayUsage, Reservation

# Of the day's budget in all: staff are warned while there is still time to raise it.
ALARM_SHARE = 0.8
# Each is one statement and one trip: a turn does both for every call of a model. A row that holds no more is not
# updated: PostgreSQL weighs the condition anew under the row's lock.
_TAKE = """
    WITH customer AS (
        INSERT INTO conversations_customerusage AS held (contact_id, day, spent, reserved, calls)
        SELECT %(contact)s, %(day)s, 0, %(tokens)s, 0 WHERE %(tokens)s <= %(customers)s
        ON CONFLICT (day, contact_id) DO UPDATE SET reserved = held.reserved + EXCLUDED.reserved
        WHERE held.spent + held.reserved + EXCLUDED.reserved <= %(customers)s
        RETURNING 1
    ), everybody AS (
        INSERT INTO conversations_dayusage AS held (day, spent, reserved, calls)
        SELECT %(day)s, 0, %(tokens)s, 0 FROM customer WHERE %(tokens)s <= %(budget)s
        ON CONFLICT (day) DO UPDATE SET reserved = held.reserved + EXCLUDED.reserved
        WHERE held.spent + held.reserved + EXCLUDED.reserved <= %(budget)s
          AND COALESCE(held.exhausted_budget < %(budget)s, true)
        RETURNING 1
    ), reservation AS (
        INSERT INTO conversations_reservation (day, contact_id, conversation_id, fence, tokens, expires_at)
        SELECT %(day)s, %(contact)s, %(conversation)s, %(fence)s, %(tokens)s, %(expires_at)s FROM everybody
        RETURNING id
    )
    SELECT EXISTS (SELECT FROM customer), EXISTS (SELECT FROM everybody), (SELECT id FROM reservation)
"""
_SETTLE = """
    WITH freed AS (
        DELETE FROM conversations_reservation WHERE id = %(id)s RETURNING tokens
    ), free AS (
        SELECT COALESCE(sum(tokens), 0) AS tokens FROM freed
    ), customer AS (
        UPDATE conversations_customerusage
        SET reserved = reserved - free.tokens, spent = spent + %(spent)s, calls = calls + %(calls)s
        FROM free WHERE day = %(day)s AND contact_id = %(contact)s
        RETURNING 1
    )
    UPDATE conversations_dayusage
    SET reserved = reserved - free.tokens, spent = spent + %(spent)s, calls = calls + %(calls)s
    FROM free, (SELECT count(*) FROM customer) AS before
    WHERE day = %(day)s
    RETURNING alarmed_at IS NULL AND spent >= %(nearly)s
"""
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
        if lease.attempts > 1:  # what an earlier try had set aside: its worker has died, or has lost the lease to us
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
            if _settle(self._held, spent=spent, calls=1):
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
            refused_by = _take(reservation)
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
    """Write the reservation and add it to both sums; return the name of the budget that it does not fit into, if any.

    The day's first call of a customer, or of all, finds no row and makes it.
    """
    asked = {
        "contact": reservation.contact_id,
        "day": reservation.day,
        "tokens": reservation.tokens,
        "conversation": reservation.conversation_id,
        "fence": reservation.fence,
        "expires_at": reservation.expires_at,
        "customers": settings.AGENT_CUSTOMER_DAILY_TOKENS,
        "budget": settings.AGENT_DAILY_TOKENS,
    }
    with transaction.atomic():  # whose part fits is given back where the other's does not
        of_customer, of_day, reservation.pk = _row(_TAKE, asked)
        if reservation.pk is None:
            transaction.set_rollback(True)
    if reservation.pk is not None:
        return None
    return "day" if of_customer and not of_day else "customer"


def _settle(reservation: Reservation, *, spent: int, calls: int) -> bool:
    """Take the reservation out of the sums and put in what was spent; whoever deletes the row frees its tokens.

    Tell whether the day's budget comes to its end and nobody has said so yet.
    """
    ended = {
        "id": reservation.pk,
        "contact": reservation.contact_id,
        "day": reservation.day,
        "spent": spent,
        "calls": calls,
        "nearly": math.ceil(settings.AGENT_DAILY_TOKENS * ALARM_SHARE),
    }
    (is_near_the_end,) = _row(_SETTLE, ended) or (False,)
    return bool(is_near_the_end)


def _row(statement: LiteralString, values: Mapping[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _raise_alarm(reservation: Reservation) -> None:
    """Say once a day that the budget comes to its end: a log line for machines, a moment on the row for staff."""
    if _days(reservation).filter(alarmed_at=None).update(alarmed_at=timezone.now()):
        share, budget = ALARM_SHARE * 100, settings.AGENT_DAILY_TOKENS
        logger.error("budget_alarm day=%s share=%d%% budget=%d", reservation.day, share, budget)


def _close_the_day(reservation: Reservation, now: datetime) -> None:
    """Ask no model again today once a call does not fit beside what is spent; calls under way may yet free theirs."""
    budget = settings.AGENT_DAILY_TOKENS
    DayUsage.objects.bulk_create([DayUsage(day=reservation.day)], ignore_conflicts=True)
    used_up = _days(reservation).filter(spent__gt=budget - reservation.tokens)
    if used_up.exclude(exhausted_budget__gte=budget).update(exhausted_at=now, exhausted_budget=budget):
        logger.error("budget_exhausted day=%s budget=%d", reservation.day, budget)


def _days(reservation: Reservation) -> models.QuerySet[DayUsage]:
    return DayUsage.objects.filter(day=reservation.day)
