"""A parent that imports once and forks workers: one that is killed is replaced in a blink, and they share memory.

The parent must have no threads and no connections of its own, since a fork copies neither well.
"""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from kavakbot.forking import fork

# What dies sooner than this was not killed: it cannot start, and is not tried again at once.
_STEADY_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 5.0

# Does the work of one child until it is told to stop; it is given the process id of the one whose place it takes.
Work = Callable[[int | None], None]

logger = logging.getLogger(__name__)


def disconnect() -> None:
    """Leave no connection to a database, and no thread of a pool of them, to be forked."""
    for each in connections.all():
        each.close()
        if isinstance(each, DatabaseWrapper):
            each.close_pool()


class Nursery:
    """Keeps so many children at work until SIGTERM or SIGINT, which they are given too and may take their time over."""

    def __init__(self, work: Work, *, children: int) -> None:
        self._work = work
        self._wanted = children
        self._born: dict[int, float] = {}
        self._failures = 0
        self._stopping = False

    def keep(self) -> None:
        """Fork, wait, fork again; return once all have ended after a signal."""
        gc.freeze()  # what is shared stays shared: the collector would write into it
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(self._wanted):
            if not self._stopping:
                self._fork(None)
        while self._born:
            pid, status = os.wait()
            lived = time.monotonic() - self._born.pop(pid, time.monotonic())
            if not self._stopping:
                self._replace(pid, os.waitstatus_to_exitcode(status), lived)

    def _replace(self, pid: int, code: int, lived: float) -> None:
        logger.warning("worker %d ended (%d) after %.0f s; starting another", pid, code, lived)
        self._failures = 0 if lived > _STEADY_SECONDS else self._failures + 1
        if self._failures > 1:
            time.sleep(min(0.2 * 2**self._failures, _LONGEST_PAUSE_SECONDS))
        if not self._stopping:
            self._fork(pid)

    def _fork(self, predecessor: int | None) -> None:
        pid = fork(partial(self._work, predecessor))
        self._born[pid] = time.monotonic()
        if self._stopping:  # the signal came while there was no name to pass it on to
            self._tell(pid)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        for pid in list(self._born):
            self._tell(pid)

    def _tell(self, pid: int) -> None:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(pid, signal.SIGTERM)
