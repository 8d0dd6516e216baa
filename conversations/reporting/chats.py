"""How much was said and by whom, how fast, and what the bot left to people."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from conversations.dialogue.plan import NO_SAFE_ANSWER, HandoverKind
from conversations.models import TRIALS, Conversation, Message, Turn
from conversations.reporting.period import Period

# Every message of the period is read once, from the index `message_said` alone: by chat and day, these few by day, and
# last one row of the chats.
_TALK = """
    WITH said AS MATERIALIZED (
        SELECT conversation_id, (created_at AT TIME ZONE %(zone)s)::date AS day,
               count(*) FILTER (WHERE direction = 'in') AS received,
               count(*) FILTER (WHERE direction = 'out' AND turn_id IS NOT NULL) AS by_bot,
               count(*) FILTER (WHERE direction = 'out' AND author_id IS NOT NULL) AS by_people
        FROM conversations_message
        WHERE created_at >= %(start)s AND created_at < %(end)s
          AND id NOT IN (SELECT message_id FROM conversations_delivery WHERE state IN ('draft', 'cancelled'))
          AND conversation_id NOT IN (SELECT id FROM conversations_conversation WHERE channel = ANY(%(trials)s))
        GROUP BY 1, 2
    ), chats AS (
        SELECT sum(received) > 0 AS wrote, sum(by_bot) > 0 AS bot, sum(by_people) > 0 AS people
        FROM said GROUP BY conversation_id
    )
    SELECT day, sum(received)::integer, sum(by_bot)::integer, sum(by_people)::integer, 0 FROM said GROUP BY day
    UNION ALL
    SELECT NULL, count(*) FILTER (WHERE wrote), count(*) FILTER (WHERE wrote AND bot AND NOT people),
           count(*) FILTER (WHERE wrote AND people AND NOT bot), count(*) FILTER (WHERE wrote AND bot AND people)
    FROM chats
    ORDER BY 1 NULLS LAST
"""


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
    asked: dict[str, Any] = {
        "start": period.start,
        "end": period.end,
        "zone": timezone.get_current_timezone_name(),
        "trials": [str(it) for it in TRIALS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TALK, asked)
        *days, (_, active, bot_only, people_only, both) = cursor.fetchall()
    found = {day: TalkOfDay(day, received, by_bot, by_people) for day, received, by_bot, by_people, _ in days}
    return Talk(
        new=_of_customers(Conversation.objects.filter(period.holds("created_at")), "pk").count(),
        active=active,
        bot_only=bot_only,
        people_only=people_only,
        both=both,
        days=tuple(found.get(day, TalkOfDay(day)) for day in period.days),
    )


def speed_of_bot(period: Period) -> Speed:
    """Measure from the first of the messages that a turn answered to the moment its answer was ready to be sent.

    It is the messages that are of the period.
    """
    took = ExpressionWrapper(F("created_at") - F("asked_at"), output_field=DurationField())
    return Speed(**_of_customers(Turn.objects.filter(period.holds("asked_at"))).aggregate(**_speed(took)))


def handovers(period: Period) -> Handovers:
    """Count what the bot left to people, and measure until somebody of the team wrote in the chat."""
    handed = Turn.objects.filter(period.holds("created_at"), handed_over())
    written = Message.objects.filter(
        conversation=OuterRef("conversation"), author__isnull=False, created_at__gte=OuterRef("created_at")
    )
    first = Subquery(written.order_by("pk").values("created_at")[:1], output_field=DateTimeField())
    unsafe, complaint = handed_over(reason=NO_SAFE_ANSWER), handed_over(kind=HandoverKind.COMPLAINT)
    took = ExpressionWrapper(F("done_at") - F("created_at"), output_field=DurationField())
    found = (
        _of_customers(handed)
        .annotate(done_at=first)
        .aggregate(
            asked=Count("pk", filter=~unsafe & ~complaint),
            complaints=Count("pk", filter=complaint),
            unsafe=Count("pk", filter=unsafe),
            **_speed(took),
        )
    )
    speed = Speed(**{name: found.pop(name) for name in ("answered", "median", "slow")})
    return Handovers(speed=speed, **found)


class _Percentile(Aggregate):
    """PostgreSQL's own: the value that a share of all does not exceed, between two neighbours where it falls there."""

    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _speed(took: ExpressionWrapper[Any]) -> dict[str, Aggregate]:
    """Return the aggregates of a Speed over what each answer took, NULL where there is none yet."""
    return {"answered": Count(took), "median": _Percentile(took, share=0.5), "slow": _Percentile(took, share=0.95)}


def handed_over(**how: str) -> Q:
    """Match the turns that left their chat to people."""
    return Q(plan__contains=[{"part": "handover", **how}])


def _of_customers(rows: QuerySet[Any], chat: str = "conversation") -> QuerySet[Any]:
    trials = Conversation.objects.filter(channel__in=TRIALS).values("pk")
    return rows.exclude(**{f"{chat}__in": trials})
