"""What a customer asks for, and the cars that come back."""

from decimal import Decimal

import pytest

from catalog import inventory, search
from catalog.criteria import CarCriteria, Ordering
from catalog.models import Car
from catalog.tests.builders import a_car, the_sample

pytestmark = pytest.mark.django_db


def titles(result: search.SearchResult) -> list[str]:
    return [car.title for car in result.cars]


def test_a_misspelt_pair_finds_its_cars_and_names_them_right():
    jetta = a_car()
    a_car(make="Honda", model="Civic")
    result = search.search(CarCriteria(makes=("wolsvagen",), models=("jeta",)))
    assert (result.total, [car.id for car in result.cars], result.relaxed) == (1, [jetta.id], None)
    assert (result.criteria.makes, result.criteria.models) == (("Volkswagen",), ("Jetta",))


def test_reserved_sold_and_removed_cars_are_not_offered_but_can_be_looked_up():
    reserved, sold = a_car(status=Car.Status.RESERVED), a_car(status=Car.Status.SOLD)
    removed = a_car()
    inventory.remove_cars(cars=Car.objects.filter(pk=removed.pk))
    assert search.search(CarCriteria()).total == 0
    assert search.find_car(stock_id=sold.stock_id).status == "sold"
    assert search.find_car(car_id=reserved.id).id == reserved.id
    assert search.find_car(stock_id=removed.stock_id) is None


def test_every_bound_includes_its_edge():
    a_car(price=Decimal(200000), year=2018, km=50000)
    exact = CarCriteria(
        min_price=Decimal(200000), max_price=Decimal(200000), min_year=2018, max_year=2018, min_km=50000, max_km=50000
    )
    assert search.search(exact).total == 1


@pytest.mark.parametrize(
    ("ordering", "first"),
    [
        (Ordering.CHEAPEST, "Nissan March 2015"),
        (Ordering.DEAREST, "Volkswagen Touareg 2021"),
        (Ordering.NEWEST, "Toyota Corolla 2023"),
        (Ordering.FEWEST_KM, "Toyota Corolla 2023"),
        (None, "Nissan March 2015"),
    ],
)
def test_cars_come_in_the_order_asked_for(ordering: Ordering | None, first: str):
    a_car(model="Touareg", year=2021, price=Decimal(790999), km=30000)
    a_car(make="Nissan", model="March", year=2015, price=Decimal(149999), km=90000)
    a_car(make="Toyota", model="Corolla", year=2023, price=Decimal(420999), km=8000)
    assert titles(search.search(CarCriteria(ordering=ordering)))[0] == first


def test_pages_follow_each_other_without_overlap():
    the_sample()
    first = search.search(CarCriteria(makes=("nissan",)), limit=5)
    second = search.search(CarCriteria(makes=("nissan",)), limit=5, offset=5)
    assert first.total == second.total == 17
    assert not {car.id for car in first.cars} & {car.id for car in second.cars}


def test_two_makes_are_either_one_and_a_model_narrows_only_its_own_make():
    the_sample()
    either = search.search(CarCriteria(makes=("mazda", "nissan"), models=("3",)), limit=100)
    assert {(car.make, car.model) for car in either.cars if car.make == "Mazda"} == {("Mazda", "Mazda 3")}
    assert len({car.model for car in either.cars if car.make == "Nissan"}) > 1


def test_rows_that_write_a_make_differently_are_found_together():
    a_car(make="KIA", model="RIO")
    a_car(make="Kia", model="Rio")
    assert search.search(CarCriteria(makes=("qia",))).total == 2
    assert search.search(CarCriteria(models=("rio",))).total == 2


def test_not_stated_is_not_a_yes_and_counts_as_without():
    for stated in (True, False, None):
        a_car(bluetooth=stated)
    assert search.search(CarCriteria(bluetooth=True)).total == 1
    assert {car.bluetooth for car in search.search(CarCriteria(bluetooth=False)).cars} == {False, None}


def test_the_transmission_is_read_from_the_version_and_silence_matches_neither():
    a_car(version="1.6 ADVANCE CVT")
    a_car(version="1.4 S TRONIC")
    a_car(version="1.6 SENSE MT")
    a_car(version="1.5 IMPULSE")
    assert search.search(CarCriteria(transmission="automatic")).total == 2
    manual = search.search(CarCriteria(transmission="manual"))
    assert [car.transmission for car in manual.cars] == ["manual"]
    assert {car.transmission for car in search.search(CarCriteria()).cars} == {"automatic", "manual", None}


def test_version_words_stand_alone_and_forgive_a_slip():
    a_car(version="2.0 320IA SPORT LINE AUTO", make="BMW", model="Serie 3")
    a_car(version="1.6 ADVANCE CVT")
    assert search.search(CarCriteria(version="320i")).total == 1
    assert search.search(CarCriteria(version="advanse")).total == 1
    assert search.search(CarCriteria(version="port")).total == 0


# ── Nothing matches: the nearest ────────────────────────────────────────────────────────────────────────────────
def test_a_price_too_low_brings_the_next_dearer_one():
    a_car(price=Decimal(222999))
    a_car(price=Decimal(289999))
    result = search.search(CarCriteria(models=("jetta",), max_price=Decimal(200000)))
    assert (result.total, result.relaxed) == (0, "price")
    assert [car.price for car in result.cars] == [Decimal("222999.00"), Decimal("289999.00")]


def test_a_missing_year_brings_the_nearest_years():
    for year in (2012, 2017, 2018, 2022):
        a_car(make="Mazda", model="Mazda 3", year=year)
    result = search.search(CarCriteria(makes=("mazda",), models=("3",), min_year=2019, max_year=2019))
    assert (result.relaxed, titles(result)[:2]) == ("year", ["Mazda 3 2018", "Mazda 3 2017"])


def test_a_year_is_let_go_before_a_version():
    a_car(make="Nissan", model="Versa", version="1.6 ADVANCE CVT", year=2020)
    a_car(make="Nissan", model="Versa", version="1.6 SENSE MT", year=2021)
    result = search.search(CarCriteria(models=("versa",), version="advance", min_year=2021, max_year=2021))
    assert (result.relaxed, [car.version for car in result.cars]) == ("year", ["1.6 ADVANCE CVT"])


def test_conditions_that_fail_only_together_are_let_go_together_before_the_name_is():
    a_car(price=Decimal(289999), year=2018)
    a_car(make="Nissan", model="March", price=Decimal(140000), year=2022)
    result = search.search(CarCriteria(models=("jetta",), max_price=Decimal(150000), min_year=2022))
    assert (result.relaxed, titles(result)) == ("price", ["Volkswagen Jetta 2018"])


def test_a_model_not_in_stock_brings_its_make():
    a_car(make="Audi", model="A1")
    a_car()
    result = search.search(CarCriteria(makes=("audi",), models=("a3",)))
    assert (result.total, result.relaxed, result.unknown, titles(result)) == (
        0,
        "model",
        ("Audi A3",),
        ["Audi A1 2019"],
    )


def test_a_make_not_in_stock_is_named_and_others_within_the_price_come_instead():
    cheap = a_car(price=Decimal(180000))
    a_car(price=Decimal(480000))
    result = search.search(CarCriteria(makes=("hunday",), max_price=Decimal(200000)))
    assert (result.total, result.relaxed, result.unknown) == (0, "make", ("Hyundai",))
    assert [car.id for car in result.cars] == [cheap.id]


def test_what_is_not_in_stock_beside_what_is_does_not_hide_it():
    a_car(make="Honda", model="Civic")
    result = search.search(CarCriteria(makes=("onda", "hyundai")))
    assert (result.total, result.relaxed, result.unknown) == (1, None, ("Hyundai",))


def test_a_name_that_nobody_understands_is_asked_about_not_guessed():
    a_car()
    result = search.search(CarCriteria(makes=("xyzabc123",)))
    assert (result.total, result.cars, result.relaxed, result.unknown) == (0, (), None, ("xyzabc123",))


def test_an_empty_inventory_is_an_empty_answer():
    result = search.search(CarCriteria(makes=("nissan",), max_price=Decimal(1)))
    assert (result.total, result.cars) == (0, ())


def test_the_vocabulary_follows_the_inventory_at_once():
    assert not search.vocabulary().resolve("nissan", None).in_stock
    car = a_car(make="Nissan", model="March")
    assert search.vocabulary().resolve("nissan", None).in_stock
    inventory.change_car(car=car, status=Car.Status.SOLD)
    assert not search.vocabulary().resolve("nissan", None).in_stock


def test_the_vocabulary_is_kept_while_nothing_changes():
    a_car()
    assert search.vocabulary() is search.vocabulary()


def test_an_exact_search_asks_the_database_three_times(django_assert_num_queries):
    a_car()
    search.vocabulary()
    with django_assert_num_queries(3):  # has the inventory changed; how many; the page
        search.search(CarCriteria(makes=("vw",), models=("jeta",), max_price=Decimal(500000)))


def test_the_title_says_the_make_once():
    a_car(make="Mazda", model="Mazda 3", year=2018)
    assert titles(search.search(CarCriteria())) == ["Mazda 3 2018"]
