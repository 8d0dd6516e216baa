"""What the database itself holds to, whoever writes."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from catalog import inventory
from catalog.models import Car
from catalog.tests.builders import a_car

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [{"price": Decimal(0)}, {"price": Decimal(-1)}, {"year": 1800}, {"year": 3000}, {"km": 6_000_000}, {"stock_id": 0}],
)
def test_an_impossible_car_is_refused(wrong: dict[str, Any]):
    with pytest.raises(IntegrityError):
        a_car(**wrong)


def test_one_live_car_per_stock_id():
    a_car(stock_id=7, deleted_at=timezone.now())
    a_car(stock_id=7)
    with pytest.raises(IntegrityError):
        a_car(stock_id=7)


def test_creating_a_known_stock_id_is_refused_as_a_value():
    car = a_car()
    stated = {name: getattr(car, name) for name in ("make", "model", "year", "price", "km")}
    assert inventory.create_car(stock_id=car.stock_id, **stated) is None


def test_removing_twice_removes_once():
    cars = Car.objects.filter(pk=a_car().pk)
    assert (inventory.remove_cars(cars=cars), inventory.remove_cars(cars=cars)) == (1, 0)


def test_reads_chain():
    a_car(status=Car.Status.SOLD)
    available = a_car()
    a_car(deleted_at=timezone.now())
    assert Car.objects.live().count() == 2
    assert list(Car.objects.live().available().filter(year=2019)) == [available]


def test_the_search_by_name_has_its_partial_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'car_available_by_name'")
        (definition,) = cursor.fetchone()
    assert "(make, model, price, year) INCLUDE (km, version_words) WHERE" in definition


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.4 S Tronic", ["1", "4", "S", "TRONIC"]),
        ("2.5 HÍBRIDO 4x4", ["2", "5", "HÍBRIDO", "4X4"]),
        ("", [""]),
    ],
)
def test_the_words_of_a_version_are_kept_in_upper_case_and_follow_it(version: str, words: list[str]):
    car = a_car(version="ANOTHER")
    Car.objects.filter(pk=car.pk).update(version=version)
    car.refresh_from_db()
    assert car.version_words == words
