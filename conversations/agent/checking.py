"""The guard's eyes: traces every figure, link and promise of a finished text to a fact or to the customer's words.

It reads the text as a customer would, with the dialogue's lexer, and shares nothing with rendering.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.spelling import fold
from conversations.agent import binding
from conversations.agent.binding import Role
from conversations.agent.turn import Verdict
from conversations.dialogue import lexer, wording
from conversations.dialogue.facts import CarQuote, Excerpts, Fact, FinancingTerms, cars_in
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.lexicon import NUMBER_WORDS
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|mx|net|org|io|info)\b\S*|\b[\w-]+\.[a-z]{2,}/\S*", re.IGNORECASE
)
_HOUR = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:a\.?\s?m\.?|p\.?\s?m\.?|hrs?)(?!\w)", re.IGNORECASE)
_SPOKEN_HOUR = re.compile(
    rf"(?<!\w)(?:(?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)}) (?:de|por) la (?:manana|tarde|noche)"
    rf"|(?:abr|cierr|cerr)\w+ (?:\w+ )?(?:a|de|desde|hasta) las? (?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)}))(?!\w)"
)
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*\d{1,4}\. ")
# Words that would bind the seller; none of them is ours to say.
_COMMITMENTS = lexer.phrases(
    *("descuento*", "rebaja*", "gratis", "de regalo", "te lo dejo en", "precio final"),
    *("te lo puedo bajar", "te lo bajo", "son meses sin intereses"),
    *("te aparto", "te aparte", "te lo aparto", "te lo aparte", "te lo reservo", "te reservo", "te reserve"),
    *("queda apartado", "trato hecho", "legalmente", "oferta vinculante"),
    *("aprobad*", "pre aprobad*", "preaprobad*", "te aprobamos", "te aprueban", "sin buro"),
    *("sin checar buro", "sin revisar buro", "sin consultar buro"),
    *("es de un solo dueno", "unico dueno", "nunca ha chocado", "nunca chocado"),
    *("te garantizo", "garantizamos", "garantizado", "te prometo", "prometemos"),
    *("ultima oportunidad", "solo por hoy", "solo hoy"),
)
# An amount that is called one of these must be that, of that car and over that term.
_ROLES = {Role.PRICE, Role.DOWN_PAYMENT, Role.FINANCED, Role.MONTHLY, Role.TOTAL, Role.INTEREST}
_CHECKED = {Kind.MONEY, Kind.KM, Kind.PERCENT, Kind.MONTHS, Kind.YEAR, Kind.PHONE, Kind.NUMBER}
_SMALL_COUNT = 12


def problems(text: str, *, facts: Sequence[Fact], customer: str, state: DialogueState) -> tuple[Verdict, ...]:
    """Return what is wrong with `text`; an empty tuple lets it go out."""
    if not text.strip():
        return (Verdict("empty", ""),)
    own_words = _without_quoted(text, facts)
    return (
        *_untraced_links(own_words, facts),
        *_commitments(own_words),
        *_untraced_hours(own_words),
        *_untraced_figures(text, own_words, facts, customer, state),
    )


# ── What may be repeated to the letter ──────────────────────────────────────────────────────────────────────────


def _without_quoted(text: str, facts: Sequence[Fact]) -> str:
    """Blank out what stands word for word in a source: knowledge excerpts, car names and versions, legal lines."""
    for quoted in sorted(_quotable(facts), key=len, reverse=True):
        text = text.replace(quoted, re.sub(r"[^\n]", " ", quoted))  # what is left stays where it was
    return text


def _quotable(facts: Sequence[Fact]) -> Iterator[str]:
    yield from _FIXED_WORDS
    for fact in facts:
        match fact.value:
            case Excerpts(found=found):
                yield from (excerpt.text for excerpt in found)
            case CarQuote(outcome=Quotation(legal_line=legal_line)) if legal_line:
                yield legal_line
    for car in cars_in(facts).values():
        yield from (part for part in (car.title, car.version, car.model) if part and not part.isdecimal())


_FIXED_WORDS = tuple(words for words in vars(wording).values() if isinstance(words, str) and "{" not in words)


def _untraced_links(text: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    known = {e.source_url for fact in facts if isinstance(fact.value, Excerpts) for e in fact.value.found}
    for match in _LINK.finditer(text):
        if match.group().rstrip(".,)") not in known:
            yield Verdict("foreign_link", match.group())


def _commitments(text: str) -> Iterator[Verdict]:
    for match in _COMMITMENTS.finditer(fold(text)):
        yield Verdict("commitment", match.group())


def _untraced_hours(text: str) -> Iterator[Verdict]:
    for match in (*_HOUR.finditer(text), *_SPOKEN_HOUR.finditer(fold(text))):
        yield Verdict("invented_hour", match.group())


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _untraced_figures(
    text: str, own_words: str, facts: Sequence[Fact], customer: str, state: DialogueState
) -> Iterator[Verdict]:
    """Check every number against the values of its kind; beside a car's name, against that car's values only."""
    known = _Known(facts, customer, state)
    about: frozenset[int] = frozenset()
    own_lines = _LIST_NUMBER.sub(lambda match: " " * len(match.group()), own_words).split("\n")
    for line, own_line in zip(fold(text).split("\n"), own_lines, strict=True):
        if not line.strip():
            about = frozenset()  # a paragraph's end frees its figures from the car it was about
        named = binding.mentions(line, known.cars.values())
        found = lexer.tags(fold(own_line))
        for tag in found:
            if tag.kind in _CHECKED and not known.holds(
                tag, fold(own_line), found, binding.subject(tag, named, found, about)
            ):
                yield Verdict(f"untraced_{tag.kind.value}", own_line[tag.start : tag.end])
        about = named[-1].cars if named else about


class _Known:
    """Every value that may be stated, by whose it is."""

    def __init__(self, facts: Sequence[Fact], customer: str, state: DialogueState) -> None:
        self.cars = cars_in(facts)
        self._facts = facts
        self._customers = set(_customer_values(customer))
        self._shared = set(_shared_values(facts, state))

    def holds(self, tag: Tag, line: str, tags: Sequence[Tag], about: frozenset[int]) -> bool:
        """Whether a figure may stand where it stands."""
        if tag.kind is Kind.NUMBER and tag.value <= _SMALL_COUNT:
            return True  # "3 opciones" promises nothing
        role = binding.role(line, tag, tags) if tag.kind is Kind.MONEY else None
        if role in _ROLES:
            return self._plays(role, tag, binding.term(line, tag, tags), about)
        bound = _values_of([car for number, car in self.cars.items() if not about or number in about], self._facts)
        # What the customer said is theirs: it may be repeated, but not as something that a car has.
        customers = set() if about and role is None and tag.kind is Kind.MONEY else self._customers
        kinds = {tag.kind, Kind.NUMBER} if tag.kind in {Kind.NUMBER, Kind.YEAR, Kind.MONEY} else {tag.kind}
        return any((kind, tag.value) in values for kind in kinds for values in (self._shared, bound, customers))

    def _plays(self, role: Role, tag: Tag, term: Tag | None, about: frozenset[int]) -> bool:
        if role in {Role.DOWN_PAYMENT, Role.MONTHLY} and (Kind.MONEY, tag.value) in self._customers | self._shared:
            return True
        months = term.value if term is not None else None
        cars = [car for number, car in self.cars.items() if not about or number in about]
        if role is Role.PRICE and any(car.price == tag.value for car in cars):
            return True
        quotes = (fact.value for fact in self._facts if isinstance(fact.value, CarQuote))
        ours = [quote for quote in quotes if quote.car is None or not about or quote.car.stock_id in about]
        return any(tag.value in _amounts_of(quote, role, months) for quote in ours)


def _amounts_of(quote: CarQuote, role: Role, months: Decimal | None) -> Iterator[Decimal]:
    """Return the amounts of a quote that go by that name, over those months when some are named."""
    if not isinstance(quote.outcome, Quotation):
        refusal = quote.outcome
        yield from {
            Role.PRICE: (refusal.price,),
            Role.DOWN_PAYMENT: (refusal.down_payment, refusal.minimum_down_payment),
        }.get(role, ())
        return
    quotation = quote.outcome
    of_the_loan = {
        Role.PRICE: quotation.price,
        Role.DOWN_PAYMENT: quotation.down_payment,
        Role.FINANCED: quotation.financed_amount,
    }
    if role in of_the_loan:
        yield of_the_loan[role]
    for plan in quotation.plans:
        if months in {None, Decimal(plan.months)}:
            of_the_plan = {
                Role.MONTHLY: plan.monthly_payment,
                Role.TOTAL: plan.total_amount,
                Role.INTEREST: plan.interest_amount,
            }
            yield from (of_the_plan[role],) if role in of_the_plan else ()


def _customer_values(customer: str) -> Iterator[tuple[Kind, Decimal]]:
    """Return the customer's own figures; a bare number may have been money, in pesos or in thousands."""
    for tag in lexer.tags(fold(customer)):
        yield tag.kind, tag.value
        if tag.kind is Kind.NUMBER:
            yield from ((Kind.NUMBER, tag.value * 1000), (Kind.MONEY, tag.value), (Kind.MONEY, tag.value * 1000))


def _shared_values(facts: Sequence[Fact], state: DialogueState) -> set[tuple[Kind, Decimal]]:
    """Return what may stand anywhere: limits and counts of searches, terms on offer, models that are numbers."""
    values = set(_criteria_values(state.wish))
    values |= {(Kind.NUMBER, Decimal(car.model)) for car in cars_in(facts).values() if car.model.isdecimal()}
    for fact in facts:
        match fact.value:
            case SearchResult(criteria=criteria, total=total, cars=cars):
                values |= set(_criteria_values(criteria))
                shown = state.offset + len(cars)
                values |= {(Kind.NUMBER, Decimal(count)) for count in (total, state.offset + 1, shown)}
            case FinancingTerms(annual_rate=rate, offered_years=years):
                values |= {(Kind.PERCENT, rate * 100), *((Kind.MONTHS, Decimal(year * 12)) for year in years)}
            case CarQuote() as quote:
                values |= set(_quote_values(quote)) if quote.car is None else set(_refusal_values(quote))
    return values


def _values_of(cars: list[CarMatch], facts: Sequence[Fact]) -> set[tuple[Kind, Decimal]]:
    """Return the figures that belong to these cars and their quotes."""
    values: set[tuple[Kind, Decimal]] = set()
    for car in cars:
        values |= {
            (Kind.MONEY, car.price),
            (Kind.KM, Decimal(car.km)),
            (Kind.YEAR, Decimal(car.year)),
            (Kind.NUMBER, Decimal(car.stock_id)),
        }
        sizes = (car.length_mm, car.width_mm, car.height_mm)
        values |= {(Kind.NUMBER, size) for size in sizes if size is not None}
    numbers = {car.stock_id for car in cars}
    for fact in facts:
        if isinstance(fact.value, CarQuote) and fact.value.car and fact.value.car.stock_id in numbers:
            values |= set(_quote_values(fact.value))
    return values


def _quote_values(quote: CarQuote) -> Iterator[tuple[Kind, Decimal]]:
    if not isinstance(quote.outcome, Quotation):
        yield from _refusal_values(quote)
        return
    quotation = quote.outcome
    yield from ((Kind.MONEY, v) for v in (quotation.price, quotation.down_payment, quotation.financed_amount))
    yield Kind.PERCENT, quotation.annual_rate * 100
    for plan in quotation.plans:
        yield Kind.MONTHS, Decimal(plan.months)
        yield from ((Kind.MONEY, v) for v in (plan.monthly_payment, plan.total_amount, plan.interest_amount))


def _refusal_values(quote: CarQuote) -> Iterator[tuple[Kind, Decimal]]:
    refusal = quote.outcome
    if isinstance(refusal, Quotation):
        return
    yield from ((Kind.MONEY, v) for v in (refusal.price, refusal.down_payment, refusal.minimum_down_payment))
    yield from ((Kind.MONTHS, Decimal(year * 12)) for year in refusal.offered_years)


def _criteria_values(criteria: CarCriteria) -> Iterator[tuple[Kind, Decimal]]:
    kinds: tuple[tuple[Kind, tuple[Any, ...]], ...] = (
        (Kind.MONEY, (criteria.min_price, criteria.max_price)),
        (Kind.YEAR, (criteria.min_year, criteria.max_year)),
        (Kind.KM, (criteria.min_km, criteria.max_km)),
    )
    for kind, values in kinds:
        yield from ((kind, Decimal(value)) for value in values if value is not None)
