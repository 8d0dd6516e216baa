"""What chats came to for the sales team: leads, quotes and test drives, by how they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Value
from django.db.models.functions import StrIndex, Substr

from conversations.models import TRIALS, Appointment, AppointmentState, Conversation, Lead, LeadKind, LeadState
from conversations.models.conversation import origins
from conversations.reporting.period import Period
from financing.models import Quote


@dataclass(frozen=True)
class LeadCount:
    """The leads of one kind that began in a period, by the state they are in now."""

    kind: LeadKind
    by_state: Mapping[LeadState, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def leads(period: Period) -> tuple[LeadCount, ...]:
    """Count the leads that began, kind by kind; kinds without any are left out."""
    begun = Lead.objects.of_customers().filter(period.holds("created_at")).order_by()
    found: dict[LeadKind, dict[LeadState, int]] = {}
    for kind, state, count in begun.values_list("kind", "state").annotate(count=Count("pk")):
        found.setdefault(LeadKind(kind), {})[LeadState(state)] = count
    return tuple(LeadCount(kind, found[kind]) for kind in LeadKind if kind in found)


def quotes(period: Period) -> Mapping[str, int]:
    """Count the quotes that were made by who asked for them: `chat`, `api`, `staff`."""
    trials = Conversation.objects.filter(channel__in=TRIALS)
    made = Quote.objects.filter(period.holds("created_at")).exclude(origin__in=origins(trials)).order_by()
    asked_by = Substr("origin", 1, StrIndex("origin", Value(":")) - 1)
    return dict(made.annotate(asked_by=asked_by).values_list("asked_by").annotate(count=Count(F("pk"))))


def test_drives(period: Period) -> Mapping[AppointmentState, int]:
    """Count the test drives that were asked for, by how they stand now."""
    booked = Appointment.objects.filter(period.holds("created_at")).exclude(conversation__channel__in=TRIALS)
    counted = booked.order_by().values_list("state").annotate(count=Count("pk"))
    return {AppointmentState(state): count for state, count in counted}
