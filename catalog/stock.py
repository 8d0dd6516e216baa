"""The names and version words of what can be bought now, kept in each process for as long as they are true."""

import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection

from catalog.criteria import AUTOMATIC_WORDS, MANUAL_WORDS, words_of
from catalog.spelling import Vocabulary

# The newest import stands beside the newest change because a long import may commit rows older than a short edit made
# meanwhile. Two index look-ups, so it is asked on every search.
_STAMP = """
    SELECT newest, (SELECT max(id) FROM catalog_importrun), newest > now() - interval '1 minute'
    FROM (SELECT max(updated_at) AS newest FROM catalog_car) changed
"""
# Each step jumps over all cars of one name to the next name: the work grows with the names, not with the cars.
_NAMES = """
    WITH RECURSIVE named AS (
        (SELECT make, model FROM catalog_car WHERE status = 'available' AND deleted_at IS NULL
         ORDER BY make, model LIMIT 1)
        UNION ALL
        SELECT following.make, following.model FROM named CROSS JOIN LATERAL (
            SELECT make, model FROM catalog_car WHERE status = 'available' AND deleted_at IS NULL
            AND (make, model) > (named.make, named.model) ORDER BY make, model LIMIT 1
        ) following
    )
    SELECT make, model FROM named
"""
_VERSIONS = """
    WITH RECURSIVE written AS (
        (SELECT version FROM catalog_car WHERE status = 'available' AND deleted_at IS NULL ORDER BY version LIMIT 1)
        UNION ALL
        SELECT following.version FROM written CROSS JOIN LATERAL (
            SELECT version FROM catalog_car WHERE status = 'available' AND deleted_at IS NULL
            AND version > written.version ORDER BY version LIMIT 1
        ) following
    )
    SELECT version FROM written
"""
_RECHECK_SECONDS = 1.0


@dataclass(frozen=True, eq=False)
class Stock:
    """What can be bought now, by its names and by the words of its versions; the same until these differ."""

    names: tuple[tuple[str, str], ...]
    words: frozenset[str]
    vocabulary: Vocabulary


@dataclass(frozen=True)
class _Kept:
    """A stock and the state of the inventory it was read at."""

    stamp: tuple[Any, ...]
    settled: bool
    read_at: float
    stock: Stock


_kept: _Kept | None = None
_building = threading.Lock()


def current() -> Stock:
    """Return what can be bought now; names are read again when the inventory changes, built again when they do."""
    kept = _kept
    if kept is not None and _holds(kept, _stamp()):
        return kept.stock
    with _building:
        return _refreshed().stock


def _refreshed() -> _Kept:
    """Read the names again, unless another thread has done so while this one waited."""
    global _kept  # noqa: PLW0603  one per process, replaced as a whole under the lock
    *stamp, young = _stamp()
    if _kept is not None and _holds(_kept, (*stamp, young)):
        return _kept
    stock = _read(_kept.stock if _kept is not None else None)
    _kept = _Kept(tuple(stamp), not young, time.monotonic(), stock)
    return _kept


def _read(before: Stock | None) -> Stock:
    """Read the names and words; as long as they are the same, what was built from them is too."""
    names = tuple((make, model) for make, model in _rows(_NAMES))
    words = frozenset(word for (version,) in _rows(_VERSIONS) for word in words_of(version))
    if before is not None and (before.names, before.words) == (names, words):
        return before
    return Stock(names, words, Vocabulary(names, sorted(words - AUTOMATIC_WORDS - MANUAL_WORDS)))


def _holds(kept: _Kept, now: tuple[Any, ...]) -> bool:
    """Tell whether what was read is still true.

    A change gets its time before it is committed, so that one may come to light under a newer one's stamp: while a
    stamp is young the names are read again every second.
    """
    return kept.stamp == now[:-1] and (kept.settled or time.monotonic() - kept.read_at < _RECHECK_SECONDS)


def _stamp() -> tuple[Any, ...]:
    (stamp,) = _rows(_STAMP)
    return stamp


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
