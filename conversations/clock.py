"""The scheduler of what is due by the clock: Celery's own, with a sign of life that operators see."""

import logging
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection
from django.db.models.functions import Now

from conversations import leases
from conversations.models import WorkerBeat
from conversations.models.worker_beat import CLOCK

# The longest pause between two signs of life.
_MOST_SECONDS = 10.0

logger = logging.getLogger(__name__)


class BeatingScheduler(PersistentScheduler):
    """Beats each time it looks at the clock: one that hangs does not."""

    def tick(self, *args: Any, **options: Any) -> float:
        """Start what is due; return how long to pause."""
        try:
            WorkerBeat.objects.update_or_create(
                owner=leases.this_worker(), defaults={"beaten_at": Now(), "duties": CLOCK}
            )
        except Error as error:
            logger.warning("could not beat: %s", type(error).__name__)
        finally:
            connection.close()
        return min(super().tick(*args, **options), _MOST_SECONDS)
