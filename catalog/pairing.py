"""A make and a model read together: each excuses slips in the other that neither would be forgiven alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.everyday import EVERYDAY_WORDS
from catalog.names import EXACT, Name, Needs
from catalog.nearness import BY_EAR, NameIndex, Near, likeliest
from catalog.sounds import Token, is_year, key_of

MOST_MAKE_WORDS = 2
MOST_MODEL_WORDS = 3
FILLERS = frozenset(("de", "del", "la", "el", "marca", "modelo", "un", "una"))
BEFORE_A_MAKE = frozenset(("de", "del", "marca"))


@dataclass(frozen=True)
class Pair:
    """A model with its make, and how far what was typed is from each."""

    make: Near
    model: Near

    @property
    def name(self) -> Name:
        """The model's name."""
        return self.model.name

    @property
    def slips(self) -> float:
        """How many slips it takes to read both."""
        return self.make.slips + self.model.slips

    @property
    def letters(self) -> int:
        """How many letters and figures the two have."""
        return len(self.make.name.key) + len(self.model.name.key)

    @property
    def rank(self) -> tuple[float, float]:
        """Order of belief, the smallest first; that we sell it counts once."""
        return self.make.slips + self.model.rank[0], -self.make.likeness - self.model.likeness

    @property
    def make_is_heard(self) -> bool:
        """Whether the make would be heard alone."""
        return self.make.slips <= self.make.name.slips + BY_EAR

    @property
    def is_anchored(self) -> bool:
        """Whether one of the two is heard without the other's help."""
        return self.make_is_heard or (not self.model.slips and len(self.name.key) >= 4)

    @property
    def score(self) -> float:
        """100 for no slips at all, in the measure of a single name's score."""
        return EXACT - EXACT * self.slips / self.letters


@dataclass(frozen=True)
class PairInText:
    """A pair that the tokens `first` to `last` (excluded) may be."""

    first: int
    last: int
    pair: Pair


class PairReader:
    """Reads makes loosely, and behind each the models of that make only."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._makes = NameIndex(name for name in names if name.model is None)
        self.models: dict[str, NameIndex] = {}
        for make in {name.make for name in names}:
            own = (replace(name, needs=Needs.NOTHING) for name in names if name.make == make and name.model)
            self.models[make] = NameIndex(own)
        self._elsewhere = {name.key for name in names if name.model and len(name.key) >= 4 and name.key.isalpha()}
        self._everyday = {name.key for name in names if name.needs in (Needs.ASKING, Needs.MAKE)}
        self.makes_near = lru_cache(maxsize=2048)(self._makes_near)

    def apart(self, make: str, model: str) -> list[Pair]:
        """Return what a make and a model given as such may be, likeliest first; a tie leads with two models."""
        found = self._pairs(key_of(make), key_of(model))
        close = (pair for pair in found if pair.slips <= max(1 + BY_EAR, pair.letters / 3))
        return sorted(close, key=lambda pair: pair.rank)

    def in_words(self, tokens: Sequence[Token]) -> list[Pair]:
        """Return what words that are nothing but a car's name may be, wherever the make ends and the model begins."""
        words = [token.text for token in tokens]
        splits = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        found = [pair for one, two in splits for pair in (*self.apart(one, two), *self.apart(two, one))]
        return sorted(found, key=lambda pair: pair.rank)

    def in_text(self, tokens: Sequence[Token]) -> Iterator[PairInText]:
        """Yield the pairs that running text may name."""
        for first in range(len(tokens)):
            for last in range(first + 1, min(first + MOST_MAKE_WORDS, len(tokens)) + 1):
                split = last - first > 1 and any(len(token.text) < 2 for token in tokens[first:last])
                if not split and _may_name(tokens[first:last]) and self.makes_near(_key(tokens[first:last])):
                    yield from self._around(tokens, first, last)

    def _around(self, tokens: Sequence[Token], first: int, last: int) -> Iterator[PairInText]:
        """Yield the pairs of the make that `first` to `last` (excluded) may be with the words beside it."""
        for begin, end in _windows_beside(tokens, first, last):
            written = tokens[begin].text
            if self._makes.exact(written) or self._makes.alike(written):
                continue
            found = self._pairs(_key(tokens[first:last]), _key(tokens[begin:end]))
            found = (pair for pair in found if pair.slips <= self._most_slips(pair))
            if not _may_name(tokens[begin:end]):
                closed = begin >= last and (end == len(tokens) or is_year(tokens[end].text))
                found = (pair for pair in found if _stands(pair, written, behind=begin >= last, closed=closed))
            pair = likeliest(sorted(found, key=lambda pair: pair.rank))
            if pair:
                yield PairInText(min(first, begin), max(last, end), pair)

    def _most_slips(self, pair: Pair) -> float:
        """Say how many slips running text may have: few in a short make whose model is an everyday word as well."""
        if pair.name.key in self._everyday and pair.make.slips > 1 + BY_EAR and len(pair.make.name.key) < 6:
            return 0
        return max(1 + BY_EAR, pair.letters / 4)

    def _pairs(self, make: str, model: str) -> Iterator[Pair]:
        if not (make and model):
            return
        for near_make in self.makes_near(make):
            models = self.models[near_make.name.make]
            if model in self._elsewhere and not models.exact(model):
                continue
            yield from (Pair(near_make, near) for near in models.closest(model, 3))

    def _makes_near(self, key: str) -> tuple[Near, ...]:
        return tuple(self._makes.closest(key, 3)) if not key.isdigit() else ()


def _stands(pair: Pair, word: str, *, behind: bool, closed: bool) -> bool:
    """Tell whether everyday words are this model: written so, or bent right behind a make written so."""
    if not pair.model.slips:
        return True
    close = not pair.make.slips and pair.slips <= 1 + BY_EAR
    alike = closed and len(word) >= 3 and len(pair.name.key) >= 3
    return close and behind and (alike or (len(word) >= 4 and word[0] == pair.name.key[0]))


def _windows_beside(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield where a model may stand: right behind its make or right before it, small words between."""
    begin = last
    while begin < len(tokens) and begin - last < 2 and tokens[begin].text in FILLERS:
        begin += 1
    yield from ((begin, end) for end in range(begin + 1, min(begin + MOST_MODEL_WORDS, len(tokens)) + 1))
    end = first
    while end > 0 and first - end < 2 and tokens[end - 1].text in BEFORE_A_MAKE:
        end -= 1
    yield from ((begin, end) for begin in range(max(end - MOST_MODEL_WORDS, 0), end))


def _may_name(window: Sequence[Token]) -> bool:
    return any(len(token.text) > 1 and token.text not in EVERYDAY_WORDS for token in window)


def _key(window: Iterable[Token]) -> str:
    return "".join(token.text for token in window)
