"""Thin Celery tasks: ids in, one call; rows decide, so each may run zero, one or many times."""

import contextlib
from typing import Any
from uuid import UUID

from celery import bootsteps, shared_task

from conversations import delivery, leases, sweeping, turns
from kavakbot.celery import app, wake

# A sweep's wake is worthless once the next sweeps have come: it expires, so that a queue nobody empties stays short.
RESTLESS = 15


@shared_task(name="conversations.answer")
def answer(conversation_id: str) -> None:
    """Answer what waits in the conversation and send it."""
    turns.answer(UUID(conversation_id))
    delivery.deliver(UUID(conversation_id))


@shared_task(name="conversations.deliver")
def deliver(conversation_id: str) -> None:
    """Send what waits in the outbox of the conversation."""
    delivery.deliver(UUID(conversation_id))


@shared_task(name="conversations.sweep")
def sweep() -> None:
    """Wake workers for what is overdue."""
    leases.forget_dead_workers()
    for conversation_id in sweeping.conversations_to_answer():
        wake("conversations.answer", str(conversation_id), expires_seconds=RESTLESS)
    for conversation_id in sweeping.conversations_to_deliver():
        wake("conversations.deliver", str(conversation_id), expires_seconds=RESTLESS)


class Beating(bootsteps.StartStopStep):
    """Keeps this worker's sign of life beating for as long as Celery runs it."""

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._beating = contextlib.ExitStack()

    def start(self, parent: Any) -> None:
        """Begin to beat."""
        self._beating.enter_context(leases.beating())

    # There is no stop: turns in flight still need the beat while the worker drains, and the process ends with them.


app.steps["worker"].add(Beating)
