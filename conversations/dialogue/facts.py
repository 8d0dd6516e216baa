"""What the tools found out in a turn: typed values that rendering writes from and the guard checks against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.places import BranchMatch
from financing.quotation import Changes, PriceLimit, Quotation, Refusal


@dataclass(frozen=True)
class CarQuote:
    """A financing call: the car (or the price the customer stated, when `car` is None) and what came of it.

    `at_most` is the monthly payment the customer wants to stay within, when that is what was asked.
    """

    car: CarMatch | None
    outcome: Quotation | Refusal
    at_most: Decimal | None = None


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
    """What is offered before a car is chosen: the yearly rate as a ratio and the terms in years."""

    annual_rate: Decimal
    offered_years: tuple[int, ...]


@dataclass(frozen=True)
class Excerpt:
    """Sentences that stand in the knowledge base, word for word, with the heading and page they stand under.

    Those that are not `sure` may only be near to what was asked, and are told as that.
    """

    text: str
    heading: str
    source_url: str
    sure: bool = True


@dataclass(frozen=True)
class Excerpts:
    """What the knowledge base holds on a question; empty means it does not hold the datum."""

    question: str
    found: tuple[Excerpt, ...] = ()


@dataclass(frozen=True)
class BranchesFound:
    """The branches that `place` means, as staff keep them: all when it names no place, none when it names another's.

    `elsewhere` names the other ones; neither found nor elsewhere means that staff keep no branches at all.
    """

    place: str
    found: tuple[BranchMatch, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    by_city: bool = False  # so that pages may know more of it
    by_name: bool = False

    @property
    def curated(self) -> bool:
        """Whether staff keep any branches."""
        return bool(self.found or self.elsewhere)


@dataclass(frozen=True)
class CarDetails:
    """One car looked up by its stock number; None when there is no such car any more."""

    stock_id: int
    car: CarMatch | None


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
            case Budget(quotes=quotes) | DownPayments(quotes=quotes):
                yield from quotes


def branches_in(facts: Sequence[Fact]) -> dict[int, BranchMatch]:
    """Return every branch that stands in the facts, by its id."""
    found = (fact.value.found for fact in facts if isinstance(fact.value, BranchesFound))
    return {branch.id: branch for branches in found for branch in branches}


def _cars_of(value: FactValue) -> tuple[CarMatch, ...]:
    match value:
        case SearchResult(cars=cars):
            return cars
        case CarDetails(car=CarMatch() as car) | CarQuote(car=CarMatch() as car) | DownPayments(car=CarMatch() as car):
            return (car,)
        case Budget(quotes=quotes):
            return tuple(quote.car for quote in quotes if quote.car)
        case _:
            return ()
