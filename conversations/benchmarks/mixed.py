"""A busy hour in ten minutes: customers write, staff look, a hundred thousand cars come in and pages are read anew."""

import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx2

from catalog.benchmarks.files import write_cars
from conversations.benchmarks import crowd
from conversations.benchmarks.crowd import QUIET, NotAnsweredError
from conversations.faults import figures, house, playing
from conversations.faults.house import House
from conversations.faults.playing import Scenario
from conversations.faults.schedule import Load
from conversations.faults.thinker import Mood
from kavakbot import env
from kavakbot.benchmarking import Goal, Measurement, benchmark
from kavakbot.embedded.layout import Layout

SHARE_OF_SATURATION = 0.6
CARS = 100_000
_OFFICE = ("/admin/conversations/conversation/", "/admin/conversations/lead/", "/admin/catalog/car/", "/admin/tablero/")
# What `cpu_shares` is to the container `slow`: a tenth of another's share of the cores. It counts between sessions
# where the kernel groups by them, and between processes where it does not.
_AS_SLOW = ("sh", "-c", 'echo 10 > /proc/self/autogroup; exec nice -n 10 "$@"', "slow")
WEBHOOKS = Goal("ours", 300, at_least=False)
STARTS = Goal("ours", 2, at_least=False)
NONE = Goal("ours", 0, at_least=False)


@dataclass
class Office:
    """What happened beside the customers: seconds of each page, and everything that went wrong."""

    pages: list[float] = field(default_factory=list)
    imports: int = 0
    ingestions: int = 0
    errors: list[str] = field(default_factory=list)


@benchmark("mixed", long=True)
def mixed(quick: bool) -> Iterator[Measurement]:
    """Measure what can be answered, then play ten minutes (the short version one) of it, and count what went wrong."""
    most = crowd.turns_a_second(crowd.play(crowd.overload(10 if quick else 30), thinks=1.5))
    yield Measurement("turns a second at most", most, "/s")
    a_second = SHARE_OF_SATURATION * most
    seconds = 60 if quick else 600
    here = Layout(env.local_dir())
    here.make()
    office = Office()
    messages = round(a_second * seconds)
    scenario = Scenario(
        Load(messages, 20 * messages, seconds),  # who writes again while they are being answered waits for that
        mood=Mood(seconds=(0.5, 2.5)),
        plan=house.Plan(workers=2, threads=64, settings=QUIET),
        sampled_seconds=5.0,
    )
    run = playing.play(scenario, 1, directory=here.local_dir / "mixed", beside=partial(_office, office=office))
    if not (office.pages and office.imports and office.ingestions):
        raise NotAnsweredError(f"nothing went on beside the customers: {office.errors[:3]}")
    told = [*office.errors, *(f"webhook {status}" for _, status in run.record.answers if status != httpx2.codes.OK)]
    yield Measurement("errors: webhooks, pages, imports, ingestions", len(told), "", goal=NONE)
    unanswered = len(run.verdict.lost) + run.verdict.offline
    yield Measurement("messages without an answer of the model", unanswered, "", goal=NONE)
    webhooks = figures.spread([took for took, _ in run.record.answers])
    yield Measurement(f"webhooks at {a_second:.0f}/s and callbacks, p99", webhooks.p99 * 1000, "ms", goal=WEBHOOKS)
    waits = figures.spread([waited for _, waited in crowd.starts(run)])
    yield Measurement("a turn's start waits, p99", waits.p99, "s", goal=STARTS)
    yield Measurement("a page of the office, p95", figures.spread(office.pages).p95 * 1000, "ms")
    yield Measurement(f"imports of {CARS:,} cars", office.imports, "")
    yield Measurement("pages ingested", office.ingestions, "")


@contextmanager
def _office(ours: House, *, office: Office) -> Iterator[None]:
    """Keep staff, an importer and a reader of pages busy for as long as the block lasts."""
    over = threading.Event()
    work = (_look_at_pages, _import_cars, _read_pages)
    threads = [threading.Thread(target=_until, args=(over, office, partial(one, ours, office, over))) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _until(over: threading.Event, office: Office, work: Callable[[], None]) -> None:
    while not over.is_set():
        try:
            work()
        except (httpx2.HTTPError, subprocess.CalledProcessError) as error:
            office.errors.append(repr(error))
            over.wait(1)


def _look_at_pages(ours: House, office: Office, over: threading.Event) -> None:
    """Log in as a seller does, and open one page a second."""
    password = secrets.token_hex(12)
    named = {"DJANGO_SUPERUSER_PASSWORD": password, "DJANGO_SUPERUSER_EMAIL": "bench@kavakbot.test"}
    name = f"bench{secrets.token_hex(4)}"
    _manage(ours, "createsuperuser", "--noinput", "--username", name, **named)
    with httpx2.Client(timeout=30, follow_redirects=True) as staff:
        login = f"{ours.url}/admin/login/"
        staff.get(login).raise_for_status()
        form = {"username": name, "password": password, "csrfmiddlewaretoken": staff.cookies["csrftoken"]}
        staff.post(login, data=form, headers={"Referer": login}).raise_for_status()
        while not over.is_set():
            for page in _OFFICE:
                started = time.monotonic()
                answer = staff.get(f"{ours.url}{page}")
                answer.raise_for_status()
                if "/login/" in answer.url.path:
                    raise httpx2.HTTPError("not logged in")
                office.pages.append(time.monotonic() - started)
                over.wait(1)


def _import_cars(ours: House, office: Office, over: threading.Event) -> None:
    with tempfile.NamedTemporaryFile("w+b", suffix=".csv") as file:
        write_cars(file, CARS)
        _manage(ours, "import_cars", file.name)
    office.imports += 1
    over.wait(60)


def _read_pages(ours: House, office: Office, over: threading.Event) -> None:
    """Take in a page that has changed: fetched text, passages, vectors, and the swap."""
    sections = (f"<h2>Sede {n}</h2><p>{secrets.token_hex(4)} abre de 9 a 18 horas. </p>" * 3 for n in range(60))
    with tempfile.NamedTemporaryFile("w", suffix=".html") as page:
        page.write(f"<html><body><main><h1>Sedes</h1>{''.join(sections)}</main></body></html>")
        page.flush()
        _manage(ours, "ingest_knowledge", "--file", page.name, "--source-url", "https://kavakbot.test/otras")
    office.ingestions += 1
    over.wait(5)


def _manage(ours: House, *arguments: str, **more: str) -> None:
    command = [*_AS_SLOW, sys.executable, str(Path(env.BASE_DIR) / "manage.py"), *arguments]
    around = {**ours.environment, **more}
    subprocess.run(command, env=around, check=True, capture_output=True, start_new_session=True)  # noqa: S603
