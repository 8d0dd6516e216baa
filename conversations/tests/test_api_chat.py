"""The examples of the OpenAPI document that need an agent, or Twilio's signature, are carried out too."""

import threading
from typing import Any

import pytest
from django.db import connection

from catalog.tests import builders
from conversations import turns
from conversations.agent import choose_brain
from conversations.models import Delivery, Message
from conversations.tests import cast
from kavakbot.tests import promises

pytestmark = pytest.mark.django_db(transaction=True)


def _documented(path: str) -> tuple[Any, Any]:
    """Return what an example sends to an address and what answers it."""
    operation = promises.ours()["paths"][path]["post"]
    return _example(operation["requestBody"]), _example(operation["responses"]["200"])


def _example(described: dict[str, Any]) -> Any:
    (body,) = described["content"].values()
    return body["example"] if "example" in body else next(iter(body["examples"].values()))["value"]


def test_the_documented_question_has_the_documented_answer(policy, settings):
    settings.AGENT_API_WAIT_SECONDS = 60
    builders.the_sample()
    sent, shown = _documented("/api/v1/chat/message")
    api = builders.an_integrator()
    worker = threading.Thread(target=_answer_the_first_message, daemon=True)
    worker.start()
    answer = api.post("/api/v1/chat/message", sent)
    worker.join(60)
    assert (answer.status_code, answer.json()) == (200, shown)
    # Nothing went out by WhatsApp, and the transcript shows how the answer came about.
    (delivery,) = Delivery.objects.all()
    assert delivery.message.conversation.channel == "api"
    (chat,) = api.get("/api/v1/conversations").json()["results"]
    asked, replied = api.get(f"/api/v1/conversations/{chat['id']}/messages").json()["results"]
    assert (asked["body"], replied["body"]) == (sent["message"], shown["response"])
    assert asked["turn"] == replied["turn"]
    names = [call["name"] for call in replied["tool_calls"]]
    assert "calculate_financing" in names
    page = promises.ours()["paths"]["/api/v1/conversations/{conversation_id}/messages"]["get"]["responses"]["200"]
    assert set(replied) == set(_example(page)["results"][0])


def _answer_the_first_message() -> None:
    """Do what a worker does, once there is something to answer."""
    try:
        while not (asked := Message.objects.unanswered().first()):
            threading.Event().wait(0.05)
        turns.answer(asked.conversation_id, brain=choose_brain("offline"))
    finally:
        connection.close()


def test_the_documented_forms_of_twilio_are_taken(settings):
    for path in ("/api/v1/chat/webhooks/twilio", "/api/v1/chat/webhooks/twilio/status"):
        form, shown = _documented(path)
        settings.TWILIO_ACCOUNT_SID = form["AccountSid"]
        answer = cast.post(form, to=path)
        assert (answer.status_code, answer.content.decode()) == (200, shown)
        assert cast.post_under(None, form, to=path).status_code == 403
    assert Message.objects.get().raw["MediaUrl0"]
