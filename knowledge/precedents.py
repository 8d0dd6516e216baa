"""What customers asked of passages like this one: how likely a question is of it, by those of its precedents.

Precedents are the sections of knowledge/evaluation/taught/, each with a dozen questions by somebody who was shown it.
A passage is asked what passages are asked that hold the same stems. So a question in other words ("si truena al mes,
¿quién paga?") finds its answer without any word of it, where another passage on the like was asked in such words.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.expecting import LETTERS, LONGEST_READ, Table, roots_and_pairs
from knowledge.language.folding import words

LEARNED = Path(__file__).parent / "precedents.npz"
_SHARPNESS = 15.0  # by which the likest precedents count more than others
_OF_ITS_KIND = 0.75  # of what is asked of a passage; the rest is asked of anything
_REMEMBERED = 1_024  # passages
_SCALE = 10.0  # log-likelihoods beside a question's other features

Hashes = NDArray[np.uint32]
Places = NDArray[np.uint16]


@dataclass(frozen=True)
class Precedent:
    """One question, among the precedents."""

    asked: Table  # how likely each part of the question (rows) is asked of each precedent (columns)
    common: Table  # how likely of anything
    precedents: "Precedents"

    def of(self, stems: Iterable[str]) -> float:
        """Return how much likelier the question is of a passage with these stems than of any; 0 is as likely."""
        if not len(self.common):
            return 0.0
        likely = self.asked @ self.precedents.like(frozenset(stems))
        return float(np.log1p(_OF_ITS_KIND * (likely / self.common - 1.0)).sum()) / _SCALE


@dataclass(frozen=True)
class Precedents:
    """Which parts of questions were asked of which precedents how often, and which stems those hold, both as pairs."""

    parts: Hashes  # in order
    part: NDArray[np.uint32]  # the place of each among `parts`, in order
    asked_of: Places
    times: NDArray[np.uint8]
    stems: Hashes
    stem: Places
    held_by: Places

    def of(self, question: str) -> Precedent:
        """Return a question among the precedents; parts that nobody asked with say nothing."""
        said = np.unique(np.fromiter(map(hashed, question_parts(question)), dtype=np.uint32))
        rows = np.searchsorted(self.parts, said).clip(max=len(self.parts) - 1)
        rows = rows[self.parts[rows] == said]
        asked = np.zeros((len(rows), len(self._all_asked)), dtype=np.float32)
        for line, start, end in zip(asked, *np.searchsorted(self.part, [rows, rows + 1]), strict=True):
            line[self.asked_of[start:end]] = self.times[start:end]
        return Precedent(asked / self._all_asked, self._common[rows], self)

    @cached_property
    def like(self) -> Callable[[frozenset[str]], Table]:
        """Return by precedent how much a passage with these stems is like it, 1 in all; the same few come again."""
        return lru_cache(maxsize=_REMEMBERED)(self._like)

    def _like(self, stems: frozenset[str]) -> Table:
        columns = {self._columns[one] for stem in stems if (one := hashed(stem[:LETTERS])) in self._columns}
        shared = self._holding[list(columns)].sum(axis=0, dtype=np.float32)
        alike = np.exp(_SHARPNESS * shared / np.sqrt(max(1, len(columns)) * self._sizes))
        return np.asarray(alike / alike.sum(), dtype=np.float32)

    @cached_property
    def _all_asked(self) -> Table:
        return np.bincount(self.asked_of, weights=self.times).astype(np.float32)

    @cached_property
    def _common(self) -> Table:
        times = np.bincount(self.part, weights=self.times)
        return np.asarray(times / times.sum(), dtype=np.float32)

    @cached_property
    def _columns(self) -> dict[int, int]:
        return {int(stem): column for column, stem in enumerate(self.stems)}

    @cached_property
    def _holding(self) -> NDArray[np.uint8]:
        holding = np.zeros((len(self.stems), len(self._all_asked)), dtype=np.uint8)
        holding[self.stem, self.held_by] = 1
        return holding

    @cached_property
    def _sizes(self) -> Table:
        return np.asarray(self._holding.sum(axis=0), dtype=np.float32)

    def write(self, path: Path) -> None:
        """Keep it."""
        np.savez_compressed(path, **{name: getattr(self, name) for name in self.__dataclass_fields__})

    @classmethod
    def read(cls, path: Path) -> "Precedents":
        """Return what `write` kept."""
        with np.load(path) as kept:
            return cls(**kept)


@cache
def learned() -> Precedents:
    """Return what ships, read once."""
    return Precedents.read(LEARNED)


def question_parts(question: str) -> Iterable[str]:
    """Return what of a question is looked for among those of precedents, each once."""
    return dict.fromkeys(roots_and_pairs(words(question)[:LONGEST_READ]))


@lru_cache(maxsize=65_536)
def hashed(text: str) -> int:
    """Return the hash of a part of a question, or of a stem."""
    return zlib.crc32(text.encode())
