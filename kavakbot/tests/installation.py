"""A whole installation of the embedded services for one test: its own `LOCAL_DIR`, real processes, ended by id."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from kavakbot import env
from kavakbot.embedded.layout import Layout

USER = """
import sys
from kavakbot.embedded import EmbeddedError, revive, services
try:
    with services():
        print("joined", flush=True)
        for line in sys.stdin:
            revive()
            print("revived", flush=True)
except EmbeddedError as error:
    sys.exit(error.detail)
"""


@dataclass
class User:
    """A process that uses the services until told to leave."""

    process: subprocess.Popen[str]

    def revive(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "revived\n"

    def leave(self) -> None:
        self.process.communicate(timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


@dataclass(frozen=True)
class Installation:
    """One `LOCAL_DIR`, which the environment names while the test runs."""

    local_dir: Path

    @property
    def layout(self) -> Layout:
        return Layout(self.local_dir)

    @property
    def running(self) -> dict[str, Any]:
        return json.loads((self.local_dir / "services.json").read_text())

    @property
    def pids(self) -> dict[str, int]:
        return self.running["pids"]

    @contextmanager
    def used(self) -> Iterator[User]:
        """Join for the block; leave at its end unless the test ended the user itself."""
        user = self.join()
        try:
            yield user
        finally:
            if user.process.poll() is None:
                user.leave()

    def join(self) -> User:
        process = self.start_user()
        assert process.stdout.readline() == "joined\n", process.communicate()[1]
        return User(process)

    def start_user(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=env.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def refusal(self) -> str:
        """Try to join in vain and return the sentence."""
        _, sentence = self.start_user().communicate(timeout=30)
        return sentence.strip()

    def query(self, sql: str) -> Any:
        with psycopg.connect(self.running["database_url"], connect_timeout=5) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    def kill(self, name: str) -> int:
        pid = self.pids[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def clean(self) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kavakbot.embedded.clean"]
        return subprocess.run(command, cwd=env.BASE_DIR, capture_output=True, text=True, check=False)


def is_gone(pid: int) -> bool:
    """Tell whether the process has ended; one that only waits for its parent's look counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def becomes_true(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
