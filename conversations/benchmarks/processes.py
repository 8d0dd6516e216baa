"""What each process weighs before anybody has asked it anything, and how soon a worker is ready."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.conf import settings
from redis import Redis

from conversations.benchmarks.webhook import broker, serving, wait_until
from conversations.faults import sampling
from kavakbot import env, own_database
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark

PORT = 18_433
_WEIGHTS = {"ingress": ("kavakbot.ingress", 90), "web": ("kavakbot.wsgi", 180)}
SIX_SECONDS = Goal("ours", 6, at_least=False)
WORKER_WEIGHT = Goal("ours", 330, at_least=False)
_MB = 1_000_000


@benchmark("processes", database=True)
def processes(quick: bool) -> Iterator[Measurement]:
    """Start each as an operator does, and look at it."""
    for name, (application, most) in _WEIGHTS.items():
        with serving(application, PORT) as pid:
            yield Measurement(f"{name}, resident", _resident(pid), "MB", goal=Goal("ours", most, at_least=False))
    seen = [_weighed() for _ in range(1 if quick else 3)]
    ready, resident, together = (Spread(taken) for taken in zip(*seen, strict=True))
    yield Measurement("a turns worker is ready", ready, "s", goal=SIX_SECONDS)
    yield Measurement("a turns worker, resident", resident, "MB", goal=WORKER_WEIGHT)
    yield Measurement("it and its parent, shared counted once", together, "MB")


def _weighed() -> tuple[float, float, float]:
    """Start a turns worker; return the seconds until it waits for work, and its weight alone and with its parent."""
    with _worker() as (pid, seconds):
        return seconds, _resident(pid), sampling.proportional([pid]) / _MB


def _resident(parent: int) -> float:
    """Return what the oldest child holds, which is what answers."""
    [oldest, *_] = sampling.children(parent)
    return sampling.memory({"it": oldest})[f"it/{oldest}"] / _MB


@contextmanager
def _worker() -> Iterator[tuple[int, float]]:
    with Redis.from_url(broker(), socket_timeout=2) as redis:
        redis.flushdb()  # a worker that finds work is not ready until it is done
    waiting = _waiting_for_work()
    environment = env.inherited(
        DATABASE_URL=own_database.url(),
        REDIS_URL=broker(),
        LOCAL_SERVICES="",
        LOG_LEVEL="ERROR",
        MALLOC_ARENA_MAX="2",  # as in the image
    )
    started = perf_counter()
    command = [sys.executable, "manage.py", "work", "--processes", "1", "--threads", "64"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
    try:
        wait_until(lambda: _waiting_for_work() > waiting)
        yield process.pid, perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _waiting_for_work() -> int:
    with Redis.from_url(broker(), socket_timeout=2) as redis:
        return int(redis.info("clients")["blocked_clients"])
