"""A process set aside while it is still clean, which forks a child for each piece of work and tells how it ended."""

import json
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kavakbot.errors import KavakbotError
from kavakbot.forking import fork

# Does a piece of work, given its description, and returns the exit code.
Work = Callable[[str], int]
_LONGEST_REQUEST = 4096
_STDERR = 2


class ForkServerGone(KavakbotError):
    """The fork server has ended."""

    code = "fork_server_gone"
    retryable = True


class ForkServer:
    """Forks what its caller no longer can, having threads and connections by then; it ends with its caller.

    What was imported before is shared with every child, so a child begins at once. Any number may run at a time.
    """

    def __init__(self, work: Work) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._caller = os.getpid()
        fork(partial(self._serve, theirs, work), end_with=signal.SIGKILL)
        theirs.close()

    @property
    def is_ours(self) -> bool:
        """Whether this process started it, rather than inherited it by a fork of its own."""
        return os.getpid() == self._caller

    def run(self, what: str, *, seconds: float) -> int:
        """Have a child do the work; return its exit code, or minus the signal it died of, SIGKILL when it took longer.

        Raises `ForkServerGone`.
        """
        ours, theirs = socket.socketpair()
        with ours:
            try:
                with theirs:
                    socket.send_fds(self._requests, [json.dumps([what, seconds]).encode()], [theirs.fileno()])
                return int(ours.recv(_LONGEST_REQUEST))
            except (OSError, ValueError) as error:
                raise ForkServerGone from error

    def _serve(self, requests: socket.socket, work: Work) -> int:
        """Fork a watcher for each request until nobody can ask any more; watchers need no burial."""
        self._requests.close()
        _let_go_of_all_but(requests.fileno())
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            request, descriptors, *_ = socket.recv_fds(requests, _LONGEST_REQUEST, 1)
            if not request:
                return 0
            what, seconds = json.loads(request)
            with socket.socket(fileno=descriptors[0]) as answer:
                fork(partial(_watch, answer, partial(work, what), seconds), end_with=signal.SIGKILL)


def _let_go_of_all_but(kept: int) -> None:
    """Put nothing in the place of what was open in the caller: a port that it closes later must be closed.

    The numbers stay taken, so that what an inherited object closes in the end is never somebody else's.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for inherited in [int(descriptor.name) for descriptor in Path("/dev/fd").iterdir()]:
        if inherited > _STDERR and inherited not in (kept, nothing):
            os.dup2(nothing, inherited)


def _watch(answer: socket.socket, work: Callable[[], int], seconds: float) -> None:
    """Fork the child and say how it ended."""
    child = fork(work, end_with=signal.SIGKILL)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(child, 0)
    answer.send(str(os.waitstatus_to_exitcode(status)).encode())
