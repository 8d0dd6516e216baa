"""Everything on one machine: web, worker and beat with sample data, tried once before it says where to look."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from catalog.models import Car
from conversations.management.trial import QUESTION, Trial
from kavakbot import demo, env, programs, token_policy
from kavakbot.embedded import EmbeddedError, revive, state
from kavakbot.embedded.layout import Layout
from kavakbot.embedded.ports import HOST, becomes_free
from kavakbot.embedded.processes import ProcessGroup, stop_on_signals
from knowledge.models import Chunk

PATIENCE_SECONDS = 60.0
ROUND_SECONDS = 1.0


class Command(BaseCommand):
    """Prepare, start, try, announce, stay."""

    help = "Run web, worker and beat here with sample data and print where to look."
    requires_system_checks = ()  # they run once the environment is complete

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=env.text("PORT", "8000"))
        parser.add_argument("--no-sample", action="store_true", help="load no sample catalogue and no sample knowledge")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C or SIGTERM, which stop every child and leave the data."""
        stop_on_signals()
        port = _port(options["port"])
        if not becomes_free(port):
            raise CommandError(f"Port {port} is taken; choose another: PORT={port + 1} make run")
        try:
            _complete_environment(port)
            self.check()
            self._prepare(sample=not options["no_sample"])
            with ProcessGroup([programs.web(port), programs.worker()]) as group:
                self._announce(group, Trial(port))
                _stay(group)
        except KeyboardInterrupt:
            self._progress("stopped; the data stays")

    def _prepare(self, *, sample: bool) -> None:
        """Bring the database to where a first visitor finds something."""
        self._progress("migrating")
        try:
            call_command("migrate", verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if sample and not Car.objects.exists():
            self._progress("loading the sample catalogue")
            _load_catalogue()
        if sample and not Chunk.objects.exists():
            self._progress("loading the sample knowledge")
            _load_knowledge()

    def _announce(self, group: ProcessGroup, trial: Trial) -> None:
        """Wait for the web server and for one answer, then print the banner."""
        self._progress("starting web and worker")
        if not _becomes_true(group, trial.web_answers):
            raise CommandError(f"The web server did not answer on port {trial.port} within {PATIENCE_SECONDS:.0f} s.")
        group.add(
            programs.beat(env.local_dir() / "beat-schedule")
        )  # only now: on two cores it would make the first answer wait
        self._say(*_try(group, trial))
        base = f"http://{HOST}:{trial.port}"
        self._say(f"agent ready: {base}", f"admin panel: {base}/admin/", f"playground: {base}/playground")
        self._say(f"API docs: {base}/docs")
        if settings.LOCAL_MODE:
            who = demo.keep_credentials()
            self._say(f"admin: user={who.user} password={who.password}")
            if token_policy.come_from_cognito():
                self._say(f"api: clients of {settings.COGNITO_TOKEN_ENDPOINT}")
            else:
                self._say(f"api: client_id={who.client_id} client_secret={who.client_secret}")
        connections.close_all()

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()

    def _progress(self, step: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"... {step}", str)


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65_536):
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _complete_environment(port: int) -> None:
    """Give the children what a machine without any configuration lacks; what is set stays."""
    layout = Layout(env.local_dir())
    layout.make()
    base = env.text("PUBLIC_BASE_URL", f"http://{HOST}:{port}")
    defaults = {
        "PUBLIC_BASE_URL": base,
        "ALLOWED_HOSTS": f"{HOST},localhost,{urlsplit(base).hostname}",
        "SECRET_KEY": state.keep_secrets(layout.secrets).secret_key,
    }
    if not settings.TWILIO_AUTH_TOKEN:
        defaults["TWILIO_WEBHOOK_SECRET"] = demo.keep_webhook_secret()
    env.publish(PORT=str(port), **{name: value for name, value in defaults.items() if env.find(name) is None})


def _load_catalogue() -> None:
    samples = settings.BASE_DIR / "catalog" / "sample"
    with redirect_stdout(sys.stderr):
        call_command("import_cars", str(samples / "cars.csv"))
        call_command("import_branches", str(samples / "branches.csv"))


def _load_knowledge() -> None:
    samples = settings.BASE_DIR / "knowledge" / "sample"
    with redirect_stdout(sys.stderr):
        for name, url in json.loads((samples / "index.json").read_text()).items():
            call_command("ingest_knowledge", file=samples / name, source_url=url)


def _try(group: ProcessGroup, trial: Trial) -> list[str]:
    """Write to ourselves as a customer would and return what was said, or what went wrong."""
    status = trial.ask()
    if status != 200:
        return [f"The test message was refused with {status}."]
    if not _becomes_true(group, lambda: bool(trial.find_answers())):
        return [f"The test message had no answer within {PATIENCE_SECONDS:.0f} s."]
    return [f"customer: {QUESTION}", *(f"agent: {answer}" for answer in trial.find_answers())]


def _becomes_true(group: ProcessGroup, condition: Callable[[], bool]) -> bool:
    """Look after the children until the condition holds; False when the time is up."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        group.tend(0.2)
    return True


def _stay(group: ProcessGroup) -> None:
    """Look after the children for ever, and after the embedded services they live on."""
    while True:
        group.tend(ROUND_SECONDS)
        try:
            revive()
        except EmbeddedError as error:
            sys.stderr.write(f"{error.detail}\n")
