"""Learn from taught questions what the passage that answers a question is like (knowledge/expecting.py).

Each question chooses among all the passages, those of its own page with it, by its moved meaning and the words it
expects; gradient descent from nothing makes the right choice likely. Half the wording is left out at random, so that
no single word is trusted, and few passes are made: what is learned last is by heart.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.expecting import PLACES, WORDING_PLACES, Expectations, Table, measures, own_words, wording

TAUGHT = Path(__file__).resolve().parent / "taught"
_PASSES = 18
_BATCH = 512
_RATE = 1.0
_INERTIA = 0.9
_SHARPNESS = 15.0  # of the choice: what a cosine is multiplied by
_LEFT_OUT = 0.3  # of the wording
_RANK = 96
_VAIN_STEPS = 100
_VAIN_RATE = 2.0
_VAIN_REGULARISATION = 1e-3


@dataclass(frozen=True)
class Lesson:
    """A section of a page with the questions that it answers; one without a heading has questions nothing answers."""

    writer: str
    page: str
    heading: str
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Taught:
    """Questions with their vectors by the local model, and for each the index of the passage that answers it."""

    questions: Sequence[str]
    vectors: Table
    answers: Sequence[int]
    passages: Table  # a vector each
    stems: Sequence[Sequence[str]]  # of each passage
    in_vain: Sequence[str]  # questions that no passage answers
    vectors_in_vain: Table

    def without(self, questions: Collection[str]) -> "Taught":
        """Return the same without these questions, and without the passages that nothing else asks for."""
        kept = [at for at, question in enumerate(self.questions) if question not in questions]
        asked_for = sorted({self.answers[at] for at in kept})
        return Taught(
            [self.questions[at] for at in kept],
            self.vectors[kept],
            [asked_for.index(self.answers[at]) for at in kept],
            self.passages[asked_for],
            [self.stems[at] for at in asked_for],
            [question for question in self.in_vain if question not in questions],
            self.vectors_in_vain[[question not in questions for question in self.in_vain]],
        )


def lessons(folder: Path = TAUGHT) -> list[Lesson]:
    """Return what every writer wrote, in order."""
    return [one for path in sorted(folder.glob("*.jsonl")) for one in _lessons_of(path)]


def _lessons_of(path: Path) -> Iterator[Lesson]:
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        yield Lesson(path.stem, one["page"], one["heading"], one["text"], tuple(one["questions"]))


def fit(taught: Taught) -> Expectations:
    """Return the expectations that make each question's passage the likeliest."""
    rarity = _rarity(taught.stems)
    passages = np.hstack([taught.passages, _passage_words(taught.stems, rarity)])
    asked = np.hstack([taught.vectors, np.array([own_words(one, rarity) for one in taught.questions])])
    mix = _descend(measures(taught.questions, taught.vectors), asked, passages, np.array(taught.answers))
    basis, upright = np.linalg.qr(passages.T)
    left, sizes, right = np.linalg.svd(mix @ upright.T, full_matrices=False)
    root = np.sqrt(sizes[:_RANK])
    wide = root[:, None] * (right[:_RANK] @ basis.T)
    return Expectations(left[:, :_RANK] * root, wide, rarity, _vain(taught))


def _vain(taught: Taught) -> Table:
    """Return what each measure says for a question being asked in vain: logistic regression, both kinds as heavy."""
    asked = measures([*taught.questions, *taught.in_vain], np.vstack([taught.vectors, taught.vectors_in_vain]))
    inputs = np.hstack([asked, np.ones((len(asked), 1), dtype=np.float32)])
    vain = np.arange(len(asked)) >= len(taught.questions)
    counts = np.where(vain, 0.5 / max(vain.sum(), 1), 0.5 / max((~vain).sum(), 1)).astype(np.float32)
    weights = np.zeros(inputs.shape[1], dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(_VAIN_STEPS):
        wrong = (1.0 / (1.0 + np.exp(-inputs @ weights)) - vain) * counts
        speed = _INERTIA * speed - _VAIN_RATE * (wrong.astype(np.float32) @ inputs + _VAIN_REGULARISATION * weights)
        weights += speed
    return weights


def _descend(measured: Table, asked: Table, passages: Table, answers: NDArray[np.intp]) -> Table:
    """Return how much of each passage (column) each measure (row) adds to what is asked.

    A question may only move towards passages and away from others, so that all of it happens among as many numbers as
    there are passages.
    """
    chance = np.random.default_rng(0)
    alike = passages @ passages.T
    known = asked @ passages.T
    within = np.linalg.solve(alike + 1e-3 * np.eye(len(alike), dtype=np.float32), known.T).T  # `asked` as such a mix
    squares = (asked**2).sum(axis=1)
    mix = np.zeros((measured.shape[1], len(passages)), dtype=np.float32)
    speed = np.zeros_like(mix)
    for _ in range(_PASSES):
        for batch in np.array_split(chance.permutation(len(measured)), max(1, len(measured) // _BATCH)):
            inputs = _with_gaps(measured[batch], chance)
            added = inputs @ mix
            reached = added @ alike
            lengths = np.sqrt(squares[batch] + (added * (2 * known[batch] + reached)).sum(axis=1))[:, None]
            cosines = (known[batch] + reached) / lengths
            wrong = _likely(cosines)
            wrong[np.arange(len(batch)), answers[batch]] -= 1.0
            turned = (wrong * cosines).sum(axis=1, keepdims=True) * (within[batch] + added) / lengths
            speed = _INERTIA * speed - _RATE / len(batch) * (inputs.T @ ((wrong - turned) / lengths))
            mix += speed
    return mix


def _with_gaps(measured: Table, chance: np.random.Generator) -> Table:
    """Leave out some of the wording, and let the rest count as much as all of it."""
    meaning = measured.shape[1] - WORDING_PLACES
    kept = chance.random((len(measured), WORDING_PLACES), dtype=np.float32) >= _LEFT_OUT
    return np.hstack([measured[:, :meaning], measured[:, meaning:] * kept / (1.0 - _LEFT_OUT)])


def _likely(cosines: Table) -> Table:
    raised = np.exp(_SHARPNESS * (cosines - cosines.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _rarity(stems: Sequence[Sequence[str]]) -> Table:
    """Return by place how few passages hold a stem there."""
    holding = np.zeros(PLACES)
    for one in stems:
        holding[wording(one)] += 1
    return np.log(1 + (len(stems) - holding + 0.5) / (holding + 0.5)).astype(np.float32)


def _passage_words(stems: Sequence[Sequence[str]], rarity: Table) -> Table:
    """Return a row by place for each passage, of length 1."""
    rows = np.zeros((len(stems), PLACES), dtype=np.float32)
    for row, one in zip(rows, stems, strict=True):
        held = wording(one)
        row[held] = rarity[held]
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return rows
