"""What did not work out: messages that did not arrive, and questions that found no answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from conversations.models import TRIALS, Conversation, Delivery, DeliveryState
from conversations.models.conversation import origins
from conversations.reporting.period import Period
from knowledge.models import Asking, MissedQuestion

# As the index `delivery_failed` has them.
_FAILED = (DeliveryState.REFUSED, DeliveryState.NEEDS_STAFF)


@dataclass(frozen=True)
class Failure:
    """One reason, as it stands in the outbox, for which messages did not arrive or may not have."""

    error: str
    count: int
    last: datetime


@dataclass(frozen=True)
class Question:
    """One question still without an answer, and how often it was asked within the period."""

    pk: int
    text: str
    count: int
    last: datetime


def failures(period: Period) -> tuple[Failure, ...]:
    """Count the messages that failed within the period, the most frequent reason first."""
    failed = Delivery.objects.filter(period.holds("updated_at"), state__in=_FAILED)
    failed = failed.exclude(message__conversation__channel__in=TRIALS)
    rows = failed.values_list("error").annotate(count=Count("pk"), last=Max("updated_at"))
    return tuple(Failure(*row) for row in rows.order_by("-count", "error"))


def questions(period: Period, *, most: int) -> tuple[Question, ...]:
    """Return what was asked in vain and is still open, the most frequent first."""
    trials = Conversation.objects.filter(channel__in=TRIALS)
    open_ = Asking.objects.filter(period.holds("asked_at"), question__state=MissedQuestion.State.OPEN)
    open_ = open_.exclude(origin__in=origins(trials))
    rows = open_.values_list("question", "question__text").annotate(count=Count("pk"), last=Max("asked_at"))
    return tuple(Question(*row) for row in rows.order_by("-count", "-last")[:most])
