"""What Prometheus is told at /metrics: each app registers its measures in a `metrics` module of its own.

Figures are read from rows at the moment of the scrape (decision 54): any web process tells them of all processes.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import autodiscover_modules
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError

# What is counted by looking back is counted over so long: metrics that do so end in `_5m`.
RECENT = timedelta(minutes=5)
# Prometheus waits ten seconds. A query is given up after so long, and after so many in all no other measure is begun.
_QUERY_MS = 2000
_SCRAPE_SECONDS = 5.0

Measure = Callable[[], Iterable[Metric]]
_measures: dict[str, Measure] = {}

logger = logging.getLogger(__name__)


def measures(name: str) -> Callable[[Measure], Measure]:
    """Register a measure under the name that it is reported by when it fails."""

    def register(measure: Measure) -> Measure:
        _measures[name] = measure
        return measure

    return register


def gauge(name: str, told: str, figures: float | Mapping[str, float], *, by: str = "") -> Metric:
    """Return a figure that goes up and down, or one for each value of the label `by`."""
    return _labelled(GaugeMetricFamily(name, told, labels=[by] if by else []), figures)


def counter(name: str, told: str, figures: float | Mapping[str, float], *, by: str = "") -> Metric:
    """Return a figure that only grows; likewise. Prometheus knows it as `name`_total."""
    return _labelled(CounterMetricFamily(name, told, labels=[by] if by else []), figures)


def _labelled(
    family: GaugeMetricFamily | CounterMetricFamily, figures: float | Mapping[str, float]
) -> GaugeMetricFamily | CounterMetricFamily:
    if isinstance(figures, Mapping):
        for value, figure in figures.items():
            family.add_metric([value], figure)
    else:
        family.add_metric([], figures)
    return family


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell whoever has the token; without one in the settings there is no such page."""
    token: str = settings.METRICS_TOKEN
    if not token:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """Takes every measure anew; one that fails is left out and named."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of all apps, then which measures failed."""
        autodiscover_modules("metrics")
        failed = dict.fromkeys(_measures, 0)
        until = time.monotonic() + _SCRAPE_SECONDS
        for name, measure in _measures.items():
            try:
                yield from _taken(measure, until)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one, the others are told
                logger.warning("measure %s failed: %s", name, type(error).__name__)
                failed[name] = 1
        yield gauge("kavakbot_measure_failed", "Whether a measure is missing from this scrape.", failed, by="measure")


def _taken(measure: Measure, until: float) -> list[Metric]:
    """Take a measure in a transaction of its own, for its limit to end with; raises TimeoutError past the moment."""
    if time.monotonic() > until:
        raise TimeoutError
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{_QUERY_MS}ms"])
        return list(measure())


@measures("version")
def version() -> Iterator[Metric]:
    """Say which version answers."""
    yield gauge("kavakbot_info", "Which version answers.", {settings.VERSION: 1}, by="version")


@measures("database")
def database() -> Iterator[Metric]:
    """Count connections, all clients of the server's, for they share its limit."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT coalesce(state, 'unknown'), count(*),
                   coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)
            FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1
        """)
        rows = cursor.fetchall()
        cursor.execute("SELECT current_setting('max_connections')::int")
        (limit,) = cursor.fetchone()
    states = dict.fromkeys(("active", "idle", "idle in transaction"), 0) | {state: count for state, count, _ in rows}
    longest = max(float(seconds) for _, _, seconds in rows)
    yield gauge("kavakbot_database_connections", "Connections to PostgreSQL by their state.", states, by="state")
    yield gauge("kavakbot_database_connections_limit", "How many connections PostgreSQL takes at most.", limit)
    yield gauge("kavakbot_database_longest_transaction_seconds", "Age of the oldest open transaction.", longest)


@measures("broker")
def broker() -> Iterator[Metric]:
    """Ask Redis how many wakes wait; that it is away is a figure too."""
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE} | {it["queue"] for it in settings.CELERY_TASK_ROUTES.values()}
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            waiting = {queue: float(redis.llen(queue)) for queue in sorted(queues)}
    except RedisError:
        waiting = {}
    yield gauge("kavakbot_broker_up", "Whether Redis answers.", bool(waiting))
    yield gauge("kavakbot_broker_queue_length", "Wakes that no worker has taken yet.", waiting, by="queue")
