"""Learn from labelled questions what each measured feature of a passage counts (knowledge/relevance.py).

A question chooses among its candidates and "nothing answers": the weights make the right choice likely. A little
regularisation keeps features that say nothing near 0. The bias then puts the floor where most answers are kept, and
questions that nothing answers say from where on an answer is sure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.dataset import Question
from knowledge.relevance import WITHOUT_VECTORS, Features, Weights

KEPT = 0.97  # of the questions with an answer, at the floor
KEPT_WITHOUT_VECTORS = 0.92  # where less is known, less is answered
DOUBTED = 2 / 3  # of the questions without one, below what is sure
_STEPS = 200  # the more, the less the length of passages counts, which is much alike in what is learned from
_RATE = 0.1
_REGULARISATION = 0.003

NAMES = [field.name for field in fields(Features)]


@dataclass(frozen=True)
class Example:
    """One question's candidates, as features, and which of them answer."""

    question: Question
    candidates: tuple[Features, ...]
    answers: tuple[bool, ...]


def fit(examples: Sequence[Example], *, without: frozenset[str] = frozenset(), kept: float = KEPT) -> Weights:
    """Return the weights that explain the examples best; features named in `without` count nothing."""
    used = np.array([float(name not in without) for name in NAMES])
    usable = [one for one in examples if one.candidates and (any(one.answers) or not one.question.expected)]
    tables = [_table(one) * used for one in usable]
    answers = [np.array(one.answers, dtype=float) for one in usable]
    parameters = np.zeros(len(NAMES) + 1)
    momentum, spread = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, _STEPS + 1):
        slope = _slope(parameters, tables, answers)
        momentum = 0.9 * momentum + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        parameters -= _RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    weights = dict(zip(NAMES, (float(value) for value in parameters[1:] * used), strict=True))
    return _with_levels(Weights(float(parameters[0]), 0.0, weights), examples, kept)


def _slope(
    parameters: NDArray[np.float64], tables: Sequence[NDArray[np.float64]], answers: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """The gradient of the mean negative log likelihood; "nothing answers" has the score 0."""
    total = np.zeros_like(parameters)
    for table, right in zip(tables, answers, strict=True):
        scores = np.exp(np.clip(parameters[0] + table @ parameters[1:], -30, 30))
        chosen = scores / (1.0 + scores.sum())
        meant = scores * right / (scores * right).sum() if right.any() else np.zeros_like(scores)
        difference = chosen - meant
        total += np.concatenate([[difference.sum()], difference @ table])
    return total / len(tables) + _REGULARISATION * np.concatenate([[0.0], parameters[1:]])


def _with_levels(weights: Weights, examples: Sequence[Example], kept: float) -> Weights:
    """Move the bias so that the floor, 0, keeps the share of answers that is wanted, and find what is sure."""
    answered, unanswered = (
        sorted(
            max(weights.relevance(candidate) for candidate in one.candidates)
            for one in examples
            if one.candidates and bool(one.question.expected) is has_answer
        )
        for has_answer in (True, False)
    )
    floor = answered[int(len(answered) * (1.0 - kept))]
    sure = unanswered[int(len(unanswered) * DOUBTED)] - floor if unanswered else 0.0
    return Weights(weights.bias - floor, max(0.0, sure), weights.features)


def _table(example: Example) -> NDArray[np.float64]:
    return np.array([list(asdict(candidate).values()) for candidate in example.candidates], dtype=float)


def as_json(weights: Mapping[str, Weights]) -> dict[str, dict[str, object]]:
    """Return plain data, rounded to what means anything; only words alone say what is sure."""
    return {
        model: {
            "bias": round(one.bias, 3),
            **({"sure": round(one.sure, 3)} if model == WITHOUT_VECTORS else {}),
            "features": {name: round(value, 3) for name, value in one.features.items() if value},
        }
        for model, one in weights.items()
    }
