"""Ends this process at a named step, so that the fault harness can show what survives; off unless CRASH_AT is set.

The steps: after_lease, after_model, before_commit, after_commit, before_http, after_http, before_sid.
"""

import os
import signal
from uuid import UUID

from django.conf import settings


def reach(step: str, conversation_id: UUID) -> None:
    """End this process as kill -9 does, where this conversation is to crash at this step and has crashes left.

    Of the steps in CRASH_AT each conversation has one; it crashes there CRASH_TIMES times, whichever process it is in.
    """
    steps = settings.CRASH_AT
    if steps and settings.DEBUG and step == steps[conversation_id.int % len(steps)] and _takes_one(conversation_id):
        os.kill(os.getpid(), signal.SIGKILL)


def _takes_one(conversation_id: UUID) -> bool:
    """Take one of the conversation's crashes: a file for each, which one process alone can make."""
    settings.CRASH_DIR.mkdir(parents=True, exist_ok=True)
    for number in range(settings.CRASH_TIMES):
        try:
            (settings.CRASH_DIR / f"{conversation_id}.{number}").touch(exist_ok=False)
        except FileExistsError:
            continue
        return True
    return False
