"""Learns from labelled messages what each measure of a message says of its act (conversations/dialogue/likelihoods.py).

The weights make the labels likely; a little regularisation keeps measures that say nothing near 0. What is learned from
counts for its worth: of acts, those of few examples count more than their number, by its root.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conversations.dialogue.likelihoods import Weights

LABELLED = Path(__file__).parent / "labelled"
_STEPS = 400
_RATE = 0.05
_REGULARISATION = 1e-4


def labelled(folder: Path = LABELLED) -> list[tuple[str, str]]:
    """Return the labels and messages of every file, in order."""
    return [row for path in sorted(folder.glob("*.tsv")) for row in messages(path)]


def messages(path: Path) -> list[tuple[str, str]]:
    """Return the labels and messages of one file, whose first line names its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(label, text) for label, text in rows]


def fit(
    measures: NDArray[np.float32],
    labels: Sequence[str],
    *,
    worth: Mapping[str, float] | None = None,
    steps: int = _STEPS,
) -> Weights:
    """Return the weights that explain the labels best (softmax regression by Adam, all examples at each step).

    `worth` is what an example of each label counts; without it, one over the root of how many there are.
    """
    known = sorted(set(labels))
    right = np.eye(len(known), dtype=np.float32)[[known.index(label) for label in labels]]
    each = {label: worth[label] if worth else labels.count(label) ** -0.5 for label in known}
    worths = np.array([each[label] for label in labels], dtype=np.float32)[:, None]
    worths /= worths.mean()
    inputs = np.hstack([measures, np.ones((len(measures), 1), dtype=np.float32)])
    table = np.zeros((inputs.shape[1], len(known)), dtype=np.float32)
    momentum, spread = np.zeros_like(table), np.zeros_like(table)
    for step in range(1, steps + 1):
        likely = Weights(tuple(known), table).likelihoods(measures)
        slope = inputs.T @ ((likely - right) * worths) / len(inputs)
        slope[:-1] += _REGULARISATION * table[:-1]
        momentum = 0.9 * momentum + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        table -= _RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return Weights(tuple(known), table)
