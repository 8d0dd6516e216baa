"""Every change of a car is legal, and its history tells who made it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from catalog import inventory
from catalog.inventory import Author, IllegalTransition, NewPrice, StaleCar
from catalog.models import Car
from catalog.tests.builders import a_car

pytestmark = pytest.mark.django_db
STATUS = Car.Status


@pytest.fixture
def beto():
    """Beto the salesperson."""
    return get_user_model().objects.create_user("beto", password="una-clave-larga")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (STATUS.AVAILABLE, STATUS.RESERVED),
        (STATUS.AVAILABLE, STATUS.SOLD),
        (STATUS.AVAILABLE, STATUS.WITHDRAWN),
        (STATUS.RESERVED, STATUS.AVAILABLE),
        (STATUS.RESERVED, STATUS.SOLD),
        (STATUS.SOLD, STATUS.AVAILABLE),
        (STATUS.WITHDRAWN, STATUS.AVAILABLE),
        (STATUS.SOLD, STATUS.SOLD),
    ],
)
def test_a_car_goes_where_a_car_can_go(now, then):
    assert inventory.change_car(car=a_car(status=now), status=then).status == then
    assert Car.objects.get().status == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (STATUS.SOLD, STATUS.RESERVED),
        (STATUS.SOLD, STATUS.WITHDRAWN),
        (STATUS.RESERVED, STATUS.WITHDRAWN),
        (STATUS.WITHDRAWN, STATUS.SOLD),
        (STATUS.WITHDRAWN, STATUS.RESERVED),
    ],
)
def test_a_car_that_skips_a_step_keeps_everything_as_it_was(now, then):
    car = a_car(status=now)
    with pytest.raises(IllegalTransition, match=f"{now.value} cannot become {then.value}"):
        inventory.change_car(car=car, status=then, price=Decimal(1))
    assert Car.objects.get().price == car.price


def test_the_stored_status_decides_not_the_one_a_page_still_shows():
    seen_by_ana = a_car()
    inventory.change_car(car=seen_by_ana, status=STATUS.SOLD)
    with pytest.raises(IllegalTransition):
        inventory.change_car(car=seen_by_ana, status=STATUS.RESERVED)


def test_every_change_is_in_the_history_with_its_author_and_what_it_was(beto):
    car = inventory.create_car(
        stock_id=1, make="Kia", model="Rio", year=2020, km=1, price=Decimal(200000), author=Author(beto, "API: demo")
    )
    inventory.change_car(car=car, price=Decimal(190000), author=Author(beto, "rebaja"))
    newest, oldest = car.history.all()
    assert (oldest.history_type, oldest.price, oldest.history_change_reason) == ("+", 200000, "API: demo")
    assert (newest.history_type, newest.price, newest.history_change_reason) == ("~", 190000, "rebaja")
    assert {newest.history_user, oldest.history_user} == {beto}


def test_saying_again_what_is_so_leaves_no_trace():
    car = a_car()
    inventory.change_car(car=car, price=car.price, status=car.status)
    assert car.history.count() == 1
    assert Car.objects.get().updated_at == car.updated_at


def test_removing_many_is_in_the_history_of_each(beto):
    cars = [a_car(), a_car()]
    inventory.remove_cars(cars=Car.objects.all(), author=Author(beto, "depuración"))
    for car in cars:
        newest = car.history.first()
        assert newest.deleted_at is not None
        assert (newest.history_user, newest.history_change_reason) == (beto, "depuración")


# ── Many cars at once ───────────────────────────────────────────────────────────────────────────────────────────
def test_many_prices_change_at_once_and_the_history_tells_who(beto):
    one, two = a_car(price=Decimal(300000)), a_car(price=Decimal(200000))
    prices = {one.pk: NewPrice(Decimal(300000), Decimal(285000)), two.pk: NewPrice(Decimal(200000), Decimal(190000))}
    outcome = inventory.change_prices(prices=prices, author=Author(beto, "-5 %"))
    assert {car.pk for car in outcome.changed} == {one.pk, two.pk}
    assert {car.price for car in Car.objects.all()} == {Decimal(285000), Decimal(190000)}
    for car in (one, two):
        newest = car.history.first()
        assert (newest.history_user, newest.history_change_reason) == (beto, "-5 %")


def test_a_price_that_is_no_longer_the_one_seen_is_left_alone():
    moved, removed, same = a_car(price=Decimal(1000)), a_car(price=Decimal(1000)), a_car(price=Decimal(1000))
    inventory.change_car(car=moved, price=Decimal(1500))
    inventory.remove_cars(cars=Car.objects.filter(pk=removed.pk))
    prices = {car.pk: NewPrice(Decimal(1000), Decimal(900)) for car in (moved, removed, same)}
    outcome = inventory.change_prices(prices=prices)
    assert (outcome.changed, set(outcome.left)) == ((same,), {moved, removed})
    assert [Car.objects.get(pk=car.pk).price for car in (moved, removed, same)] == [1500, 1000, 900]


def test_many_cars_change_status_and_those_that_cannot_are_told_apart(beto):
    free, sold, gone = a_car(), a_car(status=STATUS.SOLD), a_car(status=STATUS.WITHDRAWN)
    held = a_car(status=STATUS.RESERVED)
    outcome = inventory.change_status(cars=Car.objects.all(), status=STATUS.RESERVED, author=Author(beto, "acción"))
    assert (outcome.changed, set(outcome.left)) == ((free,), {sold, gone})
    assert free.history.first().history_user == beto
    assert held.history.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten():
    car = a_car(price=Decimal(1000))
    inventory.change_car(car=car, price=Decimal(1100))
    as_seen = partial(inventory.as_seen, {"price": Decimal(1000)})
    with pytest.raises(StaleCar, match="price"):
        inventory.change_car(car=car, precondition=as_seen(wanted={"price": Decimal(900)}), price=Decimal(900), km=1)
    assert (Car.objects.get().price, Car.objects.get().km) == (1100, car.km)
    inventory.change_car(car=car, precondition=as_seen(wanted={"price": Decimal(1100)}), price=Decimal(1100))
    assert Car.objects.get().price == 1100


def test_a_trace_without_a_change_tells_who_and_why(beto):
    car = a_car()
    inventory.note(car=car, author=Author(beto, "fotos"))
    assert (car.history.first().history_user, car.history.count()) == (beto, 2)
    assert Car.objects.get().updated_at > car.updated_at


def _described(stock_id: int) -> dict:
    return {"stock_id": stock_id, "make": "Kia", "model": "Rio", "year": 2020, "km": 1, "price": Decimal(200000)}


def test_many_cars_go_in_at_once_and_each_has_a_history(beto):
    a_car(stock_id=2)
    first, taken, again, last = inventory.create_cars(
        cars=[_described(stock_id) for stock_id in (3, 2, 3, 1)], author=Author(beto, "alta")
    )
    assert (first.stock_id, taken, again, last.stock_id) == (3, None, None, 1)
    for car in (first, last):
        (entry,) = Car.objects.get(pk=car.pk).history.all()
        assert (entry.history_type, entry.history_user, entry.history_change_reason) == ("+", beto, "alta")
    assert Car.objects.count() == Car.history.count() == 3


def test_many_cars_take_no_more_queries_than_few(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert all(inventory.create_cars(cars=[_described(stock_id) for stock_id in range(1, 301)]))


@pytest.mark.django_db(transaction=True)
def test_two_who_put_the_same_cars_in_share_them_and_never_block_each_other():
    def put(stock_ids: range) -> int:
        try:
            return sum(car is not None for car in inventory.create_cars(cars=map(_described, stock_ids)))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        created = list(pool.map(put, [range(1, 200), range(199, 0, -1)] * 6))
    assert sum(created) == Car.objects.count() == Car.history.count() == 199
