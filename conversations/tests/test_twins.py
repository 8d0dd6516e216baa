"""The guard where two cars have one name: what is said of one is told of that one, or nothing tells them apart."""

import pytest

from catalog.criteria import CarCriteria, SearchResult
from conversations.agent import checking
from conversations.dialogue import rendering
from conversations.dialogue.facts import Fact, QuoteDocument
from conversations.dialogue.plan import Cars, Quote, ReplyPlan
from conversations.dialogue.state import DialogueState
from conversations.tests.test_guard import COROLLA, a_car, a_quote

CHEAP = a_car(324001, "Volkswagen", "Tiguan", 2021, 398_999, 61_500, "1.4 TRENDLINE DCT")
DEAR = a_car(324002, "Volkswagen", "Tiguan", 2021, 459_999, 28_300, "1.4 R-LINE DCT")
OLDER = a_car(324003, "Volkswagen", "Tiguan", 2018, 338_999, 90_100, "1.4 COMFORTLINE DCT")
CARS = (CHEAP, DEAR, OLDER, COROLLA)
FOUND = Fact("found", "search_cars", {}, SearchResult(CarCriteria(), CARS, 4))
QUOTES = {car.stock_id: Fact(f"q{car.stock_id}", "calculate_financing", {}, a_quote(car, 60_000, 48)) for car in CARS}
BOTH = (FOUND, QUOTES[CHEAP.stock_id], QUOTES[DEAR.stock_id])
LINK = "https://kavakbot.example/cotizaciones/abc"


def pays(car):
    """Return what a car costs a month over 48 months with 60,000 down, as it is written."""
    return f"${QUOTES[car.stock_id].value.outcome.plans[0].monthly_payment:,}"


A, B, OLD = pays(CHEAP), pays(DEAR), pays(OLDER)


def codes(text, facts=BOTH):
    """Return what the guard objects to."""
    return {one.code for one in checking.problems(text, facts=facts, customer="y al mes?", state=DialogueState())}


RIGHT = (
    f"El Tiguan 2021 1.4 TRENDLINE DCT queda en {A} al mes a 48 meses.",
    f"El Tiguan 2021 R-Line te sale en {B} al mes a 48 meses.",
    f"El Tiguan 2021 de $398,999 queda en {A} al mes a 48 meses.",
    f"El Tiguan 2021 con 28,300 km queda en {B} mensuales a 48 meses.",
    f"El Tiguan 2021 (número 324002) queda en {B} al mes a 48 meses.",
    f"Volkswagen Tiguan 2021\nPrecio: $459,999\nEnganche: $60,000\n48 meses: {B} al mes",
    f"1. Volkswagen Tiguan 2021, $398,999: {A} al mes\n2. Volkswagen Tiguan 2021, $459,999: {B} al mes",
    f"El de $398,999 queda en {A} al mes y el de $459,999 en {B} al mes, ambos a 48 meses.",
    f"*Tiguan 2021* 1.4 TRENDLINE DCT\n48 meses: {A}\n\n*Tiguan 2021* 1.4 R-LINE DCT\n48 meses: {B}",
    "Tengo dos Tiguan 2021: uno en $398,999 con 61,500 km y otro en $459,999 con 28,300 km.",
    "El Tiguan 2021 más barato cuesta $398,999.",
)
SWAPPED = (
    f"El Tiguan 2021 1.4 TRENDLINE DCT queda en {B} al mes a 48 meses.",
    f"El Tiguan 2021 R-Line te sale en {A} al mes a 48 meses.",
    f"El Tiguan 2021 de $398,999 queda en {B} al mes a 48 meses.",
    f"El Tiguan 2021 con 28,300 km queda en {A} mensuales a 48 meses.",
    f"El Tiguan 2021 (número 324002) queda en {A} al mes a 48 meses.",
    f"Volkswagen Tiguan 2021\nPrecio: $459,999\nEnganche: $60,000\n48 meses: {A} al mes",
    f"1. Volkswagen Tiguan 2021, $398,999: {B} al mes\n2. Volkswagen Tiguan 2021, $459,999: {A} al mes",
    f"El de $398,999 queda en {B} al mes y el de $459,999 en {A} al mes, ambos a 48 meses.",
    "El Tiguan 2021 1.4 R-LINE DCT cuesta $398,999.",
    "El Tiguan 2021 de $459,999 tiene 61,500 km.",
    "Tiguan 2021, 1.4 TRENDLINE DCT: $398,999, 28,300 km",
)
UNTOLD = (
    f"El Tiguan 2021 queda en {A} al mes a 48 meses.",
    f"El Tiguan 2021 queda en {B} al mes a 48 meses.",
    f"Tu Tiguan: 48 meses de {A}.",
    f"*Volkswagen Tiguan 2021*\nEnganche: $60,000\n48 meses: {B} al mes",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_stands_beside_a_name_tells_which_of_two_cars_is_meant(text):
    assert codes(text) == set()


@pytest.mark.parametrize("text", SWAPPED)
def test_a_figure_of_one_is_not_said_of_the_other(text):
    assert codes(text)


@pytest.mark.parametrize("text", UNTOLD)
def test_a_payment_that_nothing_tells_the_car_of_is_blocked(text):
    assert codes(text)


@pytest.mark.parametrize("text", UNTOLD)
def test_where_only_one_of_them_was_quoted_its_payment_is_clear(text):
    for car, payment in ((CHEAP, A), (DEAR, B)):
        if payment in text:
            assert codes(text, (FOUND, QUOTES[car.stock_id])) == set()


def test_cars_of_one_model_and_two_years_are_told_apart_by_the_year():
    facts = (FOUND, QUOTES[DEAR.stock_id], QUOTES[OLDER.stock_id])
    assert codes(f"El Tiguan 2018 queda en {OLD} al mes.", facts) == set()
    assert codes(f"El Tiguan R-Line, que es 2021, queda en {B} al mes.", facts) == set()
    assert codes(f"El Tiguan queda en {OLD} al mes.", facts)
    assert codes(f"El Tiguan 2018 queda en {B} al mes.", facts)


def test_the_document_of_one_does_not_stand_beside_the_other():
    facts = (*BOTH, Fact("doc", "get_quote_document", {}, QuoteDocument(LINK, "Tiguan 2021", CHEAP.stock_id)))
    assert codes(f"Tu cotización del Tiguan 2021 de $398,999: {LINK}", facts) == set()
    assert codes(f"Tu cotización del Tiguan 2021 de $459,999: {LINK}", facts)


@pytest.mark.parametrize("parts", [(Quote(f"q{one.stock_id}"),) for one in (CHEAP, DEAR)])
def test_what_code_renders_of_either_goes_out(parts):
    said = rendering.render(
        ReplyPlan((*parts, Cars((CHEAP.stock_id, DEAR.stock_id)))), facts=BOTH, state=DialogueState()
    )
    assert codes(said) == set()


def test_what_code_renders_of_both_quotes_goes_out():
    quotes = tuple(Quote(f"q{one.stock_id}") for one in (CHEAP, DEAR))
    assert codes(rendering.render(ReplyPlan(quotes), facts=BOTH, state=DialogueState())) == set()
