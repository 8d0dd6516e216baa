"""What a customer asks for, and the cars that come back."""

from decimal import Decimal

import pytest

from catalog import inventory, search
from catalog.criteria import Body, CarCriteria, Ordering, Traction, Transmission
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


# ── What is not wanted ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_model_that_is_not_wanted_is_left_out_however_it_is_spelt():
    a_car(make="Nissan", model="Sentra")
    a_car(make="Nissan", model="Versa")
    result = search.search(CarCriteria(makes=("nisan",), excluded_models=("centra",)))
    assert (result.total, titles(result)) == (1, ["Nissan Versa 2019"])
    assert (result.criteria.makes, result.criteria.excluded_models) == (("Nissan",), ("Sentra",))


def test_a_make_that_is_not_wanted_is_left_out_however_its_rows_write_it():
    for make, model in (("KIA", "Rio"), ("Kia", "Forte"), ("Mazda", "CX-5")):
        a_car(make=make, model=model)
    assert titles(search.search(CarCriteria(excluded_makes=("qia",)))) == ["Mazda CX-5 2019"]


def test_the_same_model_of_another_make_is_still_wanted():
    a_car(make="Dodge", model="Attitude")
    a_car(make="Nissan", model="Sentra")
    result = search.search(CarCriteria(excluded_models=("sentra",)))
    assert titles(result) == ["Dodge Attitude 2019"]


def test_alternatives_never_bring_back_what_is_not_wanted():
    a_car(make="Toyota", model="Corolla")
    a_car(make="Nissan", model="Sentra")
    a_car(make="Nissan", model="Versa")
    only = search.search(CarCriteria(makes=("toyota",), excluded_models=("corolla",), excluded_makes=("vw",)))
    assert (only.total, only.relaxed, sorted(titles(only))) == (0, "make", ["Nissan Sentra 2019", "Nissan Versa 2019"])
    model = search.search(CarCriteria(makes=("nissan",), models=("altima",), excluded_models=("sentra",)))
    assert (model.relaxed, titles(model)) == ("model", ["Nissan Versa 2019"])


def test_what_nobody_understands_excludes_nothing():
    a_car()
    result = search.search(CarCriteria(excluded_makes=("xyzabc123",), excluded_models=("qqqq",)))
    assert (result.total, result.unknown) == (1, ())
    assert (result.criteria.excluded_makes, result.criteria.excluded_models) == ((), ())


def test_only_exclusions_that_narrow_the_wish_are_told():
    a_car(make="Toyota", model="Yaris")
    result = search.search(CarCriteria(makes=("toyota",), excluded_models=("sentra", "corolla")))
    assert (result.total, result.criteria.excluded_models) == (1, ("Corolla",))


def test_exclusions_hold_for_cars_of_any_status():
    a_car(make="Nissan", model="Sentra", status=Car.Status.SOLD)
    sold = a_car(make="Nissan", model="Versa", status=Car.Status.SOLD)
    cars = search.matching(Car.objects.live(), CarCriteria(makes=("nissan",), excluded_models=("sentra",)))
    assert list(cars) == [sold]


# ── What only a version says ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("criteria", "versions"),
    [
        (CarCriteria(traction=Traction.FOUR_WHEELS), {"3.0 TDI AUTO 4WD", "4.4 XDRIVE50IA AT", "2.5 LIMITED AWD AT"}),
        (CarCriteria(traction=Traction.TWO_WHEELS), {"2.0 I SPORT AT 2WD", "1.5 SDRIVE18IA DCT"}),
        (CarCriteria(traction=Traction.FRONT), set()),
        (CarCriteria(body=Body.SEDAN), {"2.0 SEDAN I TA"}),
        (CarCriteria(body=Body.SEVEN_SEATS), {"1.5 LT 7 PASAJEROS B CVT"}),
        (CarCriteria(transmission=Transmission.MANUAL), {"1.6 SENSE MT"}),
    ],
)
def test_traction_and_the_body_of_an_unknown_model_are_matched_only_where_the_version_says_them(
    criteria: CarCriteria, versions: set[str]
):
    for version in (
        *("3.0 TDI AUTO 4WD", "4.4 XDRIVE50IA AT", "2.5 LIMITED AWD AT", "2.0 I SPORT AT 2WD", "1.5 SDRIVE18IA DCT"),
        *("2.0 SEDAN I TA", "1.5 LT 7 PASAJEROS B CVT", "5 PASAJEROS AT", "1.6 SENSE MT", "2.5 PRO-4X", ""),
    ):
        a_car(make="Acme", model="Prototipo", version=version)
    found = search.search(criteria, limit=100)
    assert {car.version for car in found.cars if found.relaxed is None} == versions


def test_a_body_that_no_version_of_the_make_says_brings_its_silent_cars_with_that_reason():
    silent = a_car(make="KIA", model="Prototipo", version="1.6 LX", price=Decimal(240000))
    a_car(make="KIA", model="Prototipo", version="1.6 LX HATCHBACK", price=Decimal(200000))
    a_car(make="KIA", model="Sportage", version="2.0 LX", price=Decimal(190000))
    a_car(make="Mazda", model="Mazda 3", version="2.0 SEDAN I TA")
    result = search.search(CarCriteria(makes=("kia",), body=Body.SEDAN))
    assert (result.total, result.relaxed, [car.id for car in result.cars]) == (0, "body", [silent.id])


def test_cars_that_say_otherwise_come_when_none_is_silent():
    a_car(make="KIA", model="Rio", version="1.6 LX MT")
    result = search.search(CarCriteria(makes=("kia",), transmission=Transmission.AUTOMATIC))
    assert (result.relaxed, [car.version for car in result.cars]) == ("transmission", ["1.6 LX MT"])


def test_a_price_is_let_go_before_the_traction():
    a_car(make="Toyota", model="RAV4", version="2.5 AWD AT", price=Decimal(400000))
    a_car(make="Toyota", model="Yaris", version="1.5 S AUTO", price=Decimal(150000))
    result = search.search(CarCriteria(makes=("toyota",), traction=Traction.FOUR_WHEELS, max_price=Decimal(200000)))
    assert (result.relaxed, titles(result)) == ("price", ["Toyota RAV4 2019"])


# ── Sizes ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("side", ["length", "width", "height"])
def test_a_side_that_nobody_measured_fits_no_limit(side: str):
    for size in (Decimal(1700), Decimal(1800), None):
        a_car(**{f"{side}_mm": size})
    for limit, total in (("min", 1), ("max", 2)):
        assert search.search(CarCriteria(**{f"{limit}_{side}_mm": Decimal(1800)})).total == total


def test_a_car_too_long_brings_the_next_longer_ones_and_the_unmeasured_last():
    for length in (Decimal(4800), None, Decimal(4500)):
        a_car(length_mm=length)
    result = search.search(CarCriteria(max_length_mm=Decimal(4000)))
    assert (result.relaxed, [car.length_mm for car in result.cars]) == ("size", [Decimal(4500), Decimal(4800), None])


def test_limits_of_two_sides_count_together():
    a_car(length_mm=Decimal(4500), width_mm=Decimal(1900))
    near = a_car(length_mm=Decimal(4100), width_mm=Decimal(1750))
    result = search.search(CarCriteria(max_length_mm=Decimal(4000), max_width_mm=Decimal(1700)))
    assert (result.relaxed, result.cars[0].id) == ("size", near.id)


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


@pytest.mark.parametrize(
    ("limit", "queries"),
    [(5, 2), (3, 3)],  # has the inventory changed; the page; how many, unless the page was not full
)
def test_an_exact_search_asks_the_database_two_or_three_times(django_assert_num_queries, limit: int, queries: int):
    for _ in range(4):
        a_car()
    search.vocabulary()
    with django_assert_num_queries(queries):
        found = search.search(CarCriteria(makes=("vw",), models=("jeta",), max_price=Decimal(500000)), limit=limit)
    assert found.total == 4


@pytest.mark.parametrize(("offset", "shown"), [(0, 4), (3, 1), (4, 0), (9, 0)])
def test_the_total_is_the_same_on_every_page_and_beyond_the_last(offset: int, shown: int):
    for _ in range(4):
        a_car()
    result = search.search(CarCriteria(), limit=5, offset=offset)
    assert (result.total, len(result.cars), result.relaxed) == (4, shown, None)


def test_the_title_says_the_make_once():
    a_car(make="Mazda", model="Mazda 3", year=2018)
    assert titles(search.search(CarCriteria())) == ["Mazda 3 2018"]
