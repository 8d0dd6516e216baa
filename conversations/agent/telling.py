"""Which of several cars of one name is meant: by the number, version, year, price or distance that stands beside it.

Lines are folded (lower case, no accents). A name reaches to the next one or to the end of its paragraph; one that
nothing behind it tells apart is told by what stands before it on its line ("por $398,999, un Tiguan 2021").
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.dialogue.lexer import Kind, Tag

Cars = Mapping[int, CarMatch]


@dataclass(frozen=True)
class Mention:
    """A place in a line where cars are named; one name may stand for several cars."""

    start: int
    end: int
    cars: frozenset[int]
    model_end: int = 0

    @property
    def is_name(self) -> bool:
        """Whether a model is named, and not a number or a figure that a car is known by."""
        return self.model_end > self.start


@dataclass(frozen=True)
class Read:
    """A line, what of it is in own words, and the figures and the names in it."""

    text: str
    own: str
    tags: Sequence[Tag]
    named: Sequence[Mention]


_BY_A_FIGURE = re.compile(r"(?<!\w)(?:el|la|del|al|otr[oa]|un[oa]) (?:de|en|con|que cuesta|que tiene) \$?$")
_FIGURE_OF = {Kind.MONEY: "price", Kind.KM: "km"}
_WORD = re.compile(r"[^\s,;:()|]+")


def by_figures(line: str, tags: Sequence[Tag], cars: Cars) -> Iterator[Mention]:
    """Yield where a car is named by its price or distance: "el de $398,999"."""
    for tag in tags:
        field = _FIGURE_OF.get(tag.kind)
        if field and _BY_A_FIGURE.search(line[: tag.start]):
            having = frozenset(number for number, car in cars.items() if getattr(car, field) == tag.value)
            if having:
                yield Mention(tag.start, tag.end, having, tag.start)


def told_apart(lines: Sequence[Read], cars: Cars) -> Iterator[Read]:
    """Yield the lines, each name in them with the cars that what stands beside it leaves."""
    for at, line in enumerate(lines):
        yield replace(line, named=[_told(lines, at, mention, cars) for mention in line.named])


def _told(lines: Sequence[Read], at: int, mention: Mention, cars: Cars) -> Mention:
    if len(mention.cars) < 2 or not mention.is_name:
        return mention
    behind = _narrowed(mention.cars, list(_behind(lines, at, mention)), cars)
    before = [_Beside.of(lines[at], _end_of_name_before(lines[at], mention), mention.start)]
    return replace(mention, cars=behind if behind != mention.cars else _narrowed(behind, before, cars))


@dataclass(frozen=True)
class _Beside:
    """A piece of a line and the figures in it."""

    words: frozenset[str]
    figures: frozenset[tuple[Kind, object]]

    @classmethod
    def of(cls, line: Read, start: int, end: int) -> "_Beside":
        inside = ((tag.kind, tag.value) for tag in line.tags if start <= tag.start and tag.end <= end)
        return cls(_words(line.text[start:end]), frozenset(inside))


def _behind(lines: Sequence[Read], at: int, mention: Mention) -> Iterator[_Beside]:
    """Yield what is said from a name on, line by line, to the next name or to the end of the paragraph."""
    start = mention.model_end
    for line in lines[at:]:
        following = [one.start for one in line.named if one.is_name and one.start >= start]
        if not line.text.strip():
            return
        yield _Beside.of(line, start, following[0] if following else len(line.text))
        if following:
            return
        start = 0


def _end_of_name_before(line: Read, mention: Mention) -> int:
    """Return where what stands before a name begins: at its line's, unless another name has it."""
    return mention.start if any(one.is_name and one.start < mention.start for one in line.named) else 0


def _narrowed(candidates: frozenset[int], beside: Sequence[_Beside], cars: Cars) -> frozenset[int]:
    """Return the cars that each sign leaves in turn; a sign that none of them bears is a lie for others to find."""
    words = frozenset(word for piece in beside for word in piece.words)
    figures = frozenset(figure for piece in beside for figure in piece.figures)
    signs: tuple[Callable[[CarMatch], bool], ...] = (
        lambda car: str(car.stock_id) in words,
        lambda car: str(car.year) in words,
        lambda car: (Kind.MONEY, car.price) in figures,
        lambda car: (Kind.KM, car.km) in figures,
    )
    for sign in (signs[0], None, *signs[1:]):
        bearing = frozenset(n for n in candidates if sign(cars[n])) if sign else _by_version(candidates, words, cars)
        candidates = bearing or candidates
    return candidates


def _by_version(candidates: frozenset[int], words: frozenset[str], cars: Cars) -> frozenset[int]:
    """Return the cars whose version is said, whole or by words that the others' lack."""
    versions = {number: _words(fold(cars[number].version)) for number in candidates}
    shared = frozenset.intersection(*versions.values())
    whole = {number: len(version) for number, version in versions.items() if version > shared and version <= words}
    if whole:
        return frozenset(number for number, length in whole.items() if length == max(whole.values()))
    return frozenset(number for number, version in versions.items() if (version - shared) & words)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip(".!?") for word in _WORD.findall(text))
