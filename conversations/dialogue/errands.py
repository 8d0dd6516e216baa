"""What a customer is in the middle of arranging: a test drive, or a car of their own to give in."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from conversations.dialogue.plan import Slot

_OPENS, _CLOSES = 8, 21  # hours at which somebody is likely to be at a branch


@dataclass(frozen=True)
class VisitWish:
    """What is known of a test drive: the branch's id, the day (`2026-12-05`), the times of day that may be meant
    (`11:00`), which car; all may be missing. `place` is a city or a site of which only a page tells. `bound` says that
    any time "after" or "before" those is meant.
    """

    branch: int | None = None
    day: str | None = None
    at: tuple[str, ...] = ()
    stock_id: int | None = None
    place: str = ""
    bound: str = ""

    @property
    def times_of_day(self) -> tuple[time, ...]:
        """The times that may be meant, those first at which somebody is likely to be there."""
        return tuple(sorted(map(time.fromisoformat, self.at), key=lambda at: not _OPENS <= at.hour < _CLOSES))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "VisitWish":
        """Read a stored one."""
        return cls(**{**data, "at": tuple(data.get("at", ()))})


@dataclass(frozen=True)
class OwnCar:
    """What the customer told of the car they have; nobody looks at what it might be worth."""

    make: str = ""
    model: str = ""
    year: int | None = None
    km: int | None = None

    @property
    def missing(self) -> Slot | None:
        """What to ask for next, one thing at a time; None when all is told."""
        if not self.model:
            return Slot.OWN_CAR
        if self.year is None:
            return Slot.OWN_YEAR
        return Slot.OWN_KM if self.km is None else None

    @property
    def title(self) -> str:
        """The car as the customer named it, the make said once."""
        named = self.model.lower().startswith(f"{self.make.lower()} ")
        parts = (None if named else self.make, self.model, str(self.year) if self.year else None)
        return " ".join(filter(None, parts))

    def told(self, more: "OwnCar") -> "OwnCar":
        """Return this with what was told since; another car takes its place."""
        if more.model and self.model and more.model != self.model:
            return more
        stated = {name: value for name, value in vars(more).items() if value not in (None, "")}
        return replace(self, **stated)
