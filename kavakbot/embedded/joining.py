"""Joining the embedded services and leaving them: every user holds a shared lock, the last one stops the keeper.

All of it happens under the start lock, one process at a time, so that a newcomer never joins what a leaver is
just stopping.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from kavakbot import env
from kavakbot.embedded import binaries, postgres, state, valkey
from kavakbot.embedded.errors import EmbeddedError
from kavakbot.embedded.layout import Layout

START_SECONDS = 60.0
STOP_SECONDS = 15.0
URLS = {"postgres": ("database_url", "DATABASE_URL"), "valkey": ("redis_url", "REDIS_URL")}
CHECKS: dict[str, Callable[[str], bool]] = {"postgres": postgres.answers, "valkey": valkey.answers}
# Tells our own processes, and the children that inherit the environment, what was lent to them.
LENT = "LOCAL_SERVICES"


@contextmanager
def services() -> Iterator[None]:
    """Lend PostgreSQL and Valkey for the block, each unless its URL is set; their addresses go to the environment."""
    wanted = [name for name, (_, variable) in URLS.items() if env.find(variable) is None]
    if not wanted or not binaries.are_installed():
        yield
        return
    layout = Layout(env.local_dir())
    layout.make()
    env.publish(LOCAL_DIR=str(layout.local_dir))  # absolute: the keeper and our children start elsewhere
    users = layout.users
    with layout.start:
        users.acquire(shared=True)
        try:
            running = _started(layout, wanted)
        except BaseException:
            users.release()
            raise
    _publish(layout, running, wanted)
    try:
        yield
    finally:
        with layout.start:
            if users.acquire(wait=False):
                stop(layout)
            users.release()


def lent() -> list[str]:
    """Return the names of the services that were lent to this process or to its parent."""
    return (env.find(LENT) or "").split()


def revive() -> None:
    """Start the keeper again if it died under us; for commands that stay."""
    layout = Layout(env.local_dir())
    start = layout.start
    if not lent() or not start.acquire(wait=False):  # whoever holds it is starting the keeper already
        return
    try:
        if not layout.keeper.is_held_elsewhere():
            _started(layout, lent())
    finally:
        start.release()


def stop(layout: Layout) -> None:
    """Stop the keeper and with it the services; the caller holds the start lock."""
    keeper = state.read(layout.running).get("pids", {}).get("keeper")
    if keeper is None or not layout.keeper.is_held_elsewhere():
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(keeper, number)
        if _becomes_true(lambda: not layout.keeper.is_held_elsewhere(), STOP_SECONDS):
            return


def _started(layout: Layout, wanted: Sequence[str]) -> dict[str, Any]:
    """Return what runs, once it answers, after starting a keeper if none is alive."""
    if not layout.keeper.is_held_elsewhere():
        layout.running.unlink(missing_ok=True)
        with layout.log("keeper").open("ab") as log:
            subprocess.run(
                [sys.executable, "-m", "kavakbot.embedded.keeper", *wanted],
                cwd=env.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
    deadline = time.monotonic() + START_SECONDS
    while not _all_answer(running := state.read(layout.running), wanted):
        if not layout.keeper.is_held_elsewhere():
            raise EmbeddedError(f"The embedded services did not start: {_last_words(layout)}")
        if time.monotonic() > deadline:
            logs = layout.log("keeper").parent
            raise EmbeddedError(f"The embedded services did not answer within {START_SECONDS:.0f} s: see {logs}.")
        time.sleep(0.05)
    return running


def _all_answer(running: dict[str, Any], wanted: Sequence[str]) -> bool:
    if not running:
        return False
    urls = {name: running.get(URLS[name][0]) for name in wanted}
    for name, url in urls.items():
        if url is None:
            raise EmbeddedError(f"Another command runs the embedded services without {name}: stop that one first.")
    return all(CHECKS[name](url) for name, url in urls.items() if url is not None)


def _last_words(layout: Layout) -> str:
    lines = layout.log("keeper").read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it left no message"


def _publish(layout: Layout, running: dict[str, Any], wanted: Sequence[str]) -> None:
    env.publish(**{LENT: " ".join(wanted)}, **{URLS[name][1]: running[URLS[name][0]] for name in wanted})
    if "postgres" in wanted:
        key = env.find("SECRET_KEY") or state.keep_secrets(layout.secrets).secret_key
        env.publish(LOCAL_MODE="1", SECRET_KEY=key)


def _becomes_true(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
