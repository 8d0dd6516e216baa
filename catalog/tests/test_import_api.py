"""A whole file over the API."""

from decimal import Decimal
from io import BytesIO

import pytest
from rest_framework.test import APIClient

from catalog import inventory
from catalog.models import Car, ImportRun
from catalog.tests.test_importing import GOOD, HEADER
from kavakbot import authentication
from kavakbot.models import create_client

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/cars/import"
OTHER = GOOD.replace("700001", "700002")


@pytest.fixture
def api() -> APIClient:
    client, secret = create_client(name="Integrador")
    issued = authentication.issue_token(client_id=client.client_id, secret=secret)
    assert issued
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issued[0]}")
    return api


def sent(api: APIClient, content: bytes, query: str = ""):
    return api.generic("POST", ADDRESS + query, content, content_type="text/csv")


def table(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def test_a_file_as_the_body_goes_in_and_every_row_is_accounted_for(api: APIClient):
    answer = sent(api, table(GOOD, OTHER.replace("2020", "doce"), OTHER))
    assert answer.status_code == 200
    assert answer.json() == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "withdrawn": 0,
        "prices_kept": 0,
        "kept": [],
        "rejects_total": 1,
        "rejects": [{"line": 3, "column": "year", "reason": "is not a number", "value": "doce"}],
    }
    run = ImportRun.objects.get()
    assert run.source.startswith("API: ")
    assert Car.history.first().history_change_reason == "importación: API"


def test_a_file_in_a_form_keeps_its_name(api: APIClient):
    file = BytesIO(table(GOOD))
    file.name = "lunes.csv"
    answer = api.post(ADDRESS, {"file": file, "dry_run": "true"}, format="multipart")
    assert (answer.status_code, answer.json()["created"], Car.objects.count()) == (200, 1, 0)
    assert ImportRun.objects.values_list("file_name", "dry_run").get() == ("lunes.csv", True)


def test_a_large_body_is_read_like_a_small_one(api: APIClient):
    rows = [GOOD.replace("700001", str(700001 + number)) for number in range(40_000)]
    assert len(table(*rows)) > 2.5 * 1024**2
    assert sent(api, table(*rows), "?dry_run=1").json()["created"] == 40_000
    file = BytesIO(table(*rows))
    file.name = "lunes.csv"
    assert api.post(ADDRESS + "?dry_run=1", {"file": file}, format="multipart").json()["created"] == 40_000


def test_the_choices_are_the_commands(api: APIClient):
    sent(api, table(GOOD, OTHER))
    inventory.change_car(car=Car.objects.get(stock_id=700001), price=Decimal(259999))
    cheaper = table(GOOD.replace("279999.0", "269999.0"))
    kept = sent(api, cheaper).json()
    assert (kept["prices_kept"], kept["unchanged"]) == (1, 1)
    assert kept["kept"] == [{"stock_id": 700001, "price": "259999.00", "file_price": "269999.00"}]
    assert sent(api, cheaper, "?overwrite=true&mark_missing=true").json() == {
        **kept,
        "updated": 1,
        "unchanged": 0,
        "withdrawn": 1,
        "prices_kept": 0,
        "kept": [],
    }


def test_a_file_too_short_to_be_true_is_refused_unless_forced(api: APIClient):
    sent(api, table(GOOD))
    answer = sent(api, table(OTHER), "?mark_missing=true")
    assert (answer.status_code, answer.json()["code"], Car.objects.count()) == (422, "too_many_missing", 1)
    assert sent(api, table(OTHER), "?mark_missing=true&force=true").json()["withdrawn"] == 1


def test_without_a_token_nothing_is_read():
    assert sent(APIClient(), table(GOOD)).status_code == 401
    assert not ImportRun.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(api: APIClient, settings):
    settings.IMPORT_MAX_MB = 0
    answer = sent(api, table(GOOD))
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda api: api.post(ADDRESS, {"dry_run": "true"}, format="multipart"), 422),
        (lambda api: api.post(ADDRESS, {"file": "stock_id"}, format="multipart"), 422),
        (lambda api: sent(api, table(GOOD), "?dry_run=perhaps"), 422),
        (lambda api: api.generic("POST", ADDRESS, b"--x", content_type="multipart/form-data; boundary=x"), 422),
        (lambda api: api.generic("POST", ADDRESS, b"--x", content_type="multipart/form-data"), 422),
        (lambda api: api.post(ADDRESS, {"file": []}, format="json"), 415),
        (lambda api: api.get(ADDRESS), 405),
        (lambda api: sent(api, b""), 422),
    ],
)
def test_what_is_no_file_is_a_problem_and_changes_nothing(api: APIClient, answer, status: int):
    answered = answer(api)
    assert answered.status_code == status
    assert {"code", "detail"} <= answered.json().keys()
    assert not Car.objects.exists()
