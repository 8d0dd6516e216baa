"""Loads and builds what answering needs, so that no customer's first message waits for it."""

import logging
from dataclasses import replace

from django.db import Error

from catalog import search
from conversations.agent import graph, guessing, scope
from conversations.agent.brains.choice import choose_brain
from conversations.agent.nodes import Deps
from conversations.agent.turn import TurnInput
from conversations.dialogue.state import DialogueState
from knowledge.embeddings import EmbeddingUnavailable

# One of each kind of message, so that patterns, names and graph are all used once.
_REHEARSED = (
    "hola, ando buscando un nissan versa de menos de 250",
    "el primero con 40 de enganche, a 48 meses en cuánto me sale?",
    "qué garantía tienen y dónde están en puebla?",
    "gracias",
)

logger = logging.getLogger(__name__)


def warm() -> None:
    """Load the encoder and the exemplars once, as a worker starts; without the encoder, do nothing."""
    try:
        guessing.load()
        scope.load()
    except EmbeddingUnavailable:
        logger.warning("nothing is loaded ahead: the local encoder is not available")


def rehearse() -> None:
    """Answer a customer who does not exist; without a database, do nothing.

    Whatever is built at its first use is shared by all workers that are forked afterwards, instead of being built by
    each of them, in each of its threads at once, just when another worker has died.
    """
    try:
        deps = Deps(choose_brain("offline"), search.vocabulary(), guess=guessing.guess)
        state = DialogueState()
        for message in _REHEARSED:
            state = graph.respond(TurnInput((message,), state=replace(state, greeted=True)), deps).state
    except Error as error:
        logger.warning("nothing is rehearsed: %s", type(error).__name__)
