"""What a container that serves no page is asked: whether something in it beats."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import leases
from conversations.models import WorkerBeat
from kavakbot import env, healthcheck, own_database
from kavakbot.tests.waiting import soon

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def same_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", own_database.url())


def test_a_machine_lives_by_its_own_processes():
    WorkerBeat.objects.create(owner="another:1:", beaten_at=timezone.now(), duties="turns")
    assert not healthcheck.main("worker")
    WorkerBeat.objects.create(owner=leases.this_worker(), beaten_at=timezone.now(), duties="turns")
    assert healthcheck.main("worker")


def test_who_was_seen_half_a_minute_ago_is_not_alive():
    ago = timezone.now() - timedelta(seconds=31)
    WorkerBeat.objects.create(owner=leases.this_worker(), beaten_at=ago, duties="beat")
    assert not healthcheck.main("beat")


@pytest.mark.parametrize(
    ("program", "duty", "asked"),
    [
        (
            ["worker", "--pool", "prefork", "--concurrency", "1", "--queues", "of-nobody,of-a-test"],
            "of-nobody",
            "worker",
        ),
        (["beat", "--schedule", "{folder}/beat"], "beat", "beat"),
    ],
    ids=["worker", "beat"],
)
def test_real_processes_say_what_they_do(program, duty, asked, tmp_path, settings):
    command = [sys.executable, "-m", "celery", "-A", "kavakbot", *(it.format(folder=tmp_path) for it in program)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=env.inherited()) as process:
        try:
            assert soon(lambda: WorkerBeat.objects.on_duty(duty), seconds=60)
            assert healthcheck.main(asked)
        finally:
            process.terminate()
