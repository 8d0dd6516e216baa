"""Waiting for what other processes do."""

import time
from collections.abc import Callable


def soon(condition: Callable[[], bool], *, seconds: float = 15.0) -> bool:
    """Wait until the condition holds; False when the time is up."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
