"""What a brain may answer: a plan of parts that code turns into words; no part carries a figure of the brain's own."""

from dataclasses import dataclass
from enum import StrEnum


class Slot(StrEnum):
    """What the bot may ask the customer for."""

    WISH = "wish"
    CAR = "car"
    DOWN_PAYMENT = "down_payment"
    BUDGET = "budget"


@dataclass(frozen=True)
class Say:
    """Plain sentences; figures in them must stand in what the tools returned, which the guard checks."""

    text: str


@dataclass(frozen=True)
class Cars:
    """Show these cars (stock numbers): one as a card, several as a numbered list."""

    ids: tuple[int, ...]


class About(StrEnum):
    """What is asked of a branch."""

    PLACE = "place"
    HOURS = "hours"
    NOW = "now"


class Day(StrEnum):
    """A day that a customer asks about, seen from today."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEK = tuple(Day)[2:]


@dataclass(frozen=True)
class Branches:
    """Show these branches (ids): where they are, when they open (on these days), or whether they are open now."""

    ids: tuple[int, ...]
    about: About = About.PLACE
    days: tuple[Day, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Show the outcome of the financing call `ref`: a quotation, needed down payments, or a refusal."""

    ref: str


@dataclass(frozen=True)
class Affordable:
    """Show what a monthly payment buys, as the find_affordable_cars call `ref` found it."""

    ref: str


@dataclass(frozen=True)
class Document:
    """Give the link of the quote that the get_quote_document call `ref` found."""

    ref: str


@dataclass(frozen=True)
class Ask:
    """Ask for one thing, once; the next message is read as its answer."""

    slot: Slot


@dataclass(frozen=True)
class Handover:
    """Tell the customer that a person takes over."""

    reason: str


Part = Say | Cars | Branches | Quote | Affordable | Document | Ask | Handover


@dataclass(frozen=True)
class ReplyPlan:
    """The parts of one reply, in order."""

    parts: tuple[Part, ...]

    @property
    def asked(self) -> Slot | None:
        """The slot the reply leaves open, if any."""
        return next((part.slot for part in reversed(self.parts) if isinstance(part, Ask)), None)

    @property
    def cars(self) -> tuple[int, ...]:
        """The stock numbers shown, in order."""
        return tuple(number for part in self.parts if isinstance(part, Cars) for number in part.ids)
