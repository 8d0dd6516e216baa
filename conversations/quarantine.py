"""Where a message is answered that workers keep dying of: alone, in a process whose death tells nothing but its own."""

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from enum import Enum

from django.conf import settings
from django.db import connection

from conversations import leases
from conversations.leases import Lease

# A turn that fails without killing its process is tried so often.
MOST_ATTEMPTS = 5
# What the child says once it has started, which takes seconds of a busy machine and is not the message's doing.
BEGUN = "begun"
NOTHING_TO_DO = 3
_COMMAND = (sys.executable, "manage.py", "answer_alone")
_START_SECONDS = 120.0
# Each is a process of its own.
_cells = threading.BoundedSemaphore(2)

logger = logging.getLogger(__name__)


class Ending(Enum):
    """How a turn in quarantine ended."""

    ANSWERED = "answered"
    NOTHING = "nothing to answer, or the chat is no longer ours"
    FAILED = "the turn failed"
    DIED = "the turn killed or hung its process"


def answer_alone(lease: Lease) -> Ending:
    """Answer the oldest message under this lease in a child process.

    The child's death is the message's own doing, since this process, which a kill of the worker would have ended too,
    is alive to see it.
    """
    command = [*_COMMAND, str(lease.conversation_id), lease.owner, str(lease.fence)]
    with _cells:
        leases.prolong(lease, seconds=_START_SECONDS + settings.AGENT_TURN_SECONDS)
        connection.close()  # none is held while the child works
        with _child(command) as child:
            ending = _watched(child)
    if ending in {Ending.DIED, Ending.FAILED}:
        logger.error("conversation %s: alone with its oldest message, %s", lease.conversation_id, ending.value)
    return ending


@contextlib.contextmanager
def _child(command: list[str]) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(  # noqa: S603 - our own command, with an id, a name and a number of ours
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _watched(child: "subprocess.Popen[str]") -> Ending:
    """Wait until the child has begun, then as long as a turn may take."""
    too_slow = threading.Timer(_START_SECONDS, child.kill)
    too_slow.start()
    begun = child.stdout is not None and child.stdout.readline().strip() == BEGUN
    too_slow.cancel()
    try:
        code = child.wait(timeout=settings.AGENT_TURN_SECONDS)
    except subprocess.TimeoutExpired:
        return Ending.DIED
    if not begun:  # it never came to the message
        return Ending.NOTHING
    return {0: Ending.ANSWERED, NOTHING_TO_DO: Ending.NOTHING}.get(code, Ending.DIED if code < 0 else Ending.FAILED)
