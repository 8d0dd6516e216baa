"""The webhook in the server of production: requests a second beside a bare view, and how long one waits."""

import http.client
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection

from conversations.faults import bare
from conversations.whatsapp import signature
from conversations.whatsapp.testing import inbound_form
from kavakbot import env, own_database
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark
from kavakbot.embedded.ports import HOST, becomes_free
from kavakbot.errors import KavakbotError

ACCOUNT, TOKEN, OURS = "AC" + "0" * 32, "a-token-of-the-bench", "whatsapp:+5215500000001"
BASE = "https://bench.example.com"
PORT, BARE_PORT = 18_431, 18_432
CHATS = 200
A_SECOND = 100
OWN_NUMBER = 15  # of the sixteen that a Redis has unless told otherwise
NOBODY = "redis://127.0.0.1:9/0"


class ServerSilent(KavakbotError):
    """The server of the bench did not answer as it should."""

    code = "server_silent"


@dataclass(frozen=True)
class Post:
    """One signed request, ready to be sent."""

    body: bytes
    headers: dict[str, str]


@benchmark("webhook", database=True)
def webhooks(quick: bool) -> Iterator[Measurement]:
    """Measure the rate at 1 and 16 clients beside the bare view, then the wait at a steady rate, broker up and down."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {bare.TABLE} (sid text PRIMARY KEY, sender text, body text, form jsonb)")
    seconds, rounds = (1.0, 3) if quick else (3.0, 5)
    with serving("kavakbot.ingress", PORT), serving("conversations.faults.bare_server", BARE_PORT):
        for clients in (1, 16):
            theirs, ours = _in_turns(clients, seconds, rounds)
            goal = Goal("ratio", 0.8, at_least=True)
            yield Measurement(f"requests a second, {clients} clients", ours, "/s", theirs, "bare view", goal)
        yield _waits("p99", quick, limit=150)
    with serving("kavakbot.ingress", PORT, REDIS_URL=NOBODY):
        yield _waits("p99, the broker dead", quick, limit=500)


def _waits(what: str, quick: bool, *, limit: float) -> Measurement:
    waits = _steadily(seconds=5 if quick else 20)
    return Measurement(
        f"{what} at {A_SECOND}/s", waits[int(len(waits) * 0.99)], "ms", goal=Goal("ours", limit, at_least=False)
    )


def _in_turns(clients: int, seconds: float, rounds: int) -> tuple[Spread, Spread]:
    """Return the requests a second of the bare view and of ours, taken in turns."""
    rates: dict[int, list[float]] = {BARE_PORT: [], PORT: []}
    for _ in range(rounds):
        for port, seen in rates.items():
            seen.append(_rate(port, clients, seconds))
    return Spread(rates[BARE_PORT]), Spread(rates[PORT])


def _rate(port: int, clients: int, seconds: float) -> float:
    """Post as fast as so many clients can, each waiting for its answer."""
    deadline = time.monotonic() + seconds
    posts = _posts()

    def client(_: int) -> int:
        done = 0
        while time.monotonic() < deadline:
            _send(port, next(posts))
            done += 1
        return done

    started = time.monotonic()
    with ThreadPoolExecutor(clients) as threads:
        done = sum(threads.map(client, range(clients)))
    return done / (time.monotonic() - started)


def _steadily(*, seconds: int) -> list[float]:
    """Post at a steady rate, whatever the answers take; return the milliseconds each took since it was due, sorted."""
    posts, begin = _posts(), time.monotonic() + 0.2

    def one(number: int) -> float:
        due = begin + number / A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        _send(PORT, next(posts))
        return (time.monotonic() - due) * 1000

    with ThreadPoolExecutor(64) as threads:
        return sorted(threads.map(one, range(seconds * A_SECOND)))


def _posts() -> Iterator[Post]:
    """Make signed messages of many chats, safely for threads."""
    lock = threading.Lock()

    class Safe(Iterator[Post]):
        number = 0

        def __next__(self) -> Post:
            with lock:
                Safe.number += 1
                number = Safe.number
            return _post(number)

    return Safe()


def _post(number: int) -> Post:
    sender = f"whatsapp:+52155{10_000_000 + number % CHATS}"
    form = inbound_form(ACCOUNT, sender=sender, to=OURS, body="busco un versa de menos de 250 mil")
    mark = signature.sign(f"{BASE}/{bare.PATH}", form, TOKEN)
    return Post(
        urlencode(form).encode(),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": mark,
            "Host": "bench.example.com",
            "X-Forwarded-Proto": "https",
        },
    )


def _send(port: int, post: Post) -> None:
    asked = http.client.HTTPConnection(HOST, port, timeout=15)
    try:
        asked.request("POST", f"/{bare.PATH}", post.body, post.headers)
        answer = asked.getresponse()
        answer.read()
    finally:
        asked.close()
    if answer.status != 200:
        raise ServerSilent(f"the webhook answered {answer.status}")


def broker() -> str:
    """Return a broker of the bench's own: whoever is woken there wakes no worker of a running product."""
    return urlsplit(settings.REDIS_URL)._replace(path=f"/{OWN_NUMBER}").geturl()


@contextmanager
def serving(application: str, port: int, **changes: str) -> Iterator[int]:
    """Run gunicorn as the ingress of docker-compose.yml does, on the database of the bench."""
    if not becomes_free(port):
        raise ServerSilent(f"port {port} is taken")
    environment = env.inherited(
        DATABASE_URL=own_database.url(),
        REDIS_URL=changes.get("REDIS_URL", broker()),
        SECRET_KEY=uuid.uuid4().hex * 2,
        ALLOWED_HOSTS="bench.example.com",
        PUBLIC_BASE_URL=BASE,
        BEHIND_PROXY="true",
        TWILIO_ACCOUNT_SID=ACCOUNT,
        TWILIO_AUTH_TOKEN=TOKEN,
        TWILIO_PHONE_NUMBER=OURS,
        TWILIO_API_BASE_URL="http://127.0.0.1:9",
        LOG_LEVEL="ERROR",
        MALLOC_ARENA_MAX="2",  # as in the image
    )
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--workers", "2"]
    server = subprocess.Popen([*command, "--log-level", "error"], cwd=settings.BASE_DIR, env=environment)  # noqa: S603
    try:
        wait_until(lambda: _answers(port))
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        _send(port, _post(0))
    except (OSError, ServerSilent):
        return False
    return True


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise ServerSilent
        time.sleep(0.2)
