"""Vectors made shorter, so that their index has less to read: those of the local model, along its principal axes.

The local model's 512 dimensions all say something, but much of it twice: turned to the axes along which passages differ
most, the first half of them tells nearly all. `manage.py learn_axes` learned the axes from the taught passages. Who
learns them anew empties `ChunkEmbedding.compact` in a migration; the sweep fills it in (knowledge/reembedding.py).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.embeddings.protocol import Vector
from knowledge.models import COMPACT_DIMENSIONS, LOCAL_MODEL

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

AXES = Path(__file__).parent / "axes.npz"


def compact(model: str, vectors: Sequence[Vector]) -> Sequence[Vector | None]:
    """Return each vector in few dimensions, or nothing where the model's axes are not known."""
    if model != LOCAL_MODEL or not vectors:
        return [None] * len(vectors)
    import numpy as np  # who serves pages pays for no numpy

    short: list[Vector] = (np.asarray(vectors, dtype=np.float32) @ _axes()).tolist()
    return short


def principal_axes(vectors: "NDArray[float32]") -> "NDArray[float32]":
    """Return the axes (columns) that hold most of the vectors, the longest first; each points where it is largest."""
    import numpy as np

    _, axes = np.linalg.eigh(vectors.T @ vectors)  # the shortest first
    axes = axes[:, : -COMPACT_DIMENSIONS - 1 : -1]
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(COMPACT_DIMENSIONS)]
    return np.asarray(axes * np.sign(largest), dtype=np.float32)


@cache
def _axes() -> "NDArray[float32]":
    """Load on first use."""
    import numpy as np

    with np.load(AXES) as kept:
        return np.asarray(kept["axes"], dtype=np.float32)
