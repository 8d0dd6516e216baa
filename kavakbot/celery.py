"""The Celery application, and the one way an edge wakes a worker."""

import logging
import warnings

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

from kavakbot import env

if env.find("DJANGO_SETTINGS_MODULE") is None:
    env.publish(DJANGO_SETTINGS_MODULE="kavakbot.settings")

# It warns a root user of pickled tasks; ours are JSON and carry ids.
warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser privileges")

app = Celery("kavakbot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="worker")

logger = logging.getLogger(__name__)


def wake(task: str, *args: str, expires_seconds: int | None = None) -> None:
    """Publish `task` by name once the transaction commits.

    A wake is a hint: PostgreSQL holds the work and the sweep finds what nobody was woken for,
    so a broker that is down is logged and never raised.
    """
    transaction.on_commit(lambda: publish(task, *args, expires_seconds=expires_seconds))


def publish(task: str, *args: str, expires_seconds: int | None = None) -> bool:
    """Publish `task` by name at once and return whether the broker took it."""
    try:
        app.send_task(task, args=args, retry=False, expires=expires_seconds)
    except (OperationalError, OSError) as error:
        logger.warning("could not wake %s: %s", task, type(error).__name__)
        return False
    return True
