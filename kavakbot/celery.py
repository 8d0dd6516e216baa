"""The Celery application, and the one way an edge wakes a worker."""

import logging
import time
import warnings
from functools import cache
from types import SimpleNamespace
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers

from kavakbot import env, request_ids, tracing

if env.find("DJANGO_SETTINGS_MODULE") is None:
    env.publish(DJANGO_SETTINGS_MODULE="kavakbot.settings")

# It warns a root user of pickled tasks; ours are JSON and carry ids.
warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser privileges")

app = Celery("kavakbot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="worker")


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery would write lines of its own form, with what a task was given, and quieten ours."""


@task_prerun.connect
def carry_on(task: Any, **_: object) -> None:
    """Let a task's lines say which request asked for it, and its spans belong to that one's trace."""
    request_ids.carry(getattr(task.request, "request_id", None))
    tracing.carry(getattr(task.request, tracing.HEADER, None))


# A broker answers within milliseconds, or it hangs; then nobody asks it again for a while, lest each webhook wait.
_PATIENCE_SECONDS = 0.25
SILENT_SECONDS = 2.0
_silent = SimpleNamespace(until=0.0)

logger = logging.getLogger(__name__)


def wake(task: str, *args: str, expires_seconds: int | None = None) -> None:
    """Publish `task` by name once the transaction commits.

    A wake is a hint: PostgreSQL holds the work and the sweep finds what nobody was woken for,
    so a broker that is down is logged and never raised.
    """
    transaction.on_commit(lambda: publish(task, *args, expires_seconds=expires_seconds))


def publish(task: str, *args: str, expires_seconds: int | None = None) -> bool:
    """Publish `task` by name at once and return whether the broker took it."""
    started = time.monotonic()
    if started < _silent.until:
        return False
    try:
        with producers[_connection(app.conf.broker_write_url)].acquire(block=True) as producer:
            headers = {"request_id": request_ids.current(), **tracing.carried()}
            app.send_task(task, args=args, retry=False, expires=expires_seconds, producer=producer, headers=headers)
    except (OperationalError, OSError) as error:
        logger.warning("could not wake %s: %s", task, type(error).__name__)
        if time.monotonic() - started > _PATIENCE_SECONDS / 2:
            _silent.until = time.monotonic() + SILENT_SECONDS
        return False
    return True


@cache
def _connection(broker_url: str) -> Connection:
    """A worker may wait seconds for work; who publishes holds up a webhook, or a sweep."""
    patience = {"socket_timeout": _PATIENCE_SECONDS, "socket_connect_timeout": _PATIENCE_SECONDS}
    return app.connection_for_write(broker_url, transport_options=patience)
