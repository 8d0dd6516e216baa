"""The provider's keys: through its outages and rotations, and however many unknown ones are asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kavakbot.key_set import KeySet
from kavakbot.provider_call import ProviderUnavailable
from kavakbot.tests.issuers import Issuer, a_key, published


class Clock:
    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pool(httpserver):
    return Issuer(httpserver).publish()


def _keys(pool, clock):
    return KeySet(f"{pool.url}/.well-known/jwks.json", clock=clock)


def test_a_key_is_fetched_once_an_hour(pool, clock):
    keys = _keys(pool, clock)
    for _ in range(60):
        clock.now += 59
        assert keys.key("first")
    assert pool.fetches == 1
    clock.now += 3600
    assert keys.key("first")
    assert pool.fetches == 2


def test_a_provider_that_never_answered_is_said_to_be_away(pool, clock):
    pool.answer({}, status=503)
    keys = _keys(pool, clock)
    for seconds in (0, 0, 0, 0.2, 40):
        clock.now += seconds
        with pytest.raises(ProviderUnavailable):
            keys.key("first")
    assert pool.fetches == 2
    pool.publish()
    clock.now += 40
    assert keys.key("first")


def test_keys_serve_through_an_outage_of_hours(pool, clock):
    keys = _keys(pool, clock)
    assert keys.key("first")
    for answer in ({}, {"keys": []}, {"keys": "x"}, [], {"keys": [{"kid": "first"}]}):
        pool.answer(answer, status=503 if answer == {} else 200)
        clock.now += 3600
        assert keys.key("first")
    again = _keys(pool, clock)  # a process that starts now has never reached the provider itself
    assert again.key("first")


def test_a_thousand_unknown_keys_cause_two_fetches_in_thirty_seconds(pool, clock):
    processes = [_keys(pool, clock) for _ in range(4)]
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda number: processes[number % 4].key(f"unknown-{number}"), range(1000)))
    assert not any(found)
    assert pool.fetches <= 2
    clock.now += 29
    assert processes[0].key("unknown") is None
    assert pool.fetches <= 2
    clock.now += 2
    assert processes[0].key("unknown") is None
    assert pool.fetches <= 3


def test_a_rotation_is_noticed_at_the_first_token_of_the_new_key(pool, clock):
    keys, other = _keys(pool, clock), _keys(pool, clock)
    assert keys.key("first")
    assert other.key("first")
    pool.keys = {"second": a_key("second")}
    pool.publish()
    clock.now += 1
    assert keys.key("second")
    assert keys.key("first") is None  # withdrawn
    assert other.key("second")  # which the first has fetched
    assert pool.fetches == 2


def test_a_rotation_amid_unknown_keys_is_noticed_within_thirty_seconds(pool, clock):
    keys = _keys(pool, clock)
    for number in range(100):
        keys.key(f"unknown-{number}")
    pool.keys["second"] = a_key("second")
    pool.publish()
    assert keys.key("second") is None
    clock.now += 31
    assert keys.key("second")


def test_only_rsa_keys_for_signatures_are_taken(pool, clock):
    key = a_key("second")
    rows = {
        "encryption": published("encryption", key, use="enc"),
        "unsaid": {name: value for name, value in published("unsaid", key).items() if name != "use"},
        "other algorithm": published("other algorithm", key, alg="RS512"),
        "symmetric": {"kty": "oct", "k": "c2VjcmV0", "kid": "symmetric", "use": "sig"},
        "elliptic": {"kty": "EC", "crv": "P-256", "x": "x", "y": "y", "kid": "elliptic", "use": "sig"},
        "broken": published("broken", key, n="!"),
        "even": published("even", key, e="Ag"),
        "short": published("short", a_key("short", 1024)),
        "private": published("private", key, d="AQAB"),
        "number": {**published("number", key), "kid": 7},
        "unnamed": {**published("unnamed", key), "kid": ""},
    }
    pool.answer({"keys": [*rows.values(), "x", None, published("good", key)]})
    keys = _keys(pool, clock)
    assert keys.key("good")
    assert [kid for kid in rows if keys.key(kid)] == []


def test_who_has_a_key_does_not_wait_for_a_provider_that_hangs(pool, clock, httpserver):
    keys = _keys(pool, clock)
    assert keys.key("first")
    release, asked = threading.Event(), threading.Event()

    def hang(request):
        asked.set()
        release.wait(10)

    httpserver.clear_all_handlers()
    httpserver.expect_request(f"{pool.path}/.well-known/jwks.json").respond_with_handler(hang)
    clock.now += 3700
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(keys.key, "first")
        assert asked.wait(10)
        assert keys.key("first")  # while the other still waits
        assert not first.done()
        release.set()
        assert first.result(10)


def test_a_redirect_is_not_followed(pool, clock, httpserver):
    httpserver.clear_all_handlers()
    elsewhere = {"Location": httpserver.url_for("/elsewhere")}
    httpserver.expect_request(f"{pool.path}/.well-known/jwks.json").respond_with_data("{}", 302, elsewhere)
    with pytest.raises(ProviderUnavailable):
        _keys(pool, clock).key("first")
    assert [request.path for request, _ in httpserver.log] == [f"{pool.path}/.well-known/jwks.json"]


def test_an_endless_answer_is_not_read_to_its_end(pool, clock, httpserver):
    httpserver.clear_all_handlers()
    httpserver.expect_request(f"{pool.path}/.well-known/jwks.json").respond_with_data("[" + " " * 2_000_000 + "]")
    with pytest.raises(ProviderUnavailable):
        _keys(pool, clock).key("first")
