"""The life of one message as logs and traces of all processes tell it: whose it is, and never what was said."""

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

STEPS = ("received", "turn begun", "turn thought over", "Accepted")
RECEIVED = "POST /api/v1/chat/webhooks/twilio"


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
def worker(broker, collector, settings, tmp_path, showroom):
    """Real workers; the file that they log to."""
    ours = env.inherited(
        DATABASE_URL=own_database.url(),
        REDIS_URL=broker,
        LOG_JSON="true",
        AGENT_SETTLE_SECONDS="0",
        TWILIO_AUTH_TOKEN="",
        OTEL_EXPORTER_OTLP_ENDPOINT=settings.TRACES_ENDPOINT,
    )
    command = [sys.executable, "manage.py", "work", "--threads", "2"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=ours, cwd=env.BASE_DIR, stderr=log)
        try:
            assert soon(lambda: WorkerBeat.objects.on_duty("turns"), seconds=90)
            yield tmp_path / "log"
        finally:
            process.terminate()
            process.wait(timeout=60)


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


def names_nobody(whole):
    replies = Message.objects.filter(direction="out").values_list("body", flat=True)
    return not any(said in whole for said in ("5512345678", "Lupita", "220,999", *replies))


def test_every_line_and_every_span_says_whose_it_is_and_none_what_was_said(worker, web_log, collector):
    form = cast.form("Busco un versa para mi hermana Lupita")
    headers = {"X-Twilio-Signature": cast.sign(form), "X-Request-ID": "proxy-4711"}
    assert Client().post(cast.WEBHOOK, urlencode(form), cast.FORM, headers=headers).status_code == 200
    assert soon(lambda: "Accepted" in worker.read_text(), seconds=60)
    chat, turn = Conversation.objects.get(), Turn.objects.get()

    whole = web_log.getvalue() + worker.read_text()
    lines = [line for line in map(json.loads, whole.splitlines()) if line.get("conversation") == str(chat.pk)]
    assert [step for step in STEPS if any(step in line["message"] for line in lines)] == list(STEPS)
    assert {line.get("request") for line in lines} == {"proxy-4711"}
    assert {line["turn"] for line in lines if "received" not in line["message"]} == {str(turn.fence)}
    assert names_nobody(whole)

    expected = {RECEIVED, "turn", "think", "search_cars", "commit", "send"}
    assert soon(lambda: expected <= collector.spans().keys(), seconds=20), collector.spans().keys()
    found = collector.spans()
    assert len({found[name].trace_id for name in expected}) == 1
    assert found["turn"].parent_span_id == found["send"].parent_span_id == found[RECEIVED].span_id
    assert found["search_cars"].parent_span_id == found["think"].span_id
    assert {it.key: it.value.string_value for it in found["send"].attributes} == {
        "kavakbot.conversation": str(chat.pk),
        "kavakbot.turn": str(turn.fence),
    }
    assert names_nobody(b"".join(collector).decode("utf-8", "replace"))
