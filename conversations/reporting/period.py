"""The days that a report is about, as the clocks of the installation count them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """Whole local days, the first and the last among them."""

    first: date
    last: date

    @classmethod
    def latest(cls, days: int) -> "Period":
        """Return so many days, today the last of them."""
        today = timezone.localdate()
        return cls(today - timedelta(days=days - 1), today)

    @property
    def start(self) -> datetime:
        """The first moment, aware."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it, aware."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def holds(self, moment: str) -> Q:
        """Match the rows whose column `moment` lies within."""
        return Q(**{f"{moment}__gte": self.start, f"{moment}__lt": self.end})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
