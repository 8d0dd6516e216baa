"""What a figure of a text is said of: the cars it stands beside, the part it plays in a sale, the term it is over.

Lines are folded (lower case, no accents). Nothing here knows a true value from a false one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.dialogue.lexer import Kind, Tag

_REACH = 34  # characters between a label and its figure: "el enganche mínimo para este auto es de $20,000"


class Role(Enum):
    """What an amount of money is called by the words around it."""

    PRICE = auto()
    DOWN_PAYMENT = auto()
    FINANCED = auto()
    MONTHLY = auto()
    TOTAL = auto()
    INTEREST = auto()
    LIMIT = auto()  # a budget or a bound of a search


@dataclass(frozen=True)
class Mention:
    """A place in a line where cars are named; one name may stand for several cars."""

    start: int
    end: int
    cars: frozenset[int]


_AFTER = {
    Role.MONTHLY: r"al mes|mensual\w*|por mes|cada mes|de mensualidad",
    Role.DOWN_PAYMENT: r"de enganche|de entrada|de anticipo",
    Role.TOTAL: r"en total",
    Role.INTEREST: r"de interes\w*",
    Role.LIMIT: r"de presupuesto",
}
_LABELS = {
    Role.PRICE: r"precio total|precio|cuestan?|valen?|costo",
    Role.DOWN_PAYMENT: r"enganche|anticipo|pago inicial",
    Role.FINANCED: r"financiar|financiado",
    Role.MONTHLY: r"mensualidad\w*|pagos? mensual\w*|al mes",
    Role.TOTAL: r"costo total|total",
    Role.INTEREST: r"interes\w*",
    Role.LIMIT: r"presupuesto|hasta|desde|menos de|mas de|maximo|entre|tus?",
}


def _named_groups(patterns: dict[Role, str]) -> str:
    return "|".join(rf"(?P<{role.name}>{pattern})" for role, pattern in patterns.items())


_AFTER_FIGURE = re.compile(rf"\s*(?:pesos|mxn)?\s*(?:{_named_groups(_AFTER)})\b")
_BEFORE_FIGURE = re.compile(rf"\b(?:{_named_groups(_LABELS)})\b")
_PAID_OVER = re.compile(r"\s*(?:pesos|mxn)?\s*(?:al mes|mensual\w*|por mes|cada mes)\s+(?:a|durante|por|en)\s*")


def mentions(line: str, cars: Iterable[CarMatch]) -> list[Mention]:
    """Return where `line` names any of `cars`: by model, with or without its year, or by stock number."""
    cars = tuple(cars)
    found = [Mention(*match.span(), frozenset({car.stock_id})) for car in cars for match in _numbers(line, car)]
    for model in {fold(car.model) for car in cars}:
        of_model = [car for car in cars if fold(car.model) == model]
        for match in re.finditer(rf"(?<!\w){re.escape(model)}(?!\w)(?:\s+(?:del\s+)?(?P<year>\d{{4}}))?", line):
            of_year = [car for car in of_model if str(car.year) == match["year"]]
            found.append(Mention(*match.span(), frozenset(car.stock_id for car in of_year or of_model)))
    return sorted(found, key=lambda mention: mention.start)


def subject(tag: Tag, named: Sequence[Mention], tags: Sequence[Tag], carried: frozenset[int]) -> frozenset[int]:
    """Return the cars a figure is about: those named last before it, or else those the text was about already.

    Cars named in one breath, with no figure between them, share the figures that follow.
    """
    before = [mention for mention in named if mention.start <= tag.start]
    if not before:
        return carried or (named[0].cars if named else frozenset())
    cars = before[-1].cars
    for earlier, later in zip(before[-2::-1], before[:0:-1], strict=True):
        if any(earlier.end <= other.start < later.start for other in tags):
            break
        cars |= earlier.cars
    return cars


def role(line: str, tag: Tag, tags: Sequence[Tag]) -> Role | None:
    """Return what an amount is called: by the words right behind it, or by the last label before it."""
    behind = _AFTER_FIGURE.match(line, tag.end)
    if behind is not None:
        return Role[str(behind.lastgroup)]
    start = max([other.end for other in tags if other.kind is Kind.MONEY and other.end <= tag.start], default=0)
    labels = [label for label in _BEFORE_FIGURE.finditer(line, start, tag.start) if tag.start - label.end() <= _REACH]
    return Role[str(labels[-1].lastgroup)] if labels else None


def term(line: str, tag: Tag, tags: Sequence[Tag]) -> Tag | None:
    """Return the months an amount is paid over: those right behind it, or the last ones named before it."""
    months = [other for other in tags if other.kind is Kind.MONTHS]
    behind = _PAID_OVER.match(line, tag.end)
    following = next((other for other in months if other.start >= tag.end), None)
    if behind is not None and following is not None and following.start <= behind.end():
        return following
    return next((other for other in reversed(months) if other.end <= tag.start), following)


def _numbers(line: str, car: CarMatch) -> Iterable[re.Match[str]]:
    return re.finditer(rf"(?<!\d){car.stock_id}(?!\d)", line)
