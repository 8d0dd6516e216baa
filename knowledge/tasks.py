"""Thin Celery tasks of ingestion; the queue is chosen by name in the settings."""

from uuid import UUID

from celery import shared_task

from kavakbot.errors import KavakbotError
from knowledge import ingestion, reembedding, sources

INGEST = "knowledge.ingest"


# No retry here: the row says when another try is due, and the sweep wakes it.
# The limit is far above the 10 s of a fetch and two minutes of embedding a 5 MiB page.
@shared_task(name=INGEST, soft_time_limit=300)
def ingest(source_id: str) -> None:
    """Ingest one source as its row asks; what went wrong is on the row."""
    try:
        ingestion.ingest_source(source_id=UUID(source_id))
    except KavakbotError:
        return


@shared_task(name="knowledge.sweep")
def sweep() -> None:
    """Wake a worker for what waits, and for vectors that a model still owes; one failure does not stop the rest."""
    sources.keep_configured_page()
    for source_id in sources.due_source_ids():
        ingest.apply_async((str(source_id),), expires=60)
    fill_in.apply_async(expires=60)


# A hundred thousand passages take a quarter of an hour with the local model; it stops where it is and goes on later.
@shared_task(name="knowledge.fill_in", soft_time_limit=600)
def fill_in() -> None:
    """Embed what a configured model has not seen."""
    try:
        reembedding.fill_in_configured()
    except KavakbotError:
        return
