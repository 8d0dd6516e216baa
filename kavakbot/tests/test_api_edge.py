"""The service's own endpoints, tokens and problem documents."""

import re
from datetime import timedelta

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from kavakbot import local_tokens
from kavakbot.models import ApiClient, create_client
from kavakbot.tests import promises

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def credentials() -> dict[str, str]:
    client, secret = create_client(name="CRM")
    return {"client_id": client.client_id, "client_secret": secret}


def test_the_root_says_where_the_documentation_is(client):
    answer = client.get("/").json()
    assert set(answer) == {"message", "version", "description", "docs"}


def test_health_is_answered_without_a_token(client):
    assert client.get("/health").json() == {"status": "healthy"}
    assert client.get("/health/live").status_code == 200


def test_ready_names_every_check(client):
    answer = client.get("/health/ready")
    assert answer.json()["checks"] == {"database": True, "extensions": True, "migrations": True, "redis": True}
    assert answer.status_code == 200


def test_ready_says_503_while_redis_is_away(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["redis"] is False


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/api/schema", "/openapi.json"])
def test_the_documentation_is_served(client, path):
    assert client.get(path).status_code == 200


def test_the_document_is_the_same_whatever_is_put_into_its_address(client):
    as_it_is = client.get("/openapi.json").json()
    for name in ("version", "lang", "format"):
        for value in ("\r\nX-Evil: yes", "\0", "ñ", 'a"b', "../..", "zz"):
            answer = client.get("/openapi.json", {name: value})
            assert (answer.status_code, answer.json()) == (200, as_it_is), (name, value)
            assert client.get("/api/schema", {name: value}).status_code == 200, (name, value)
            assert answer["Content-Disposition"] == "inline"


def test_the_documentation_fetches_nothing_from_outside(client):
    for page in (client.get("/docs"), client.get("/redoc")):
        outside = re.findall(rb"""(?:src|href)=["'](?:https?:)?//[^"']+""", page.content)
        assert outside == []


def test_right_credentials_earn_a_token_that_opens_the_api(credentials):
    answer = APIClient().post("/auth/login", credentials)
    assert answer.status_code == 200
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 3600)
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access_token']}")
    assert api.get("/api/v1/conversations").status_code == 200


@pytest.mark.parametrize("change", [{"client_secret": "wrong"}, {"client_id": "unknown"}])
def test_wrong_credentials_are_refused_in_the_same_words(credentials, change):
    answer = APIClient().post("/auth/login", credentials | change)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "The client credentials are not right."


def test_a_client_that_was_switched_off_is_locked_out_at_once(credentials):
    token = APIClient().post("/auth/login", credentials).json()["access_token"]
    ApiClient.objects.update(is_active=False)
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {token}").get("/api/v1/conversations").status_code == 401


def _token(credentials, key=None, algorithm="HS256", **changes):
    now = timezone.now()
    claims = {"iss": "kavakbot", "client_id": credentials["client_id"], "token_use": "access", "iat": now}
    claims |= {"scope": "read write", "secret_version": 1, "exp": now + timedelta(minutes=5)} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, local_tokens.signing_key() if key is None else key, algorithm=algorithm)


def test_a_token_made_with_our_key_passes(credentials):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials)}")
    assert api.get("/api/v1/conversations").status_code == 200


def test_a_token_outlives_a_change_of_the_key_for_as_long_as_the_old_one_is_a_fallback(credentials, settings):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials)}")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert api.get("/api/v1/conversations").status_code == 200
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials)}").get("/api/v1/conversations").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert api.get("/api/v1/conversations").status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"key": b"x" * 32},
        {"key": "", "algorithm": "none"},
        {"exp": 0},
        {"exp": None},
        {"iss": "somebody"},
        {"iss": None},
        {"token_use": "id"},
        {"client_id": None},
        {"client_id": 7},
        {"client_id": "unknown"},
    ],
)
def test_any_other_token_is_refused(credentials, changes):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials, **changes)}")
    answer = api.get("/api/v1/conversations")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "Bearer \xff", "Basic eDp5", "Bearer a.b.c"])
def test_a_header_that_holds_no_token_is_401_and_never_500(header):
    assert APIClient(HTTP_AUTHORIZATION=header).get("/api/v1/conversations").status_code == 401


def test_a_body_that_is_no_json_is_422(credentials):
    answer = APIClient().post("/auth/login", "{", content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "parse_error"


def test_a_missing_field_is_named(credentials):
    answer = APIClient().post("/auth/login", {"client_id": "x"})
    assert answer.json()["detail"] == [
        {"type": "required", "loc": ["body", "client_secret"], "msg": answer.json()["detail"][0]["msg"]}
    ]


@pytest.mark.parametrize(
    ("verb", "path", "loc"),
    [
        ("get", "/api/v1/embeddings?limit=x", ["query", "limit"]),
        ("delete", "/api/v1/embeddings/x", ["path", "chunk_id"]),
        ("get", "/api/v1/cars?limit=x", ["query", "limit"]),
        ("get", "/api/v1/cars/x", ["path", "car_id"]),
        ("get", "/api/v1/conversations/x", ["path", "conversation_id"]),
        ("get", "/api/v1/conversations/x/messages", ["path", "conversation_id"]),
        ("get", "/api/v1/financing/quotes/x", ["path", "quote_id"]),
        ("post", "/api/v1/knowledge/search", ["body", "question"]),
    ],
)
def test_a_problem_says_in_english_where_the_request_makes_no_sense(credentials, verb, path, loc):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials)}")
    answer = getattr(api, verb)(path, {} if verb == "post" else None)
    assert answer.status_code == 422
    assert [row["loc"] for row in answer.json()["detail"]] == [loc]
    assert answer.json()["detail"][0]["msg"] in {
        "A valid integer is required.",
        "Must be a valid UUID.",
        "This field is required.",
    }


@pytest.mark.parametrize("path", ["/api/v1/embeddings?source_url={}", "/api/v1/cars?q={}", "/api/v1/cars?make={}"])
def test_a_text_is_as_long_as_it_came_and_not_as_it_is_trimmed(credentials, path):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(credentials)}")
    assert api.get(path.format("x%20")).status_code == 200
    for long in (f"x{'%20' * 2000}", "%C2%85" * 2001):
        assert api.get(path.format(long)).status_code == 422


def test_the_secret_is_kept_as_a_hash_only(credentials):
    assert credentials["client_secret"] not in str(ApiClient.objects.values())


@pytest.mark.parametrize("path", ["/api/v1/nope", "/api/v1/cars/", "/auth/nope"])
def test_an_unknown_address_of_the_api_is_a_problem_document(client, path):
    answer = client.get(path)
    assert answer.status_code in {404, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_an_unknown_page_is_a_page(client):
    answer = client.get("/nope")
    assert answer.status_code == 404
    assert "html" in answer["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/health", "/health/live", "/health/ready"])
def test_what_is_only_read_says_so_to_who_writes(path):
    browser = Client(enforce_csrf_checks=True)
    for verb in (browser.post, browser.put, browser.patch, browser.delete):
        answer = verb(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_filter_that_is_left_empty_is_as_good_as_none_and_the_document_says_so(api, document):
    asked = [
        (path, one)
        for path, method, operation in promises.operations(document)
        for one in operation.get("parameters", [])
        if method == "get" and one["in"] == "query"
    ]
    assert len(asked) > 15
    for path, one in asked:
        assert one.get("allowEmptyValue"), (path, one["name"])
        assert "{" in path or api.get(path, {one["name"]: ""}).status_code == 200, (path, one["name"])


# The last three: a day without a time, a year before time zones, more offset than anybody has pages.
_CURSORS = ("x", "ñ", "cD1hYmM=", "cD0=", "cj0xJm89MQ==", "cD0yMDI2LTAxLTMx", "cD0wMDAxLTAxLTAx", "bz05OTk5OTk5OTk5")


def test_a_cursor_that_we_never_gave_is_422_or_a_page_and_never_500(api, settings):
    settings.AGENT_API_WAIT_SECONDS = 0
    asked = api.post("/api/v1/chat/message", {"message": "hola", "phone_number": "+525512345678"}).json()
    for path in ("/api/v1/conversations", asked["status_url"]):
        statuses = {cursor: api.get(path, {"cursor": cursor}).status_code for cursor in _CURSORS}
        assert set(statuses.values()) <= {200, 422}, statuses
        assert statuses["cD1hYmM="] == 422
        assert api.get(path, {"cursor": "cD1hYmM="}).json()["detail"][0]["loc"] == ["query", "cursor"]


def test_an_answer_that_takes_too_long_is_504_and_says_where_it_will_stand(api, settings):
    settings.AGENT_API_WAIT_SECONDS = 0
    answer = api.post("/api/v1/chat/message", {"message": "hola", "phone_number": "+525512345678"})
    problem = answer.json()
    assert (answer.status_code, problem["code"], answer["Content-Type"]) == (504, "turn_pending", PROBLEM)
    (message,) = api.get(problem["status_url"]).json()["results"]
    assert (str(message["id"]), message["body"], message["turn"]) == (problem["turn_id"], "hola", None)


def test_an_integrator_gets_json_whatever_it_accepts_and_sends_json_only(api):
    for accept in ("text/html", "application/xml", "image/png", "*/*"):
        answer = api.post("/api/v1/financing/plans", {"price": 300000}, headers={"accept": accept})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    form = api.post("/api/v1/financing/plans", "price=300000", content_type="application/x-www-form-urlencoded")
    assert (form.status_code, form["Content-Type"]) == (415, PROBLEM)


def test_a_string_is_asked_for_where_a_string_is_meant(api, settings):
    settings.AGENT_API_WAIT_SECONDS = settings.KNOWLEDGE_API_WAIT_SECONDS = 0
    for path, body in (
        ("/api/v1/chat/message", {"message": 7, "phone_number": "+525512345678"}),
        ("/api/v1/chat/message", {"message": "hola", "phone_number": 5512345678}),
        ("/api/v1/knowledge/search", {"question": True}),
        ("/api/v1/embeddings/scrape", {"url": "https://ejemplo.mx/", "force_update": 0}),
        ("/auth/login", {"client_id": 7, "client_secret": "x"}),
    ):
        assert api.post(path, body).status_code == 422, (path, body)


def test_the_documentation_can_be_kept_for_staff(settings, client, admin_client):
    settings.API_DOCS_FOR_STAFF_ONLY = True
    for path in ("/docs", "/redoc", "/api/schema", "/openapi.json"):
        assert (client.get(path).status_code, admin_client.get(path).status_code) == (403, 200)
