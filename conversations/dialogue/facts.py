"""What the tools found out in a turn: typed values that rendering writes from and the guard checks against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.places import BranchMatch
from conversations.dialogue.errands import OwnCar, VisitWish
from conversations.dialogue.plan import HandoverKind, Slot
from financing.quotation import Changes, PriceLimit, Quotation, Refusal, RefusalCode
from knowledge.language.places import Site


@dataclass(frozen=True)
class CarQuote:
    """A financing call: the car (or the price the customer stated, when `car` is None) and what came of it.

    `at_most` is the monthly payment the customer wants to stay within, when that is what was asked.
    """

    car: CarMatch | None
    outcome: Quotation | Refusal
    at_most: Decimal | None = None


def is_of_no_such_term(value: object) -> bool:
    """Whether a quote was refused for its term."""
    refusal = value.outcome if isinstance(value, CarQuote) else None
    return isinstance(refusal, Refusal) and refusal.code is RefusalCode.TERM_NOT_OFFERED


@dataclass(frozen=True)
class Budget:
    """What a monthly payment and a down payment buy: a limit per term, this page of the cars that fit, and how many."""

    monthly_payment: Decimal
    down_payment: Decimal
    criteria: CarCriteria
    limits: tuple[PriceLimit, ...]
    quotes: tuple[CarQuote, ...]
    total: int
    refusal: Refusal | None = None


@dataclass(frozen=True)
class DownPayments:
    """The least to pay down so that one car, or a stated price, keeps within a monthly payment, over each term."""

    car: CarMatch | None
    monthly_payment: Decimal
    quotes: tuple[CarQuote, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class QuoteDocument:
    """The last valid quote of this chat as a PDF behind a link, with what has changed since; no link is no quote."""

    link: str | None = None
    title: str = ""
    stock_id: int | None = None
    changes: Changes = Changes()


@dataclass(frozen=True)
class FinancingTerms:
    """What is offered before a car is chosen: yearly rate and least down payment as ratios, the terms in years."""

    annual_rate: Decimal
    offered_years: tuple[int, ...]
    minimum_down_payment: Decimal = Decimal(0)
    legal_line: str = ""  # below every quote


@dataclass(frozen=True)
class Excerpt:
    """Sentences that stand in the knowledge base, word for word, with the heading and page they stand under.

    Those that are not `sure` may only be near to what was asked, and are told as that.
    """

    text: str
    heading: str
    source_url: str
    sure: bool = True
    is_faq: bool = False  # the heading is a question, and staff wrote its answer
    title: str = ""  # of a document without an address

    @property
    def cited(self) -> str:
        """What it is cited by: its address, else the title of the document; nothing of what staff answered."""
        return self.source_url if self.source_url.startswith("http") else self.title

    @property
    def is_by_staff(self) -> bool:
        """Whether staff wrote it, or handed it in: what has an address may be another's words tomorrow."""
        return self.is_faq or not self.source_url


@dataclass(frozen=True)
class Excerpts:
    """What the knowledge base holds on a question; empty means it does not hold the datum."""

    question: str
    found: tuple[Excerpt, ...] = ()


@dataclass(frozen=True)
class BranchesFound:
    """The branches that staff keep where `place` means (all if it names none), or `elsewhere`; if none, those of pages.

    `cities` are all of theirs, `sites` those named, or `nearest` to a district, `listed` those of each city, or all.
    """

    place: str
    found: tuple[BranchMatch, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    by_city: bool = False  # so that pages may know more of it
    by_name: bool = False
    sites: tuple[Site, ...] = ()
    nearest: bool = False
    listed: tuple[Site, ...] = ()

    @property
    def curated(self) -> bool:
        """Whether staff keep any branches."""
        return bool(self.found or self.elsewhere)


@dataclass(frozen=True)
class Comparison:
    """Cars side by side, each with its quote where the terms are known; `gone` are not on record any more."""

    cars: tuple[CarMatch, ...]
    quotes: tuple[CarQuote, ...] = ()
    gone: tuple[int, ...] = ()

    def quotation_of(self, car: CarMatch) -> Quotation | None:
        """Return the quotation of one of the cars, when there is one."""
        outcomes = (quote.outcome for quote in self.quotes if quote.car == car)
        return next((outcome for outcome in outcomes if isinstance(outcome, Quotation)), None)


class VisitStep(StrEnum):
    """How far a test drive has come: what is missing, why it cannot be, or that it is noted."""

    CAR = "car"
    OPEN_DAY = "open_day"  # no branch is on record at all: a person settles where, once the day …
    OPEN_TIME = "open_time"  # … and the time …
    OPEN_PAST = "open_past"  # … which has not gone by today …
    OPEN = "open"  # … are told
    WITHDRAWN = "withdrawn"  # what such a person was asked for, taken back
    PLACE = "place"
    UNKNOWN_PLACE = "unknown_place"
    NO_SCHEDULE = "no_schedule"
    DAY = "day"
    CLOSED = "closed"
    PAST = "past"
    TIME = "time"
    TAKEN = "taken"
    CAR_GONE = "car_gone"
    NOTED = "noted"
    MOVED = "moved"
    CANCELLED = "cancelled"
    NOTHING_TO_CANCEL = "nothing_to_cancel"


_ASKING = {
    VisitStep.CAR: Slot.CAR,
    **dict.fromkeys((VisitStep.PLACE, VisitStep.UNKNOWN_PLACE, VisitStep.NO_SCHEDULE), Slot.VISIT_PLACE),
    **dict.fromkeys(
        (VisitStep.OPEN_DAY, VisitStep.OPEN_PAST, VisitStep.DAY, VisitStep.CLOSED, VisitStep.PAST), Slot.VISIT_DAY
    ),
    **dict.fromkeys((VisitStep.OPEN_TIME, VisitStep.TIME, VisitStep.TAKEN), Slot.VISIT_TIME),
}


_OVER = {VisitStep.NOTED, VisitStep.MOVED, VisitStep.CANCELLED, VisitStep.WITHDRAWN, VisitStep.NOTHING_TO_CANCEL}


@dataclass(frozen=True)
class VisitResult:
    """What came of asking for a test drive, moving or cancelling it.

    `branches` is the one meant, or those to choose from; `days` and `times` (aware, the branch's own clocks) are free.
    `wish` is what is known of it so far, `starts_at` when it is, `appointment` the one on record that it is about.
    `places` are the cities, or the sites of the city wished for, to choose from where no more is missing than where.
    `back` is when somebody of the team is there again (local time), where a person has to see to it and nobody is.
    """

    step: VisitStep
    car: CarMatch | None = None
    branches: tuple[BranchMatch, ...] = ()
    day: date | None = None
    days: tuple[date, ...] = ()
    times: tuple[datetime, ...] = ()
    starts_at: datetime | None = None
    wish: VisitWish = VisitWish()
    appointment: int | None = None
    places: tuple[str, ...] = ()
    back: datetime | None = None

    @property
    def asks(self) -> Slot | None:
        """What the customer is asked for next."""
        return Slot.VISIT_PLACE if self.places else _ASKING.get(self.step)

    @property
    def settled(self) -> bool:
        """Whether something is to be written down."""
        return self.step is VisitStep.OPEN or (self.over and self.step is not VisitStep.NOTHING_TO_CANCEL)

    @property
    def over(self) -> bool:
        """Whether nothing is left to arrange."""
        return self.step in _OVER


@dataclass(frozen=True)
class TradeInResult:
    """What is noted of the customer's own car so far; in their words, of having it inspected, and of its state."""

    own_car: OwnCar
    inspection: str = ""
    described: str = ""


@dataclass(frozen=True)
class CustomerNamed:
    """The name that the customer gave."""

    name: str


@dataclass(frozen=True)
class HandedOver:
    """A person is to take over, for this reason.

    `back` is when somebody of the team is there again (local time); None while somebody is, or when nobody knows.
    """

    kind: HandoverKind
    reason: str
    back: datetime | None = None


@dataclass(frozen=True)
class CarDetails:
    """One car looked up by its stock number; None when there is no such car any more.

    `years` is how old its model year was then, where that was long enough to say how far it goes in one.
    """

    stock_id: int
    car: CarMatch | None
    years: int | None = None

    @property
    def km_a_year(self) -> int | None:
        """How far it went in a year, to the hundred."""
        return round(self.car.km / self.years / 100) * 100 if self.car and self.years else None


@dataclass(frozen=True)
class Misuse:
    """A call the tool could not carry out, with the reason, for the brain to mend."""

    reason: str


FactValue = (
    SearchResult
    | CarDetails
    | CarQuote
    | Budget
    | DownPayments
    | QuoteDocument
    | FinancingTerms
    | Excerpts
    | BranchesFound
    | Comparison
    | VisitResult
    | TradeInResult
    | CustomerNamed
    | HandedOver
    | Misuse
)


@dataclass(frozen=True)
class Fact:
    """One tool call of this turn and its value; `ref` is the call's id, which plans and verdicts point at."""

    ref: str
    tool: str
    args: dict[str, Any]
    value: FactValue
    milliseconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the tool could do what it was asked."""
        return not isinstance(self.value, Misuse)


def cars_in(facts: Sequence[Fact]) -> dict[int, CarMatch]:
    """Return every car that stands in the facts, by stock number."""
    found: dict[int, CarMatch] = {}
    for fact in facts:
        found.update({car.stock_id: car for car in _cars_of(fact.value)})
    return found


def quotes_in(facts: Sequence[Fact]) -> Iterator[CarQuote]:
    """Yield every financing outcome that stands in the facts, those of a budget and of a wished payment too."""
    for fact in facts:
        match fact.value:
            case CarQuote() as quote:
                yield quote
            case Budget(quotes=quotes) | DownPayments(quotes=quotes) | Comparison(quotes=quotes):
                yield from quotes


def branches_in(facts: Sequence[Fact]) -> dict[int, BranchMatch]:
    """Return every branch that stands in the facts, by its id."""
    found: dict[int, BranchMatch] = {}
    for fact in facts:
        match fact.value:
            case BranchesFound(found=branches) | VisitResult(branches=branches):
                found.update({branch.id: branch for branch in branches})
    return found


def _cars_of(value: FactValue) -> tuple[CarMatch, ...]:
    match value:
        case SearchResult(cars=cars) | Comparison(cars=cars):
            return cars
        case VisitResult(car=CarMatch() as car):
            return (car,)
        case CarDetails(car=CarMatch() as car) | CarQuote(car=CarMatch() as car) | DownPayments(car=CarMatch() as car):
            return (car,)
        case Budget(quotes=quotes):
            return tuple(quote.car for quote in quotes if quote.car)
        case _:
            return ()
