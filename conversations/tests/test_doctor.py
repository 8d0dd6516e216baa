"""What the doctor says of workers and of Twilio, each with one thing wrong at a time."""

import pytest
from django.utils import timezone

from conversations import doctor
from conversations.clock import BeatingScheduler
from conversations.models import Delivery, Message, MessageTemplate, WorkerBeat
from conversations.models.worker_beat import SEEN_WITHIN
from conversations.tests import cast
from conversations.whatsapp.testing import TwilioStandIn
from kavakbot.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_is_seen_by_its_beat():
    assert (doctor.workers().verdict, doctor.workers().seen) == (
        "warn",
        "none is alive; none was seen in the last hour",
    )
    WorkerBeat.objects.create(owner="a:1:", beaten_at=timezone.now(), duties="delivery,turns")
    assert (doctor.workers().verdict, doctor.workers().seen) == ("ok", "1 alive")


def test_who_reads_pages_answers_no_customer():
    WorkerBeat.objects.create(owner="a:1:", beaten_at=timezone.now(), duties="default,ingestion")
    assert doctor.workers().verdict == "warn"


def test_a_worker_that_went_silent_is_named_by_when():
    WorkerBeat.objects.create(owner="a:1:", beaten_at="2026-01-31T10:15:00Z", duties="turns")
    assert doctor.workers().seen == "none is alive; the last was seen 2026-01-31 10:15 UTC"


def test_the_clock_is_seen_as_often_as_it_looks_what_is_due(tmp_path):
    assert doctor.clock().verdict == "warn"
    pause = BeatingScheduler(app, schedule_filename=str(tmp_path / "beat")).tick()
    assert (doctor.clock().verdict, doctor.clock().seen) == ("ok", "1 alive")
    assert pause < SEEN_WITHIN.total_seconds() / 2


def test_a_template_of_reminders_is_there_in_use_and_can_be_filled_in(settings):
    assert doctor.reminder_template().verdict == "ok"
    settings.TEST_DRIVE_REMINDER_TEMPLATE = "Recordatorio"
    assert doctor.reminder_template().seen == "no template in use is called Recordatorio"
    MessageTemplate.objects.create(name="Recordatorio", content_sid="HX" + "a" * 32, body="El {{1}} a las {{hora}}")
    assert doctor.reminder_template().seen == "nothing is known to fill in for hora"
    MessageTemplate.objects.update(body="El {{1}} a las {{2}} en {{3}}, {{4}}")
    assert (doctor.reminder_template().verdict, doctor.reminder_template().seen) == ("ok", "Recordatorio")
    MessageTemplate.objects.update(active=False)
    assert doctor.reminder_template().verdict == "fail"


def test_an_account_that_lists_its_messages_is_ours(settings):
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        cast.forget_gateway()
        assert doctor.twilio_account().verdict == "ok"
        settings.TWILIO_AUTH_TOKEN = "of-somebody-else"
        cast.forget_gateway()
        assert doctor.twilio_account().verdict == "fail"
        assert "TWILIO_AUTH_TOKEN" in doctor.twilio_account().to_do


def test_what_we_sign_is_taken_by_the_server_at_the_public_address(settings, live_server):
    settings.PUBLIC_BASE_URL = live_server.url
    assert doctor.twilio_signature().verdict == "ok"
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_a_path_that_a_proxy_changes_breaks_the_signature(settings, live_server, httpserver):
    settings.PUBLIC_BASE_URL = httpserver.url_for("").rstrip("/")
    httpserver.expect_request("/api/v1/chat/webhooks/twilio/status").respond_with_data("", status=403)
    assert doctor.twilio_signature().verdict == "fail"
    assert "proxy" in doctor.twilio_signature().to_do
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:9"
    assert doctor.twilio_signature().verdict == "warn"


def test_a_key_that_is_refused_and_a_model_that_does_not_exist_are_told_apart(settings, httpserver):
    settings.OPENAI_API_KEY = "sk-of-the-stand-in"
    settings.OPENAI_BASE_URL = httpserver.url_for("/v1")
    settings.OPENAI_MODEL = "gpt-6"
    refused = {"error": {"message": "no", "code": "invalid_api_key"}}
    httpserver.expect_oneshot_request("/v1/models/gpt-6").respond_with_json(refused, status=401)
    assert doctor.model().seen == "the key is refused"
    httpserver.expect_oneshot_request("/v1/models/gpt-6").respond_with_json({"error": {"message": "no"}}, status=404)
    assert doctor.model().seen == "the service has no gpt-6"
    httpserver.expect_request("/v1/models/gpt-6").respond_with_json({"id": "gpt-6", "object": "model"})
    assert (doctor.model().verdict, doctor.model().seen) == ("ok", "gpt-6")
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9"
    assert doctor.model().seen == "the service does not answer (APIConnectionError)"
