"""Ana leaves the choice to us: one car is picked of those side by side, and why in figures of record."""

from decimal import Decimal

import pytest

from conversations.dialogue import advice, choosing, habits
from conversations.dialogue.plan import Contrast
from conversations.tests import cast
from conversations.tests.test_guard import a_car

CAPTIVA = a_car(1, "Chevrolet", "Captiva", 2022, 385_999, 30_486, "1.5 LT", length_mm=Decimal(4715))
BRV = a_car(2, "Honda", "BR-V", 2021, 362_999, 42_578, "1.5 PRIME CVT", length_mm=Decimal(4457))
SEDAN = a_car(3, "Mazda", "Mazda 3", 2018, 238_999, 54_435, "2.0 SEDAN I TA")
HATCHBACK = a_car(4, "Mazda", "Mazda 3", 2018, 281_999, 44_000, "2.5 HATCHBACK I TOURING TA")
PLACES = {1: 1, 2: 2, 3: 3, 4: 4}
SUVS = "entre la crv 2016, la escape 2019 y la sportage, ¿cuál me conviene más?"
ESCAPE = (
    "me inclinaría por 2. *Ford Escape 2019* ($280,999): 3 años más nuevo y $6,000 más barato que 1. *Honda CR-V 2016*"
)
CAPTIVA_FIRST = "me inclinaría por 1. *Chevrolet Captiva 2022*"


@pytest.fixture
def lot(policy):
    """Put cars into the inventory that are weighed against each other."""
    cast.car(401, "Honda", "CR-V", price=286_999, year=2016, km=67_004, version="2.4 I-STYLE", length_mm=4575)
    cast.car(402, "Ford", "Escape", price=280_999, year=2019, km=71_677, version="2.5 S PLUS AUTO", length_mm=4524)
    cast.car(403, "KIA", "Sportage", price=265_999, year=2018, km=100_072, version="2.0 LX AUTO", length_mm=4480)
    cast.car(404, "Ford", "Escape", price=243_999, year=2016, km=104_648, version="2.5 S PLUS AT", length_mm=4524)
    cast.car(405, "Chevrolet", "Captiva", price=385_999, year=2022, km=30_486, version="1.5 LT CVT", length_mm=4715)
    cast.car(406, "Honda", "BR-V", price=362_999, year=2021, km=42_578, version="1.5 PRIME CVT", length_mm=4457)
    cast.car(407, "Mazda", "Mazda 3", price=238_999, year=2018, km=54_435, version="2.0 SEDAN I TA")
    cast.car(408, "Mazda", "Mazda 3", price=281_999, year=2018, km=44_000, version="2.5 HATCHBACK I TOURING TA")
    cast.car(409, "Renault", "Captur", price=248_999, year=2018, km=38_148, version="2.0 ICONIC AUTO")
    cast.car(410, "Renault", "Captur", price=302_999, year=2020, km=40_269, version="2.0 ICONIC DEH AUTO")
    cast.car(411, "Chevrolet", "Trax", price=304_999, year=2020, km=34_511, version="1.8 LT B AUTO")
    cast.car(412, "Volkswagen", "Tiguan", price=438_999, year=2018, km=50_249, version="1.4 R-LINE DCT")
    cast.car(413, "Mazda", "CX-5", price=361_999, year=2018, km=41_000, version="2.0 I SPORT AT 2WD")
    cast.car(414, "Mazda", "CX-5", price=396_999, year=2019, km=42_000, version="2.5 S GRAND TOURING AUTO 2WD")


def told(*cars, matters=()):
    """Return what is said of the car to take."""
    return [str(sentence) for sentence in advice.told(cars, PLACES, matters)]


# ── Which one ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_car_that_comes_first_in_most_is_advised_with_what_it_costs_more():
    # 385,999 - 362,999 = 23,000; 42,578 - 30,486 = 12,092; 4,715 - 4,457 = 258 mm
    [said] = told(CAPTIVA, BRV)
    assert said == (
        "Por lo registrado me inclinaría por 1. *Chevrolet Captiva 2022* ($385,999): 1 año más nuevo, "
        "12,092 km menos recorridos y 25.8 cm más largo que 2. *Honda BR-V 2021* ($362,999), aunque $23,000 más caro."
    )


@pytest.mark.parametrize(
    ("matters", "advised"), [((), HATCHBACK), ((Contrast.PRICE,), SEDAN), ((Contrast.KM,), HATCHBACK)]
)
def test_what_the_customer_cares_for_tips_the_scales(matters, advised):
    assert advice.pick([SEDAN, HATCHBACK], matters) is advised


def test_a_length_that_is_not_on_record_is_told_of_no_car():
    assert "largo" not in told(CAPTIVA, SEDAN)[0]
    assert "corto" not in told(CAPTIVA, SEDAN, matters=(Contrast.SIZE,))[0]


def test_each_other_car_is_told_apart_from_the_one_advised():
    lines = told(SEDAN, CAPTIVA, BRV)
    assert len(lines) == 2
    assert all("1. *Chevrolet Captiva 2022*" in line for line in lines)


def test_a_car_that_is_sold_is_not_advised():
    sold = a_car(1, "Chevrolet", "Captiva", 2022, 200_999, 30_486, "1.5 LT")
    object.__setattr__(sold, "status", "sold")
    assert advice.pick([sold, BRV]) is BRV


# ── How it is asked ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "usted cual agarraria?",
        "cual de las dos me llevo",
        "entonces por cual se iria usted",
        "con cual me quedo",
        "vale la pena pagar 57 mil mas?",
        "which would you pick for us",
        "which one should i get",
    ],
)
def test_the_choice_is_left_to_us_in_many_ways(said):
    assert choosing.is_left_to_us(said)


@pytest.mark.parametrize(
    "said", ["cual trae menos km", "cual es la diferencia", "which one has carplay", "cual sucursal me queda cerca"]
)
def test_what_tells_cars_apart_leaves_no_choice_to_us(said):
    assert not choosing.is_left_to_us(said)


@pytest.mark.parametrize(
    "said",
    [
        "salimos cada quincena a veracruz",
        "cada semana vamos a puebla",
        "viajo a leon cada mes",
        "we drive there every week",
    ],
)
def test_how_often_one_travels_is_no_payment(said):
    left = habits.without_habits(said)
    assert not any(often in left for often in ("quincena", "semana", "cada mes", "week"))


@pytest.mark.parametrize("said", ["voy a pagar cada quincena", "doy 2 mil cada semana", "quiero pagos por quincena"])
def test_how_often_one_pays_is_heard(said):
    assert habits.without_habits(said) == said


# ── What Ana reads ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_of_cars_just_compared_the_one_to_take_is_told_and_no_table_again(lot):
    suvs = [SUVS]
    captivas = ["compara la captiva 2022 con la brv"]
    dialogues = [
        (suvs, ["*KIA Sportage 2018*\n", ESCAPE]),
        (
            (*suvs, "si pero cual me conviene? somos de carretera, salimos cada quincena a veracruz"),
            [ESCAPE, "!Medidas"],
        ),
        ((*suvs, "los 3 que me mostraste. ud cual agarraria?"), [ESCAPE, "!Medidas"]),
        ((*suvs, "cada semana vamos a puebla, cual nos conviene?"), [ESCAPE, "!Medidas"]),
        ((*captivas, "cual de las dos agarro? mi esposa dice q la captiva por la cajuela"), [CAPTIVA_FIRST, "cajuela"]),
        ((*captivas, "mi papa dice la brv, de las dos con cual se quedaria usted"), [CAPTIVA_FIRST, "!Medidas"]),
        ((*captivas, "which one would you take?"), ["I would pick 1. *Chevrolet Captiva 2022*", "less mileage"]),
        ((*captivas, "me importa pagar menos, cual me conviene"), ["me inclinaría por 2. *Honda BR-V 2021*"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.django_db(transaction=True)
def test_the_two_shown_last_are_those_meant_by_these_two(lot):
    before = ("mi esposo quiere la tiguan y yo la cx5, cual sale mejor", "la cx-5 2019 grand touring")
    dialogues = [
        ((*before, "y la 2018? la quiero comparar", "usted cual agarraria de esas dos?"), ["CX-5 2018", "!Tiguan"]),
        ((*before, "y la 2018? la quiero comparar", "de las dos con cual me quedo"), ["CX-5 2019", "!Tiguan"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.django_db(transaction=True)
def test_of_cars_named_in_several_sentences_those_to_choose_from_are_compared(lot):
    asked = "isn't the 2018 captur at 38 thousand? which would you pick for us, trax 2020 or captur 2020?"
    dialogues = [
        (("captur or trax", asked), ["*Chevrolet Trax 2020*", "*Renault Captur 2020*", "!Captur 2018"]),
        (("captur or trax", "the 2018 captur or the 2020 trax, which is better?"), ["Captur 2018", "!Captur 2020"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.django_db(transaction=True)
def test_two_of_a_model_are_told_apart_by_their_versions_first(lot):
    weighed = ("mazda 3", "q diferencia hay entre el 1 y el 2?")
    versions = "En versión: 1. 2.0 SEDAN I TA; 2. 2.5 HATCHBACK I TOURING TA.\nMás barato"
    dialogues = [
        (weighed, [versions]),
        ((*weighed, "vale la pena pagar 43 mil mas?"), ["me inclinaría por 2. *Mazda 3 2018* ($281,999)"]),
        ((*weighed, "son automaticos los dos?"), ["es de transmisión automática", "!Precio"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.django_db(transaction=True)
def test_a_make_is_the_car_of_that_make_among_those_compared(lot):
    dialogues = [
        ((SUVS, "pues me voy por la escape. la honda es automatica?"), ["Honda CR-V 2016", "!Encontré", "!BR-V"]),
        ((SUVS, "la honda y la kia traen carplay?"), ["Honda CR-V 2016", "KIA Sportage 2018", "!Encontré"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.django_db(transaction=True)
def test_the_car_that_comes_first_in_two_things_is_shown_under_one_line(lot):
    dialogues = [
        (("camionetas", "cual trae menos km y es mas nueva?"), ["El de menos kilómetros y el más nuevo:"]),
    ]
    assert not cast.unread(dialogues)


def test_kilometres_and_pesos_that_nobody_would_notice_are_no_reason():
    younger = a_car(5, "Mazda", "CX-5", 2019, 362_999, 42_000, "2.5 S GT")
    older = a_car(6, "Mazda", "CX-5", 2018, 361_999, 41_000, "2.0 I SPORT")
    [said] = [str(sentence) for sentence in advice.told((older, younger), {5: 2, 6: 1})]
    assert said == (
        "Por lo registrado me inclinaría por 2. *Mazda CX-5 2019* ($362,999): 1 año más nuevo que "
        "1. *Mazda CX-5 2018* ($361,999)."
    )
