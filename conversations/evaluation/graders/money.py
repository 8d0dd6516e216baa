"""Graders of figures: they work out every payment by themselves, under the policy that the samples come with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from catalog.models import Car
from conversations.evaluation.graders.choosing import on_sale, the_car, title
from conversations.evaluation.graders.explaining import unexplained
from conversations.evaluation.hearing import Heard, fold

# As migrated: ten per cent a year, three to six years, no minimum down payment.
MONTHLY_RATE = Decimal("0.10") / 12
TERMS = (36, 48, 60, 72)
_CENT = Decimal("0.01")


def payment(principal: Decimal, months: int) -> Decimal:
    """Return the monthly payment of a loan, by the closed formula: P i / (1 - (1 + i)^-n)."""
    with localcontext() as context:
        context.prec = 40
        exact = principal * MONTHLY_RATE / (1 - (1 + MONTHLY_RATE) ** -months)
    return exact.quantize(_CENT, ROUND_HALF_UP)


def loan(monthly: Decimal, months: int) -> Decimal:
    """Return the loan, in whole pesos, whose payment comes to `monthly`."""
    with localcontext() as context:
        context.prec = 40
        exact = monthly * (1 - (1 + MONTHLY_RATE) ** -months) / MONTHLY_RATE
    return exact.quantize(Decimal(1), ROUND_FLOOR)


def _is_the_largest(principal: Decimal, monthly: Decimal, months: int) -> bool:
    """Whether a loan is within a monthly payment and two pesos more would not be."""
    return payment(principal, months) <= monthly < payment(principal + 2, months)


def quotes(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect the quote of `car` (or of `price`) with `down` pesos or `percent`, over `months` or over every term."""
    car, price = _subject(heard, expected)
    down = price * Decimal(str(expected["percent"])) / 100 if "percent" in expected else Decimal(expected["down"])
    complaints = [f"does not name {title(car)}"] if car and not _names(heard, car) else []
    complaints += _missing(heard, {"the price": price, "the down payment": down})
    for months in _terms(expected):
        complaints += _missing(heard, {f"the payment over {months} months": payment(price - down, months)})
        if not re.search(
            rf"\b(?:{months}\s*(?:meses|months|mensualidades)|{months // 12}\s*(?:anos|years))", heard.folded
        ):
            complaints.append(f"does not name the term of {months} months")
    # Who asks for one term is told of no other; who asks for several may be told of all.
    told = _terms(expected) if isinstance(expected.get("months"), int) else TERMS
    return complaints + unexplained(heard, [price, down, *_of_loan(price - down, told)])


def tells_what_is_affordable(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect the highest price that `monthly` buys with `down`, and only cars within it, matching `where`."""
    monthly, down = Decimal(expected["monthly"]), Decimal(expected.get("down", 0))
    limits = {months: loan(monthly, months) + down for months in _terms(expected)}
    complaints = [
        f"does not say that {months} months buy {limit:,.0f}"
        for months, limit in limits.items()
        if not any(_is_the_largest(amount - down, monthly, months) for amount in heard.amounts)
    ]
    fitting = on_sale(expected.get("where", {})).filter(price__lte=max(limits.values()) + 1)
    keys = set(fitting.values_list("pk", flat=True))
    complaints += [f"shows {title(car)}, which is not affordable" for car in heard.cars if car.pk not in keys]
    explained = [figure for car in heard.cars for figure in (car.price, *_of_loan(car.price - down, TERMS))]
    largest = [amount for amount in heard.amounts for n in TERMS if _is_the_largest(amount - down, monthly, n)]
    complaints += unexplained(heard, [monthly, down, *largest, *explained])
    return complaints + (["shows no car that is affordable"] if keys and not heard.cars else [])


def tells_down_payments(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect the least down payment that keeps `car` (or `price`) within `monthly`, over `months` or every term."""
    car, price = _subject(heard, expected)
    complaints = [f"does not name {title(car)}"] if car and not _names(heard, car) else []
    monthly = Decimal(expected["monthly"])
    for months in _terms(expected):
        if not any(_is_the_largest(price - amount, monthly, months) for amount in heard.amounts):
            least = price - loan(monthly, months)
            complaints.append(f"does not say that {months} months take {least:,.0f} down")
    return complaints


def _of_loan(principal: Decimal, terms: Iterable[int]) -> Iterator[Decimal]:
    """Yield every figure of a loan: what is financed and, over each term, the payment, the total and the interest."""
    yield principal
    for months in terms:
        monthly = payment(principal, months)
        yield from (monthly, monthly * months, monthly * months - principal)


def _subject(heard: Heard, expected: Mapping[str, Any]) -> tuple[Car | None, Decimal]:
    if "price" in expected:
        return None, Decimal(expected["price"])
    car = the_car(heard, expected["car"])
    return car, car.price


def _terms(expected: Mapping[str, Any]) -> tuple[int, ...]:
    months = expected.get("months", TERMS)
    return (months,) if isinstance(months, int) else tuple(months)


def _missing(heard: Heard, figures: Mapping[str, Decimal]) -> list[str]:
    return [f"lacks {name}, {figure:,.2f}" for name, figure in figures.items() if figure not in heard.amounts]


def _names(heard: Heard, car: Car) -> bool:
    return fold(car.model) in heard.folded and str(car.year) in heard.text
