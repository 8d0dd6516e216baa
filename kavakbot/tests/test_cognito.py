"""Tokens of Cognito: the honest ones open the API within their scope; nothing else ever does."""

import random
import string
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from rest_framework.test import APIClient

from kavakbot import authentication
from kavakbot.models import create_client
from kavakbot.tests.issuers import CLIENT, READ, WRITE, Issuer, a_key, encoded, published, signed, trust

pytestmark = pytest.mark.django_db

READ_PATH = "/api/v1/cars?limit=1"
SENTENCE = "The token is invalid or has expired."


@pytest.fixture
def pool(httpserver, settings):
    issuer = Issuer(httpserver).publish()
    trust(settings, issuer)
    return issuer


def _answer(token, method="get", path=READ_PATH, body=None):
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
    return getattr(api, method)(path, body, format="json") if body is not None else getattr(api, method)(path)


def test_a_clients_token_opens_the_api(pool):
    assert _answer(pool.token()).status_code == 200
    assert pool.fetches == 1


def test_the_scope_decides_what_a_client_may_do(pool, settings):
    reads, writes = pool.token(scope=READ), pool.token(scope=WRITE)
    plan = {"price": 300_000, "down_payment": 60_000}
    for token, expected in ((reads, (200, 200, 403, 403)), (writes, (403, 403, 422, 404))):
        assert (
            _answer(token).status_code,
            _answer(token, "post", "/api/v1/financing/plans", plan).status_code,
            _answer(token, "post", "/api/v1/cars", {}).status_code,
            _answer(token, "delete", f"/api/v1/embeddings/{uuid4()}").status_code,
        ) == expected
    assert _answer(reads, "post", "/api/v1/cars", {}).json()["code"] == "insufficient_scope"
    for scope in (None, "", f"{READ}x", READ.upper(), f"{READ}\t{WRITE}"):
        assert _answer(pool.token(scope=scope)).status_code == 403
    settings.COGNITO_WRITE_SCOPE = READ  # as it is by default: the predecessor's clients had one scope
    assert _answer(reads, "post", "/api/v1/cars", {}).status_code == 422


def test_our_own_tokens_are_worth_nothing_once_cognito_issues_them(settings, httpserver):
    client, secret = create_client(name="CRM")
    token, _ = authentication.issue_token(client_id=client.client_id, secret=secret)
    assert _answer(token).status_code == 200
    trust(settings, Issuer(httpserver).publish())
    assert _answer(token).status_code == 401


def test_no_hostile_token_is_let_in(pool):
    refused = dict(_hostile(pool))
    assert len(refused) >= 60
    for name, token in refused.items():
        answer = _answer(token)
        assert answer.status_code == 401, name
        assert answer["WWW-Authenticate"] == "Bearer", name
        assert answer.json()["detail"] == SENTENCE or not token.strip(" "), name
    assert _answer(pool.token()).status_code == 200


def _hostile(pool):
    yield from _of_other_signers(pool)
    yield from _of_wrong_claims(pool)
    yield from _of_wrong_shapes(pool)


def _of_other_signers(pool):
    foreign, public = a_key("foreign"), a_key("first").public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    claims = pool.claims()
    attackers = published("first", foreign)
    for alg in ("none", "None", "NONE", "nOnE", ""):
        yield f"alg {alg!r}", f"{encoded({'alg': alg, 'kid': 'first'})}.{encoded(claims)}."
        yield f"alg {alg!r} over a signature", signed({"alg": alg, "kid": "first"}, claims, a_key("first"))
    for name, secret in (("PEM", pem), ("DER", der), ("kid", b"first"), ("empty", b"")):
        raw = jwt.get_algorithm_by_name("HS256").sign(
            f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{encoded(claims)}".encode(), secret
        )
        yield f"HS256 with the {name}", f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{encoded(claims)}.{encoded(raw)}"
    for alg in ("RS384", "RS512", "PS256"):
        yield alg, jwt.encode(claims, a_key("first"), algorithm=alg, headers={"kid": "first"})
    yield "signed by another key", signed({"alg": "RS256", "kid": "first"}, claims, foreign)
    for header in (
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/cert"},
        {"jwk": attackers},
        {"x5c": ["MIIB"]},
        {"kid": "../../../../dev/null"},
        {"kid": "/proc/self/environ"},
        {"kid": "first' OR '1'='1"},
        {"kid": "first\0"},
        {"kid": "FIRST"},
        {"kid": ""},
        {"kid": None},
        {"kid": 1},
        {"kid": ["first"]},
        {"kid": {"kid": "first"}},
        {"kid": "http://127.0.0.1:9/keys"},
    ):
        yield f"another key and {header}", signed({"alg": "RS256", "kid": "first", **header}, claims, foreign)
    yield "no kid", signed({"alg": "RS256"}, claims, a_key("first"))
    yield "no alg", signed({"kid": "first"}, claims, a_key("first"))
    yield "alg is a list", signed({"alg": ["RS256"], "kid": "first"}, claims, a_key("first"))
    yield (
        "critical and unknown",
        signed({"alg": "RS256", "kid": "first", "crit": ["exp"], "exp": 1}, claims, a_key("first")),
    )
    yield (
        "unencoded payload",
        signed({"alg": "RS256", "kid": "first", "b64": False, "crit": ["b64"]}, claims, a_key("first")),
    )


def _of_wrong_claims(pool):
    now = pool.claims()["iat"]
    for claim in ("exp", "iat", "iss", "token_use", "client_id"):
        yield f"no {claim}", pool.token(**{claim: None})
        for value in ([], {}, True, "", "1", 1.5, -1, 10**30):
            claims = pool.claims() | {claim: value}
            yield f"{claim} is {value!r}", signed({"alg": "RS256", "kid": "first"}, claims, a_key("first"))
        null = pool.claims() | {claim: None}
        yield f"{claim} is null", signed({"alg": "RS256", "kid": "first"}, null, a_key("first"))
    yield "expired", pool.token(exp=now - 60, iat=now - 3660)
    yield "issued in the future", pool.token(iat=now + 600)
    yield "not valid yet", pool.token(nbf=now + 600)
    yield "nbf is text", pool.token(nbf=str(now))
    yield "expired before it was issued", pool.token(iat=now - 5, exp=now - 5)
    yield "valid for ten years", pool.token(exp=now + 10 * 365 * 86_400)
    yield "exp is a date", pool.token(exp="2099-01-01T00:00:00Z")
    yield "an ID token", pool.token(token_use="id")
    yield "token_use in capitals", pool.token(token_use="ACCESS")
    yield "scope is a list", pool.token(scope=[READ, WRITE])
    yield "an unknown client", pool.token(client_id="somebody")
    yield "a client in capitals", pool.token(client_id=CLIENT.upper())
    yield "a client and a space", pool.token(client_id=f"{CLIENT} ")
    yield "sub is a number", pool.token(sub=7)
    for name, issuer in {
        "a slash more": f"{pool.url}/",
        "another pool": f"{pool.url}x",
        "another region": pool.url.replace("us-east-1", "us-east-2"),
        "capitals": pool.url.upper(),
        "a prefix": pool.url[:-1],
        "userinfo": pool.url.replace("://", "://x@"),
        "our own": "kavakbot",
    }.items():
        yield f"issuer: {name}", pool.token(iss=issuer)
    listed = pool.claims(iss=[pool.url])
    yield "issuers in a list", signed({"alg": "RS256", "kid": "first"}, listed, a_key("first"))


def _of_wrong_shapes(pool):
    good = pool.token()
    header, payload, signature = good.split(".")
    first, rs256 = a_key("first"), {"alg": "RS256", "kid": "first"}
    yield "a name twice in the header", signed('{"alg":"none","alg":"RS256","kid":"first"}', pool.claims(), first)
    yield "a claim twice", signed(rs256, f'{{"client_id":"somebody",{str(_json(pool.claims()))[1:]}', first)
    yield "claims in a list", signed(rs256, [pool.claims()], first)
    yield "claims that are no JSON", signed(rs256, "client_id=7crmclient", first)
    yield "claims in UTF-16", signed(rs256, _json(pool.claims()).encode("utf-16"), first)
    yield "endless nesting", signed(rs256, "[" * 1500 + "]" * 1500, first)
    yield "an infinite exp", signed(rs256, _json(pool.claims()).replace(str(pool.claims()["exp"]), "1e999"), first)
    yield "a number of five thousand digits", signed(rs256, f'{{"exp": {"9" * 2500}}}', first)
    yield "very long", pool.token(filler="x" * 8000)
    yield from {
        "nothing": "",
        "one dot": f"{header}.{payload}",
        "two dots only": "..",
        "three dots": f"{good}.",
        "four segments": f"{good}.{signature}",
        "no signature": f"{header}.{payload}.",
        "no payload": f"{header}..{signature}",
        "no header": f".{payload}.{signature}",
        "padded": f"{good}==",
        "padded inside": f"{header}=.{payload}.{signature}",
        "a space inside": f"{header}.{payload}. {signature}",
        "a tab at the end": f"{good}\t",
        "a comma and another": f"{good},{good}",
        "twice": f"{good} {good}",
        "ordinary base64": f"{header}.{payload}.{signature[:-2]}+/",
        "not ASCII": f"{good[:-1]}é",
        "half a character": f"{header}.{encoded(bytes([0xFF, 0xFE]))}.{signature}",
        "quoted": f'"{good}"',
        "escaped": good.replace(".", "%2E"),
        "named": f"token={good}",
        "another header before it": f"{encoded(rs256)}.{good}",
    }.items()


def _json(claims):
    return jwt.api_jwt.json.dumps(claims)


def test_mutated_tokens_are_refused_the_sample(pool):
    _no_mutation_passes(pool, 100)


@pytest.mark.slow
def test_mutated_tokens_are_refused_all_of_them(pool):
    _no_mutation_passes(pool, 10_000)


def _no_mutation_passes(pool, count):
    chance = random.Random(8)
    good = pool.token()
    answers = {}
    for token in {_mutated(good, chance) for _ in range(count)} - {good}:
        answers.setdefault(_answer(token).status_code, []).append(token)
    assert set(answers) == {401}, {status: tokens[:3] for status, tokens in answers.items() if status != 401}
    assert _answer(good).status_code == 200


def _mutated(token, chance):
    alphabet = string.ascii_letters + string.digits + '-_.=+/ %é\t"'
    at = chance.randrange(len(token))
    match chance.randrange(6):
        case 0:
            return token[:at] + chance.choice(alphabet) + token[at + 1 :]
        case 1:
            return token[:at] + chance.choice(alphabet) + token[at:]
        case 2:
            return token[:at] + token[at + 1 :]
        case 3:
            return token[:at] + token[at:].swapcase()
        case 4:
            return token[:at]
        case _:  # the very last character, whose lowest bits say nothing
            return token[:-1] + chance.choice(string.ascii_letters + string.digits)


def test_while_the_provider_was_never_reached_nobody_is_let_in(settings, httpserver):
    issuer = Issuer(httpserver)
    issuer.answer({}, status=503)
    trust(settings, issuer)
    answer = _answer(issuer.token())
    assert (answer.status_code, answer.json()["detail"]) == (401, "No token can be verified now.")
