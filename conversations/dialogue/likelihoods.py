"""Tells how likely each act is to be what a message does, by weights learned from labelled messages.

A message is measured by its meaning, a vector that the encoder handed in makes of it, and by its wording: words, pairs
of words and pieces of words, each counted in one of so many places. The weights are a softmax's; they are learned by
`manage.py tune_hearing` from `conversations/evaluation/labelled/`.
"""

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.spelling import fold
from conversations.dialogue.acts import Act

OTHER = "other"  # the label of what we do not do, so that something can be likely to be that
LEARNED = Path(__file__).parent / "likelihoods.npz"

# How likely each act is, and None for what we do not do; empty where nothing can tell.
Likelihood = Mapping[Act | None, float]

_PLACES = 4096
_WORDING_COUNTS = 0.7  # beside a meaning of length one
_PIECE = 4  # letters
_WORDS = re.compile(r"[a-zñ]+|\d|[?]")


class Encoder(Protocol):
    """What makes unit vectors of texts that mean the same lie near each other."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order."""


@dataclass(frozen=True)
class Weights:
    """What was learned: a row of `table` for each measure of a message and one for none, a column for each label."""

    labels: tuple[str, ...]
    table: NDArray[np.float32]

    def likelihoods(self, measures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how likely each label is for each measured message; rows add up to 1."""
        scores = measures @ self.table[:-1] + self.table[-1]
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)

    def write(self, path: Path) -> None:
        """Keep them, to three figures, which is more than they mean."""
        np.savez_compressed(path, labels=np.array(self.labels), table=self.table.astype(np.float16))

    @classmethod
    def read(cls, path: Path) -> "Weights":
        """Return what `write` kept."""
        with np.load(path) as kept:
            return cls(tuple(str(label) for label in kept["labels"]), kept["table"].astype(np.float32))


class Likelihoods:
    """The encoder with what was learned, which is read at the first message."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def of(self, text: str) -> Likelihood:
        """Return how likely each act is; all add up to 1."""
        [likely] = self._weights.likelihoods(measure([text], self._encoder))
        labels = (None if label == OTHER else Act(label) for label in self._weights.labels)
        return dict(zip(labels, likely.tolist(), strict=True))

    def load(self) -> None:
        """Read what was learned, and have the encoder load what it needs."""
        self.of("hola")

    @cached_property
    def _weights(self) -> Weights:
        return Weights.read(LEARNED)


def measure(texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """Return a row of measures for each text: its meaning, then its wording."""
    meaning = np.asarray(encoder.embed(texts), dtype=np.float32)
    return np.hstack([meaning, _WORDING_COUNTS * np.array([_wording(text) for text in texts], dtype=np.float32)])


def _wording(text: str) -> NDArray[Any]:
    """Return how often each place is named, so that long messages count no more than short ones."""
    words = _WORDS.findall(fold(text).replace("¿", "?"))
    pairs = [f"{one} {next_one}" for one, next_one in pairwise(words)]
    framed = [f"^{word}$" for word in words]
    pieces = [word[at : at + _PIECE] for word in framed for at in range(len(word) - _PIECE + 1)]
    counted = np.zeros(_PLACES)
    for said, times in Counter([*framed, *pairs, *pieces]).items():
        counted[zlib.crc32(said.encode()) % _PLACES] += times
    return np.sqrt(counted) / max(float(np.sqrt(counted.sum())), 1.0)
