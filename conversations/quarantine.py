"""Where a message is answered that workers keep dying of: alone, in a process whose death tells nothing but its own."""

import logging
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection

from conversations.leases import Lease

# A turn that fails without dying is tried so often.
MOST_ATTEMPTS = 5
_COMMAND = (sys.executable, "manage.py", "answer_alone")
# Each is a process of its own, which takes seconds to start.
_cells = threading.BoundedSemaphore(2)

logger = logging.getLogger(__name__)


def answer_alone(lease: Lease) -> bool | None:
    """Answer the oldest message under this lease in a child process; None when it killed or hung the child.

    Returns whether a turn was committed. The child's death is the message's own doing, since this process, which
    a kill of the worker would have ended too, is alive to see it.
    """
    connection.close()  # none is held while the child works
    command = [*_COMMAND, str(lease.conversation_id), lease.owner, str(lease.fence)]
    with _cells:
        try:
            done = subprocess.run(  # noqa: S603 - our own command, with an id, a name and a number of ours
                command, cwd=settings.BASE_DIR, timeout=settings.AGENT_TURN_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            logger.error(  # noqa: TRY400 - its stack is ours and says nothing
                "conversation %s: its oldest message hung its process", lease.conversation_id
            )
            return None
    if done.returncode < 0:
        logger.error("conversation %s: its oldest message killed its process", lease.conversation_id)
        return None
    return done.returncode == 0
