"""Traces what several cars are said to come to together: "Los 3 juntos: $672,997"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from conversations.agent.binding import Line
from conversations.dialogue.facts import Comparison, Fact
from conversations.dialogue.lexer import Kind, Tag

_TOGETHER = re.compile(r"(?<!\w)(?:los|las|all) (?P<count>\d+) (?:juntos|juntas|together)(?!\w)")
_MONTHS = re.compile(r"(?<!\w)(?:a|over) (?P<months>\d+) (?:meses|months)(?!\w)")
_DOWN = re.compile(r"(?:enganche|down payment)(?: (?:de|of))? \$?$")
_A_MONTH = re.compile(r"(?:mensualidad|monthly payment)(?: (?:de|of))? \$?$")


def is_told(line: Line, tag: Tag) -> bool:
    """Whether an amount is said to be that of several cars together."""
    return tag.kind is Kind.MONEY and _TOGETHER.search(line.own, 0, tag.start) is not None


def holds(line: Line, tag: Tag, facts: Sequence[Fact]) -> bool:
    """Whether so many cars that stood side by side come to it: their prices, what is paid down, or a month."""
    told, term = _TOGETHER.search(line.own), _MONTHS.search(line.own)
    shown = (fact.value for fact in facts if isinstance(fact.value, Comparison))
    before, months = line.own[: tag.start], int(term["months"]) if term else None
    return any(tag.value in _sums(one, before, months) for one in shown if told and len(one.cars) == int(told["count"]))


def _sums(comparison: Comparison, before: str, months: int | None) -> Iterator[Decimal]:
    quoted = [quotation for car in comparison.cars if (quotation := comparison.quotation_of(car)) is not None]
    if not (_DOWN.search(before) or _A_MONTH.search(before)):
        yield sum((car.price for car in comparison.cars), Decimal(0))
    elif len(quoted) == len(comparison.cars) and _DOWN.search(before):
        yield sum((quotation.down_payment for quotation in quoted), Decimal(0))
    elif len(quoted) == len(comparison.cars):
        plans = [plan for quotation in quoted for plan in quotation.plans if plan.months == months]
        yield sum((plan.monthly_payment for plan in plans), Decimal(0))
