"""The guess at what a message means when its words alone do not tell: the local encoder, once per process."""

import logging
from functools import cache

from conversations.agent.meaning import Meaning
from conversations.dialogue.likelihoods import Guessed, Likelihoods
from knowledge.embeddings import EmbeddingUnavailable

logger = logging.getLogger(__name__)


def guess(text: str, *, likelihoods: Likelihoods | None = None) -> Guessed | None:
    """Return the likeliest act; None when none is likely enough, or the encoder cannot be had."""
    try:
        return (likelihoods or _likelihoods()).guess(text)
    except EmbeddingUnavailable:
        logger.warning("nothing guessed: the local encoder is not available")
        return None


def load() -> None:
    """Read what was learned ahead; raises EmbeddingUnavailable."""
    _likelihoods().load()


@cache
def _likelihoods() -> Likelihoods:
    return Likelihoods(Meaning())
