"""The catalogue and the customers we were given, on machines that have them."""

import re

import pytest

from catalog import importing, search
from catalog.criteria import CarCriteria
from catalog.spelling import Vocabulary
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
    with THE_REAL_FILE.open("rb") as file:
        importing.import_cars(file=file, file_name="catalog.csv")
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
        (CarCriteria(transmission="manual"), 6),
        (CarCriteria(makes=("honda",), models=("civic",), transmission="automatic"), 1),
    ):
        assert search.search(criteria).total == total, criteria
