"""Traces how far apart two cars are said to be, and which way round: "cuesta $37,000 más que el Versa"."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from catalog.criteria import CarMatch
from conversations.agent.binding import Line
from conversations.dialogue.facts import Comparison, Fact, cars_in
from conversations.dialogue.lexer import Kind, Tag

_MONTHS = 12
_VALUES: dict[Kind, Callable[[CarMatch], Decimal | None]] = {
    Kind.MONEY: lambda car: car.price,
    Kind.KM: lambda car: Decimal(car.km),
    Kind.MONTHS: lambda car: Decimal(car.year * _MONTHS),
    Kind.LENGTH: lambda car: car.length_mm,
}
_CALLED_SO = re.compile(
    r"(?<!\w)(?:diferencia(?: de (?:precio|kilometraje|kilometros|km|anos?))?|se llevan)"
    r"(?: (?:es|son|entre ellos|entre los dos|hay|unos?))*(?: de| son)?[:(]?\s*\$?\s*$"
)
_BEHIND = re.compile(
    r"\s*(?:mxn|pesos|km|kms|kilometros)?\s*(?:de diferencia"
    r"|mas (?:car|barat|nuev|reciente|viej|antigu|recorrid|larg|cort)\w*"
    r"|menos (?:recorrid\w*|km|kms|kilometros|que)|mas (?:km|kms|kilometros|que))(?!\w)"
)
# Which way round, by the words nearest to the figure: the car spoken of has less of it, or more.
_LESS = re.compile(
    r"(?<!\w)(?:mas barat\w+|cuesta menos|vale menos|sale menos|menos (?:car\w+|recorrid\w+|km|kms|kilometros|que)"
    r"|ahorra\w*|mas (?:viej|antigu|cort)\w+)"
)
_MORE = re.compile(
    r"(?<!\w)(?:mas car\w+|cuesta|vale|sale|mas (?:recorrid\w+|km|kms|kilometros|que)|mas (?:nuev|reciente|larg)\w*)"
)
_CLAUSE_END = re.compile(r"[;,](?!\d)|(?<!\b\d)\.(?!\d)|\n")  # the dot of "1. *Nissan Versa*" ends none


def is_told(line: Line, tag: Tag) -> bool:
    """Whether a figure is said to be what lies between two cars."""
    if tag.kind not in _VALUES:
        return False
    return bool(_CALLED_SO.search(line.own[: tag.start]) or _BEHIND.match(line.own, tag.end))


def holds(line: Line, tag: Tag, facts: Sequence[Fact]) -> bool:
    """Whether all the cars that may be meant lie so far apart, the one spoken of on the side that it is said to be."""
    value = _VALUES[tag.kind]
    pairs, turned = list(_pairs(line, tag, facts)), _direction(line.own, tag)
    if not pairs:  # nothing but their number tells them apart, so that each may be the one spoken of
        pairs, turned = list(_namesakes(line, tag, facts)), 0
    return bool(pairs) and all(_lie(value(one), value(other), tag.value, turned) for one, other in pairs)


def _lie(one: Decimal | None, other: Decimal | None, apart: Decimal, turned: int) -> bool:
    if one is None or other is None:
        return False  # nobody stated it of both
    return abs(one - other) == apart and (not turned or (one - other) * turned > 0)


def _pairs(line: Line, tag: Tag, facts: Sequence[Fact]) -> Iterator[tuple[CarMatch, CarMatch]]:
    """Yield the car spoken of with each that it may be told apart from: another named beside it, or one compared."""
    cars = cars_in(facts)
    names = list(dict.fromkeys(name.cars for name in line.named))
    before = [name.cars for name in line.named if name.start <= tag.start]
    if len(names) > 1:
        spoken_of = before[0] if before else names[0]
        others = [name for name in names if name != spoken_of]
    else:
        meant = line.meant(tag)
        spoken_of = _side_by_side(meant[0], facts) if meant else frozenset()
        others = [_compared_with(spoken_of, facts)]
    yield from ((cars[one], cars[two]) for one in spoken_of for other in others for two in other if one != two)


def _namesakes(line: Line, tag: Tag, facts: Sequence[Fact]) -> Iterator[tuple[CarMatch, CarMatch]]:
    """Yield the cars of the one name that is spoken of, two by two, where just these stood side by side."""
    cars = cars_in(facts)
    for meant in line.meant(tag)[:1]:
        if meant in _compared(facts):
            yield from combinations([cars[number] for number in meant], 2)


def _side_by_side(spoken_of: frozenset[int], facts: Sequence[Fact]) -> frozenset[int]:
    """Return those of one name that stood beside others; of a namesake that was only found nothing is told apart."""
    return next((both for both in (spoken_of & numbers for numbers in _compared(facts)) if both), spoken_of)


def _compared_with(spoken_of: frozenset[int], facts: Sequence[Fact]) -> frozenset[int]:
    """Return the cars that stood beside these."""
    together = (numbers for numbers in _compared(facts) if spoken_of <= numbers)
    return frozenset(number for numbers in together for number in numbers - spoken_of)


def _compared(facts: Sequence[Fact]) -> list[frozenset[int]]:
    """Return the cars that stood side by side, each time."""
    shown = (fact.value for fact in facts if isinstance(fact.value, Comparison))
    return [frozenset(car.stock_id for car in comparison.cars) for comparison in shown]


def _direction(own: str, tag: Tag) -> int:
    """Return -1 where the car spoken of is said to have less, 1 where more, 0 where neither is said."""
    start = max((match.end() for match in _CLAUSE_END.finditer(own, 0, tag.start)), default=0)
    end = next((match.start() for match in _CLAUSE_END.finditer(own, tag.end)), len(own))
    behind, clause = own[tag.end : end], own[start:end]
    newer = re.search(r"mas (?:nuev|recient)", clause)
    if newer and tag.kind is Kind.MONTHS:
        return 1
    less, more = _LESS.search(behind), _MORE.search(behind)
    if less and more:  # "$6,000 más caro y 9 cm más corto"
        return -1 if less.start() <= more.start() else 1
    for words in (behind, clause):
        if _LESS.search(words):
            return -1
        if _MORE.search(words):
            return 1
    return 0
