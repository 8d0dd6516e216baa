"""The life of one message in the logs of all processes: each line says of which request, chat and turn it is."""

import io
import json
import logging
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.test import Client
from redis import Redis

from conversations.models import Conversation, Message, Turn, WorkerBeat
from conversations.tests import cast
from kavakbot import env, own_database
from kavakbot.celery import app
from kavakbot.logs import JsonFormatter, WithIds
from kavakbot.tests.waiting import soon

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = "Busco un versa para mi hermana Lupita"
STEPS = ("received", "turn begun", "turn thought over", "Accepted")


@pytest.fixture
def broker():
    """A broker that nobody else of the tests takes work from."""
    ours, reachable = f"{django_settings.REDIS_URL.rsplit('/', 1)[0]}/7", app.conf.broker_url
    with Redis.from_url(ours) as redis:
        redis.flushdb()
    app.conf.broker_url = ours
    yield ours
    app.conf.broker_url = reachable


@pytest.fixture
def worker(broker, tmp_path, showroom):
    """Real workers; the file that they log to."""
    ours = env.inherited(
        DATABASE_URL=own_database.url(),
        REDIS_URL=broker,
        LOG_JSON="true",
        AGENT_SETTLE_SECONDS="0",
        TWILIO_AUTH_TOKEN="",
    )
    command = [sys.executable, "manage.py", "work", "--threads", "2"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=ours, cwd=env.BASE_DIR, stderr=log)
        try:
            assert soon(lambda: WorkerBeat.objects.on_duty("turns"), seconds=90)
            yield tmp_path / "log"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def web_log():
    """What the web logs, which is this process."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(WithIds())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_every_line_of_a_message_carries_its_ids_and_none_its_words(worker, web_log):
    form = cast.form(ASKED)
    headers = {"X-Twilio-Signature": cast.sign(form), "X-Request-ID": "proxy-4711"}
    assert Client().post(cast.WEBHOOK, urlencode(form), cast.FORM, headers=headers).status_code == 200
    assert soon(lambda: "Accepted" in worker.read_text(), seconds=60)

    whole = web_log.getvalue() + worker.read_text()
    lines = [json.loads(line) for line in whole.splitlines()]
    chat, turn = Conversation.objects.get(), Turn.objects.get()
    told = [line for line in lines if line.get("conversation") == str(chat.pk)]
    assert [step for step in STEPS if any(step in line["message"] for line in told)] == list(STEPS)
    assert {line.get("request") for line in told} == {"proxy-4711"}
    assert {line["turn"] for line in told if "received" not in line["message"]} == {str(turn.fence)}
    replies = Message.objects.filter(direction="out").values_list("body", flat=True)
    assert not any(said in whole for said in ("5512345678", "Lupita", "220,999", *replies))
