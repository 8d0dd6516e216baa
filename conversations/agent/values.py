"""The values that a turn's facts and its customer state: each figure by kind, and whose it is."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.spelling import fold
from conversations.agent.binding import Role
from conversations.dialogue import lexer
from conversations.dialogue.facts import (
    Budget,
    CarQuote,
    DownPayments,
    Fact,
    FinancingTerms,
    QuoteDocument,
    cars_in,
    quotes_in,
)
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

Value = tuple[Kind, Decimal]
_LARGE = 1000  # no displacement and no count of doors


def amounts_of(quote: CarQuote, role: Role, months: Decimal | None) -> Iterator[Decimal]:
    """Return the amounts of a quote that go by that name, over those months when some are named."""
    if not isinstance(quote.outcome, Quotation):
        refusal = quote.outcome
        refused: dict[Role, tuple[Decimal | None, ...]] = {
            Role.PRICE: (refusal.price,),
            Role.DOWN_PAYMENT: (refusal.down_payment, refusal.minimum_down_payment),
        }
        yield from (amount for amount in refused.get(role, ()) if amount is not None)
        return
    quotation = quote.outcome
    of_the_loan = {
        Role.PRICE: quotation.price,
        Role.DOWN_PAYMENT: quotation.down_payment,
        Role.FINANCED: quotation.financed_amount,
    }
    over = [plan for plan in quotation.plans if months in {None, Decimal(plan.months)}]
    if role in of_the_loan and (over or role is Role.PRICE):
        yield of_the_loan[role]  # the down payment that one term needs is not that of another
    for plan in over:
        of_the_plan = {
            Role.MONTHLY: plan.monthly_payment,
            Role.TOTAL: plan.total_amount,
            Role.INTEREST: plan.interest_amount,
        }
        yield from (of_the_plan[role],) if role in of_the_plan else ()


def goes_with(quote: CarQuote, down_payment: Tag) -> bool:
    """Whether a quote was made for this down payment, in pesos or as a share of the price; a refusal is for any."""
    if not isinstance(quote.outcome, Quotation):
        return True
    paid, price = quote.outcome.down_payment, quote.outcome.price
    shares = {paid * 100 / price, round(paid * 100 / price)}
    return down_payment.value in (shares if down_payment.kind is Kind.PERCENT else {paid})


def theirs(customer: str, facts: Sequence[Fact], state: DialogueState) -> set[Value]:
    """Return what the customer said, now or before, and what was searched for on their behalf."""
    found = {*_customer_values(customer), *_criteria_values(state.wish)}
    remembered = ((Kind.MONEY, state.down_payment), (Kind.MONEY, state.stated_price))
    more = ((Kind.PERCENT, state.down_payment_percent), (Kind.MONTHS, state.months))
    found |= {(kind, Decimal(value)) for kind, value in (*remembered, *more) if value is not None}
    for fact in facts:
        match fact.value:
            case SearchResult(criteria=criteria):
                found |= set(_criteria_values(criteria))
            case CarQuote(outcome=Quotation(price=price, down_payment=down_payment)):
                found.add((Kind.PERCENT, down_payment * 100 / price))
    return found


def _customer_values(customer: str) -> Iterator[Value]:
    """Return the customer's own figures; a bare number may have been money, in pesos or in thousands."""
    for tag in lexer.tags(fold(customer)):
        yield tag.kind, tag.value
        if tag.kind is Kind.NUMBER:
            yield from ((Kind.NUMBER, tag.value * 1000), (Kind.MONEY, tag.value), (Kind.MONEY, tag.value * 1000))


def shared(facts: Sequence[Fact], state: DialogueState) -> set[Value]:
    """Return what may stand anywhere: counts of searches, terms on offer, models that are numbers."""
    values = {(Kind.NUMBER, Decimal(car.model)) for car in cars_in(facts).values() if car.model.isdecimal()}
    for fact in facts:
        match fact.value:
            case SearchResult(total=total, cars=cars, criteria=criteria):
                values |= {(Kind.NUMBER, Decimal(model)) for model in criteria.models if model.isdecimal()}
                shown = state.offset + len(cars)
                values |= {(Kind.NUMBER, Decimal(count)) for count in (total, state.offset + 1, shown)}
            case FinancingTerms(annual_rate=rate, offered_years=years, minimum_down_payment=least):
                values |= {
                    (Kind.PERCENT, rate * 100),
                    (Kind.PERCENT, least * 100),
                    *((Kind.MONTHS, Decimal(year * 12)) for year in years),
                }
            case Budget(total=total, quotes=quotes, limits=limits):
                shown = state.offset + len(quotes)
                values |= {(Kind.NUMBER, Decimal(count)) for count in (total, state.offset + 1, shown)}
                values |= {(Kind.MONTHS, Decimal(limit.months)) for limit in limits}
    for quote in quotes_in(facts):
        stated = _refusal_values(quote) if quote.car else (v for v in _quote_values(quote) if v[0] is not Kind.MONEY)
        values |= {*stated, *_refusal_values(quote)}
    return values


def limits_of(facts: Sequence[Fact], months: Decimal | None) -> set[Decimal]:
    """Return the highest prices that a budget buys, to the centavo and in whole pesos, over a term if one is named."""
    limits = [limit for fact in facts if isinstance(fact.value, Budget) for limit in fact.value.limits]
    prices = {one.highest_price for one in limits if one.highest_price and months in {None, Decimal(one.months)}}
    return prices | {price.quantize(Decimal(1), rounding=ROUND_DOWN) for price in prices}


def changed_prices(facts: Sequence[Fact], about: frozenset[int]) -> set[Decimal]:
    """Return what cars cost now whose quotes say otherwise; only of these cars, where some are named."""
    documents = [fact.value for fact in facts if isinstance(fact.value, QuoteDocument)]
    prices = {one.changes.price_now for one in documents if not about or about == {one.stock_id}}
    return {price for price in prices if price is not None}


def affordable_payments(facts: Sequence[Fact]) -> set[Decimal]:
    """Return what the customer said they can pay a month, as the calls took it."""
    aimed = {fact.value.monthly_payment for fact in facts if isinstance(fact.value, Budget | DownPayments)}
    return aimed | {quote.at_most for quote in quotes_in(facts) if quote.at_most is not None}


def of_rows(cars: Sequence[CarMatch]) -> set[Value]:
    """Return the figures of these cars' rows, but for the price."""
    values: set[Value] = set()
    for car in cars:
        values |= {
            (Kind.KM, Decimal(car.km)),
            (Kind.YEAR, Decimal(car.year)),
            (Kind.NUMBER, Decimal(car.stock_id)),
        }
        sizes = (car.length_mm, car.width_mm, car.height_mm)
        values |= {(kind, size) for kind in (Kind.NUMBER, Kind.LENGTH) for size in sizes if size is not None}
        tags = lexer.tags(fold(car.version)) if "$" not in car.version else ()
        values |= {(tag.kind, tag.value) for tag in tags if tag.value < _LARGE}  # "2.0" may be all a version says
    return values


def of_cars(cars: Sequence[CarMatch], facts: Sequence[Fact]) -> set[Value]:
    """Return the figures that belong to these cars and their quotes, but for amounts, which play a part."""
    numbers = {car.stock_id for car in cars}
    quotes = (quote for quote in quotes_in(facts) if quote.car and quote.car.stock_id in numbers)
    of_quotes = {value for quote in quotes for value in _quote_values(quote) if value[0] is not Kind.MONEY}
    return of_rows(cars) | of_quotes


def _quote_values(quote: CarQuote) -> Iterator[Value]:
    if not isinstance(quote.outcome, Quotation):
        yield from _refusal_values(quote)
        return
    quotation = quote.outcome
    yield from ((Kind.MONEY, v) for v in (quotation.price, quotation.down_payment, quotation.financed_amount))
    yield Kind.PERCENT, quotation.annual_rate * 100
    for plan in quotation.plans:
        yield Kind.MONTHS, Decimal(plan.months)
        yield from ((Kind.MONEY, v) for v in (plan.monthly_payment, plan.total_amount, plan.interest_amount))


def _refusal_values(quote: CarQuote) -> Iterator[Value]:
    refusal = quote.outcome
    if isinstance(refusal, Quotation):
        return
    figures = (refusal.price, refusal.down_payment, refusal.minimum_down_payment)
    yield from ((Kind.MONEY, figure) for figure in figures if figure is not None)
    yield from ((Kind.MONTHS, Decimal(year * 12)) for year in refusal.offered_years)


def _criteria_values(criteria: CarCriteria) -> Iterator[Value]:
    kinds: tuple[tuple[Kind, tuple[Any, ...]], ...] = (
        (Kind.MONEY, (criteria.min_price, criteria.max_price)),
        (Kind.YEAR, (criteria.min_year, criteria.max_year)),
        (Kind.KM, (criteria.min_km, criteria.max_km)),
        (Kind.LENGTH, (criteria.min_length_mm, criteria.max_length_mm, criteria.min_width_mm)),
        (Kind.LENGTH, (criteria.max_width_mm, criteria.min_height_mm, criteria.max_height_mm)),
    )
    for kind, values in kinds:
        yield from ((kind, Decimal(value)) for value in values if value is not None)
