"""The guess at what a message means when its words alone do not tell: the local encoder, once per process."""

import logging
from functools import cache

from conversations.agent.meaning import Meaning
from conversations.dialogue.acts import Act
from conversations.dialogue.neighbours import Neighbours
from knowledge.embeddings import EmbeddingUnavailable

logger = logging.getLogger(__name__)


def guess(text: str, *, neighbours: Neighbours | None = None) -> frozenset[Act] | None:
    """Return the act that similar messages do; None when none is similar, or the encoder cannot be had."""
    try:
        return (neighbours or _neighbours()).guess(text)
    except EmbeddingUnavailable:
        logger.warning("nothing guessed: the local encoder is not available")
        return None


def load() -> None:
    """Make the vectors of the exemplars ahead; raises EmbeddingUnavailable."""
    _neighbours().load()


@cache
def _neighbours() -> Neighbours:
    return Neighbours(Meaning())
