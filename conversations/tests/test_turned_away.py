"""What a customer turns away: a gearbox they cannot drive, one of the cars compared, a down payment not asked about."""

from datetime import date

import pytest

from conversations.dialogue import clock
from conversations.tests import cast
from knowledge.language.reading import read

pytestmark = pytest.mark.django_db(transaction=True)
CAPTIVA, BRV = "Chevrolet Captiva 2022", "Honda BR-V 2021"


@pytest.fixture(autouse=True)
def lot(showroom):
    """Three of seven seats, and one small car of either gearbox."""
    cast.car(301, "Honda", "BR-V", price=362_999, year=2021, km=42_578, version="1.5 PRIME CVT")
    cast.car(302, "Chevrolet", "Captiva", price=385_999, year=2022, km=30_486, version="1.5 LT 7 PASAJEROS B CVT")
    cast.car(303, "Mazda", "CX-9", price=408_999, year=2018, km=108_857, version="2.5 TURBO I GRAND TOURING 4WD AT")
    cast.car(304, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT")
    cast.car(305, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT")


@pytest.mark.parametrize(
    "said",
    [
        "tengo como 150k y apenas aprendi a manejar, estandar no se",
        "hasta 150 mil, el estandar la verdad no le entiendo",
        "busco carro de 150 mil max, manual nunca aprendi",
    ],
)
def test_who_cannot_drive_a_manual_wants_an_automatic(said):
    assert not cast.unread([((said,), ["Aveo", "!Spark"])])


@pytest.mark.parametrize(
    "said",
    [
        "la cx9 con ese kilometraje no me late. la captiva q tal vs la honda br-v?",
        "te dije q quites la mazda. entre la captiva y la br-v cual trae menos km",
        "saca la mazda. entre la captiva y la br-v cual es mas nueva",
    ],
)
def test_a_car_taken_out_is_compared_no_more(said):
    dialogue = ("compara la captiva, la br-v y la cx-9", said)

    assert not cast.unread([(dialogue, ["Captiva", "BR-V", "!CX-9"])])


def test_of_those_compared_the_ones_left_are_told_apart():
    dialogue = ("compara la captiva, la br-v y la cx-9", "quita la mazda, cual trae menos km?")

    assert not cast.unread([(dialogue, ["12,092 km", "!CX-9"])])


@pytest.mark.parametrize(
    ("said", "is_late"), [("cual trae mas espacio atras?", False), ("y si me atraso?", True), ("si me atrasara", True)]
)
def test_the_seats_behind_are_no_arrears(said, is_late):
    assert ("arrears" in read(said).topic_names) is is_late


@pytest.mark.parametrize("said", ["saturday around 11 in queretaro", "saturday about 11", "saturday around 11, ok?"])
def test_about_an_hour_is_that_hour(said):
    assert [at.hour for at in clock.hear_last(said, today=date(2026, 12, 1)).times] == [11, 23]


@pytest.mark.parametrize(
    "said",
    [
        "cuanto me darian x mi aveo mas o menos? unos 60?",
        "cuanto me dan por mi aveo, 60 mil?",
        "y por mi aveo cuanto me ofrecen? unos 60 mil o mas?",
    ],
)
def test_what_they_guess_their_car_may_bring_is_neither_paid_down_nor_driven(said):
    dialogue = ("la captiva", "tengo un aveo 2015 para dejar a cuenta", said)

    assert not cast.unread([(dialogue, ["no puedo darte un valor", "!60,000"])])


def test_who_asks_for_no_down_payment_is_asked_for_none():
    dialogue = ("la captiva", "tengo un aveo 2015 a cuenta", "no, te pregunto cuanto me dan x mi carro, no el enganche")

    assert not cast.unread([(dialogue, ["no puedo darte un valor", "!enganche"])])
