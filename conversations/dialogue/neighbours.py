"""Guesses the act of a message that no phrase was sure of, from labelled messages that mean nearly the same.

The encoder is handed in: this module turns texts into nothing itself, and loads nothing before the first guess.
"""

import csv
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from conversations.dialogue.acts import Act

# Chosen on messages held out from the exemplars (tests/unsure.tsv): nearer is surer and rarer.
NEAR_ENOUGH = 0.5
NEIGHBOURS = 3
_OTHER = "other"  # exemplars of what we do not do, so that something can be near to them


class Encoder(Protocol):
    """What makes unit vectors of texts that mean the same lie near each other."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order."""


class Neighbours:
    """The exemplars and their vectors, which are made once, at the first guess."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        with (Path(__file__).parent / "exemplars.tsv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file, delimiter="\t")
        self._acts = [act for act, _ in rows]
        self._texts = [text for _, text in rows]
        self._vectors: np.ndarray | None = None
        self._lock = threading.Lock()  # two threads need not both make the vectors

    def guess(self, text: str) -> frozenset[Act] | None:
        """Return the act that the nearest exemplars vote for, none for what we do not do; None when none is near."""
        nearness = self._matrix() @ np.asarray(self._encoder.embed([text])[0])
        nearest = np.argsort(-nearness)[:NEIGHBOURS]
        if nearness[nearest[0]] < NEAR_ENOUGH:
            return None
        votes: dict[str, float] = defaultdict(float)
        for index in nearest:
            votes[self._acts[index]] += float(nearness[index])
        best = max(votes, key=lambda act: votes[act])
        return frozenset() if best == _OTHER else frozenset({Act(best)})

    def load(self) -> None:
        """Make the vectors of the exemplars, where they are not made yet."""
        self._matrix()

    def _matrix(self) -> np.ndarray:
        with self._lock:
            if self._vectors is None:
                self._vectors = np.asarray(self._encoder.embed(self._texts))
            return self._vectors
