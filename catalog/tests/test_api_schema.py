"""What the OpenAPI document says of the cars endpoints is all that an integrator needs to know."""

import runpy
from typing import Any

import pytest
from django.test import Client

from kavakbot import env

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema() -> dict[str, Any]:
    return Client().get("/openapi.json").json()


EVERYWHERE = {"401", "403", "429"}
STATUSES = {
    ("/api/v1/cars", "get"): {"200", "304", "412", "422"},
    ("/api/v1/cars", "post"): {"201", "400", "413", "415", "422"},
    ("/api/v1/cars/{car_id}", "get"): {"200", "304", "404", "412", "422"},
    ("/api/v1/cars/{car_id}", "put"): {"200", "404", "409", "412", "413", "415", "422"},
    ("/api/v1/cars/{car_id}", "patch"): {"200", "404", "409", "412", "413", "415", "422"},
    ("/api/v1/cars/{car_id}", "delete"): {"204", "404", "412", "422"},
    ("/api/v1/cars/bulk", "post"): {"201", "413", "415", "422"},
}


@pytest.mark.parametrize(("path", "method"), STATUSES)
def test_every_status_that_can_come_back_is_there(schema, path: str, method: str):
    responses = schema["paths"][path][method]["responses"]
    assert set(responses) == EVERYWHERE | STATUSES[path, method]
    for status in filter(lambda status: status >= "400", responses):
        (media_type,) = responses[status]["content"]
        body = responses[status]["content"][media_type]
        assert (media_type, body["schema"]["$ref"]) == ("application/problem+json", "#/components/schemas/Problem")
        assert body["example"]["status"] == int(status)
        assert responses[status]["description"]


def test_the_codes_to_program_against_are_in_the_examples(schema):
    def code(path: str, method: str, status: str) -> str:
        content = schema["paths"][path][method]["responses"][status]["content"]
        return content["application/problem+json"]["example"]["code"]

    assert code("/api/v1/cars", "post", "400") == "stock_id_exists"
    assert code("/api/v1/cars/{car_id}", "patch", "409") == "illegal_status"
    assert code("/api/v1/cars/{car_id}", "put", "412") == "precondition_failed"


def test_the_headers_of_answers_are_described(schema):
    def headers(path: str, method: str, status: str) -> set[str]:
        return set(schema["paths"][path][method]["responses"][status].get("headers", {}))

    assert headers("/api/v1/cars", "get", "200") == {"ETag", "Link", "X-Total-Count"}
    assert headers("/api/v1/cars", "post", "201") == {"ETag", "Location"}
    assert headers("/api/v1/cars", "get", "401") == {"WWW-Authenticate"}
    assert headers("/api/v1/cars", "get", "429") == {"Retry-After"}
    for method, status in (("get", "200"), ("get", "304"), ("put", "200"), ("patch", "200")):
        assert headers("/api/v1/cars/{car_id}", method, status) == {"ETag"}


def test_the_conditions_and_filters_of_requests_are_described(schema):
    def parameters(path: str, method: str, where: str) -> set[str]:
        found = schema["paths"][path][method].get("parameters", [])
        return {parameter["name"] for parameter in found if parameter["in"] == where}

    assert parameters("/api/v1/cars", "get", "header") == {"If-None-Match"}
    for method, header in (
        ("get", "If-None-Match"),
        ("put", "If-Match"),
        ("patch", "If-Match"),
        ("delete", "If-Match"),
    ):
        assert parameters("/api/v1/cars/{car_id}", method, "header") == {header}
    assert parameters("/api/v1/cars", "get", "query") == {
        *("stock_id", "make", "model", "year", "min_price", "max_price", "min_year", "max_year", "limit", "offset"),
        *("min_km", "max_km", "bluetooth", "car_play", "status", "q", "ordering"),
    }


def test_money_goes_out_as_a_string_and_comes_in_as_either(schema):
    schemas = schema["components"]["schemas"]
    assert schemas["Car"]["properties"]["price"]["pattern"].endswith(r"\.\d{2}$")
    price = schemas["CarRequest"]["properties"]["price"]
    assert {kind["type"] for kind in price["anyOf"]} == {"number", "string"}
    assert not {"id", "photos", "not_stated", "created_at"} & set(schemas["CarRequest"]["properties"])
    assert "stock_id" not in schemas["PatchedCarChangesRequest"]["properties"]


def test_a_car_and_a_change_have_an_example(schema):
    for path, method in (("/api/v1/cars", "post"), ("/api/v1/cars/{car_id}", "patch")):
        body = schema["paths"][path][method]["requestBody"]["content"]["application/json"]
        assert body["examples"]
    assert schema["paths"]["/api/v1/cars"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]


def test_integrators_are_offered_bearer_tokens_and_json_only(schema):
    for path, method in STATUSES:
        operation = schema["paths"][path][method]
        assert operation["security"] == [{"bearer": []}]
        if "requestBody" in operation:
            assert set(operation["requestBody"]["content"]) == {"application/json"}
    assert set(schema["components"]["securitySchemes"]) == {"bearer", "twilio"}  # Twilio signs its webhooks


def test_the_longest_filters_that_we_take_fit_into_a_line_that_gunicorn_takes(schema):
    longest = len("GET /api/v1/cars? HTTP/1.1")
    for parameter in schema["paths"]["/api/v1/cars"]["get"]["parameters"]:
        if parameter["in"] == "query":
            letters = parameter["schema"].get("maxLength", 0)
            longest += len(parameter["name"]) + 2 + (12 * letters or 20)  # an emoji is twelve bytes once quoted
    assert 4094 < longest < runpy.run_path(str(env.BASE_DIR / "gunicorn.conf.py"))["limit_request_line"]
