"""Thin Celery tasks of ingestion; the queue is chosen by name in the settings."""

from typing import Any
from uuid import UUID

from celery import shared_task

from kavakbot.errors import KavakbotError
from knowledge import ingestion

INGEST = "knowledge.ingest"


# Two retries, half a minute apart: a site that is down for longer is staff's to look at, and the error is on the row.
# The limit is far above the 10 s of a fetch and two minutes of embedding a 5 MiB page.
@shared_task(name=INGEST, bind=True, max_retries=2, default_retry_delay=30, soft_time_limit=300)
def ingest(self: Any, source_id: str) -> None:
    """Ingest one source as its row asks."""
    try:
        ingestion.ingest_source(source_id=UUID(source_id))
    except KavakbotError as error:
        if error.retryable:
            raise self.retry(exc=error) from error


@shared_task(name="knowledge.sweep")
def sweep() -> None:
    """Ingest what waits and no worker was woken for; one failure does not stop the rest."""
    for source_id in ingestion.due_source_ids():
        ingest.delay(str(source_id))


@shared_task(name="knowledge.ingest_all")
def ingest_all() -> None:
    """Read every active page again, for the schedule."""
    for source_id in ingestion.request_all():
        ingest.delay(str(source_id))
