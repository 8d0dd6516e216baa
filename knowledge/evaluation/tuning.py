"""Learn from labelled questions what each measured feature of a passage counts (knowledge/relevance.py).

A question chooses among its candidates and "nothing answers": the weights make the right choice likely. A little
regularisation keeps features that say nothing near 0. The bias then puts the floor where most answers are kept, and
questions that nothing answers say from where on an answer is sure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.dataset import Question
from knowledge.relevance import Features, Weights

KEPT = 0.92  # of the questions with an answer, at the floor
DOUBTED = 2 / 3  # of the questions without one, below what is sure
_TAUGHT_COUNTS = 0.1  # a taught question beside one of the shipped datasets
_STEPS = 400
_RATE = 0.1
_REGULARISATION = 0.003

NAMES = [field.name for field in fields(Features)]


@dataclass(frozen=True)
class Example:
    """One question's candidates, as features, and which of them answer."""

    question: Question
    candidates: tuple[Features, ...]
    answers: tuple[bool, ...]


@dataclass(frozen=True)
class _Choices:
    """Many questions at once: each a row of candidates, padded to the longest; `there` tells which are candidates."""

    measured: NDArray[np.float64]  # questions x candidates x features
    right: NDArray[np.bool_]
    there: NDArray[np.bool_]
    counts: NDArray[np.float64]  # how much each question counts


def fit(
    examples: Sequence[Example], *, taught: Sequence[Example] = (), without: frozenset[str] = frozenset()
) -> Weights:
    """Return the weights that explain all the examples best; features named in `without` count nothing.

    The levels are found on `examples` alone: the taught ones are many and harder than what customers ask.
    """
    used = np.array([float(name not in without) for name in NAMES])
    choices = _choices([*((one, 1.0) for one in examples), *((one, _TAUGHT_COUNTS) for one in taught)])
    parameters = np.zeros(len(NAMES) + 1)
    momentum, spread = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, _STEPS + 1):
        slope = _slope(parameters, choices) * np.concatenate([[1.0], used])
        momentum = 0.9 * momentum + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        parameters -= _RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    weights = dict(zip(NAMES, (float(value) for value in parameters[1:]), strict=True))
    return _with_levels(Weights(float(parameters[0]), 0.0, weights), examples)


def _choices(examples: Sequence[tuple[Example, float]]) -> _Choices:
    """Gather what can be learned from: an answer among the candidates, or that there is none."""
    usable = [
        (one, counts) for one, counts in examples if one.candidates and (any(one.answers) or not one.question.expected)
    ]
    shape = len(usable), max(len(one.candidates) for one, _ in usable)
    nothing = np.zeros(shape, dtype=bool)
    counts = np.array([each for _, each in usable])
    choices = _Choices(np.zeros((*shape, len(NAMES))), nothing.copy(), nothing.copy(), counts / counts.sum())
    for at, (one, _) in enumerate(usable):
        found = slice(len(one.candidates))
        choices.measured[at, found] = [[float(getattr(each, name)) for name in NAMES] for each in one.candidates]
        choices.right[at, found] = one.answers
        choices.there[at, found] = True
    return choices


def _slope(parameters: NDArray[np.float64], choices: _Choices) -> NDArray[np.float64]:
    """The gradient of the mean negative log likelihood; "nothing answers" has the score 0."""
    scores = np.exp(np.clip(parameters[0] + choices.measured @ parameters[1:], -30, 30)) * choices.there
    meant = scores * choices.right
    meant /= np.maximum(meant.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    difference = (scores / (1.0 + scores.sum(axis=1, keepdims=True)) - meant) * choices.counts[:, None]
    total = np.concatenate([[difference.sum()], np.einsum("qc,qcf->f", difference, choices.measured)])
    return total + _REGULARISATION * np.concatenate([[0.0], parameters[1:]])


def _with_levels(weights: Weights, examples: Sequence[Example]) -> Weights:
    """Move the bias so that the floor, 0, keeps the share of answers that is wanted, and find what is sure."""
    answered, unanswered = (
        sorted(
            max(weights.relevance(candidate) for candidate in one.candidates)
            for one in examples
            if one.candidates and bool(one.question.expected) is has_answer
        )
        for has_answer in (True, False)
    )
    floor = answered[int(len(answered) * (1.0 - KEPT))]
    sure = unanswered[int(len(unanswered) * DOUBTED)] - floor if unanswered else 0.0
    return Weights(weights.bias - floor, max(0.0, sure), weights.features)


def as_json(weights: Mapping[str, Weights]) -> dict[str, dict[str, object]]:
    """Return plain data, rounded to what means anything."""
    return {
        model: {
            "bias": round(one.bias, 3),
            "sure": round(one.sure, 3),
            "features": {name: round(value, 3) for name, value in one.features.items()},
        }
        for model, one in weights.items()
    }
