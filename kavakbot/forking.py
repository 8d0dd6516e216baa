"""Children made by fork: one process for each that does its work and nothing of its parent's; they end with it."""

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1

logger = logging.getLogger(__name__)


def fork(work: Callable[[], int | None], *, end_with: signal.Signals = signal.SIGTERM) -> int:
    """Return the process id of a child that does the work, exits with what it returns, and outlives no parent.

    The caller should have no threads and no open connections: a fork copies neither well. `end_with` is what the
    kernel sends the child when its parent has died.
    """
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        os._exit(_exit_code(work, parent, end_with))
    return pid


def _exit_code(work: Callable[[], int | None], parent: int, end_with: signal.Signals) -> int:
    """Work and return the exit code; nothing of the parent's own unwinding may run here."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    _die_with(parent, end_with)
    try:
        return work() or 0
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0
    except BaseException:
        logger.exception("a child process could not go on")
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _die_with(parent: int, end_with: signal.Signals) -> None:
    """Let this process be told when its parent is gone, even by a kill."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(end_with), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
