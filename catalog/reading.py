"""The names that the words of a text may be, word by word and together, before it is decided which they are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from catalog.candidates import Candidate
from catalog.everyday import EVERYDAY_WORDS
from catalog.names import EXACT, Name, Needs
from catalog.nearness import NameIndex, likeliest
from catalog.pairing import PairReader
from catalog.sounds import Token, begin_alike, sound

MOST_WORDS = 4


class TextReader:
    """Finds the candidates of a text. Immutable, but for remembering what it has read."""

    def __init__(self, names: Sequence[Name], index: NameIndex, pairs: PairReader) -> None:
        self._index = index
        self._pairs = pairs
        self._single = NameIndex(name for name in names if len(name.parts) == 1 or min(map(len, name.parts)) > 3)
        self._multi = NameIndex(name for name in names if len(name.parts) > 1)
        # Words come back again and again; what a word means never changes while this reader lives. No more of them than
        # a worker meets within minutes: a memory that fills for hours looks like a leak, and hardly saves more.
        self._word = lru_cache(maxsize=1024)(self._find_word)
        self._words = lru_cache(maxsize=2048)(self._find_words)

    def candidates(self, tokens: Sequence[Token]) -> Iterator[Candidate]:
        """Yield every reading of the tokens, good or bad."""
        for first in range(len(tokens)):
            for last in range(first + 1, min(first + MOST_WORDS, len(tokens)) + 1):
                for name, score in self._named(tokens[first:last]):
                    yield Candidate(first, last, name, score)
        for found in self._pairs.in_text(tokens):
            yield Candidate(found.first, found.last, found.pair.name, found.pair.score, found.pair)

    def _named(self, window: Sequence[Token]) -> list[tuple[Name, float]]:
        """Return what these tokens, read as one name, may be."""
        key = "".join(token.text for token in window)
        return self._word(key) if len(window) == 1 else self._named_together(window, key)

    def _find_word(self, key: str) -> list[tuple[Name, float]]:
        found = self._index.exact(key)
        if key in EVERYDAY_WORDS:  # "doy clases" speaks of no Clase S
            return [(name, score) for name, score in found if len(name.parts) == 1]
        if found or key.isdigit():
            return found
        return self._index.alike(key) or (self._index.near(key) if len(key) > 3 else []) or _barely(self._single, key)

    def _named_together(self, window: Sequence[Token], key: str) -> list[tuple[Name, float]]:
        parts = tuple(token.text for token in window)
        exact = [(name, score) for name, score in self._index.exact(key) if _splits_like(parts, window, name)]
        if exact or not any(len(part) > 2 and part not in EVERYDAY_WORDS for part in parts):
            return exact
        return self._words(parts, key)

    def _find_words(self, parts: tuple[str, ...], key: str) -> list[tuple[Name, float]]:
        found = self._multi.alike(key) or self._multi.near(key) or _barely(self._multi, key)
        return [(name, score) for name, score in found if _bends_to(parts, name.parts)]


def _barely(index: NameIndex, key: str) -> list[tuple[Name, float]]:
    """Return the car of ours that a word comes near to, to be believed only where a car is asked for."""
    near = likeliest(index.closest(key, 1 + (len(key) >= 7)))
    if near is None or not near.name.in_stock or near.name.needs is Needs.MAKE or not _long_enough(near.name, key):
        return []
    return [(replace(near.name, needs=Needs.ASKING), EXACT - EXACT * near.slips / len(near.name.key))]


def _long_enough(name: Name, key: str) -> bool:
    """Tell whether a word is recognisable with a slip: of four letters, begun right or all there."""
    if len(key) < 3 or name.letters < 4:
        return False
    return name.letters > 4 or begin_alike(key, name.key) or sorted(key) == sorted(name.key)


def _splits_like(parts: tuple[str, ...], window: Sequence[Token], name: Name) -> bool:
    """Tell whether words that spell a name only together may be read so: "x trail" yes, "a 3" (years) no."""
    if parts == name.parts:
        return True
    joined = all(one.end + 1 >= two.start for one, two in pairwise(window))
    if parts[0] in EVERYDAY_WORDS or len(parts[0]) == 1:
        return name.needs is Needs.MAKE or (joined and len(name.parts) > 1)
    return len(name.key) >= 6 or parts[-1].isdigit() or len(name.parts) > 1


def _bends_to(parts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether each typed word is a slip of its own part: figures and codes as they are, words nearly."""
    if len(parts) != len(known):
        return len(known) == 1 and not EVERYDAY_WORDS.intersection(parts)
    sure = any(part == right and len(part) > 3 for part, right in zip(parts, known, strict=True))
    return all(
        part == right
        or (
            len(right) > 3
            and (sure or part not in EVERYDAY_WORDS)
            and OSA.distance(sound(part), sound(right)) <= 1 + (len(right) > 5)
        )
        for part, right in zip(parts, known, strict=True)
    )
