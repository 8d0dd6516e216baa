"""Traces by how much one plan is said to be less than another, and what one comes to with what is paid down."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from conversations.agent.binding import Line
from conversations.dialogue.facts import Comparison, Fact, quotes_in
from conversations.dialogue.lexer import Kind, Tag
from financing.amortization import Plan
from financing.quotation import Quotation

# English is read as `reading.plain` leaves it.
_AMOUNT = r"\$?(?P<amount>[\d,.]*\d)(?: mxn)?"
_OVER = r"(?:a|over) \d+ (?:anos|years) \((?P<{0}>\d+) (?:meses|months)\)"
_TERMS = re.compile(
    r"(?P<what>al mes|en total|in all) (?:pagas menos|you pay less) "
    rf"{_OVER.format('months')}: {_AMOUNT} menos (?:que|de) {_OVER.format('other')}"
)
_WITH_DOWN_PAYMENT = re.compile(rf"{_OVER.format('months')}, (?:con todo y enganche|all in all): {_AMOUNT}")
_DOWN_PAYMENTS = re.compile(
    rf"{_OVER.format('months')} (?:pagas|you pay) {_AMOUNT} (?P<way>menos|mas|less|more) al mes (?:que|than) con"
    r" \$?(?P<other>[\d,.]*\d)(?: mxn)? de enganche"
)
_CARS = re.compile(
    r"al mes (?:a|over) (?P<months>\d+) (?:meses|months) (?:pagas menos|you pay less): [^()]*"
    rf"\(diferencia de {_AMOUNT}\)"
)
_A_MONTH, _LESS = "al mes", {"menos", "less"}


def is_told(line: Line, tag: Tag) -> bool:
    """Whether an amount lies between two plans, or is what one comes to with its down payment."""
    return tag.kind is Kind.MONEY and _said(line, tag) is not None


def holds(line: Line, tag: Tag, facts: Sequence[Fact]) -> bool:
    """Whether quotes at hand come to it, the plan that is said to be less being the one."""
    said = _said(line, tag)
    if said is not None and said.re is _CARS:
        apart = list(_of_cars(int(said["months"]), line.meant(tag), facts))
        return bool(apart) and all(value == tag.value > 0 for value in apart)
    quotations = [one.outcome for one in quotes_in(facts) if isinstance(one.outcome, Quotation)]
    return said is not None and any(value == tag.value > 0 for value in _values(said, quotations))


def _said(line: Line, tag: Tag) -> re.Match[str] | None:
    """Return the sentence whose amount stands at the tag."""
    each = (match for said in (_TERMS, _WITH_DOWN_PAYMENT, _DOWN_PAYMENTS, _CARS) for match in said.finditer(line.own))
    return next((match for match in each if tag.start <= match.start("amount") < tag.end), None)


def _of_cars(months: int, meant: Sequence[frozenset[int]], facts: Sequence[Fact]) -> Iterator[Decimal]:
    """Yield by how much the car spoken of is paid with less a month than the one that it stood beside.

    Of two that nothing but their number tells apart, each may be the one.
    """
    shown = (fact.value for fact in facts if isinstance(fact.value, Comparison))
    for comparison in shown:
        paid = {car.stock_id: _monthly(months, comparison.quotation_of(car)) for car in comparison.cars}
        for spoken_of in meant[:1]:
            alike = len(spoken_of & paid.keys()) > 1
            for one, other in permutations(paid, 2) if spoken_of & paid.keys() else ():
                own, others = paid[one], paid[other]
                if one in spoken_of and own is not None and others is not None:
                    yield abs(others - own) if alike else others - own


def _monthly(months: int, quotation: Quotation | None) -> Decimal | None:
    return next((plan.monthly_payment for plan in _over(months, quotation)), None) if quotation else None


def _values(said: re.Match[str], quotations: Sequence[Quotation]) -> Iterator[Decimal]:
    months = int(said["months"])
    for quotation in quotations:
        for plan in _over(months, quotation):
            if said.re is _WITH_DOWN_PAYMENT:
                yield quotation.down_payment + plan.total_amount
            elif said.re is _TERMS:
                yield from (_apart(said["what"], plan, other) for other in _over(int(said["other"]), quotation))
            else:
                yield from _beside_others(said, plan, quotation, quotations)


def _beside_others(
    said: re.Match[str], plan: Plan, quotation: Quotation, quotations: Sequence[Quotation]
) -> Iterator[Decimal]:
    paid = Decimal(said["other"].replace(",", ""))
    for other in quotations:
        if other.price == quotation.price and other.down_payment == paid:
            turned = 1 if said["way"] in _LESS else -1
            yield from ((one.monthly_payment - plan.monthly_payment) * turned for one in _over(plan.months, other))


def _apart(what: str, plan: Plan, other: Plan) -> Decimal:
    if what == _A_MONTH:
        return other.monthly_payment - plan.monthly_payment
    return other.total_amount - plan.total_amount


def _over(months: int, quotation: Quotation) -> Iterator[Plan]:
    yield from (plan for plan in quotation.plans if plan.months == months)
