"""Thin Celery tasks: ids in, one call; rows decide, so each may run zero, one or many times."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from celery import shared_task

from conversations import delivery, promises, retention, settling, turns
from conversations.models import Conversation
from conversations.webhooks_out import sending
from kavakbot import logs

logger = logging.getLogger(__name__)


@shared_task(name="conversations.answer")
def answer(conversation_id: str) -> None:
    """Answer what waits in the conversation and send it."""
    tend(UUID(conversation_id))


@shared_task(name="conversations.deliver")
def deliver(conversation_id: str) -> None:
    """Send what waits in the outbox of the conversation."""
    with logs.about(conversation=conversation_id), _erased_meanwhile():
        _send(UUID(conversation_id))


@shared_task(name="conversations.tell")
def tell(call_id: str) -> None:
    """Post one message to whoever wants to hear of it."""
    sending.send(UUID(call_id))


@shared_task(name="conversations.apply_retention")
def apply_retention() -> None:
    """End what has been kept long enough."""
    ended = retention.apply()
    logger.info("retention: %s", " ".join(f"{name}={count}" for name, count in ended.items()))


def tend(conversation_id: UUID) -> None:
    """Do all that is due in a conversation; a turn that breaks holds up nothing that is ready to leave."""
    with logs.about(conversation=conversation_id), _erased_meanwhile():
        try:
            turns.answer(conversation_id)
        finally:
            settling.resolve(conversation_id)
            _send(conversation_id)


def _send(conversation_id: UUID) -> None:
    """Do first what a person's word to a proposed reply has made true, so that no reply says what is not so yet."""
    promises.keep(conversation_id)
    delivery.deliver(conversation_id)


@contextmanager
def _erased_meanwhile() -> Iterator[None]:
    """Let a chat go while it is tended, or before its wake was heard: there is nothing to do."""
    try:
        yield
    except Conversation.DoesNotExist:
        logger.info("the chat is gone: it was erased")
