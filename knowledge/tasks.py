"""Thin Celery tasks of ingestion; the queue is chosen by name in the settings."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from kavakbot.errors import KavakbotError
from knowledge import ingestion, reembedding, sources

INGEST = "knowledge.ingest"


# No retry here: the row says when another try is due, and the sweep wakes it.
# No time limit either, which a pool of threads could not hold: each step ends by itself (10 s of a fetch, 9.5 s of an
# extraction, a timeout on each request to a model), and there are never more than 5,000 passages.
@shared_task(name=INGEST)
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


# A hundred thousand passages take a quarter of an hour with the local model; it stops after a part and goes on later.
@shared_task(name="knowledge.fill_in")
def fill_in() -> None:
    """Embed what a configured model has not seen, for five minutes at most."""
    try:
        reembedding.fill_in_configured(within=timedelta(minutes=5))
    except KavakbotError:
        return
