"""What goes out as a file comes in again as the same cars."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import exporting, importing
from catalog.limits import EARLIEST_YEAR, HIGHEST_STOCK_ID, LATEST_YEAR, MOST_KM
from catalog.models import Car
from catalog.tests.builders import a_car, the_sample

pytestmark = pytest.mark.django_db


def exported() -> bytes:
    return "".join(exporting.csv_lines(Car.objects.live())).encode()


def imported_again(content: bytes) -> importing.ImportReport:
    return importing.import_cars(file=io.BytesIO(content), file_name="again.csv")


def test_the_sample_goes_out_and_in_unchanged():
    the_sample()
    before = list(Car.objects.order_by("pk").values())
    assert str(imported_again(exported())) == "created=0 updated=0 unchanged=136 rejected=0"
    assert list(Car.objects.order_by("pk").values()) == before


def test_into_an_empty_inventory_the_same_cars_come_back():
    the_sample()
    stated = ("stock_id", "make", "model", "version", "year", "price", "km", "bluetooth", "car_play", "height_mm")
    before = list(Car.objects.order_by("stock_id").values(*stated))
    content = exported()
    Car.objects.all().delete()
    assert imported_again(content).created == 136
    assert list(Car.objects.order_by("stock_id").values(*stated)) == before


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "'=1", "'", "＝1"])
def test_no_formula_goes_out_raw(text: str):
    a_car(version=text)
    row = list(csv.reader(exported().decode("utf-8-sig").splitlines()))[1]
    assert row[6] == f"'{text}"
    assert imported_again(exported()).unchanged == 1
    assert Car.objects.get().version == text


def test_a_withdrawn_car_stays_out_so_that_no_import_brings_it_back():
    a_car(status=Car.Status.WITHDRAWN)
    sold = a_car(status=Car.Status.SOLD)
    rows = list(csv.reader(exported().decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["stock_id", str(sold.stock_id)]


def test_a_hundred_cars_or_ten_cost_one_query(django_assert_num_queries):
    the_sample()
    with django_assert_num_queries(1):
        exported()


# Whatever PostgreSQL can hold: the API and the admin let in more than a file does.
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "a,b",
        'a"b',
        '"',
        "a\nb",
        "a\r\nb",
        "  a  b ",
        "'",
        "''=1",
        "-",
        "\u200b",
        "\ufeffx",
        "1;2",
        "\tx",
        "\x85",
    ]
)
SIDES = st.none() | st.decimals("-10", "99999", places=2)
CARS = st.fixed_dictionaries(
    {
        "stock_id": st.integers(1, HIGHEST_STOCK_ID),
        "make": TEXTS,
        "model": TEXTS,
        "version": TEXTS,
        "year": st.integers(EARLIEST_YEAR, LATEST_YEAR),
        "price": st.decimals("0.01", "9999999999.99", places=2),
        "km": st.integers(0, MOST_KM),
        "bluetooth": st.sampled_from([None, True, False]),
        "car_play": st.sampled_from([None, True, False]),
        "length_mm": SIDES,
        "width_mm": SIDES,
        "height_mm": SIDES,
        "status": st.sampled_from(["available", "reserved", "sold"]),
    }
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cars=st.lists(CARS, min_size=1, max_size=20, unique_by=lambda car: car["stock_id"]))
def test_any_car_goes_out_and_in_unchanged(cars: list[dict[str, object]]):
    Car.objects.all().delete()
    Car.objects.bulk_create(Car(**car, imported_price=Decimal(car["price"])) for car in cars)
    before = list(Car.objects.order_by("pk").values())
    report = imported_again(exported())
    assert (report.unchanged, report.rejects) == (len(cars), ())
    assert list(Car.objects.order_by("pk").values()) == before
