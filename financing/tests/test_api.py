"""The financing endpoints, as an integrator calls them."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from catalog import inventory
from catalog.models import Car
from catalog.tests.builders import a_car
from kavakbot import authentication
from kavakbot.models import create_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    client, secret = create_client(name="CRM")
    token, _ = authentication.issue_token(client_id=client.client_id, secret=secret)
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")


@pytest.fixture
def touareg() -> Car:
    return Car.objects.create(
        stock_id=600001, make="Volkswagen", model="Touareg", version="3.0 V6", year=2018, price="461999", km=77_400
    )


def test_calculate_answers_the_worked_example_field_by_field(api, touareg):
    answer = api.post("/api/v1/financing/calculate", {"stock_id": 600001, "down_payment": 40000, "years": 4})
    assert answer.status_code == 200
    assert answer.json() == {
        "car_id": str(touareg.id),
        "stock_id": 600001,
        "car_price": "461999.00",
        "down_payment": "40000.00",
        "financed_amount": "421999.00",
        "interest_rate": "0.1",
        "plan": {
            "years": 4,
            "months": 48,
            "monthly_payment": "10702.98",
            "total_amount": "513743.04",
            "interest_amount": "91744.04",
        },
    }


def test_money_comes_in_as_text_too(api, touareg):
    body = {"car_id": str(touareg.id), "down_payment": "40000.00", "years": 4}
    assert api.post("/api/v1/financing/calculate", body).json()["plan"]["monthly_payment"] == "10702.98"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"down_payment": -1}, 422),
        ({"down_payment": 461999}, 422),
        ({"years": 2}, 422),
        ({"years": 7}, 422),
        ({"years": "x"}, 422),
        ({"down_payment": "NaN"}, 422),
        ({"down_payment": 1e308}, 422),
        ({"stock_id": None}, 422),
        ({"car_id": "b7f7b9e0-0000-4000-8000-000000000000"}, 422),
        ({"stock_id": 999_999}, 404),
        ({"stock_id": None, "car_id": "not-an-id"}, 422),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_problem(api, touareg, change, status):
    body = {"stock_id": 600001, "down_payment": 40000, "years": 4} | change
    answer = api.post("/api/v1/financing/calculate", body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert answer.json()["code"]


def test_plans_shows_every_term_with_its_cat(api):
    answer = api.post("/api/v1/financing/plans", {"price": "300000", "down_payment_percent": 20}).json()
    assert answer["down_payment"] == "60000.00"
    assert [plan["years"] for plan in answer["plans"]] == [3, 4, 5, 6]
    assert answer["plans"][1] == {
        "years": 4,
        "months": 48,
        "monthly_payment": "6087.02",
        "total_amount": "292176.96",
        "interest_amount": "52176.96",
        "cat": "10.5",
    }
    assert answer["legal"]
    assert Decimal(answer["interest_rate"]) == Decimal("0.1")


def test_without_a_token_nothing_is_quoted():
    answer = APIClient().post("/api/v1/financing/plans", {"price": 1000})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_affordable_gives_a_limit_per_term_and_the_cars_that_fit(api):
    a_car(stock_id=500001, price=Decimal(249_999))
    a_car(stock_id=500002, price=Decimal(900_000))
    answer = api.post("/api/v1/financing/affordable", {"monthly_payment": 5000, "down_payment": "60000"})
    assert answer.status_code == 200
    assert [limit["years"] for limit in answer.data["limits"]] == [3, 4, 5, 6]
    assert answer.json()["limits"][3] == {"years": 6, "months": 72, "highest_price": "329893.59"}
    (car,) = answer.json()["cars"]
    assert (car["stock_id"], car["price"], car["photos"]) == (500001, "249999.00", [])
    assert (car["plan"]["years"], car["plan"]["monthly_payment"]) == (4, "4818.87")


def test_affordable_over_one_term_gives_one_limit(api):
    answer = api.post("/api/v1/financing/affordable", {"monthly_payment": 5000, "down_payment": 0, "years": 5})
    assert [limit["months"] for limit in answer.json()["limits"]] == [60]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"monthly_payment": 0, "down_payment": 0}, "monthly_payment_too_low"),
        ({"monthly_payment": 5000, "down_payment": -1}, "down_payment_negative"),
        ({"monthly_payment": 5000, "down_payment": 0, "years": 9}, "term_not_offered"),
        ({"down_payment": 0}, "validation_error"),
        ({"monthly_payment": "mucho", "down_payment": 0}, "validation_error"),
    ],
)
def test_affordable_refuses_with_a_reason(api, body, code):
    answer = api.post("/api/v1/financing/affordable", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_schedule_lists_every_payment(api):
    body = {"price": 461999, "down_payment": 40000, "years": 4, "first_due": "2027-01-31"}
    rows = api.post("/api/v1/financing/schedule", body).json()
    assert len(rows) == 48
    assert rows[0] == {
        "number": 1,
        "due": "2027-01-31",
        "payment": "10702.98",
        "interest": "3516.66",
        "principal": "7186.32",
        "balance": "414812.68",
    }
    assert rows[1]["due"] == "2027-02-28"
    assert rows[-1]["balance"] == "0.00"


def test_a_schedule_opens_in_a_spreadsheet(api):
    body = {"price": 461999, "down_payment": 40000, "years": 3}
    answer = api.post("/api/v1/financing/schedule", body, headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert (lines[0], len(lines)) == ("number,due,payment,interest,principal,balance", 37)


def test_a_schedule_that_cannot_be_is_refused_also_for_a_spreadsheet(api):
    body = {"price": 461999, "down_payment": 40000, "years": 9}
    answer = api.post("/api/v1/financing/schedule", body, headers={"accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert b"term_not_offered" in answer.content


def test_a_calculation_is_written_down_and_can_be_read_again(api, touareg):
    body = {"stock_id": 600001, "down_payment": 40000, "years": 4}
    quote_id = api.post("/api/v1/financing/calculate", body)["X-Quote-Id"]
    assert api.post("/api/v1/financing/calculate", body)["X-Quote-Id"] == quote_id
    given = api.get(f"/api/v1/financing/quotes/{quote_id}").json()
    assert (given["id"], given["expired"], given["price_now"], given["status_now"]) == (quote_id, False, None, None)
    assert given["figures"]["plans"][0]["monthly_payment"] == "10702.98"
    assert given["figures"]["stock_id"] == 600001
    assert given["pdf"].endswith(".pdf")


def test_a_quote_tells_that_its_car_was_repriced(api, touareg):
    answer = api.post("/api/v1/financing/plans", {"stock_id": 600001, "down_payment": 40000})
    inventory.change_car(car=touareg, price=Decimal(450_000))
    given = api.get(f"/api/v1/financing/quotes/{answer['X-Quote-Id']}").json()
    assert given["price_now"] == "450000.00"
    assert given["figures"]["price"] == "461999.00"


def test_a_quote_is_read_by_who_asked_for_it_only(api, touareg):
    quote_id = api.post("/api/v1/financing/plans", {"stock_id": 600001})["X-Quote-Id"]
    stranger, secret = create_client(name="otro")
    token, _ = authentication.issue_token(client_id=stranger.client_id, secret=secret)
    other = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert other.get(f"/api/v1/financing/quotes/{quote_id}").status_code == 404


@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_string_is_not_taken_for_nothing(api, nothing):
    for field in ("down_payment", "down_payment_percent"):
        answer = api.post("/api/v1/financing/plans", {"price": 300000, field: nothing})
        assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", field])
        assert api.post("/api/v1/financing/plans", {"price": 300000, field: None}).status_code == 200


@pytest.mark.parametrize(("price", "status"), [("9999999999.99", 200), ("10000000000", 422)])
def test_the_most_money_that_can_be_written_down_is_the_most_that_is_quoted(api, price, status):
    assert api.post("/api/v1/financing/plans", {"price": price}).status_code == status


def test_a_plan_is_settled_early_for_what_is_owed(api):
    body = {"price": 461999, "down_payment": 40000, "years": 4}
    rows = api.post("/api/v1/financing/schedule", body).json()
    settled = api.post("/api/v1/financing/payoff", body | {"after": 24}).json()
    assert (settled["after"], settled["amount"]) == (24, rows[23]["balance"])
    assert Decimal(settled["interest_saved"]) == sum(Decimal(row["interest"]) for row in rows[24:])


@pytest.mark.parametrize("after", [-1, 49, "x"])
def test_a_plan_is_settled_within_its_term(api, after):
    body = {"price": 461999, "down_payment": 40000, "years": 4, "after": after}
    assert api.post("/api/v1/financing/payoff", body).status_code == 422


def test_a_first_payment_in_another_age_is_refused(api):
    body = {"price": 461999, "down_payment": 40000, "years": 4, "first_due": "9998-12-31"}
    assert api.post("/api/v1/financing/schedule", body).status_code == 422
