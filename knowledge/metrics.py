"""What the metrics tell of knowledge: how its sources stand, and how often nothing was found."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import Metric

from kavakbot.metrics import RECENT, gauge, measures
from knowledge.models import Asking, MissedQuestion, Source


@measures("sources")
def sources() -> Iterator[Metric]:
    """Count the sources that serve by how their latest ingestion went, and tell who waits for one."""
    states = dict(Source.objects.active().order_by().values_list("state").annotate(Count("pk")))
    told = "Sources in use by how their latest ingestion stands."
    yield gauge("kavakbot_sources", told, {state: states.get(state, 0) for state in Source.State.values}, by="state")
    asked = Source.objects.active().filter(state__in=(Source.State.PENDING, Source.State.INGESTING))
    since = asked.aggregate(since=Min("requested_at"))["since"]
    age = (timezone.now() - since).total_seconds() if since else 0
    yield gauge("kavakbot_ingestion_oldest_seconds", "How long the oldest asked for ingestion takes already.", age)


@measures("retrieval")
def retrieval() -> Iterator[Metric]:
    """Count the questions that found nothing."""
    missed = Asking.objects.filter(asked_at__gt=timezone.now() - RECENT).count()
    yield gauge("kavakbot_retrieval_misses_5m", "Questions that found no answer.", missed)
    left = MissedQuestion.objects.filter(state=MissedQuestion.State.OPEN).count()
    yield gauge("kavakbot_questions_open", "Questions that nobody of the team has answered or dismissed.", left)
