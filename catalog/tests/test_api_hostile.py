"""Requests that nobody means well: each is answered with a problem document, and none with a crash."""

import io
import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from catalog.models import Car
from catalog.tests.builders import a_car, a_token, an_integrator
from kavakbot.wsgi import application

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def api() -> APIClient:
    return an_integrator()


@pytest.mark.parametrize(
    "body",
    [
        b'{"price": NaN}',
        b'{"price": -Infinity}',
        b'{"price": 1e400, "km": 1e400, "year": -1e400, "stock_id": 1e400}',
        b'{"make": 1e400}',
        rb'{"status": "\ud800"}',
        rb'{"\uDFFF": 1}',
        b'{"status": "\xed\xa0\x80"}',
        b"\xff\xfe{\x00}\x00",
        b'{"make": "\x00"}',
        b'{"stock_id": ' + b"9" * 5000 + b"}",
        b'{"stock_id": ' + b"9" * 4200 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 900 + b"]" * 900,
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
@pytest.mark.parametrize("place", ["/api/v1/cars", "/api/v1/cars/bulk"])
def test_a_hostile_body_is_refused_or_reported(api: APIClient, place: str, body: bytes):
    answer = api.generic("POST", place, body, content_type="application/json")
    if answer.status_code == 201:  # a bulk request reports
        assert (answer.json()["created"], answer.json()["errors"]) == (0, 1)
    else:
        assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert not Car.objects.exists()


def test_half_a_character_in_a_bulk_request_is_refused(api: APIClient):
    answer = api.generic("POST", "/api/v1/cars/bulk", rb'[{"status": "\ud800"}]', content_type="application/json")
    assert answer.status_code == 422


def test_a_whole_character_written_as_two_halves_is_a_character(api: APIClient):
    car = a_car()
    body = rb'{"version": "GT \ud83d\ude97"}'
    assert api.generic("PATCH", f"/api/v1/cars/{car.id}", body, content_type="application/json").status_code == 200
    assert Car.objects.get().version == "GT 🚗"


def test_a_byte_order_mark_is_no_mistake(api: APIClient):
    car = a_car()
    body = b'\xef\xbb\xbf{"km": 7}'
    assert api.generic("PATCH", f"/api/v1/cars/{car.id}", body, content_type="application/json").json()["km"] == 7


def test_a_body_larger_than_we_read_is_413(api: APIClient, settings):
    body = json.dumps("x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    answer = api.generic("POST", "/api/v1/cars/bulk", body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "a" * 300, "/"]
)
def test_a_body_that_is_not_json_is_415(api: APIClient, kind: str):
    car = a_car()
    for verb, place in (("POST", ""), ("POST", "/bulk"), ("PUT", f"/{car.id}"), ("PATCH", f"/{car.id}")):
        answer = api.generic(verb, f"/api/v1/cars{place}", "stock_id=1", content_type=kind)
        assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)


@pytest.mark.parametrize("verb", ["TRACE", "BREW", "PROPFIND", "DELETE", "PATCH", "PUT"])
def test_a_method_that_is_not_offered_is_405_and_says_which_are(api: APIClient, verb: str):
    answer = api.generic(verb, "/api/v1/cars")
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_head_is_get_without_the_body_and_options_tells_what_is_offered(api: APIClient):
    address = f"/api/v1/cars/{a_car().id}"
    head, get = api.head(address), api.get(address)
    assert (head.content, head["ETag"]) == (b"", get["ETag"])
    assert api.options(address)["Allow"] == "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "car_id", ["%00", "%ff%fe", "a" * 5000, "..%2f..", "243587", "{}", "'; drop table catalog_car;--", "None"]
)
def test_an_address_that_is_no_id_is_a_problem(api: APIClient, car_id: str):
    for verb in ("get", "put", "patch", "delete"):
        answer = getattr(api, verb)(f"/api/v1/cars/{car_id}")
        assert (answer.status_code in {404, 422}, answer["Content-Type"]) == (True, PROBLEM)


@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/cars/", "/api/v1/nothing", "/api/", "/auth/nothing"])
def test_an_unknown_address_is_a_problem_in_debug_mode_too(api: APIClient, settings, verb: str, address: str):
    for settings.DEBUG in (True, False):
        answer = getattr(api, verb)(address)
        assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, PROBLEM, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ED%A0%80",
        "q=%28%5B%2B*%5C%5C&make=%5C%28&model=.*",
        "make=" + "%27" * 60,
        "min_price=1e9999999",
        "min_price=Infinity&max_price=sNaN",
        "limit=" + "9" * 2000,
        "min_year=" + "9" * 900,
        "stock_id=" + "9" * 900,
        "year=-" + "9" * 900,
        "offset=2147483648&limit=100",
        "ordering=-",
        "ordering=id;drop",
        "q=" + "a" * 30_000,
        "&=&&=;%",
        "limit[]=1&limit=1&limit=",
        "bluetooth=maybe",
    ],
    ids=lambda query: query[:20],
)
def test_a_hostile_query_is_answered(api: APIClient, query: str):
    a_car()
    answer = api.get(f"/api/v1/cars?{query}")
    assert answer.status_code in {200, 422}
    assert answer["Content-Type"] == ("application/json" if answer.status_code == 200 else PROBLEM)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", ["rot13", "bz2", "undefined", "idna", "utf-16", "utf-7", "latin-1", "nonsense"])
def test_no_charset_that_a_request_claims_changes_how_it_is_read(charset: str):
    a_car(make="Kia")
    found: dict[str, Any] = {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v1/cars",
        "QUERY_STRING": "make=%4b%C3%ADa",
        "CONTENT_TYPE": f"application/json; charset={charset}",
        "HTTP_AUTHORIZATION": f"Bearer {a_token()}",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    body = b"".join(application(environ, lambda status, headers: found.update(status=status)))
    assert found["status"] == "200 OK"
    assert [car["make"] for car in json.loads(body)] == ["Kia"]


def test_a_bulk_request_survives_whatever_stands_in_it(api: APIClient):
    items = [None, True, 1, 1.5, "x", [], {}, {"stock_id": True}, {"stock_id": 10**40}, [[[]]], {"": {}}]
    done = api.post("/api/v1/cars/bulk", items).json()
    assert (done["created"], done["errors"]) == (0, len(items))
    assert [error["index"] for error in done["error_details"]] == list(range(len(items)))
    assert [error["stock_id"] for error in done["error_details"]] == [*[None] * 8, 10**40, None, None]
    assert all(row["loc"][:2] == ["body", error["index"]] for error in done["error_details"] for row in error["detail"])
