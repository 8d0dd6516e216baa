"""What the passage that answers a question is like: where its meaning lies, and which words it holds.

Customers do not speak as pages do. From thousands of questions, each by somebody who was shown one passage
(knowledge/evaluation/taught/), `manage.py tune_retrieval` learned a linear map: a question, measured by its vector and
its wording, is moved to where its answer lies among the local model's vectors of passages, which stay as they are, and
says which stems are expected there. The map is kept as the product of two narrow tables of small whole numbers. From
questions that no page answered it learned besides how a question sounds that asks in vain.
"""

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings import Vector
from knowledge.language.folding import words
from knowledge.language.topics import STOP_WORDS

Table = NDArray[np.float32]

LEARNED = Path(__file__).parent / "expecting.npz"
PLACES = 2048  # among which the stems of passages are spread
WORDING_PLACES = 4096  # among which a question's words, roots, pairs and runs of letters are
_WORDING_COUNTS = 2.0  # beside a meaning of length 1
LETTERS = 6  # of a stem that count: PostgreSQL's and ours are cut alike
_RUN = 4  # letters: what a misspelt word still has in common with the right one
LONGEST_READ = 60
_ENDING = re.compile(r"(?:[aeo]s?|s)$")
_WHOLE = 127.0  # the largest of the small numbers


@dataclass(frozen=True)
class Expected:
    """What is expected of the answer to one question."""

    meaning: Vector  # a unit vector among the local model's
    sureness: float  # its length before: of what was often taught, more
    words: Table  # by place
    rarity: Table  # by place
    vain: float  # log-odds that no page answers

    def of(self, stems: Iterable[str]) -> float:
        """Return how far the stems of a passage are those expected."""
        held = wording(stems)
        rarity = self.rarity[held]
        length = math.sqrt(rarity @ rarity)  # a search takes twenty: numpy's own norm costs as much as all the rest
        return float(self.words[held] @ rarity) / length if length else 0.0


@dataclass(frozen=True)
class Expectations:
    """What was learned: measures of a question -> `narrow` -> `wide`, a shift of its meaning, then words by place."""

    narrow: Table
    wide: Table
    rarity: Table
    vain: Table  # what each measure says for the question being asked in vain, and what is said of all

    def of(self, question: str, vector: Vector) -> Expected:
        """Return what a question, whose vector by the local model is `vector`, expects of its answer."""
        own = np.asarray(vector, dtype=np.float32)
        places, counts = _asked_places(question)
        said = len(own) + places
        moved = (own @ self.narrow[: len(own)] + counts @ self.narrow[said]) @ self.wide
        vain = float(own @ self.vain[: len(own)] + counts @ self.vain[said] + self.vain[-1])
        meaning = own + moved[: len(own)]
        length = float(np.linalg.norm(meaning))
        expected = own_words(question, self.rarity) + moved[len(own) :]
        return Expected((meaning / length).tolist(), length, expected, self.rarity, vain)

    def write(self, path: Path) -> None:
        """Keep it."""
        narrow, narrow_scale = _in_whole_numbers(self.narrow)
        wide, wide_scale = _in_whole_numbers(self.wide)
        np.savez_compressed(
            path,
            narrow=narrow,
            narrow_scale=narrow_scale,
            wide=wide,
            wide_scale=wide_scale,
            rarity=self.rarity.astype(np.float16),
            vain=self.vain.astype(np.float16),
        )

    @classmethod
    def read(cls, path: Path) -> "Expectations":
        """Return what `write` kept, to two figures, which is as much as they mean."""
        with np.load(path) as kept:
            narrow, wide = (
                kept[name].astype(np.float32) * kept[f"{name}_scale"].astype(np.float32) for name in ("narrow", "wide")
            )
            return cls(narrow, wide, *(kept[name].astype(np.float32) for name in ("rarity", "vain")))


@cache
def learned() -> Expectations:
    """Return what ships, read once."""
    return Expectations.read(LEARNED)


def wording(stems: Iterable[str]) -> NDArray[np.intp]:
    """Return the places of a passage's stems."""
    return np.fromiter(set(map(_place, stems)), dtype=np.intp)


def own_words(question: str, rarity: Table) -> Table:
    """Return the places of a question's own words, weighed by rarity, of length 1; one without any has length 0."""
    asked = (word for word in words(question)[:LONGEST_READ] if word not in STOP_WORDS and len(word) > 1)
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
    """Return the places of all that a question's wording says, and how much each counts."""
    said = dict.fromkeys(_said(words(question)[:LONGEST_READ]))
    counted: dict[int, int] = {}
    for what in said:
        place = zlib.crc32(what.encode()) % WORDING_PLACES
        counted[place] = counted.get(place, 0) + 1
    counts = np.sqrt(np.fromiter(counted.values(), dtype=np.float32, count=len(counted)))
    counts *= np.float32(_WORDING_COUNTS / max(float(np.linalg.norm(counts)), 1e-6))
    return np.fromiter(counted, dtype=np.intp, count=len(counted)), counts


def _said(asked: Sequence[str]) -> Iterator[str]:
    """Yield a question's words, their roots, their pairs, and their runs of letters."""
    yield from (f"^{word}$" for word in asked if len(word) > 1)
    yield from roots_and_pairs(asked)
    for word in asked:
        whole = f"<{word}>"
        yield from (whole[at : at + _RUN] for at in range(max(1, len(whole) - _RUN + 1)))


def roots_and_pairs(asked: Sequence[str]) -> Iterator[str]:
    """Yield the roots of a question's words, and which word stands beside which."""
    yield from (f"{_root(word)}*" for word in asked if len(word) > 2)
    yield from (f"{one} {other}" for one, other in pairwise(asked))


def _root(word: str) -> str:
    """Return what a word has in common with its other forms, roughly as PostgreSQL's stems."""
    return _ENDING.sub("", word)


@lru_cache(maxsize=65_536)
def _place(stem: str) -> int:
    return zlib.crc32(stem[:LETTERS].encode()) % PLACES


def _in_whole_numbers(table: Table) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Return a table as small whole numbers, and what each row of them is to be multiplied by."""
    scale = (np.abs(table).max(axis=1, keepdims=True) / _WHOLE).astype(np.float16)
    kept = np.round(table / np.maximum(scale.astype(np.float32), np.float32(1e-8)))
    return np.clip(kept, -_WHOLE, _WHOLE).astype(np.int8), scale
