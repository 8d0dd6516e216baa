"""A car is found by its kind: what its version says of it first, then what its model is known to be."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from catalog import bodies, market, search
from catalog.criteria import Body, CarCriteria, others_than
from catalog.names import identity_of
from catalog.tests import cast
from catalog.tests.builders import a_car, the_sample

LISTED = list(csv.DictReader((Path(bodies.__file__).parent / "bodies.tsv").read_text().splitlines(), delimiter="\t"))
# Makes that some say of another's cars, a name for a version, and trucks that are no car of any kind.
NO_MODELS = {("Ford", "Lincoln"), ("Ford", "Mercury"), ("GMC", "Denali"), ("MG", "Excite"), ("Isuzu", "ELF")}
OLDER = {("Ford", "Escort"), ("Ford", "Topaz")}


def titles(result: search.SearchResult) -> list[str]:
    return [car.title for car in result.cars]


# ── What the file says ──────────────────────────────────────────────────────────────────────────────────────────
def test_every_model_stands_in_the_file_once_and_in_order():
    names = [(line["make"], line["model"]) for line in LISTED]
    assert names == sorted(names, key=lambda name: (name[0].lower(), name[1].lower()))
    assert len({identity_of(*name) for name in names}) == len(names)


def test_every_model_is_of_a_kind_and_seats_are_seven_or_nothing():
    for line in LISTED:
        kinds = [Body(body) for body in line["bodies"].split()]
        assert kinds, line
        assert not {Body.UTILITY, Body.SEVEN_SEATS} & set(kinds), line
        assert line["seats"] in {"", "7"}, line


def test_every_model_that_customers_ask_for_is_known():
    asked = {(make, model) for make, models in market.MODELS_BY_MAKE.items() for model in re.split(r",\s*", models)}
    assert {name for name in asked if not bodies.bodies_of(*name)} == NO_MODELS | OLDER


def test_every_model_of_the_sample_is_known():
    assert [row for row in cast.sample() if not bodies.bodies_of(row.make, row.model)] == []


@pytest.mark.parametrize(
    ("make", "model", "known"),
    [
        ("KIA", "FORTE", {Body.SEDAN}),
        ("Mazda", "3", {Body.SEDAN, Body.HATCHBACK}),
        ("mazda", "Mazda 3", {Body.SEDAN, Body.HATCHBACK}),
        ("Mazda", "CX5", {Body.SUV}),
        ("Toyota", "Corolla", {Body.SEDAN}),
        ("Toyota", "Corolla Cross", {Body.SUV}),
        ("Nissan", "Frontier Doble Cabina", {Body.PICKUP}),
        ("Honda", "Odyssey", {Body.VAN, Body.SEVEN_SEATS}),
        ("Honda", "Odyssey Carga", {Body.VAN}),
        ("Acme", "Prototipo", set()),
        ("Acme", "Corolla", set()),
        ("Toyota", "", set()),
    ],
)
def test_a_model_is_known_however_it_is_written_and_by_the_longest_name_that_is(
    make: str, model: str, known: set[Body]
):
    assert bodies.bodies_of(make, model) == known


def test_no_kind_contradicts_itself_or_what_covers_it():
    for body in Body:
        assert body not in others_than(body)
    assert not {Body.SUV, Body.PICKUP, Body.VAN} & set(others_than(Body.UTILITY))
    assert Body.UTILITY not in others_than(Body.SUV)
    assert Body.SUV in others_than(Body.SEDAN)


# ── What a search finds ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "found_as"),
    [
        ("1.6 LX", {Body.SEDAN, Body.HATCHBACK}),
        ("1.6 LX SEDAN", {Body.SEDAN}),
        ("1.6 LX HB", {Body.HATCHBACK}),
        ("1.6 LX CONVERTIBLE", {Body.CONVERTIBLE}),
    ],
)
def test_a_version_decides_what_a_model_leaves_open(version: str, found_as: set[Body]):
    a_car(make="KIA", model="Rio", version=version)
    assert {body for body in Body if search.search(CarCriteria(body=body)).total} == found_as


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "model", "version"),
    [("Mercedes Benz", "Clase GLC", "2.0 300 COUPE"), ("Audi", "Q3", "2.0 SPORTBACK"), ("Ford", "Transit", "WAGON")],
)
def test_what_a_version_calls_itself_does_not_unmake_a_camioneta(make: str, model: str, version: str):
    a_car(make=make, model=model, version=version)
    assert search.search(CarCriteria(body=Body.UTILITY)).total == 1


@pytest.mark.django_db
def test_a_camioneta_is_a_suv_a_pickup_or_a_minivan():
    for make, model in (("Mazda", "CX-5"), ("Nissan", "Frontier"), ("Honda", "Odyssey"), ("Nissan", "Versa")):
        a_car(make=make, model=model)
    assert {title.split()[1] for title in titles(search.search(CarCriteria(body=Body.UTILITY)))} == {
        "CX-5",
        "Frontier",
        "Odyssey",
    }


@pytest.mark.django_db
def test_a_model_of_one_make_is_not_taken_for_the_same_name_of_another():
    a_car(make="Pontiac", model="Montana")  # a minivan
    a_car(make="Chevrolet", model="Montana")  # a pickup
    a_car(make="Pontiac", model="Matiz")
    a_car(make="Chevrolet", model="Tornado")
    assert sorted(titles(search.search(CarCriteria(body=Body.PICKUP)))) == [
        "Chevrolet Montana 2019",
        "Chevrolet Tornado 2019",
    ]
    assert titles(search.search(CarCriteria(body=Body.VAN))) == ["Pontiac Montana 2019"]


@pytest.mark.django_db
def test_rows_that_write_a_model_differently_are_of_one_kind():
    for make, model in (("KIA", "SPORTAGE"), ("Kia", "Sportage"), ("Mazda", "CX5")):
        a_car(make=make, model=model)
    assert search.search(CarCriteria(body=Body.SUV)).total == 3
    assert search.search(CarCriteria(body=Body.SUV, makes=("qia",))).total == 2


@pytest.mark.django_db
def test_a_seven_seater_is_one_by_every_version_of_its_model_or_by_its_own():
    a_car(make="Honda", model="Odyssey", version="3.5 EX")
    a_car(make="Chevrolet", model="Captiva", version="1.5 LT 7 PASAJEROS")
    a_car(make="Chevrolet", model="Captiva", version="1.5 LT")
    a_car(make="Nissan", model="X-Trail", version="2.5 ADVANCE 3 ROW CVT")
    assert search.search(CarCriteria(body=Body.SEVEN_SEATS)).total == 3


# ── Nothing matches: the nearest ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_a_suv_beyond_the_price_comes_before_any_other_car_and_the_nearest_one_first():
    for model, price in (("CX-9", 480_000), ("CX-5", 390_000), ("CX-3", 360_000)):
        a_car(make="Mazda", model=model, price=Decimal(price))
    a_car(make="Chevrolet", model="Aveo", price=Decimal(140_000))
    result = search.search(CarCriteria(body=Body.SUV, max_price=Decimal(350_000)))
    assert (result.total, result.relaxed) == (0, "price")
    assert titles(result) == ["Mazda CX-3 2019", "Mazda CX-5 2019", "Mazda CX-9 2019"]


@pytest.mark.django_db
def test_a_suv_that_no_limit_fits_still_comes_before_any_other_car():
    a_car(make="Mazda", model="CX-5", price=Decimal(390_000), year=2016)
    a_car(make="Chevrolet", model="Aveo", price=Decimal(140_000), year=2022)
    wish = CarCriteria(body=Body.SUV, max_price=Decimal(200_000), min_year=2020)
    assert (search.search(wish).relaxed, titles(search.search(wish))) == ("price", ["Mazda CX-5 2016"])


@pytest.mark.django_db
def test_a_suv_of_a_make_we_lack_is_another_makes_suv():
    a_car(make="Mazda", model="CX-5", price=Decimal(390_000))
    a_car(make="Chevrolet", model="Aveo", price=Decimal(140_000))
    wish = CarCriteria(makes=("hyundai",), body=Body.SUV, max_price=Decimal(200_000))
    assert (search.search(wish).relaxed, titles(search.search(wish))) == ("make", ["Mazda CX-5 2019"])


@pytest.mark.django_db
def test_a_kind_that_is_nowhere_is_told_as_the_reason_even_when_the_price_goes_too():
    a_car(make="Chevrolet", model="Aveo", price=Decimal(140_000))
    for most in (200_000, 50_000):
        assert search.search(CarCriteria(body=Body.CONVERTIBLE, max_price=Decimal(most))).relaxed == "body"


@pytest.mark.django_db
def test_a_model_nobody_knows_comes_before_one_known_to_be_something_else():
    a_car(make="KIA", model="Sportage", price=Decimal(150_000))
    a_car(make="KIA", model="Prototipo", price=Decimal(250_000))
    assert titles(search.search(CarCriteria(makes=("kia",), body=Body.SEDAN))) == ["KIA Prototipo 2019"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("criteria", "total", "models"),
    [
        (CarCriteria(body=Body.SUV, max_price=Decimal(250_000)), 3, {"HR-V", "SEI2", "Kicks"}),
        (CarCriteria(body=Body.UTILITY, makes=("mazda",)), 3, {"CX-5", "CX-30"}),
        (CarCriteria(body=Body.PICKUP), 2, {"Frontier", "Hilux"}),
        (
            CarCriteria(body=Body.SEVEN_SEATS, max_price=Decimal(300_000)),
            2,
            {"Avanza"},
        ),
        (CarCriteria(body=Body.COUPE), 1, {"Civic"}),
    ],
)
def test_the_sample_answers_by_kind(criteria: CarCriteria, total: int, models: set[str]):
    the_sample()
    result = search.search(criteria, limit=100)
    assert (result.total, result.relaxed) == (total, None)
    assert not models or {car.model for car in result.cars} == models
    assert all(criteria.body in bodies.bodies_of(car.make, car.model) for car in result.cars) or not criteria.max_price
