"""How much was said and by whom, how fast, and what the bot left to people."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import TruncDate

from conversations.dialogue.plan import NO_SAFE_ANSWER, HandoverKind
from conversations.models import TRIALS, Conversation, Delivery, DeliveryState, Direction, Message, Turn
from conversations.reporting.period import Period

_UNSENT = (DeliveryState.DRAFT, DeliveryState.CANCELLED)
_WHO = {
    "received": Q(direction=Direction.IN),
    "by_bot": Q(direction=Direction.OUT, turn__isnull=False),
    "by_people": Q(direction=Direction.OUT, author__isnull=False),
}


@dataclass(frozen=True)
class TalkOfDay:
    """The messages of one local day."""

    day: date
    received: int = 0
    by_bot: int = 0
    by_people: int = 0


@dataclass(frozen=True)
class Talk:
    """Chats and messages of a period.

    `active` are the chats in which the customer wrote; of these, `bot_only`, `people_only` and `both` were answered,
    the rest (`unanswered`) was not. What was never sent, such as a draft, answers nobody.
    """

    new: int
    active: int
    bot_only: int
    people_only: int
    both: int
    days: tuple[TalkOfDay, ...]

    @property
    def unanswered(self) -> int:
        """The active chats that nobody answered within the period."""
        return self.active - self.bot_only - self.people_only - self.both

    @property
    def is_any(self) -> bool:
        """Whether anything was said at all."""
        return bool(self.received or self.by_bot or self.by_people)

    @property
    def received(self) -> int:
        """Messages of customers."""
        return sum(day.received for day in self.days)

    @property
    def by_bot(self) -> int:
        """Messages of the bot."""
        return sum(day.by_bot for day in self.days)

    @property
    def by_people(self) -> int:
        """Messages that somebody of the team wrote."""
        return sum(day.by_people for day in self.days)


@dataclass(frozen=True)
class Speed:
    """How long `answered` answers took: half of them `median` at most, 95 of 100 `slow` at most; None of none."""

    answered: int
    median: timedelta | None
    slow: timedelta | None


@dataclass(frozen=True)
class Handovers:
    """How often the bot left a chat to people and why, and how fast somebody then wrote."""

    asked: int
    complaints: int
    unsafe: int
    speed: Speed

    @property
    def total(self) -> int:
        """All of them."""
        return self.asked + self.complaints + self.unsafe

    @property
    def waiting(self) -> int:
        """Those after which nobody of the team has written yet."""
        return self.total - self.speed.answered


def talk(period: Period) -> Talk:
    """Count the chats and messages of a period."""
    said = _of_customers(Message.objects.filter(period.holds("created_at")), "conversation__")
    said = said.exclude(pk__in=Delivery.objects.filter(state__in=_UNSENT).values("message"))
    counts = {name: Count("pk", filter=which) for name, which in _WHO.items()}
    per_day = said.annotate(day=TruncDate("created_at")).values("day").annotate(**counts)
    found = {row["day"]: TalkOfDay(**row) for row in per_day.order_by()}
    wrote, bot, people = Q(received__gt=0), Q(by_bot__gt=0), Q(by_people__gt=0)
    answered = {"bot_only": bot & ~people, "people_only": people & ~bot, "both": bot & people}
    chats = (
        said.order_by()
        .values("conversation")
        .annotate(**counts)
        .aggregate(
            active=Count("conversation", filter=wrote),
            **{name: Count("conversation", filter=wrote & which) for name, which in answered.items()},
        )
    )
    new = _of_customers(Conversation.objects.filter(period.holds("created_at"))).count()
    return Talk(new=new, days=tuple(found.get(day, TalkOfDay(day)) for day in period.days), **chats)


def speed_of_bot(period: Period) -> Speed:
    """Measure from the first of the messages that a turn answered to the moment its answer was ready to be sent.

    It is the messages that are of the period.
    """
    # No answer is older than its question: of the turns too, only these days are read.
    asked = Message.objects.filter(
        period.holds("created_at"), direction=Direction.IN, turn__created_at__gte=period.start
    )
    of_customers = _of_customers(asked, "conversation__").order_by()
    turns = of_customers.values("turn").annotate(begun_at=Min("created_at"), done_at=Max("turn__created_at"))
    return Speed(**turns.aggregate(**_speed()))


def handovers(period: Period) -> Handovers:
    """Count what the bot left to people, and measure until somebody of the team wrote in the chat."""
    handed = Turn.objects.filter(period.holds("created_at"), _handed_over())
    written = Message.objects.filter(
        conversation=OuterRef("conversation"), author__isnull=False, created_at__gte=OuterRef("created_at")
    )
    first = Subquery(written.order_by("pk").values("created_at")[:1], output_field=DateTimeField())
    unsafe, complaint = _handed_over(reason=NO_SAFE_ANSWER), _handed_over(kind=HandoverKind.COMPLAINT)
    found = (
        _of_customers(handed, "conversation__")
        .annotate(begun_at=F("created_at"), done_at=first)
        .aggregate(
            asked=Count("pk", filter=~unsafe & ~complaint),
            complaints=Count("pk", filter=complaint),
            unsafe=Count("pk", filter=unsafe),
            **_speed(),
        )
    )
    speed = Speed(**{name: found.pop(name) for name in ("answered", "median", "slow")})
    return Handovers(speed=speed, **found)


class _Percentile(Aggregate):
    """PostgreSQL's own: the value that a share of all does not exceed, between two neighbours where it falls there."""

    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _speed() -> dict[str, Aggregate]:
    """Return the aggregates of a Speed, over rows with `begun_at` and, where it is over, `done_at`."""
    took = ExpressionWrapper(F("done_at") - F("begun_at"), output_field=DurationField())
    return {"answered": Count(took), "median": _Percentile(took, share=0.5), "slow": _Percentile(took, share=0.95)}


def _handed_over(**how: str) -> Q:
    return Q(plan__contains=[{"part": "handover", **how}])


def _of_customers(rows: QuerySet[Any], chat: str = "") -> QuerySet[Any]:
    return rows.exclude(**{f"{chat}channel__in": TRIALS})
