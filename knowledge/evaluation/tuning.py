"""Learn from labelled questions what each measured feature of a passage counts (knowledge/relevance.py).

A question chooses among its candidates and "nothing answers": the weights make the right choice likely. A little
regularisation keeps features that say nothing near 0. The bias then puts the floor where most answers are kept. What is
judged best is an answer or not: other weights of the same features make that choice likely (decision 68).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.dataset import Question
from knowledge.relevance import Features, Judge, Weights, ahead

KEPT = 0.97  # of the questions with an answer, at the floor
KEPT_WITHOUT_VECTORS = 0.92  # where less is known, less is answered
SURE = 0.45  # how likely what is judged best is right, where it is told as the answer
NEAREST = 0.25  # the same where it is told as the nearest there is
_STEPS = 200  # the more, the less the length of passages counts, which is much alike in what is learned from
_MORE_STEPS = 2000  # where there is but one candidate each
_RATE = 0.1
_REGULARISATION = 0.003

_COMPARED = frozenset({"ahead"})  # not known before all were judged
NAMES = [field.name for field in fields(Features)]


@dataclass(frozen=True)
class Example:
    """One question's candidates, as features, and which of them answer."""

    question: Question
    candidates: tuple[Features, ...]
    answers: tuple[bool, ...]


def fit(
    examples: Sequence[Example],
    *,
    of_answers: Sequence[Example] = (),
    without: frozenset[str] = frozenset(),
    kept: float = KEPT,
) -> Judge:
    """Return the judge that explains the examples best; features named in `without` count nothing.

    `of_answers` are more of them from which only what is sure is learned.
    """
    usable = [one for one in examples if one.candidates and (any(one.answers) or not one.question.expected)]
    relevance = _at_the_floor(_weights(usable, without | _COMPARED), examples, kept)
    best = [_best(one, relevance) for one in (*examples, *of_answers) if one.candidates]
    told = [one for one in best if relevance.score(one.candidates[0]) >= 0.0]
    sureness = _at_least(SURE, _weights(told, without, steps=_MORE_STEPS))
    return Judge(relevance, sureness, nearest=_log_odds(NEAREST) - _log_odds(SURE))


def _at_least(likely: float, weights: Weights) -> Weights:
    """Move the bias so that what is as likely right as this, or more, is above 0."""
    return replace(weights, bias=weights.bias - _log_odds(likely))


def _log_odds(likely: float) -> float:
    return math.log(likely / (1.0 - likely))


def _best(example: Example, relevance: Weights) -> Example:
    """Return an example with but the candidate that is judged best, right or not, and how far it is ahead."""
    scores = [relevance.score(one) for one in example.candidates]
    at = scores.index(max(scores))
    best = replace(example.candidates[at], ahead=ahead(scores[at], (*scores[:at], *scores[at + 1 :])))
    return Example(example.question, (best,), (example.answers[at],))


def _weights(examples: Sequence[Example], without: frozenset[str], *, steps: int = _STEPS) -> Weights:
    """Return the weights that make the right choices among the candidates of each example, or none, most likely."""
    used = np.array([float(name not in without) for name in NAMES])
    tables = [_table(one) * used for one in examples]
    answers = [np.array(one.answers, dtype=float) for one in examples]
    parameters = np.zeros(len(NAMES) + 1)
    momentum, spread = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, steps + 1):
        slope = _slope(parameters, tables, answers)
        momentum = 0.9 * momentum + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        parameters -= _RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return Weights(
        float(parameters[0]), dict(zip(NAMES, (float(value) for value in parameters[1:] * used), strict=True))
    )


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


def _at_the_floor(weights: Weights, examples: Sequence[Example], kept: float) -> Weights:
    """Move the bias so that the floor, 0, keeps the share of answers that is wanted."""
    best = sorted(
        max(weights.score(candidate) for candidate in one.candidates)
        for one in examples
        if one.candidates and one.question.expected
    )
    return replace(weights, bias=weights.bias - best[int(len(best) * (1.0 - kept))])


def _table(example: Example) -> NDArray[np.float64]:
    return np.array([list(asdict(candidate).values()) for candidate in example.candidates], dtype=float)


def as_json(judges: Mapping[str, Judge]) -> dict[str, dict[str, object]]:
    """Return plain data, rounded to what means anything."""
    return {
        model: {"relevance": _rounded(one.relevance), "sureness": _rounded(one.sureness)}
        | {"nearest": round(one.nearest, 3)}
        for model, one in judges.items()
    }


def _rounded(weights: Weights) -> dict[str, object]:
    features = {name: round(value, 3) for name, value in weights.features.items() if value}
    return {"bias": round(weights.bias, 3), "features": features}
