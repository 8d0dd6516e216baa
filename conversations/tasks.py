"""Thin Celery tasks: ids in, one call; rows decide, so each may run zero, one or many times."""

from uuid import UUID

from celery import shared_task

from conversations import delivery, settling, turns


@shared_task(name="conversations.answer")
def answer(conversation_id: str) -> None:
    """Answer what waits in the conversation and send it."""
    tend(UUID(conversation_id))


@shared_task(name="conversations.deliver")
def deliver(conversation_id: str) -> None:
    """Send what waits in the outbox of the conversation."""
    delivery.deliver(UUID(conversation_id))


def tend(conversation_id: UUID) -> None:
    """Do all that is due in a conversation."""
    turns.answer(conversation_id)
    settling.resolve(conversation_id)
    delivery.deliver(conversation_id)
