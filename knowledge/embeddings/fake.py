"""An embedder for tests: deterministic, instant, and able to fail on demand."""

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.embeddings.protocol import EmbeddingUnavailable, Vector
from knowledge.models import DIMENSIONS


@dataclass
class FakeEmbedder:
    """Hash words into dimensions, so that texts that share words are near each other."""

    name: str = "fake"
    dimensions: int = DIMENSIONS
    down: bool = False
    seen: list[str] = field(default_factory=list)

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one unit vector per text and remember the texts; raise when `down`."""
        if self.down:
            raise EmbeddingUnavailable("the fake embedder is down")
        self.seen += texts
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Vector:
        vector = [0.0] * self.dimensions
        vector[0] = 1e-6  # a text without words still has a direction
        for word in re.findall(r"\w+", text.lower()):
            vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimensions] += 1.0
        length = math.sqrt(sum(value * value for value in vector))
        return [value / length for value in vector]
