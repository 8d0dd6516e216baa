"""How a source stands, for the list and for its own page: state, progress, error, freshness, next reading."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from knowledge.admin import wording
from knowledge.models import Source
from knowledge.wording import technical

RUNNING = frozenset({Source.State.PENDING, Source.State.INGESTING})
_STALE_AFTER_READINGS = 2


@dataclass(frozen=True)
class Standing:
    """Everything that is said of a source beside what it says itself; `detail` is more of its error."""

    state: str
    label: str
    stage: str
    done: int
    total: int
    error: str
    detail: str
    failures: int
    draft_waits: bool
    dismissed: str
    running: bool
    empty: bool
    serves: bool
    freshness: str
    changed: str
    stale: bool
    next_reading: str


def standing(source: Any, now: datetime) -> Standing:
    """Return how a source of the admin's queryset stands."""
    running = source.state in RUNNING
    return Standing(
        state=source.state,
        label=source.get_state_display(),
        stage=source.get_stage_display(),
        done=min(source.chunks_done, source.chunks_total),
        total=source.chunks_total,
        error=source.error.partition(" [")[0],
        detail=wording.status(technical(source.error)),
        failures=source.failures,
        draft_waits=source.draft_waits,
        dismissed=wording.day(source.dismissed_at) if source.dismissed_at else "",
        running=running,
        empty=source.state == Source.State.READY and source.active and not source.passage_count,
        serves=bool(source.passage_count),
        freshness=_freshness(source, now),
        changed=wording.day(source.fetched_at) if source.fetched_at else "",
        stale=_is_stale(source, now),
        next_reading="" if running else _next_reading(source, now),
    )


def _freshness(source: Source, now: datetime) -> str:
    looked_at = source.checked_at or source.fetched_at
    return wording.read(source.kind, wording.ago(looked_at, now)) if looked_at else "sin leer todavía"


def _is_stale(source: Source, now: datetime) -> bool:
    """Tell whether a page that should be read again has not been for twice as long."""
    if source.kind != Source.Kind.URL or not source.refresh_hours or not source.active:
        return False
    looked_at = source.checked_at or source.created_at
    return now - looked_at > _STALE_AFTER_READINGS * timedelta(hours=source.refresh_hours)


def _next_reading(source: Source, now: datetime) -> str:
    if source.kind != Source.Kind.URL:
        return "al cambiarla" if source.kind == Source.Kind.FAQ else "al cambiarlo"
    if not source.active:
        return "en pausa"
    if source.next_read_at is None:
        return "cuando se pida"
    return wording.until(source.next_read_at, now)
