"""Loads what understanding by meaning needs, so that no customer's first message waits for it."""

import logging

from conversations.agent import guessing, scope
from knowledge.embeddings import EmbeddingUnavailable

logger = logging.getLogger(__name__)


def warm() -> None:
    """Load the encoder and the exemplars once, as a worker starts; without the encoder, do nothing."""
    try:
        guessing.load()
        scope.load()
    except EmbeddingUnavailable:
        logger.warning("nothing is loaded ahead: the local encoder is not available")
