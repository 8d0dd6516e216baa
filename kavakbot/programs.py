"""The command lines of web, worker and beat, for whoever starts them on this machine."""

import sys
from pathlib import Path

from kavakbot.embedded.ports import HOST
from kavakbot.embedded.processes import Program

_RUN = (sys.executable, "-m")
_MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
_CELERY = (*_RUN, "celery", "-A", "kavakbot", "--quiet")


def web(port: int) -> Program:
    """Serve on a port of this machine."""
    size = ("--workers", "2", "--threads", "8", "--preload", "--graceful-timeout", "5")
    quiet = ("--no-control-socket", "--log-level", "warning")
    return Program("web", (*_RUN, "gunicorn", "kavakbot.wsgi", "--bind", f"{HOST}:{port}", *size, *quiet))


def worker(name: str = "worker", *, processes: int = 1, threads: int = 16) -> Program:
    """Answer, deliver and read pages."""
    size = ("--processes", str(processes), "--threads", str(threads), "--queues", "turns,delivery,ingestion,default")
    return Program(name, (sys.executable, str(_MANAGE), "work", *size))


def beat(schedule: Path) -> Program:
    """Start what is due by the clock; `schedule` is where it remembers when."""
    return Program("beat", (*_CELERY, "beat", "--schedule", str(schedule)))
