"""Logging in where Cognito issues the tokens: at stand-ins that answer anything, and at a real provider."""

import base64
import itertools
import json
from urllib.parse import parse_qsl, unquote_plus

import boto3
import pytest
from moto.server import ThreadedMotoServer
from rest_framework.test import APIClient
from werkzeug import Response

from kavakbot.tests.issuers import CLIENT, READ, WRITE, Issuer, a_key, signed, trust

pytestmark = pytest.mark.django_db

SECRET = "1an7secret"
REFUSAL = {"code": "wrong_credentials", "detail": "The client credentials are not right."}
BUSY = {"code": "identity_provider_unavailable"}
_addresses = (f"192.0.2.{number}" for number in itertools.cycle(range(256)))


@pytest.fixture
def pool(httpserver, settings):
    issuer = Issuer(httpserver).publish()
    trust(settings, issuer)
    return issuer


def _log_in(client_id=CLIENT, secret=SECRET):
    body = {"client_id": client_id, "client_secret": secret}
    return APIClient(REMOTE_ADDR=next(_addresses)).post("/auth/login", body)


def _endpoint(pool, answer):
    """Let the pool's token endpoint answer by this function of the form; return what it was asked."""
    asked = []

    def handle(request):
        name, _, secret = (
            base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        )
        asked.append(
            {
                "client": unquote_plus(name),
                "secret": unquote_plus(secret),
                **dict(parse_qsl(request.get_data(as_text=True))),
            }
        )
        said = answer(asked[-1])
        return said if isinstance(said, Response) else Response(json.dumps(said), content_type="application/json")

    path = f"{pool.path}/oauth2/token"
    pool.server.handlers[:] = [each for each in pool.server.handlers if each.matcher.uri != path]
    pool.server.expect_request(path, method="POST").respond_with_handler(handle)
    return asked


def _error(code, status=400):
    return Response(json.dumps({"error": code}), status, content_type="application/json")


def _token(pool, **changes):
    return {"access_token": pool.token(**changes), "expires_in": 3600, "token_type": "Bearer"}


def test_credentials_are_forwarded_and_the_token_given_again(pool):
    asked = _endpoint(pool, lambda form: _token(pool))
    first, second = _log_in(), _log_in()
    assert first.status_code == 200
    assert first.json()["token_type"] == "Bearer"
    assert 3590 <= second.json()["expires_in"] <= first.json()["expires_in"] <= 3600
    assert second.json()["access_token"] == first.json()["access_token"]
    [form] = asked
    assert form == {
        "client": CLIENT,
        "secret": SECRET,
        "grant_type": "client_credentials",
        "scope": f"{READ} {WRITE}",
    }
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {first.json()['access_token']}")
    assert api.get("/api/v1/cars?limit=1").status_code == 200
    assert _log_in(secret="other").json()["access_token"] != first.json()["access_token"]


def test_a_token_that_has_just_expired_is_of_no_use(pool):
    now = pool.claims()["iat"]
    _endpoint(pool, lambda form: _token(pool, iat=now - 3600, exp=now - 1))  # within the clocks' difference
    assert _log_in().status_code == 401


def test_a_client_that_may_only_read_gets_the_scope_it_may_have(pool):
    def answer(form):
        return _token(pool, scope=READ) if form["scope"] == READ else _error("invalid_scope")

    asked = _endpoint(pool, answer)
    assert _log_in().status_code == 200
    assert [form["scope"] for form in asked] == [f"{READ} {WRITE}", READ]


def test_every_refusal_has_the_same_words(pool):
    for answer in (
        _error("invalid_client"),
        _error("invalid_client", 401),
        _error("invalid_grant"),
        _error("unauthorized_client"),
        _error("invalid_scope"),
        Response("<html>", 403),
    ):
        _endpoint(pool, lambda form, answer=answer: answer)
        refused = _log_in(client_id="who", secret="what")
        assert refused.status_code == 401
        assert refused.json().items() >= REFUSAL.items()
    asked = _endpoint(pool, lambda form: _token(pool))
    assert _log_in(secret="x" * 5000).status_code == 401
    assert asked == []


def test_a_provider_that_is_away_is_no_refusal(pool, settings):
    for answer in (
        Response("{}", 500),
        Response("{}", 429),
        Response("", 302, {"Location": "http://127.0.0.1:9/"}),
        Response("not JSON"),
        {"token": "x"},
        {"access_token": 7},
        [],
    ):
        _endpoint(pool, lambda form, answer=answer: answer)
        busy = _log_in()
        assert busy.status_code == 503
        assert busy.json().items() >= BUSY.items()
        assert int(busy["Retry-After"]) > 0
    settings.COGNITO_TOKEN_ENDPOINT = "http://127.0.0.1:9/oauth2/token"
    assert _log_in().status_code == 503


def test_a_token_that_would_not_be_let_in_is_not_handed_out(pool):
    wrong = (
        {"client_id": "another"},
        {"token_use": "id"},
        {"iss": "https://another.example"},
        {"exp": 1, "iat": 0},
    )
    for changes in wrong:
        _endpoint(pool, lambda form, changes=changes: _token(pool, **changes))
        assert _log_in().status_code == 401
    foreign = signed({"alg": "RS256", "kid": "first"}, pool.claims(), a_key("foreign"))
    _endpoint(pool, lambda form: {"access_token": foreign})
    assert _log_in().status_code == 401


def test_whatever_signs_stand_in_the_credentials_arrive_whole(pool):
    asked = _endpoint(pool, lambda form: _error("invalid_client"))
    assert _log_in(client_id="a:b&c=d%20é", secret="p:q+r s\r\nX: y").status_code == 401
    assert (asked[0]["client"], asked[0]["secret"]) == ("a:b&c=d%20é", "p:q+r s\r\nX: y")


def test_at_a_real_provider_clients_get_what_they_may(identity_provider, settings):
    machine = {"grant_types": ["client_credentials"], "redirect_uris": [], "response_types": []}
    reader = {"client_id": "lector", "client_secret": "a-secret-of-the-reader", "scope": READ, **machine}
    writer = {"client_id": "crm", "client_secret": "a-secret-of-the-crm", "scope": f"{READ} {WRITE}", **machine}
    stranger = {"client_id": "otro", "client_secret": "a-secret-of-another", "scope": READ, **machine}
    identity_provider.script(clients=[reader, writer, stranger], resource_scopes=f"{READ} {WRITE}")
    settings.COGNITO_ISSUER = identity_provider.issuer
    settings.COGNITO_JWKS_URL = identity_provider.endpoints["jwks_uri"]
    settings.COGNITO_TOKEN_ENDPOINT = identity_provider.endpoints["token_endpoint"]
    settings.COGNITO_CLIENT_IDS = ["lector", "crm"]
    settings.COGNITO_SCOPE, settings.COGNITO_WRITE_SCOPE = READ, WRITE
    for client, changes in ((reader, 403), (writer, 422)):
        token = _log_in(client["client_id"], client["client_secret"]).json()["access_token"]
        api = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
        assert api.get("/api/v1/cars?limit=1").status_code == 200
        assert api.post("/api/v1/cars", {}, format="json").status_code == changes
    wrong = [_log_in("crm", "wrong"), _log_in("nobody", "wrong"), _log_in("otro", stranger["client_secret"])]
    assert [answer.status_code for answer in wrong] == [401] * 3
    assert len({(answer.status_code, answer.json()["detail"]) for answer in wrong}) == 1


def test_a_token_of_a_user_pool_passes_and_its_id_token_does_not(settings):
    """As moto plays Cognito: it has pools, clients and people, but no token endpoint for client credentials."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        address = "http://{}:{}".format(*server.get_host_and_port())
        pool_id, client_id, tokens = _signed_in_at(address)
        settings.COGNITO_ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{pool_id}"
        settings.COGNITO_JWKS_URL = f"{address}/{pool_id}/.well-known/jwks.json"
        settings.COGNITO_CLIENT_IDS = [client_id]
        settings.COGNITO_SCOPE = settings.COGNITO_WRITE_SCOPE = "aws.cognito.signin.user.admin"
        for name, status in (("AccessToken", 200), ("IdToken", 401)):
            api = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens[name]}")
            assert api.get("/api/v1/cars?limit=1").status_code == status
        settings.COGNITO_CLIENT_IDS = ["another"]
        api = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens['AccessToken']}")
        assert api.get("/api/v1/cars?limit=1").status_code == 401
    finally:
        server.stop()


def _signed_in_at(address):
    cognito = boto3.client(
        "cognito-idp", "us-east-1", endpoint_url=address, aws_access_key_id="x", aws_secret_access_key="x"
    )
    pool_id = cognito.create_user_pool(PoolName="kavakbot")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id, ClientName="crm", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )
    client_id = client["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool_id, Username="ana", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool_id, Username="ana", Password="Una-clave-larga-1", Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool_id,
        ClientId=client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ana", "PASSWORD": "Una-clave-larga-1"},
    )
    return pool_id, client_id, answer["AuthenticationResult"]
