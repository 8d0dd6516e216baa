"""How likely each act is to be what a message does: the local encoder and what was learned, once per process."""

import logging
from functools import cache

from conversations.agent.meaning import Meaning
from conversations.dialogue.likelihoods import Likelihood, Likelihoods
from knowledge.embeddings import EmbeddingUnavailable

logger = logging.getLogger(__name__)


def guess(text: str, *, likelihoods: Likelihoods | None = None) -> Likelihood:
    """Return how likely each act is; nothing where the encoder cannot be had."""
    try:
        return (likelihoods or _likelihoods()).of(text)
    except EmbeddingUnavailable:
        logger.warning("nothing guessed: the local encoder is not available")
        return {}


def load() -> None:
    """Read what was learned ahead; raises EmbeddingUnavailable."""
    _likelihoods().load()


@cache
def _likelihoods() -> Likelihoods:
    return Likelihoods(Meaning())
