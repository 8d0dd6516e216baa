"""The cars endpoints as an integrator calls them."""

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from catalog.models import Car
from catalog.tests.builders import a_car, an_integrator, the_sample
from kavakbot.models import ApiClient

pytestmark = pytest.mark.django_db
NEW = {
    "stock_id": 700001,
    "km": 41000,
    "price": 279999,
    "make": "Nissan",
    "model": "Versa",
    "year": 2020,
    "version": "1.6 ADVANCE CVT",
    "bluetooth": True,
    "length": 4495,
    "width": "1740.00",
}


@pytest.fixture
def api() -> APIClient:
    return an_integrator()


def test_without_a_token_nothing_is_shown():
    for method in ("get", "post"):
        answer = getattr(APIClient(), method)("/api/v1/cars")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_car_is_created_and_shown_as_the_predecessor_showed_it(api: APIClient):
    answer = api.post("/api/v1/cars", NEW)
    assert answer.status_code == 201
    car = answer.json()
    assert {name: car[name] for name in ("stock_id", "km", "price", "length", "width", "height")} == {
        "stock_id": 700001,
        "km": 41000,
        "price": "279999.00",
        "length": "4495.00",
        "width": "1740.00",
        "height": None,
    }
    assert (car["bluetooth"], car["car_play"], car["not_stated"]) == (True, False, ["car_play", "height"])
    assert (car["status"], car["photos"]) == ("available", [])
    assert api.get(f"/api/v1/cars/{car['id']}").json() == car
    assert set(car) == {
        *(
            "id",
            "stock_id",
            "km",
            "price",
            "make",
            "model",
            "year",
            "version",
            "bluetooth",
            "length",
            "width",
            "height",
        ),
        *("car_play", "created_at", "updated_at", "status", "photos", "not_stated"),
    }


def test_a_stock_id_in_use_is_refused_and_a_removed_one_is_free_again(api: APIClient):
    first = api.post("/api/v1/cars", NEW).json()
    again = api.post("/api/v1/cars", NEW)
    assert (again.status_code, again.json()["code"]) == (400, "stock_id_exists")
    assert again["Content-Type"] == "application/problem+json"
    assert api.delete(f"/api/v1/cars/{first['id']}").status_code == 204
    assert api.post("/api/v1/cars", NEW).status_code == 201
    assert Car.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": 0},
        {"price": -1},
        {"price": "NaN"},
        {"price": "1e308"},
        {"price": None},
        {"price": "mucho"},
        {"km": -1},
        {"km": 10**12},
        {"km": 1.5},
        {"year": 1800},
        {"year": "dos mil"},
        {"stock_id": 0},
        {"stock_id": 2**40},
        {"make": ""},
        {"make": "x" * 61},
        {"model": "a\x00b"},
        {"model": 500},
        {"make": True},
        {"length": 0},
        {"length": ""},
        {"length": 30000.01},
        {"price": "10000000000"},
        {"price": 1.001},
        {"bluetooth": "quizás"},
        {"bluetooth": ""},
        {"car_play": 0},
        {"length": -1},
        {"status": "regalado"},
        {"version": None},
        {"make": ["Nissan"]},
    ],
)
def test_a_car_that_makes_no_sense_is_refused_with_the_field_named(api: APIClient, wrong: dict[str, Any]):
    answer = api.post("/api/v1/cars", {**NEW, **wrong})
    assert answer.status_code == 422
    assert [row["loc"] for row in answer.json()["detail"]] == [["body", name] for name in wrong]


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", "", "\x00"])
def test_a_body_that_is_no_car_is_refused(api: APIClient, body: str):
    assert api.generic("POST", "/api/v1/cars", body, content_type="application/json").status_code == 422


def test_put_and_patch_change_what_is_sent_and_ignore_the_stock_id(api: APIClient):
    car = a_car(bluetooth=True, km=41000)
    for method in (api.put, api.patch):
        answer = method(f"/api/v1/cars/{car.id}", {"stock_id": 1, "price": "259999.5", "bluetooth": None})
        assert answer.status_code == 200
        shown = answer.json()
        assert (shown["stock_id"], shown["price"], shown["km"]) == (car.stock_id, "259999.50", 41000)
        assert (shown["bluetooth"], "bluetooth" in shown["not_stated"]) == (False, True)


def test_a_removed_car_is_gone_for_every_verb(api: APIClient):
    address = f"/api/v1/cars/{a_car().id}"
    assert api.delete(address).status_code == 204
    assert {getattr(api, verb)(address).status_code for verb in ("get", "put", "patch", "delete")} == {404}
    assert api.get("/api/v1/cars").json() == []
    assert Car.objects.count() == 1


def test_unknown_is_404_and_malformed_is_422(api: APIClient):
    for verb in ("get", "put", "patch", "delete"):
        assert getattr(api, verb)(f"/api/v1/cars/{uuid.uuid4()}").status_code == 404
        answer = getattr(api, verb)("/api/v1/cars/243587")
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
        assert answer.json()["detail"] == [
            {"type": "invalid", "loc": ["path", "car_id"], "msg": "Must be a valid UUID."}
        ]


def test_the_list_is_a_bare_array_with_its_total_and_links(api: APIClient):
    the_sample()
    answer = api.get("/api/v1/cars", {"limit": 50, "offset": 50})
    assert (len(answer.json()), answer["X-Total-Count"]) == (50, "136")
    for link in (
        'offset=100>; rel="next"',
        'offset=0>; rel="prev"',
        'offset=0>; rel="first"',
        'offset=100>; rel="last"',
    ):
        assert link in answer["Link"]
    assert len(api.get("/api/v1/cars").json()) == 10


def test_a_limit_over_the_maximum_is_clamped(api: APIClient):
    the_sample()
    for limit in (101, 100000, 10**30):
        answer = api.get("/api/v1/cars", {"limit": limit})
        assert (len(answer.json()), answer["X-Total-Count"]) == (100, "136")
        assert 'limit=100&offset=100>; rel="next"' in answer["Link"]


def test_links_lead_through_all_cars_once_and_keep_the_filters(api: APIClient):
    the_sample()
    expected = int(api.get("/api/v1/cars", {"min_year": 2015})["X-Total-Count"])
    seen: list[str] = []
    address: str | None = "/api/v1/cars?min_year=2015&limit=30&of_theirs=%3E%2C"
    while address:
        answer = api.get(address)
        seen += [car["id"] for car in answer.json()]
        following = re.search(r'<([^>]+)>; rel="next"', answer.get("Link", ""))
        address = following and following[1]
    assert 30 < expected == len(seen) == len(set(seen))


def test_a_page_beyond_the_end_is_empty_and_leads_back(api: APIClient):
    the_sample()
    answer = api.get("/api/v1/cars", {"limit": 50, "offset": 5000})
    assert (answer.json(), answer["X-Total-Count"]) == ([], "136")
    assert 'offset=100>; rel="prev"' in answer["Link"]
    assert "next" not in answer["Link"]


def test_a_list_on_one_page_needs_no_links(api: APIClient):
    a_car()
    assert not api.get("/api/v1/cars").has_header("Link")


def test_the_list_costs_the_same_queries_however_long(api: APIClient, django_assert_max_num_queries):
    the_sample()
    api.get("/api/v1/cars")
    with django_assert_max_num_queries(6):
        api.get("/api/v1/cars", {"limit": 100})


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"make": "wolsvagen"}, {("Volkswagen", "Jetta"), ("Volkswagen", "Touareg")}),
        ({"model": "toureg"}, {("Volkswagen", "Touareg")}),
        ({"make": "qia", "model": "rio"}, {("KIA", "Rio")}),
        ({"make": "honda", "model": "jetta"}, set()),
        ({"make": "hyundai"}, set()),
        ({"make": "xyzabc"}, set()),
        ({"min_price": 600000}, {("Volkswagen", "Touareg")}),
        ({"max_price": "200000"}, {("KIA", "Rio")}),
        ({"min_year": 2020}, {("KIA", "Rio")}),
        ({"year": 2021}, {("KIA", "Rio")}),
        ({"year": 2020}, set()),
        ({"year": 0}, set()),
        ({"stock_id": 0}, set()),
        ({"min_km": 10000, "max_price": 300000}, {("Volkswagen", "Jetta")}),
        ({"car_play": "false", "make": "kia"}, {("KIA", "Rio")}),
        (
            {"make": "", "status": "", "year": "", "min_price": "", "q": "", "ordering": "", "stock_id": 700003},
            {("KIA", "Rio")},
        ),
        ({"a_parameter_of_theirs": "x", "format": "x", "stock_id": 700003}, {("KIA", "Rio")}),
        ({"max_km": 10000}, {("KIA", "Rio")}),
        ({"bluetooth": "true"}, {("Volkswagen", "Jetta")}),
        ({"bluetooth": "false"}, {("Volkswagen", "Touareg"), ("KIA", "Rio")}),
        ({"status": "sold"}, {("Volkswagen", "Touareg")}),
        ({"stock_id": 700003}, {("KIA", "Rio")}),
        ({"q": "jeta"}, {("Volkswagen", "Jetta")}),
        ({"q": "un kia rio 2021"}, {("KIA", "Rio")}),
        ({"q": "tesla"}, set()),
        ({"q": "nada de esto"}, set()),
    ],
)
def test_filters_narrow_and_forgive_spelling_sold_cars_included(
    api: APIClient, filters: dict[str, Any], expected: set[tuple[str, str]]
):
    a_car(stock_id=700001, bluetooth=True)
    a_car(stock_id=700002, model="Touareg", price=Decimal(645999), status=Car.Status.SOLD)
    a_car(stock_id=700003, make="KIA", model="Rio", price=Decimal(199999), year=2021, km=9000, bluetooth=False)
    a_car(stock_id=700004, model="Polo", status=Car.Status.AVAILABLE).delete()
    found = api.get("/api/v1/cars", filters).json()
    assert {(car["make"], car["model"]) for car in found} == expected


def test_words_bring_the_best_match_first_and_an_ordering_overrides_it(api: APIClient):
    a_car(make="Nissan", model="Versa", version="1.6 SENSE MT", price=Decimal(180000))
    a_car(make="Nissan", model="Versa", version="1.6 ADVANCE CVT", price=Decimal(250000))
    best = api.get("/api/v1/cars", {"q": "versa advance"}).json()
    assert [car["version"] for car in best] == ["1.6 ADVANCE CVT", "1.6 SENSE MT"]
    cheapest = api.get("/api/v1/cars", {"q": "versa advance", "ordering": "price"}).json()
    assert [car["version"] for car in cheapest] == ["1.6 SENSE MT", "1.6 ADVANCE CVT"]


@pytest.mark.parametrize(
    "filters",
    [
        {"limit": 0},
        {"limit": -5},
        {"limit": "x"},
        {"offset": -1},
        {"offset": 10**30},
        {"min_price": "NaN"},
        {"max_year": "x"},
        {"ordering": "secret"},
        {"status": "x"},
        {"bluetooth": "x"},
        {"q": "a\x00"},
        {"stock_id": "x"},
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(api: APIClient, filters: dict[str, Any]):
    answer = api.get("/api/v1/cars", filters)
    assert answer.status_code == 422
    assert [row["loc"] for row in answer.json()["detail"]] == [["query", name] for name in filters]


@pytest.mark.parametrize(
    "filters", [{"max_year": 10**18}, {"min_km": 10**18}, {"stock_id": 10**18}, {"min_year": -(10**18)}]
)
def test_a_figure_beyond_the_database_is_no_accident(api: APIClient, filters: dict[str, Any]):
    a_car()
    assert api.get("/api/v1/cars", filters).status_code == 200


def test_many_cars_are_created_each_on_its_own_merits(api: APIClient):
    a_car(stock_id=700009)
    answer = api.post("/api/v1/cars/bulk", [NEW, {**NEW, "stock_id": 700009}, {**NEW, "stock_id": 7, "year": 1}, "x"])
    assert answer.status_code == 201
    done = answer.json()
    assert (done["created"], done["errors"], [car["stock_id"] for car in done["cars"]]) == (1, 3, [700001])
    assert [(error["index"], error["code"]) for error in done["error_details"]] == [
        (1, "stock_id_exists"),
        (2, "validation_error"),
        (3, "validation_error"),
    ]


@pytest.mark.parametrize("body", [{}, NEW, "x", [NEW] * 1001])
def test_a_bulk_request_is_an_array_of_bearable_length(api: APIClient, body: Any):
    assert api.post("/api/v1/cars/bulk", body).status_code == 422


def test_a_bulk_request_costs_the_same_queries_however_long(api: APIClient, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        done = api.post("/api/v1/cars/bulk", [{**NEW, "stock_id": stock_id} for stock_id in range(1, 1001)]).json()
    assert done["created"] == 1000


def test_photos_are_shown_in_their_order(api: APIClient):
    car = a_car()
    car.photos.create(position=2, url="https://fotos.example/2.jpg")
    car.photos.create(position=1, url="https://fotos.example/1.jpg")
    assert api.get(f"/api/v1/cars/{car.id}").json()["photos"] == [
        "https://fotos.example/1.jpg",
        "https://fotos.example/2.jpg",
    ]


def test_a_new_car_says_where_it_is(api: APIClient):
    answer = api.post("/api/v1/cars", NEW)
    assert api.get(answer["Location"]).json() == answer.json()


def test_a_car_goes_only_where_a_car_can_go_and_otherwise_stays_as_it_was(api: APIClient):
    car = a_car(status=Car.Status.SOLD)
    for method in (api.put, api.patch):
        answer = method(f"/api/v1/cars/{car.id}", {"status": "reserved", "price": 1})
        assert (answer.status_code, answer.json()["code"]) == (409, "illegal_status")
        assert answer.json()["detail"] == "A car that is sold cannot become reserved."
    assert Car.objects.get().price == car.price
    assert api.patch(f"/api/v1/cars/{car.id}", {"status": "available"}).json()["status"] == "available"


def test_the_history_names_the_client_behind_every_change(api: APIClient):
    car_id = api.post("/api/v1/cars", NEW).json()["id"]
    api.patch(f"/api/v1/cars/{car_id}", {"price": 259999})
    api.delete(f"/api/v1/cars/{car_id}")
    api.post("/api/v1/cars/bulk", [NEW])
    client_id = ApiClient.objects.get().client_id
    reasons = Car.history.values_list("history_change_reason", flat=True)
    assert list(reasons) == [f"API: {client_id}"] * 4


def test_what_a_bulk_request_says_of_a_bad_car_is_what_a_single_one_says(api: APIClient):
    bad = {**NEW, "price": -1, "make": 5}
    single = api.post("/api/v1/cars", bad).json()["detail"]
    (error,) = api.post("/api/v1/cars/bulk", [bad]).json()["error_details"]
    assert [{**row, "loc": [row["loc"][0], *row["loc"][2:]]} for row in error["detail"]] == single
    assert {row["loc"][1] for row in error["detail"]} == {0}


def test_the_same_stock_id_twice_in_a_bulk_request_is_created_once(api: APIClient):
    done = api.post("/api/v1/cars/bulk", [NEW, NEW]).json()
    assert (done["created"], done["error_details"][0]["code"]) == (1, "stock_id_exists")


def test_integrators_are_answered_in_english(api: APIClient):
    assert api.post("/api/v1/cars", {}).json()["detail"][0]["msg"] == "This field is required."
