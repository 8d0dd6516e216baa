"""Where a message is answered that workers keep dying of: alone, in a process whose death tells nothing but its own."""

import json
import logging
import signal
import threading
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db import connection

from conversations import leases
from conversations.leases import Lease
from kavakbot.fork_server import ForkServer, ForkServerGone

# A turn that fails without killing its process is tried so often.
MOST_ATTEMPTS = 5
# Each is a process of its own.
_cells = threading.BoundedSemaphore(2)
_server: ForkServer | None = None

# Answers the oldest message of a chat under a lease; False when there was nothing to answer.
AnswerAlone = Callable[[Lease], bool]

logger = logging.getLogger(__name__)


class Ending(Enum):
    """How a turn in quarantine ended."""

    ANSWERED = "answered"
    NOTHING = "nothing to answer, or the chat is no longer ours"
    FAILED = "the turn failed"
    DIED = "the turn killed or hung its process"


# What the child exits with; anything else is a failure.
_ANSWERED, _NOTHING = 0, 3
_ENDINGS: Mapping[int, Ending] = MappingProxyType({_ANSWERED: Ending.ANSWERED, _NOTHING: Ending.NOTHING})


def prepare(answer_alone: AnswerAlone) -> None:
    """Set aside the process that forks the children; call it before this process has threads or connections."""
    global _server  # noqa: PLW0603 - one a process, as the process itself
    _server = ForkServer(lambda lease: _answer(lease, answer_alone))


def is_prepared() -> bool:
    """Tell whether this process can answer in quarantine."""
    return _server is not None and _server.is_ours


def answer_alone(lease: Lease) -> Ending:
    """Answer the oldest message under this lease in a child process.

    The child's death is the message's own doing, since this process, which a kill of the worker would have ended too,
    is alive to see it.
    """
    with _cells:
        leases.prolong(lease, seconds=2 * settings.AGENT_TURN_SECONDS)  # and what comes after
        connection.close()  # none is held while the child works
        ending = _ending(lease)
    if ending in {Ending.DIED, Ending.FAILED}:
        logger.error("conversation %s: alone with its oldest message, %s", lease.conversation_id, ending.value)
    return ending


def _ending(lease: Lease) -> Ending:
    assert _server is not None, "ask is_prepared() first"
    try:
        code = _server.run(_written(lease), seconds=settings.AGENT_TURN_SECONDS)
    except ForkServerGone:
        # This worker is of no use to such chats; whoever supervises it starts another.
        logger.exception("conversation %s could not be answered alone; ending this worker", lease.conversation_id)
        signal.raise_signal(signal.SIGTERM)
        return Ending.NOTHING
    return Ending.DIED if code < 0 else _ENDINGS.get(code, Ending.FAILED)


def _written(lease: Lease) -> str:
    return json.dumps([str(lease.conversation_id), lease.owner, lease.fence, lease.attempts])


def _answer(written: str, answer_alone: AnswerAlone) -> int:
    conversation_id, owner, fence, attempts = json.loads(written)
    answered = answer_alone(Lease(UUID(conversation_id), owner, fence, attempts))
    return _ANSWERED if answered else _NOTHING
