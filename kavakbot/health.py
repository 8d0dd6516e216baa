"""Is it alive, and is it ready: what load balancers and operators ask."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from redis import Redis

EXTENSIONS = {"vector", "pg_trgm", "unaccent"}

logger = logging.getLogger(__name__)


@csrf_exempt
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer while the process can answer at all."""
    return JsonResponse({"status": "healthy"})


@csrf_exempt
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 only when the database, its extensions, the migrations and Redis are all in place."""
    results = {name: _passes(name, check) for name, check in CHECKS.items()}
    healthy = all(results.values())
    body = {"status": "healthy" if healthy else "unhealthy", "checks": results}
    return JsonResponse(body, status=200 if healthy else 503)


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001  a probe reports whatever is wrong; it never raises
        logger.warning("health check %s failed: %s", name, type(error).__name__)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _extensions_are_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        return {row[0] for row in cursor.fetchall()} >= EXTENSIONS


def migrations_are_applied() -> bool:
    """Tell whether the tables are those of this code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis_answers() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        return bool(client.ping())


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "extensions": _extensions_are_there,
    "migrations": migrations_are_applied,
    "redis": _redis_answers,
}
