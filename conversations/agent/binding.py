"""What a figure of a text is said of: the cars it stands beside, the part it plays in a sale, the term it is over.

Lines are folded (lower case, no accents). Nothing here knows a true value from a false one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.agent import telling
from conversations.agent.reading import with_figures
from conversations.agent.telling import Mention, Read
from conversations.dialogue import lexer
from conversations.dialogue.lexer import Kind, Tag

_PAID = {Kind.MONEY, Kind.PERCENT, Kind.NUMBER}
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


_AFTER = {
    Role.MONTHLY: r"al mes|mensual(?:es|mente)?|por mes|cada mes|de mensualidad|/ ?mes|a? ?mensuales",
    Role.DOWN_PAYMENT: r"(?:de|como) (?:enganche|entrada|anticipo|pago inicial)|de inicial",
    Role.FINANCED: r"(?:a|por) financiar|financiad\w+",
    Role.TOTAL: r"en total",
    Role.INTEREST: r"(?:(?:son|serian) (?:de |los )?|(?:de|en|por) (?:los )?)interes\w*",
    Role.LIMIT: r"de presupuesto|en adelante|o mas|o menos|para arriba|como maximo|de limite|de tope",
}
_LABELS = {
    Role.PRICE: r"precio total|precio|cuestan?|valen?|costo",
    Role.DOWN_PAYMENT: r"enganche|anticipo|pago inicial|inicial|dando|das|darias|dar(?: los| tus)?",
    Role.FINANCED: r"financi\w+|debiendo|deberias|restante|resto",
    Role.MONTHLY: r"mensualidad\w*|pagos? mensual\w*|al mes|mensual",
    Role.TOTAL: r"costo total|total",
    Role.INTEREST: r"interes\w*",
    # "tiene menos de 20,000 km" is said of a car, and bounds no search; "tu tasa" is no limit, "tus 80 mil" is.
    Role.LIMIT: (
        r"presupuesto|(?<!tiene )(?<!trae )(?<!lleva )(?:hasta|desde|menos de|mas de)|maximo|entre"
        r"|(?<!en )(?<!por )tus?(?= \$?$)"
    ),
}


def _named_groups(patterns: dict[Role, str]) -> str:
    return "|".join(rf"(?P<{role.name}>{pattern})" for role, pattern in patterns.items())


_AFTER_FIGURE = re.compile(rf"\s*(?:pesos|mxn)?\s*(?:{_named_groups(_AFTER)})\b")
_NO_DOWN_PAYMENT = re.compile(r"(?<!\w)sin (?:dar |ningun )?(?:enganche|inicial|anticipo)(?!\w)")
_BEFORE_FIGURE = re.compile(rf"\b(?:{_named_groups(_LABELS)})\b")
_RANGE = re.compile(r"(?<!\w)(?:de|entre) \$?$")
_RANGE_LINK = re.compile(r"\s*(?:a|y|-)\s*\$?\s*")
_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,2}\. ")
_EMPHASIS = str.maketrans("_*~`", "    ")  # WhatsApp's marks
_PAID_DOWN = re.compile(r"(?<!\w)(?:con|dando|das|poniendo|pones)(?: tus| los)? \$?$")
_OF_NAME = re.compile(r"\s*(?:km|kms|kilometros)?\s*(?:del (?:\w+ )?|\((?:\w+ )?)$")
_SUBJECT_BEHIND = re.compile(r"\s*(?:pesos|mxn)?\s*(?:el|la|un|una|este|ese)\s+(?:\w+ )?$")
_SENTENCE_END = re.compile(r"[.;](?!\d)")


@dataclass(frozen=True)
class Line:
    """A line as the customer reads it and what of it is in own words, letter under letter; the cars it is about."""

    text: str
    own: str
    named: Sequence[Mention]
    carried: frozenset[int]
    tags: Sequence[Tag]
    terms: Sequence[Decimal] = ()  # months named before this line, in its paragraph
    down_payments: Sequence[Tag] = ()  # the last one named before this line

    def down_payment(self, tag: Tag) -> Tag | None:
        """Return the down payment (money or a share) that an amount goes with: named before it, or else behind."""
        here = down_payments(self.own, self.tags)
        before = [other for other in here if other.start <= tag.start]
        if before:
            return before[-1]
        return next(iter([*here, *self.down_payments]), None)

    def term(self, tag: Tag) -> Decimal | None:
        """Return the months that an amount is paid over, as far as they are named."""
        found = term(self.own, tag, self.tags)
        return found.value if found else next(reversed(self.terms), None)

    def about(self, tag: Tag) -> frozenset[int]:
        """Return the cars that what stands at `tag` is said of."""
        return frozenset(number for cars in self.meant(tag) for number in cars)

    def meant(self, tag: Tag) -> list[frozenset[int]]:
        """Return the names that what stands at `tag` is said of, each as the cars that it may mean."""
        direct = [one for one in self.named if one.start >= tag.end and self._belongs(tag, one)]
        if direct:
            return [direct[0].cars]
        if any(mention.start <= tag.start for mention in self.named):
            return subjects(tag, self.named, self.tags)
        end = _sentence(self.own, tag)[1]
        behind = [mention.cars for mention in self.named if mention.start < end]
        carried = [self.carried] if self.carried else []
        return (behind or carried or [mention.cars for mention in self.named])[:1]

    def _belongs(self, tag: Tag, name: Mention) -> bool:
        """Whether a name right behind a figure has it: "69,630 del Versa", "uno automático (Corolla 2020)".

        So has the subject of a sentence that names no car before: "En cambio, cuesta $232,999 el Peugeot 208".
        """
        between = self.text[tag.end : name.start]
        if _OF_NAME.match(between):
            return True
        start = _sentence(self.own, tag)[0]
        return bool(_SUBJECT_BEHIND.match(between)) and not any(start <= one.start < tag.start for one in self.named)


def lines(text: str, own_words: str, cars: Iterable[CarMatch]) -> Iterator[Line]:
    """Read a text line by line; a paragraph's end frees what follows from the cars before it."""
    carried: frozenset[int] = frozenset()
    terms: list[Decimal] = []
    downs: list[Tag] = []
    for line in _read(text, own_words, tuple(cars)):
        if not line.text.strip():
            carried, terms = frozenset(), []
        yield Line(line.text, line.own, line.named, carried, line.tags, tuple(terms), tuple(downs))
        carried = line.named[-1].cars if line.named else carried
        terms = [tag.value for tag in line.tags if tag.kind is Kind.MONTHS] or terms
        downs = list(down_payments(line.own, line.tags))[-1:] or downs


def _read(text: str, own_words: str, cars: tuple[CarMatch, ...]) -> Iterator[Read]:
    """Yield each line with its figures, and its names as far as they are told apart."""
    names, by_number = _patterns(cars), {car.stock_id: car for car in cars}
    read = []
    for line, written in zip(_plain(text), _plain(own_words), strict=True):
        named = _mentions(line, names)
        own = _without_figures_of_names(without_list_number(written), named)
        tags = lexer.tags(own)
        named += telling.by_figures(line, tags, by_number)
        read.append(Read(line, own, tags, sorted(named, key=lambda mention: mention.start)))
    yield from telling.told_apart(read, by_number)


def down_payments(line: str, tags: Sequence[Tag]) -> list[Tag]:
    """Return the down payments that a line names, "sin enganche" among them."""
    paid = [tag for tag in tags if tag.kind in _PAID]
    named = [tag for tag in paid if role(line, tag, tags) is Role.DOWN_PAYMENT]
    if named:  # "con 80 mil de enganche ...; con 60 mil ..."
        named += [tag for tag in paid if tag not in named and is_paid_down(line, tag) and role(line, tag, tags) is None]
    none = [Tag(*match.span(), Kind.MONEY, Decimal(0)) for match in _NO_DOWN_PAYMENT.finditer(line)]
    return sorted([*named, *none], key=lambda tag: tag.start)


def is_paid_down(line: str, tag: Tag) -> bool:
    """Whether an amount stands behind "con" or "dando"."""
    return _PAID_DOWN.search(line[: tag.start]) is not None


def without_list_number(line: str) -> str:
    """Blank out the number that a line of a list begins with; what is left stays where it was."""
    return _LIST_NUMBER.sub(lambda match: " " * len(match.group()), line)


def _plain(text: str) -> list[str]:
    return fold(text).translate(_EMPHASIS).split("\n")


# A model's name in a text, with its cars by year; or the stock number of one.
_Name = tuple[re.Pattern[str], dict[str, frozenset[int]]]


def _patterns(cars: Sequence[CarMatch]) -> list[_Name]:
    names = [(_number_of(car.stock_id), {"": frozenset({car.stock_id})}) for car in cars]
    for model in {fold(with_figures(car.model)) for car in cars}:
        of_model = [car for car in cars if fold(with_figures(car.model)) == model]
        by_year = {
            str(year): frozenset(c.stock_id for c in of_model if c.year == year) for year in {c.year for c in of_model}
        }
        names.append((_name_of(model), {**by_year, "": frozenset(car.stock_id for car in of_model)}))
    return names


def _mentions(line: str, names: Sequence[_Name]) -> list[Mention]:
    found = []
    for pattern, by_year in names:
        for match in pattern.finditer(line):
            year = match.groupdict().get("year") or ""
            end = match.end("model") if year and year not in by_year else match.end()
            found.append(Mention(match.start(), end, by_year.get(year, by_year[""]), match.end("model")))
    return found


@lru_cache(maxsize=4096)
def _name_of(model: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<model>{re.escape(model)})(?!\w)(?:\s+(?:del?\s+|ano\s+|modelo\s+)*\(?(?P<year>\d{{4}})(?!\w))?"
    )


@lru_cache(maxsize=4096)
def _number_of(stock_id: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?<!\d[.,])(?P<model>){stock_id}(?!\d|[.,]\d)")  # and no part of "318,410 km"


def _without_figures_of_names(line: str, named: Iterable[Mention]) -> str:
    """Blank out figures that are part of a model's name: the 208 of "Peugeot 208 año 2019" counts no years."""
    for name in named:
        model = line[name.start : name.model_end]
        line = line[: name.start] + re.sub(r"\d", "x", model) + line[name.start + len(model) :]
    return line


def subjects(tag: Tag, named: Sequence[Mention], tags: Sequence[Tag]) -> list[frozenset[int]]:
    """Return the cars that are named last before a figure, name by name.

    Cars named in one breath, with no figure between them, share the figures that follow.
    """
    before = [mention for mention in named if mention.start <= tag.start]
    names = [before[-1].cars]
    for earlier, later in zip(before[-2::-1], before[:0:-1], strict=True):
        if any(earlier.end <= other.start < later.start for other in tags):
            break
        names.append(earlier.cars)
    return names


def role(line: str, tag: Tag, tags: Sequence[Tag]) -> Role | None:
    """Return what a figure is called: by the words right behind it, or by the last label before it."""
    behind = _AFTER_FIGURE.match(line, tag.end)
    if behind is not None:
        return Role[str(behind.lastgroup)]
    if _in_range(line, tag, tags):
        return Role.LIMIT
    start = max([_told(line, other) for other in tags if other.kind in _PAID and other.end <= tag.start], default=0)
    near = [
        label
        for label in _BEFORE_FIGURE.finditer(line, min(start, tag.start), tag.start)
        if tag.start - label.end() <= _REACH and not any(o.start < label.end() and label.start() < o.end for o in tags)
    ]
    labels = [Role[str(label.lastgroup)] for label in near]
    if labels[-1:] == [Role.LIMIT] and Role.MONTHLY in labels:
        return Role.MONTHLY  # "mensualidades desde"
    return labels[-1] if labels else None


def _told(line: str, tag: Tag) -> int:
    """Return where an amount ends, with the label behind it: that label is used up."""
    behind = _AFTER_FIGURE.match(line, tag.end)
    return behind.end() if behind else tag.end


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
    """Return the months an amount is paid over, as its sentence has it: "a 36 meses, $X" or "$X a 36 meses".

    A total or the interest stands behind both.
    """
    start, end = _sentence(line, tag)
    months = [other for other in tags if other.kind is Kind.MONTHS]
    near = [other for other in months if start <= other.start < end]
    before = [other for other in near if other.end <= tag.start]
    behind = [other for other in near if other.start >= tag.end]
    payments = [o for o in tags if o.kind is Kind.MONEY and start <= o.start < end and _is_paid(line, o, tags)]
    payment_first = bool(near and payments) and payments[0].start < near[0].start
    if behind and (not before or (payment_first and role(line, tag, tags) in {Role.MONTHLY, None})):
        return behind[0]
    earlier = [other for other in months if other.end <= tag.start]
    return before[-1] if before else (earlier[-1] if earlier else next(iter(months), None))


def _is_paid(line: str, tag: Tag, tags: Sequence[Tag]) -> bool:
    return role(line, tag, tags) in {Role.MONTHLY, Role.TOTAL, Role.INTEREST, None}


def _sentence(line: str, tag: Tag) -> tuple[int, int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    return max((end for end in ends if end <= tag.start), default=0), min(
        (e for e in ends if e > tag.start), default=len(line)
    )
