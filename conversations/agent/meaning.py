"""The meaning of messages as vectors: that of one message is made once, whoever asks for it in a turn."""

from array import array
from collections.abc import Sequence
from functools import lru_cache

from catalog.spelling import fold
from knowledge.embeddings.local import LocalEmbedder

_REMEMBERED = 256  # messages; two kilobytes each


class Meaning:
    """The local encoder of texts without accents and capitals, which customers leave out as often as not."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order; raises EmbeddingUnavailable."""
        folded = [fold(text) for text in texts]
        return [list(_of_one(folded[0]))] if len(folded) == 1 else LocalEmbedder().embed(folded)


@lru_cache(maxsize=_REMEMBERED)
def _of_one(folded: str) -> "array[float]":
    return array("f", LocalEmbedder().embed([folded])[0])
