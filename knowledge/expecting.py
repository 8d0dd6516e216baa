"""What the passage that answers a question is like: where its meaning lies, and which words it holds.

Customers do not speak as pages do. From thousands of questions, each by somebody who was shown one passage
(knowledge/evaluation/taught/), `manage.py tune_retrieval` learned a linear map: a question, measured by its vector and
its wording, is moved to where its answer lies among the local model's vectors of passages, which stay as they are, and
says which words are expected there. The map is kept as the product of two narrow tables. From questions that no page
answered it learned besides how a question sounds that asks in vain.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.language.folding import words
from knowledge.language.topics import STOP_WORDS

Table = NDArray[np.float32]

LEARNED = Path(__file__).parent / "expecting.npz"
PLACES = 2048  # among which the stems of passages are spread
WORDING_PLACES = 4096  # among which a question's words, roots and pairs are
_WORDING_COUNTS = 2.0  # beside a meaning of length 1
_LETTERS = 6  # of a stem that count: PostgreSQL's and ours are cut alike
_LONGEST_READ = 60
_ENDING = re.compile(r"(?:[aeo]s?|s)$")


@dataclass(frozen=True)
class Expected:
    """What is expected of the answer to one question."""

    meaning: list[float]  # a unit vector among the local model's
    words: Table  # by place
    rarity: Table  # by place
    vain: float  # log-odds that no page answers

    def of(self, stems: Iterable[str]) -> float:
        """Return how far the stems of a passage are those expected."""
        held = wording(stems)
        length = float(np.linalg.norm(self.rarity[held]))
        return float(self.words[held] @ self.rarity[held]) / length if length else 0.0


@dataclass(frozen=True)
class Expectations:
    """What was learned: measures of a question -> `narrow` -> `wide`, a shift of its meaning, then words by place."""

    narrow: Table
    wide: Table
    rarity: Table
    vain: Table  # what each measure says for the question being asked in vain, and what is said of all

    def of(self, question: str, vector: Sequence[float]) -> Expected:
        """Return what a question, whose vector by the local model is `vector`, expects of its answer."""
        places, counts = _asked_places(question)
        meaning = np.asarray(vector, dtype=np.float32)
        said = len(meaning) + places
        measured = meaning @ self.narrow[: len(meaning)] + counts @ self.narrow[said]
        moved = measured @ self.wide
        vain = meaning @ self.vain[: len(meaning)] + counts @ self.vain[said] + self.vain[-1]
        meaning = meaning + moved[: len(meaning)]
        length = float(np.linalg.norm(meaning))
        expected = own_words(question, self.rarity) + moved[len(meaning) :]
        return Expected((meaning / length).tolist(), expected / length, self.rarity, float(vain))

    def write(self, path: Path) -> None:
        """Keep it, to three figures, which is more than they mean."""
        np.savez_compressed(path, **{one.name: getattr(self, one.name).astype(np.float16) for one in fields(self)})

    @classmethod
    def read(cls, path: Path) -> "Expectations":
        """Return what `write` kept."""
        with np.load(path) as kept:
            return cls(*(kept[one.name].astype(np.float32) for one in fields(cls)))


@cache
def learned() -> Expectations:
    """Return what ships, read once."""
    return Expectations.read(LEARNED)


def wording(stems: Iterable[str]) -> NDArray[np.intp]:
    """Return the places of a passage's stems."""
    return np.fromiter({_place(stem) for stem in stems}, dtype=np.intp)


def own_words(question: str, rarity: Table) -> Table:
    """Return the places of a question's own words, weighed by rarity, of length 1; one without any has length 0."""
    asked = (word for word in words(question)[:_LONGEST_READ] if word not in STOP_WORDS and len(word) > 1)
    held = wording(map(_root, asked))
    own = np.zeros(PLACES, dtype=np.float32)
    own[held] = rarity[held]
    return own / max(float(np.linalg.norm(own)), 1e-6)


def measures(questions: Sequence[str], vectors: Table) -> Table:
    """Return a row of measures for each question: its meaning, then its wording."""
    rows = np.zeros((len(questions), WORDING_PLACES), dtype=np.float32)
    for row, question in zip(rows, questions, strict=True):
        places, counts = _asked_places(question)
        row[places] = counts
    return np.hstack([vectors, rows])


def _asked_places(question: str) -> tuple[NDArray[np.intp], Table]:
    """Return the places of a question's words, roots and pairs of words, and how much each counts."""
    asked = words(question)[:_LONGEST_READ]
    alone = (f"^{word}$" for word in asked if len(word) > 1)
    roots = (f"{_root(word)}*" for word in asked if len(word) > 2)
    pairs = (f"{one} {other}" for one, other in pairwise(asked))
    said = Counter(zlib.crc32(what.encode()) % WORDING_PLACES for what in {*chain(alone, roots, pairs)})
    counts = np.sqrt(np.fromiter(said.values(), dtype=np.float32))
    counts *= np.float32(_WORDING_COUNTS / max(float(np.linalg.norm(counts)), 1e-6))
    return np.fromiter(said, dtype=np.intp), counts


def _root(word: str) -> str:
    """Return what a word has in common with its other forms, roughly as PostgreSQL's stems."""
    return _ENDING.sub("", word)


@lru_cache(maxsize=65_536)
def _place(stem: str) -> int:
    return zlib.crc32(stem[:_LETTERS].encode()) % PLACES
