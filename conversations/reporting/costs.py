"""What models cost: the tokens of each day at the prices of the settings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, Sum

from conversations.models import DayUsage, Turn
from conversations.reporting.period import Period

_MILLION = 1_000_000


@dataclass(frozen=True)
class CostOfDay:
    """One local day: calls to a model, tokens, and pesos where prices are known."""

    day: date
    calls: int
    tokens: int
    pesos: Decimal | None


@dataclass(frozen=True)
class Cost:
    """A period: its days, the tokens of its answers read and written, and the chats that a model answered in.

    A day's tokens are all that were paid for; the few that no answer came of, and voice notes, are priced as the mix
    of reading and writing of the period's answers. MXN.
    """

    days: tuple[CostOfDay, ...]
    tokens_read: int
    tokens_written: int
    chats: int

    @property
    def calls(self) -> int:
        """All calls to a model."""
        return sum(day.calls for day in self.days)

    @property
    def tokens(self) -> int:
        """All tokens."""
        return sum(day.tokens for day in self.days)

    @property
    def pesos(self) -> Decimal | None:
        """All of it, or None where prices are not known."""
        priced = [day.pesos for day in self.days if day.pesos is not None]
        return sum(priced, Decimal(0)) if priced else None

    @property
    def pesos_per_chat(self) -> Decimal | None:
        """What one chat cost."""
        return self.pesos / self.chats if self.pesos is not None and self.chats else None


def cost(period: Period) -> Cost:
    """Price what was used, trials and all: they are paid for like any other chat."""
    answered = Turn.objects.filter(period.holds("created_at"))
    used = answered.aggregate(
        read=Sum("input_tokens", default=0),
        written=Sum("output_tokens", default=0),
        chats=Count("conversation", distinct=True, filter=Q(output_tokens__gt=0)),
    )
    price = _price_of_a_token(used["read"], used["written"])
    spent = {row.day: row for row in DayUsage.objects.filter(day__range=(period.first, period.last))}
    rows = ((day, spent.get(day, DayUsage(day=day))) for day in period.days)
    days = tuple(CostOfDay(day, row.calls, row.spent, row.spent * price if price else None) for day, row in rows)
    return Cost(days, tokens_read=used["read"], tokens_written=used["written"], chats=used["chats"])


def _price_of_a_token(read: int, written: int) -> Decimal:
    """Return the mean price (MXN); where no answer tells the mix, the dearer one."""
    reading, writing = settings.AGENT_INPUT_PRICE / _MILLION, settings.AGENT_OUTPUT_PRICE / _MILLION
    if not read + written:
        return max(reading, writing)
    return (read * reading + written * writing) / (read + written)
