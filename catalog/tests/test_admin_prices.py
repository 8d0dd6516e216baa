"""The prices of many cars are changed in the back office only after every one of them was shown."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog import inventory
from catalog.admin import prices
from catalog.models import Car
from catalog.tests.builders import a_car
from catalog.tests.pages import fields, text

pytestmark = pytest.mark.django_db
LIST, PRICES = reverse("admin:catalog_car_changelist"), reverse("admin:catalog_car_prices")
APPLY, CHOOSE = "form:has([name=apply])", "form:has([name=chosen])"


def choose(office: Client, *cars: Car, action="change_prices", **more):
    return office.post(LIST, {"action": action, "_selected_action": [str(car.pk) for car in cars], **more}, follow=True)


def preview(office: Client, *cars: Car, **asked):
    sent = fields(choose(office, *cars), CHOOSE)
    return office.post(PRICES, {**sent, "direction": "down", "by": "5", "unit": "percent", "ending": "exact", **asked})


def apply(office: Client, page):
    return office.post(PRICES, fields(page, APPLY), follow=True)


def cost() -> list[Decimal]:
    return [car.price for car in Car.objects.live().order_by("stock_id")]


def test_prices_change_only_once_confirmed_and_the_history_tells_who(admin_client: Client, admin_user):
    one, two, other = a_car(price=Decimal(289999)), a_car(price=Decimal(200000)), a_car(price=Decimal(100000))
    page = preview(admin_client, one, two, ending="999")
    words = text(page, "table")
    for price in ("$289,999", "$275,999", "$200,000", "$189,999"):  # 275499.05 and 190000, to the nearest …999
        assert price in words
    assert cost() == [289999, 200000, 100000]
    assert "Cambió el precio de 2 autos" in text(apply(admin_client, page), ".messagelist")
    assert cost() == [275999, 189999, 100000]
    newest = one.history.first()
    assert newest.history_user == admin_user
    assert newest.history_change_reason == "admin: cambio de precios −5 %, terminados en 999"
    assert other.history.count() == 1


def test_prices_go_up_by_an_amount_however_it_is_typed(admin_client: Client):
    car = a_car(price=Decimal(289999))
    page = preview(admin_client, car, direction="up", by="$5,000", unit="amount")
    apply(admin_client, page)
    assert cost() == [294999]
    assert car.history.first().history_change_reason == "admin: cambio de precios +$5,000"


def test_a_car_whose_price_moved_meanwhile_is_skipped_and_named(admin_client: Client):
    moved, removed, same = a_car(price=Decimal(1000)), a_car(price=Decimal(1000)), a_car(price=Decimal(1000))
    page = preview(admin_client, moved, removed, same, by="10")
    inventory.change_car(car=moved, price=Decimal(1200))
    inventory.remove_cars(cars=Car.objects.filter(pk=removed.pk))
    said = text(apply(admin_client, page), ".messagelist")
    assert "Cambió el precio de 1 auto." in said
    assert str(moved.stock_id) in said
    assert str(removed.stock_id) in said
    assert cost() == [1200, 900]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "100"}, "precio imposible"),
        ({"by": "1000", "unit": "amount"}, "precio imposible"),
        ({"direction": "up", "by": "9999999999", "unit": "amount"}, "precio imposible"),
        ({"by": "0.01", "ending": "999"}, "ningún precio sería distinto"),
        ({"by": ""}, "requerido"),
        ({"by": "mucho"}, "número"),
        ({"by": "-5"}, "mayor"),
        ({"by": "0"}, "mayor"),
        ({"unit": "euros"}, "válida"),
    ],
)
def test_what_makes_no_sense_cannot_be_confirmed(admin_client: Client, asked, said):
    page = preview(admin_client, a_car(price=Decimal(999)), **asked)
    assert said in text(page)
    assert not page.context["sealed"]


def test_a_page_that_was_tampered_with_changes_nothing(admin_client: Client):
    car = a_car(price=Decimal(1000))
    for sent in ({"apply": "nonsense"}, {"chosen": "nonsense"}, {}):
        assert "ya no es válida" in text(admin_client.post(PRICES, sent, follow=True), ".messagelist")
    chosen = fields(choose(admin_client, car), CHOOSE)["chosen"]
    assert "ya no es válida" in text(admin_client.post(PRICES, {"apply": chosen}, follow=True), ".messagelist")
    assert admin_client.get(PRICES).status_code == 405
    assert cost() == [1000]


def test_hundreds_of_cars_fit_and_the_first_are_shown(admin_client: Client):
    Car.objects.bulk_create(
        Car(stock_id=number, make="Kia", model="Rio", year=2020, price=Decimal(1000), km=1) for number in range(1, 1301)
    )
    chosen = choose(admin_client, Car.objects.first(), select_across="1")
    assert "Elegiste 1300 autos" in text(chosen)
    page = admin_client.post(
        PRICES, {**fields(chosen, CHOOSE), "direction": "down", "by": "10", "unit": "percent", "ending": "exact"}
    )
    assert len(page.context["preview"].shown) == prices.MOST_SHOWN
    assert "Los primeros 100 de 1300 autos" in text(page)
    apply(admin_client, page)
    assert set(cost()) == {Decimal(900)}


def test_a_status_is_set_for_many_and_those_that_cannot_are_named(admin_client: Client, admin_user):
    free, sold = a_car(), a_car(status=Car.Status.SOLD)
    said = text(choose(admin_client, free, sold, action="to_withdrawn"), ".messagelist")
    assert "1 auto cambió a «retirado»." in said
    assert f"«vendido» no puede pasar a «retirado»: {sold}" in said
    assert [car.status for car in Car.objects.order_by("stock_id")] == ["withdrawn", "sold"]
    assert free.history.first().history_user == admin_user
