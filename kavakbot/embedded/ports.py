"""Loopback ports that stay the same over restarts, because running processes know them by URL."""

import secrets
import socket
import time
from pathlib import Path

from kavakbot.embedded import state

HOST = "127.0.0.1"
# Below the ranges that Linux (32768) and macOS (49152) hand to outgoing connections, any of which
# could otherwise sit on the port of a service that is just being restarted.
RANGE = range(20_000, 32_000)
PATIENCE_SECONDS = 3.0


def keep(path: Path, name: str) -> int:
    """Return the port recorded for `name`, or a new one when a stranger has taken it."""
    recorded = state.read(path)
    port = recorded.get(name)
    if isinstance(port, int) and becomes_free(port):
        return port
    port = _find_free(taken=set(recorded.values()))
    state.write(path, {**recorded, name: port})
    return port


def becomes_free(port: int) -> bool:
    """Tell whether we may listen on the port, waiting a little: what was killed may still be on its way out."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _find_free(taken: set[int]) -> int:
    while True:
        port = secrets.choice(RANGE)
        if port not in taken and _is_free(port):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
