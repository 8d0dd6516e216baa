"""What the doctor looks at in knowledge: the embedders, their vectors, and who reads pages."""

from celery import Celery
from kombu.exceptions import OperationalError

from kavakbot.celery import app
from kavakbot.doctor import Finding, examines, fail, ok, warn
from knowledge import embeddings
from knowledge.embeddings import EmbeddingUnavailable
from knowledge.models import DIMENSIONS, INDEXED_MODELS, Source

_QUEUE = "ingestion"
_SECONDS = 1.0


@examines("embeddings")
def embedders() -> Finding:
    """Let every configured embedder embed a word."""
    for embedder in embeddings.configured():
        if embedder.name not in INDEXED_MODELS:
            to_do = f"Set OPENAI_EMBEDDING_MODEL to {INDEXED_MODELS[1]}: no other model's vectors have an index."
            return warn(f"{embedder.name} answers slowly", to_do)
        try:
            (vector,) = embedder.embed(["garantía"])
        except EmbeddingUnavailable as error:
            to_do = (
                "Correct OPENAI_EMBEDDING_MODEL, OPENAI_API_KEY or OPENAI_BASE_URL; the local model serves meanwhile."
            )
            return fail(str(error), to_do)
        if len(vector) != DIMENSIONS:
            return fail(f"{embedder.name} has {len(vector)} dimensions", f"Use a model that gives {DIMENSIONS}.")
    names = " and ".join(embedder.name for embedder in embeddings.configured())
    return ok(f"{names}, {DIMENSIONS} dimensions")


@examines("vectors")
def vectors() -> Finding:
    """Look for passages that a configured model has not seen."""
    for embedder in embeddings.configured():
        lacking = Source.objects.lacking(embedder.name).count()
        if lacking:
            return warn(f"{lacking} sources lack vectors of {embedder.name}", "Run manage.py reembed.")
    return ok("every source has them")


@examines("page reader")
def page_reader() -> Finding:
    """Ask the workers which of them takes pages."""
    to_do = f"Start one: celery -A kavakbot worker --queues {_QUEUE}; until then no page is read."
    try:
        queues = _queues(app)
    except (OperationalError, OSError) as error:
        return fail(f"the broker does not answer ({type(error).__name__})", "Start Redis, or correct REDIS_URL.")
    return ok(f"a worker takes the queue {_QUEUE}") if _QUEUE in queues else warn("no worker reads pages", to_do)


def _queues(broker: Celery) -> set[str]:
    answers = broker.control.inspect(timeout=_SECONDS).active_queues() or {}
    return {queue["name"] for queues in answers.values() for queue in queues}
