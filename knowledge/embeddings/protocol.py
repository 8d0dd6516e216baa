"""What every embedder offers, and how it says that it cannot."""

from collections.abc import Sequence
from typing import Protocol

from kavakbot.errors import KavakbotError

Vector = list[float]


def halfvec(vector: Vector) -> str:
    """Return a vector as PostgreSQL reads it, in as many digits as single floats have: a third of pgvector's time."""
    return f"[{','.join(['%.8g'] * len(vector))}]" % tuple(vector)


class EmbeddingUnavailable(KavakbotError):
    """The embedding model cannot be reached or answered something unusable."""

    code = "embedding_unavailable"
    retryable = True


class Embedder(Protocol):
    """One embedding model."""

    @property
    def name(self) -> str:
        """The model's name, stored beside every vector it made."""

    @property
    def dimensions(self) -> int:
        """The length of its vectors."""

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one unit vector per text, in order; raise `EmbeddingUnavailable` when that cannot be."""
