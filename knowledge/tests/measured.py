"""Fetches one URL in a process of its own and prints what it came to: `python measured.py PORT SECONDS PATH...`.

The peak is the kernel's own (VmHWM), reset before each fetch; an honest fetch goes first, so that imports and pools are
not counted.
"""

import json
import sys
import time
from pathlib import Path

from kavakbot.errors import KavakbotError
from knowledge.scraping.fetch import Door
from knowledge.scraping.guard import Policy

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def _kibibytes(name: str) -> int:
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1])


def _outcome(door: Door, url: str) -> str:
    try:
        door.fetch(url)
    except KavakbotError as error:
        return error.code
    return "fetched"


def measure(port: int, seconds: float, paths: list[str]) -> list[dict]:
    """Return of each path how its fetch ended, after how many seconds, and by how many MiB memory grew meanwhile."""
    policy = Policy(frozenset({port}), frozenset({"127.0.0.1"}))
    door = Door(policy, lambda host, port: ["127.0.0.1"], seconds)
    url = f"http://pagina.example.mx:{port}"
    assert _outcome(door, f"{url}/") == "fetched"
    rows = []
    for path in paths:
        CLEAR.write_text("5")
        before, started = _kibibytes("VmRSS"), time.monotonic()
        code = _outcome(door, f"{url}{path}")
        grown = (_kibibytes("VmHWM") - before) / 1024
        rows.append({"code": code, "seconds": time.monotonic() - started, "grown_mib": grown})
    return rows


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])))  # noqa: T201 - read by the test
