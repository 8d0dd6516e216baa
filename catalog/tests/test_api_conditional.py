"""Reading only what is new, and never writing over what somebody else has changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from catalog import inventory
from catalog.models import Car, CarPhoto
from catalog.tests.builders import a_car, an_integrator, the_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return an_integrator()


@pytest.fixture
def car() -> Car:
    return a_car()


def test_who_has_the_car_already_is_not_sent_it_again(api: APIClient, car: Car):
    first = api.get(f"/api/v1/cars/{car.id}")
    for ours in (first["ETag"], f'"another", {first["ETag"]}', f"W/{first['ETag']}", "*"):
        for read in (api.get, api.head):
            again = read(f"/api/v1/cars/{car.id}", HTTP_IF_NONE_MATCH=ours)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert api.get(f"/api/v1/cars/{car.id}", HTTP_IF_NONE_MATCH='"another"').status_code == 200


def test_an_answer_is_for_its_caller_alone_and_is_asked_after_each_time(api: APIClient, car: Car):
    tag = api.get(f"/api/v1/cars/{car.id}")["ETag"]
    for address in ("/api/v1/cars", f"/api/v1/cars/{car.id}"):
        for headers in ({}, {"HTTP_IF_NONE_MATCH": tag}):
            answer = api.get(address, **headers)
            assert answer["Cache-Control"] == "private, no-cache"
            assert {"Accept", "Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize(
    "change",
    [
        lambda car: inventory.change_car(car=car, price=Car.objects.get().price + 1),
        lambda car: inventory.save_cars(cars=[car], fields=["km"]),
        lambda car: CarPhoto.objects.create(car=car, url="https://fotos.example/2.jpg"),
        lambda car: car.photos.update(url="https://fotos.example/3.jpg"),
        lambda car: car.photos.all().delete(),
    ],
)
def test_whatever_changes_what_is_shown_changes_the_tag(api: APIClient, car: Car, change):
    CarPhoto.objects.create(car=car, url="https://fotos.example/1.jpg")
    for address in (f"/api/v1/cars/{car.id}", "/api/v1/cars"):
        before = api.get(address)["ETag"]
        change(car)
        after = api.get(address, HTTP_IF_NONE_MATCH=before)
        assert after.status_code == 200
        assert after["ETag"] != before
        CarPhoto.objects.create(car=car, url="https://fotos.example/1.jpg")


def test_a_list_is_new_when_only_its_total_is(api: APIClient):
    the_sample()
    page = {"limit": 1, "ordering": "-price"}
    before = api.get("/api/v1/cars", page)
    assert api.get("/api/v1/cars", page, HTTP_IF_NONE_MATCH=before["ETag"]).status_code == 304
    inventory.remove_cars(cars=Car.objects.filter(pk=Car.objects.order_by("price").first().pk))
    after = api.get("/api/v1/cars", page, HTTP_IF_NONE_MATCH=before["ETag"])
    assert (after.status_code, after.json()) == (200, before.json())
    assert (before["X-Total-Count"], after["X-Total-Count"]) == ("136", "135")


def test_every_change_answers_the_tag_that_the_next_read_has(api: APIClient, car: Car):
    for change in (api.put, api.patch):
        tag = change(f"/api/v1/cars/{car.id}", {"km": 5})["ETag"]
        assert api.get(f"/api/v1/cars/{car.id}")["ETag"] == tag
    new = api.post("/api/v1/cars", {"stock_id": 5, "km": 1, "price": 1, "make": "Kia", "model": "Rio", "year": 2020})
    assert api.get(new["Location"])["ETag"] == new["ETag"]


def test_a_change_of_the_version_that_was_read_is_carried_out(api: APIClient, car: Car):
    address = f"/api/v1/cars/{car.id}"
    tag = api.get(address)["ETag"]
    for change in (api.put, api.patch):
        answer = change(address, {"km": Car.objects.get().km + 1}, HTTP_IF_MATCH=tag)
        assert answer.status_code == 200
        tag = answer["ETag"]
    assert api.patch(address, {"km": 7}, HTTP_IF_MATCH="*").status_code == 200
    assert api.delete(address, HTTP_IF_MATCH=api.get(address)["ETag"]).status_code == 204


@pytest.mark.parametrize("verb", ["put", "patch", "delete"])
def test_a_change_of_an_older_version_is_refused_and_loses_nothing(api: APIClient, car: Car, verb: str):
    address = f"/api/v1/cars/{car.id}"
    read_by_beto = api.get(address)["ETag"]
    api.patch(address, {"km": 41001})
    answer = getattr(api, verb)(address, {"price": 1}, HTTP_IF_MATCH=read_by_beto)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert answer["Content-Type"] == "application/problem+json"
    stored = Car.objects.live().get()
    assert (stored.km, stored.price) == (41001, car.price)


@pytest.mark.parametrize("nonsense", ["abc", "no quotes", ",", '"', "W/"])
def test_a_tag_that_cannot_be_read_never_means_no_condition(api: APIClient, car: Car, nonsense: str):
    assert api.patch(f"/api/v1/cars/{car.id}", {"km": 5}, HTTP_IF_MATCH=nonsense).status_code == 412
    assert Car.objects.get().km == car.km


def test_a_weak_tag_protects_no_change(api: APIClient, car: Car):
    tag = api.get(f"/api/v1/cars/{car.id}")["ETag"]
    assert api.patch(f"/api/v1/cars/{car.id}", {"km": 5}, HTTP_IF_MATCH=f"W/{tag}").status_code == 412


def test_a_car_that_is_not_there_is_404_whatever_the_condition(api: APIClient, car: Car):
    inventory.remove_cars(cars=Car.objects.all())
    for verb in ("get", "patch", "delete"):
        for condition in ({"HTTP_IF_MATCH": "*"}, {"HTTP_IF_MATCH": '"x"'}, {"HTTP_IF_NONE_MATCH": "*"}):
            assert getattr(api, verb)(f"/api/v1/cars/{car.id}", **condition).status_code == 404


def test_the_condition_is_put_to_the_stored_car_not_to_the_one_at_hand(car: Car):
    inventory.change_car(car=Car.objects.get(), km=1)
    seen: list[int] = []
    inventory.change_car(car=car, precondition=lambda stored: seen.append(stored.km), price=car.price)
    inventory.remove_cars(cars=Car.objects.filter(pk=car.pk), precondition=lambda stored: seen.append(stored.km))
    assert seen == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_read_the_same_version_one_writes():
    car, caller = a_car(), an_integrator()
    address = f"/api/v1/cars/{car.id}"
    tag = caller.get(address)["ETag"]

    def change(km: int) -> tuple[int, int]:
        try:
            return caller.patch(address, {"km": km}, HTTP_IF_MATCH=tag).status_code, km
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(change, range(1, 13)))
    assert sorted(status for status, _ in answers) == [200] + [412] * 11
    assert [(200, Car.objects.get().km)] == [answer for answer in answers if answer[0] == 200]


@pytest.mark.django_db(transaction=True)
def test_a_car_removed_while_it_is_being_changed_is_404():
    car, caller = a_car(), an_integrator()

    def verb(name: str) -> int:
        try:
            return getattr(caller, name)(f"/api/v1/cars/{car.id}", {"km": 5}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(verb, ["patch", "delete"] * 6))
    assert answers.count(204) == 1
    assert set(answers) <= {200, 204, 404}
    assert Car.objects.get().deleted_at is not None
