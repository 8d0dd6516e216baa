"""What a figure of a text is said of: the cars it stands beside, the part it plays in a sale, the term it is over.

Lines are folded (lower case, no accents). Nothing here knows a true value from a false one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.dialogue import lexer
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
    Role.LIMIT: r"de presupuesto|en adelante|o mas|o menos|para arriba|como maximo|de limite|de tope",
}
_LABELS = {
    Role.PRICE: r"precio total|precio|cuestan?|valen?|costo",
    Role.DOWN_PAYMENT: r"enganche|anticipo|pago inicial|dando|das|darias",
    Role.FINANCED: r"financiar|financiado",
    Role.MONTHLY: r"mensualidad\w*|pagos? mensual\w*|al mes",
    Role.TOTAL: r"costo total|total",
    Role.INTEREST: r"interes\w*",
    # "tiene menos de 20,000 km" is said of a car, and bounds no search; "tu tasa" is no limit, "tus 80 mil" is.
    Role.LIMIT: (
        r"presupuesto|(?<!tiene )(?<!trae )(?<!lleva )(?:hasta|desde|menos de|mas de)|maximo|entre|tus?(?= \$?\d)"
    ),
}


def _named_groups(patterns: dict[Role, str]) -> str:
    return "|".join(rf"(?P<{role.name}>{pattern})" for role, pattern in patterns.items())


_AFTER_FIGURE = re.compile(rf"\s*(?:pesos|mxn)?\s*(?:{_named_groups(_AFTER)})\b")
_BEFORE_FIGURE = re.compile(rf"\b(?:{_named_groups(_LABELS)})\b")
_RANGE = re.compile(r"(?<!\w)(?:de|entre) \$?$")
_RANGE_LINK = re.compile(r"\s*(?:a|y|-)\s*\$?\s*")
_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,2}\. ")
_EMPHASIS = str.maketrans("_*~`", "    ")  # WhatsApp's marks
_PAID_OVER = re.compile(r"\s*(?:pesos|mxn)?\s*(?:al mes|mensual\w*|por mes|cada mes)\s+(?:a|durante|por|en)\s*")


@dataclass(frozen=True)
class Line:
    """A line as the customer reads it and what of it is in own words, letter under letter; the cars it is about."""

    text: str
    own: str
    named: Sequence[Mention]
    carried: frozenset[int]
    tags: Sequence[Tag]

    def about(self, tag: Tag) -> frozenset[int]:
        """Return the cars that what stands at `tag` is said of."""
        return subject(tag, self.named, self.tags, self.carried)


def lines(text: str, own_words: str, cars: Iterable[CarMatch]) -> Iterator[Line]:
    """Read a text line by line; a paragraph's end frees what follows from the cars before it."""
    carried: frozenset[int] = frozenset()
    cars = tuple(cars)
    for line, written in zip(_plain(text), _plain(own_words), strict=True):
        if not line.strip():
            carried = frozenset()
        own = without_list_number(written)
        named = mentions(line, cars)
        yield Line(line, own, named, carried, lexer.tags(own))
        carried = named[-1].cars if named else carried


def without_list_number(line: str) -> str:
    """Blank out the number that a line of a list begins with; what is left stays where it was."""
    return _LIST_NUMBER.sub(lambda match: " " * len(match.group()), line)


def _plain(text: str) -> list[str]:
    return fold(text).translate(_EMPHASIS).split("\n")


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
    """Return what a figure is called: by the words right behind it, or by the last label before it."""
    behind = _AFTER_FIGURE.match(line, tag.end)
    if behind is not None:
        return Role[str(behind.lastgroup)]
    if _in_range(line, tag, tags):
        return Role.LIMIT
    start = max([other.end for other in tags if other.kind is tag.kind and other.end <= tag.start], default=0)
    near = [label for label in _BEFORE_FIGURE.finditer(line, start, tag.start) if tag.start - label.end() <= _REACH]
    labels = [Role[str(label.lastgroup)] for label in near]
    if labels[-1:] == [Role.LIMIT] and Role.MONTHLY in labels:
        return Role.MONTHLY  # "mensualidades desde"
    return labels[-1] if labels else None


def _in_range(line: str, tag: Tag, tags: Sequence[Tag]) -> bool:
    """Whether a figure is one end of "de 200 mil a 250 mil"."""
    same = [other for other in tags if other.kind is tag.kind]
    at = same.index(tag)
    pairs = [same[at - 1 : at + 1] if at else [], same[at : at + 2]]
    return any(
        _RANGE.search(line[: pair[0].start]) and _RANGE_LINK.fullmatch(line, pair[0].end, pair[1].start)
        for pair in pairs
        if len(pair) == 2
    )


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
