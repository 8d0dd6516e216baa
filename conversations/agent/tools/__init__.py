"""The tools a brain may call: each reads, none writes; a wrong call is answered with the reason, not an exception."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.hours import OpeningHours
from conversations.agent.turn import Booked
from conversations.dialogue.errands import OwnCar, VisitWish
from conversations.dialogue.facts import FactValue, Misuse
from kavakbot.errors import KavakbotError

Args = TypeVar("Args", bound=BaseModel)


class ToolArgs(BaseModel):
    """Base of every tool's arguments: unknown ones are ignored, as models like to add them."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class Diary(Protocol):
    """What test drives are taken."""

    def taken(self, branch: int, day: date) -> Mapping[datetime, int]:
        """Return how many stand at each aware moment around a day."""
        ...


class EmptyDiary:
    """Nothing is taken."""

    def taken(self, branch: int, day: date) -> Mapping[datetime, int]:
        """Return no test drive at all."""
        return {}


@dataclass(frozen=True)
class ToolContext:
    """What a tool may know of the turn: the amounts the customer wrote (MXN), whose chat it is, and what time it is.

    `visit` and `own_car` are what is being arranged, `booked` is the test drive on record;
    `team_hours` are those of the people who take chats over.
    """

    customer_amounts: frozenset[Decimal] = frozenset()
    origin: str = ""
    now: datetime = field(default_factory=timezone.now)
    visit: VisitWish = VisitWish()
    own_car: OwnCar = OwnCar()
    booked: Booked | None = None
    diary: Diary = field(default_factory=EmptyDiary)
    team_hours: Callable[[], OpeningHours] = OpeningHours

    def team_is_back(self) -> datetime | None:
        """Return when somebody of the team is there again, in local time; None while somebody is, or nobody knows."""
        team, now = self.team_hours(), timezone.localtime(self.now)
        opening = None if team.is_open(now) else team.next_opening(now)
        return datetime.combine(*opening, tzinfo=now.tzinfo) if opening else None


@dataclass(frozen=True)
class Tool(Generic[Args]):
    """One tool: its name and description for the model, its arguments, and what it does."""

    name: str
    description: str
    args: type[Args]
    run: Callable[[Args, ToolContext], FactValue]

    def call(self, raw: dict[str, Any], context: ToolContext) -> FactValue:
        """Check the arguments and run; what cannot be run comes back as Misuse."""
        try:
            args = self.args.model_validate(raw)
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in error.errors())
            return Misuse(f"wrong arguments: {problems}")
        try:
            return self.run(args, context)
        except (ArithmeticError, KavakbotError) as error:
            return Misuse(f"it cannot be done with these arguments: {type(error).__name__}")
