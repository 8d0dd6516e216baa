"""What a brain may answer: a plan of parts that code turns into words; no part carries a figure of the brain's own."""

from dataclasses import dataclass
from enum import StrEnum


class Slot(StrEnum):
    """What the bot may ask the customer for."""

    WISH = "wish"
    CAR = "car"
    DOWN_PAYMENT = "down_payment"
    BUDGET = "budget"
    VISIT_PLACE = "visit_place"
    VISIT_DAY = "visit_day"
    VISIT_TIME = "visit_time"
    OWN_CAR = "own_car"
    OWN_YEAR = "own_year"
    OWN_KM = "own_km"
    PERSON = "person"  # whether to fetch one

    @property
    def of_visit(self) -> bool:
        """Whether it is needed for a test drive."""
        return self in {Slot.VISIT_PLACE, Slot.VISIT_DAY, Slot.VISIT_TIME}

    @property
    def of_own_car(self) -> bool:
        """Whether it is asked of the car that the customer has."""
        return self in {Slot.OWN_CAR, Slot.OWN_YEAR, Slot.OWN_KM}


@dataclass(frozen=True)
class Say:
    """Plain sentences; figures in them must stand in what the tools returned, which the guard checks."""

    text: str


@dataclass(frozen=True)
class Cars:
    """Show these cars (stock numbers): one as a card, with its size where that was asked; several as a list."""

    ids: tuple[int, ...]
    with_size: bool = False


@dataclass(frozen=True)
class CarFacts:
    """Tell of a car (stock number) only what is asked, by the names of `lexicon.ON_THE_CARD`: its kilometres, say."""

    id: int
    about: tuple[str, ...]


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


class QuoteAbout(StrEnum):
    """What is asked of a quote."""

    PLANS = "plans"
    TOTAL = "total"
    TERMS = "terms"  # which of them does better: in which less is paid a month, and in all
    WITH_DOWN_PAYMENT = "with_down_payment"  # what it comes to in all, with what is paid down


@dataclass(frozen=True)
class Quote:
    """Show the outcome of the financing call `ref`: a quotation, needed down payments, or a refusal.

    Of a quotation only the plans over `terms` (months), where some of them are named. `beside` is the call with the
    down payment from before, where it is asked what the other one changes.
    """

    ref: str
    about: QuoteAbout = QuoteAbout.PLANS
    terms: tuple[int, ...] = ()
    beside: str = ""


class Contrast(StrEnum):
    """In what cars that are compared are told apart, where one thing is asked."""

    PRICE = "price"
    KM = "km"
    YEAR = "year"
    SIZE = "size"
    EQUIPMENT = "equipment"
    PAYMENT = "payment"
    SUM = "sum"  # what they come to together
    ADVICE = "advice"  # which one to take


@dataclass(frozen=True)
class Side:
    """The side of a car that is asked about: "length", "width" or "height"; `least` asks for the shortest, say."""

    name: str
    least: bool = False
    centimetres: bool = False


@dataclass(frozen=True)
class Compare:
    """Show these cars side by side, as the compare_cars call `ref` found them; of `about` alone where it is asked.

    `best` is the one that comes first in it, and is talked about from then on. `advise` says which one to take, by
    what `matters` to the customer first. Of their sizes only `side` is told where one is asked about, of their
    payments those over `terms` (months).
    """

    ids: tuple[int, ...]
    ref: str = "compare_cars"
    about: tuple[Contrast, ...] = ()
    best: int | None = None
    advise: bool = False
    matters: tuple[Contrast, ...] = ()
    side: Side | None = None
    terms: tuple[int, ...] = ()


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


# Why a person is fetched when the bot has no words that are safe to send.
NO_SAFE_ANSWER = "no_safe_answer"


class HandoverKind(StrEnum):
    """What a person is fetched for."""

    PERSON = "person"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Handover:
    """Tell the customer that a person takes over."""

    reason: str
    kind: HandoverKind = HandoverKind.PERSON
    by_phone: bool = False  # they are to be called


@dataclass(frozen=True)
class Visit:
    """Say what came of the test drive that the call `ref` asked for: what is still missing, or what was noted."""

    ref: str


@dataclass(frozen=True)
class TradeIn:
    """Say what is noted of the customer's own car by the call `ref`, and ask for what is still missing."""

    ref: str


@dataclass(frozen=True)
class Acquaint:
    """Greet the customer by the name that the call `ref` remembered."""

    ref: str


Part = (
    Say
    | Cars
    | CarFacts
    | Compare
    | Branches
    | Quote
    | Affordable
    | Document
    | Visit
    | TradeIn
    | Acquaint
    | Ask
    | Handover
)


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
        return tuple(number for part in self.parts if isinstance(part, Cars | Compare) for number in part.ids)
