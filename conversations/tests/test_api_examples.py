"""Every example of the OpenAPI document is carried out: on the sample data the answers are those shown."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from catalog.tests import builders
from conversations.models import Contact, Conversation, Delivery, Message, ToolCall, Turn
from kavakbot.models import create_client
from kavakbot.tests import promises
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db
PAGE = "https://ejemplo.kavakbot.mx/compra"
# Ids, moments, tokens and signed links are others each time.
_VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    r"|eyJ[\w.…-]+|https?://[^/]+/cotizaciones/[\w~-]+\.pdf"
)
# Tested where their surroundings are: an agent that answers, Twilio's signature; or without a body to show.
ELSEWHERE = {*("chat_message", "twilio_inbound", "twilio_status"), *("cars_destroy", "embeddings_destroy")}
BEGINNING_ONLY = {"financing_schedule"}


@pytest.fixture
def api(db: None) -> APIClient:
    """A client, the sample catalogue, and the sample page that the examples quote."""
    builders.the_sample()
    page = settings.BASE_DIR / "knowledge" / "sample" / "compra.html"
    ingestion.ingest_html(html=page.read_bytes(), source_url=PAGE, extract=extract)
    return builders.an_integrator()


@pytest.fixture
def places(api: APIClient, settings) -> dict[str, str]:
    """What stands in the addresses of the examples."""
    settings.KNOWLEDGE_API_WAIT_SECONDS = 0
    page = api.post("/api/v1/embeddings/scrape", {"url": "https://ejemplo.kavakbot.mx/pagos"}).json()
    wish = {"stock_id": 500358, "down_payment": 60000, "years": 5}
    return {
        "car_id": api.get("/api/v1/cars", {"stock_id": 500193}).json()[0]["id"],
        "quote_id": api.post("/api/v1/financing/calculate", wish)["X-Quote-Id"],
        "conversation_id": str(_a_chat().pk),
        "source_id": page["status_url"].split("/")[5],
    }


def _a_chat() -> Conversation:
    """Make the chat of the examples, whose reply and its ids are the document's."""
    page = promises.ours()["paths"]["/api/v1/conversations/{conversation_id}/messages"]["get"]["responses"]["200"]
    [shown] = next(iter(page["content"]["application/json"]["examples"].values()))["value"]["results"]
    ana = Contact.objects.create(phone="+525512345678")
    chat = Conversation.objects.create(
        contact=ana, channel="api", key="crm:+525512345678", address="+525512345678", last_message_at=timezone.now()
    )
    turn = Turn.objects.create(pk=shown["turn"], conversation=chat, fence=1, brain="offline")
    for position, call in enumerate(shown["tool_calls"]):
        ToolCall.objects.create(turn=turn, position=position, **call)
    reply = Message.objects.create(pk=shown["id"], conversation=chat, turn=turn, direction="out", body=shown["body"])
    Delivery.objects.create(message=reply, state=shown["delivery_state"])
    return chat


def test_every_example_answers_to_the_letter(api, places):
    document, different, carried_out, told_only = promises.ours(), [], set(), set()
    for path, method, operation in promises.operations(document):
        examples = list(_examples(operation))
        (carried_out if examples else told_only).add(operation["operationId"])
        for sent, status, shown in examples:
            with transaction.atomic():
                answer = _send(api, path.format(**places), method, operation, sent)
                transaction.set_rollback(True)
            if answer.status_code == 202 != status:
                continue  # there is no worker to read the page; knowledge/tests/test_api.py has one
            body = _compared(operation, answer.json())
            if (answer.status_code, body) != (status, _compared(operation, shown)):
                different.append(
                    f"{method} {path} {sent} is answered {answer.status_code} {json.dumps(body, ensure_ascii=False)}"
                )
    assert not different, "\n".join(different)
    assert told_only == ELSEWHERE
    assert len(carried_out) == len(list(promises.operations(document))) - len(ELSEWHERE)


def _examples(operation: dict[str, Any]) -> Iterator[tuple[Any, int, Any]]:
    """Yield what is sent, and which status and body answer it; an example answers the one of its own name."""
    if operation["operationId"] in ELSEWHERE:
        return
    bodies = operation.get("requestBody", {}).get("content", {})
    sent = {key: (kind, one["value"]) for kind, body in bodies.items() for key, one in body.get("examples", {}).items()}
    for status, response in operation["responses"].items():
        if status >= "300":
            continue
        for body in response.get("content", {}).values():
            shown = {key: one["value"] for key, one in body.get("examples", {}).items()}
            shown |= {"": body["example"]} if "example" in body else {}
            for key, value in shown.items():
                yield sent.get(key) or next(iter(sent.values()), None), int(status), value


def _send(api: APIClient, path: str, method: str, operation: dict[str, Any], sent: Any) -> Any:
    if operation["operationId"] == "login":
        client, secret = create_client(name="Otro")
        sent = (sent[0], {"client_id": client.client_id, "client_secret": secret})
    if sent is None:
        examples = {one["name"]: one.get("examples") for one in operation.get("parameters", [])}
        query = {name: next(iter(found.values()))["value"] for name, found in examples.items() if found}
        return api.get(path, query)
    media_type, value = sent
    if media_type == "application/json":
        return getattr(api, method)(path, value, format="json")
    return getattr(api, method)(path, value, content_type=media_type)


def _compared(operation: dict[str, Any], value: Any) -> Any:
    if operation["operationId"] in BEGINNING_ONLY:
        value = value[:1]
    return _without_ids(value)


def _without_ids(value: Any) -> Any:
    """Ids and times are different each time; all else is to the letter."""
    if isinstance(value, dict):
        return {name: _without_ids(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    return _VARYING.sub("…", value) if isinstance(value, str) else value
