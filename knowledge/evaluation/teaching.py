"""Learn from taught questions what the passage that answers a question is like (knowledge/expecting.py).

Each question chooses among all the passages, those of its own page with it, by its moved meaning and the words it
expects; gradient descent from nothing makes the right choice likely. A part of the wording is left out at random, so
that no single word is trusted, and few passes are made: what is learned last is by heart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.expecting import PLACES, WORDING_PLACES, Expectations, Table, measures, own_words, wording

_PASSES = 18
_BATCH = 512
_RATE = 1.0
_INERTIA = 0.9
_SHARPNESS = 15.0  # of the choice: what a likeness is multiplied by
_LEFT_OUT = 0.3  # of the wording
_RANK = 192
_VAIN_STEPS = 100
_VAIN_RATE = 2.0
_VAIN_REGULARISATION = 1e-3


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


def fit(taught: Taught) -> Expectations:
    """Return the expectations that make each question's passage the likeliest."""
    rarity = _rarity(taught.stems)
    passages = np.hstack([taught.passages, _passage_words(taught.stems, rarity)])
    asked = np.hstack([taught.vectors, np.array([own_words(one, rarity) for one in taught.questions])])
    measured = measures(taught.questions, taught.vectors)
    mix = _descend(measured, asked, passages, np.array(taught.answers))
    basis, upright = np.linalg.qr(passages.T)
    left, sizes, right = np.linalg.svd(mix @ upright.T, full_matrices=False)
    root = np.sqrt(sizes[:_RANK])
    vain = _vain(measured, measures(taught.in_vain, taught.vectors_in_vain))
    return Expectations(left[:, :_RANK] * root, root[:, None] * (right[:_RANK] @ basis.T), rarity, vain)


def _vain(answered: Table, in_vain: Table) -> Table:
    """Return what each measure says for a question being asked in vain: logistic regression, both kinds as heavy."""
    both = np.vstack([answered, in_vain])
    inputs = np.hstack([both, np.ones((len(both), 1), dtype=np.float32)])
    vain = np.arange(len(both)) >= len(answered)
    counts = np.where(vain, 0.5 / len(in_vain), 0.5 / len(answered)).astype(np.float32)
    weights = np.zeros(inputs.shape[1], dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(_VAIN_STEPS):
        wrong = ((1.0 / (1.0 + np.exp(-inputs @ weights)) - vain) * counts).astype(np.float32)
        speed = _INERTIA * speed - _VAIN_RATE * (wrong @ inputs + _VAIN_REGULARISATION * weights)
        weights += speed
    return weights


def _descend(measured: Table, asked: Table, passages: Table, answers: NDArray[np.intp]) -> Table:
    """Return how much of each passage (column) each measure (row) adds to what is asked.

    A question may only move towards passages and away from others, so that all of it happens among as many numbers as
    there are passages.
    """
    chance = np.random.default_rng(0)
    alike, known = passages @ passages.T, asked @ passages.T
    mix = np.zeros((measured.shape[1], len(passages)), dtype=np.float32)
    speed = np.zeros_like(mix)
    for _ in range(_PASSES):
        for batch in np.array_split(chance.permutation(len(measured)), max(1, len(measured) // _BATCH)):
            inputs = _with_gaps(measured[batch], chance)
            wrong = _likely(known[batch] + inputs @ mix @ alike)
            wrong[np.arange(len(batch)), answers[batch]] -= 1.0
            speed = _INERTIA * speed - _RATE / len(batch) * (inputs.T @ wrong)
            mix += speed
    return mix


def _with_gaps(measured: Table, chance: np.random.Generator) -> Table:
    """Leave out some of the wording, and let the rest count as much as all of it."""
    meaning = measured.shape[1] - WORDING_PLACES
    kept = chance.random((len(measured), WORDING_PLACES), dtype=np.float32) >= _LEFT_OUT
    return np.hstack([measured[:, :meaning], measured[:, meaning:] * kept / np.float32(1.0 - _LEFT_OUT)])


def _likely(likeness: Table) -> Table:
    raised = np.exp(_SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
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
