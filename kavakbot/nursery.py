"""A parent that imports once and forks workers: one that is killed is replaced in a blink, and they share memory.

The parent must have no threads and no connections of its own, since a fork copies neither well.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

# What dies sooner than this was not killed: it cannot start, and is not tried again at once.
_STEADY_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1

# Does the work of one child until it is told to stop; it is given the process id of the one whose place it takes.
Work = Callable[[int | None], None]

logger = logging.getLogger(__name__)


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
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._born[pid] = time.monotonic()
            return
        os._exit(self._be_a_child(parent, predecessor))

    def _be_a_child(self, parent: int, predecessor: int | None) -> int:
        """Work and return the exit code; nothing of the parent's own unwinding may run here."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        _die_with(parent)
        try:
            self._work(predecessor)
        except SystemExit as ending:
            return ending.code if isinstance(ending.code, int) else 0
        except BaseException:
            logger.exception("a worker could not go on")
            return 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        for pid in self._born:
            os.kill(pid, signal.SIGTERM)


def _die_with(parent: int) -> None:
    """Let this process be told to stop when its parent is gone, even by a kill."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
