"""The stand-ins themselves: Twilio's is held against Twilio's published description, the model's against the SDK."""

import json
from pathlib import Path

import openai
import pytest
import requests  # noqa: TID251 - to read what Twilio's client hides
from twilio.base.exceptions import TwilioRestException  # noqa: TID251 - the judge of its stand-in
from twilio.rest import Client  # noqa: TID251 - the judge of its stand-in

from conversations.agent.testing import DIMENSIONS, ModelStandIn, says
from conversations.tests import cast
from conversations.whatsapp.testing import TwilioStandIn

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "twilio_messages_openapi.json"


@pytest.fixture
def twilio():
    """Twilio on loopback."""
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        yield stand_in


@pytest.fixture
def client(twilio):
    """Twilio's own client, pointed at the stand-in."""
    client = Client(cast.ACCOUNT_SID, cast.AUTH_TOKEN)
    client.api.base_url = twilio.url
    return client


def send(client, body="hola", to=cast.ANA, from_=cast.KAVAK):
    return client.messages.create(to=to, from_=from_, body=body)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="Twilio's description is not on this machine")
def test_a_message_has_exactly_the_fields_that_twilio_publishes(twilio, client):
    send(client)
    published = json.loads(PUBLISHED.read_text())["components"]["schemas"]["api.v2010.account.message"]["properties"]
    url = f"{twilio.url}/2010-04-01/Accounts/{cast.ACCOUNT_SID}/Messages.json"
    page = requests.get(url, auth=(cast.ACCOUNT_SID, cast.AUTH_TOKEN), timeout=5).json()

    assert set(page["messages"][0]) == set(published)
    assert set(page) == {
        *("first_page_uri", "next_page_uri", "previous_page_uri", "uri"),
        *("page", "page_size", "start", "end", "messages"),
    }


def test_twilios_own_client_lists_page_by_page_the_newest_first(client):
    for number in range(5):
        send(client, str(number))
    assert [message.body for message in client.messages.list(page_size=2)] == ["4", "3", "2", "1", "0"]
    assert client.messages.list(to=cast.CARLA) == []


def test_what_was_just_sent_may_not_be_listed_yet(twilio, client):
    twilio.list_lag_seconds = 60
    send(client)
    assert client.messages.list() == []
    assert len(twilio.sent) == 1


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"to": "5512345678"}, 21211),
        ({"to": "+525512345678"}, 21910),
        ({"from_": "kavak"}, 21212),
        ({"body": ""}, 21619),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_it_refuses_what_twilio_refuses(twilio, client, message, code):
    with pytest.raises(TwilioRestException) as refused:
        send(client, **message)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert twilio.ledger == []


def test_a_wrong_token_is_no_way_in(twilio):
    client = Client(cast.ACCOUNT_SID, "guessed")
    client.api.base_url = twilio.url
    with pytest.raises(TwilioRestException) as refused:
        send(client)
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_the_model_speaks_to_openais_own_client():
    with ModelStandIn(says("¡Hola!")) as model:
        client = openai.OpenAI(api_key="sk-any", base_url=model.url, max_retries=0)
        answer = client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "hola"}])
        assert answer.choices[0].message.content == "¡Hola!"
        with pytest.raises(openai.BadRequestError):
            client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "¿más?"}])
        vectors = client.embeddings.create(model="any", input=["un auto", "un auto rojo", "garantía"]).data
        near, far = (
            sum(a * b for a, b in zip(vectors[0].embedding, vectors[other].embedding, strict=True)) for other in (1, 2)
        )
        assert len(vectors[0].embedding) == DIMENSIONS
        assert near > far


def test_without_a_key_the_model_answers_nobody():
    with ModelStandIn(says("¡Hola!")) as model:
        assert requests.post(f"{model.url}/chat/completions", json={}, timeout=5).status_code == 401
