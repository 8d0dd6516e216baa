"""The catalogue and the customers we were given, on machines that have them."""

import re
from decimal import Decimal

import pytest

from catalog import search
from catalog.criteria import Body, CarCriteria, Traction, Transmission
from catalog.spelling import Vocabulary
from catalog.tests.builders import the_cars_of
from catalog.tests.cast import THE_REAL_FILE, WHAT_CUSTOMERS_WROTE, cars_of

pytestmark = pytest.mark.skipif(
    not (THE_REAL_FILE.exists() and WHAT_CUSTOMERS_WROTE.exists()), reason="the real data is not on this machine"
)

MEANT = {
    "Quiero un toyta Corolla": [("Toyota", "Corolla")],
    "busco onda o bolbo baratos": [("Honda", None), ("Volvo", None)],
    "wolksvagen del año": [("Volkswagen", None)],
    "nasda y nisan con el menor km": [("Mazda", None), ("Nissan", None)],
    "Toyota Camri": [("Toyota", "Camry")],
    "Chvrolet Aveo": [("Chevrolet", "Aveo")],
    "hunday": [("Hyundai", None)],
    "Toyta": [("Toyota", None)],
    "Hnda": [("Honda", None)],
    "toyoya": [("Toyota", None)],
    "nizan": [("Nissan", None)],
    "nizzan": [("Nissan", None)],
    "vokswagen": [("Volkswagen", None)],
    "bmv": [("BMW", None)],
    "quiero chevy barato": [("Chevrolet", None)],
    "Busco un VW": [("Volkswagen", None)],
    "tienes coorola 2021?": [("Toyota", "Corolla")],
    "corola 2020 tiene carplay?": [("Toyota", "Corolla")],
    "Busco un Toyta Corola": [("Toyota", "Corolla")],
    "busco un nisan versa": [("Nissan", "Versa")],
    "mercedez clase c": [("Mercedes Benz", "Clase C")],
    "chevy spark hasta 200k": [("Chevrolet", "Spark")],
    "vw jetta 2018 hasta 230 mil": [("Volkswagen", "Jetta")],
    "kix": [("Nissan", "Kicks")],
    "estrail": [("Nissan", "X-Trail")],
    "sentrea": [("Nissan", "Sentra")],
    "verzza": [("Nissan", "Versa")],
    "clasea": [("Mercedes Benz", "Clase A")],
    "¿Cuál es mejor, Avanza o Corolla?": [("Toyota", "Avanza"), ("Toyota", "Corolla")],
    "extrail": [("Nissan", "X-Trail")],
    "Do you have any Chebys under 300k?": [("Chevrolet", None)],
    "Dame detalles del gol": [("Volkswagen", "Gol")],
    "Quiero agendar una cita para ver el Mercedes Benz": [("Mercedes Benz", None)],
    "¿Cuál es el auto más barato que tienes?": [],
    "cotiza 1 con 99k a 36 meses": [],
    "ver más 5": [],
    "me interesa el rojo": [],
}


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    rows = cars_of(THE_REAL_FILE)
    return Vocabulary([(row.make, row.model) for row in rows])


@pytest.mark.parametrize("text", MEANT)
def test_what_a_customer_wrote_names_the_cars_meant(known: Vocabulary, text: str):
    assert [(mention.make, mention.model) for mention in known.mentions(text)] == MEANT[text]


def test_no_car_is_heard_where_the_customer_named_none(known: Vocabulary):
    """Every line of the file in which we hear a car has one of the words customers name cars with."""
    named = re.compile(
        r"toy|hnda|hond|onda|nis|niz|maz|nasd|v[wo]|wo|bm|kia|cher|che|chv|mer|mec|jet|ver|coo|cor|ava|aut?d|oni|spar"
        r"|gol|ibiz|bolb|kix|trail|sent|clase|rio|land|tou|for|hun|aveo|cx|camr",
        re.IGNORECASE,
    )
    texts = [line.split("\t")[0] for line in WHAT_CUSTOMERS_WROTE.read_text().splitlines()[1:]]
    for text in texts:
        assert all(named.search(text[mention.start : mention.end]) for mention in known.mentions(text)), text


@pytest.mark.django_db
def test_the_counts_that_the_customers_questions_have():
    the_cars_of(THE_REAL_FILE)
    for criteria, total in (
        (CarCriteria(max_price=200000), 18),
        (CarCriteria(max_price=250000), 40),
        (CarCriteria(max_price=300000), 56),
        (CarCriteria(makes=("vw",)), 8),
        (CarCriteria(makes=("nisan",)), 12),
        (CarCriteria(makes=("bmv",)), 7),
        (CarCriteria(makes=("mercedes",)), 5),
        (CarCriteria(models=("mazda 3",)), 6),
        (CarCriteria(bluetooth=False), 3),
        (CarCriteria(version="4wd"), 8),
        (CarCriteria(transmission=Transmission.MANUAL), 6),
        (CarCriteria(makes=("honda",), models=("civic",), transmission=Transmission.AUTOMATIC), 1),
        (CarCriteria(traction=Traction.FOUR_WHEELS), 11),
        (CarCriteria(traction=Traction.TWO_WHEELS), 4),
        (CarCriteria(body=Body.SEDAN), 39),
        (CarCriteria(body=Body.HATCHBACK), 28),
        (CarCriteria(body=Body.SUV), 38),
        (CarCriteria(body=Body.SUV, max_price=Decimal(400_000)), 24),
        (CarCriteria(body=Body.PICKUP), 1),
        (CarCriteria(body=Body.VAN), 3),
        (CarCriteria(body=Body.UTILITY), 42),
        (CarCriteria(body=Body.UTILITY, makes=("mazda",)), 3),
        (CarCriteria(body=Body.SEVEN_SEATS), 8),
        (CarCriteria(body=Body.SEVEN_SEATS, max_price=Decimal(300_000)), 3),
        (CarCriteria(makes=("nisan",), excluded_models=("centra",)), 9),
        (CarCriteria(excluded_makes=("vw", "qia")), 83),
        (CarCriteria(max_width_mm=Decimal(1700)), 12),
    ):
        assert search.search(criteria).total == total, criteria


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("criteria", "relaxed", "unknown", "nearest"),
    [
        (CarCriteria(makes=("hyundai",)), "make", ("Hyundai",), "Chevrolet Aveo 2017"),
        (CarCriteria(makes=("audi",), models=("a3",)), "model", ("Audi A3",), "Audi A1 2015"),
        (CarCriteria(models=("mazda 3",), min_year=2019, max_year=2019), "year", (), "Mazda 3 2018"),
        (CarCriteria(models=("jetta",), max_price=Decimal(200_000)), "price", (), "Volkswagen Jetta 2018"),
        (CarCriteria(makes=("honda",), traction=Traction.FOUR_WHEELS), "traction", (), "Honda Civic 2013"),
        (CarCriteria(makes=("kia",), body=Body.PICKUP), "body", (), "KIA FORTE 2016"),
        (CarCriteria(body=Body.SUV, max_price=Decimal(200_000)), "price", (), "Renault Duster 2018"),
    ],
)
def test_what_is_not_there_brings_the_nearest_and_the_reason(criteria, relaxed, unknown, nearest):
    the_cars_of(THE_REAL_FILE)
    result = search.search(criteria)
    assert (result.total, result.relaxed, result.unknown, result.cars[0].title) == (0, relaxed, unknown, nearest)


@pytest.mark.django_db
def test_a_misspelt_make_and_model_reach_the_cars_by_any_door():
    the_cars_of(THE_REAL_FILE)
    for criteria in (
        CarCriteria(makes=("nisan",), models=("verza",)),
        CarCriteria(models=("nisan verza",)),
        CarCriteria(models=("verssa",)),
        CarCriteria(makes=("nusan",), models=("evrsa",)),
    ):
        found = search.search(criteria)
        assert {(car.make, car.model) for car in found.cars} == {("Nissan", "Versa")}, criteria
        assert found.total == 2
