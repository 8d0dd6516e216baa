"""Replies as the customer reads them."""

import uuid
from decimal import Decimal
from typing import get_args

import pytest

from catalog.criteria import Body, CarCriteria, CarMatch, Relaxed, SearchResult, Traction, Transmission
from conversations.dialogue.facts import CarDetails, CarQuote, Fact
from conversations.dialogue.plan import Ask, Cars, Quote, ReplyPlan, Say, Slot
from conversations.dialogue.rendering import UnrenderablePlanError, render
from conversations.dialogue.state import DialogueState
from financing.amortization import plan as loan
from financing.quotation import Quotation, Refusal, RefusalCode

STATE = DialogueState()


def _car(stock_id: int, **changes: object) -> CarMatch:
    values: dict[str, object] = {
        "id": uuid.UUID(int=stock_id),
        "stock_id": stock_id,
        "make": "Volkswagen",
        "model": "Jetta",
        "version": "2.5 TRENDLINE MT",
        "year": 2018,
        "price": Decimal(222_999),
        "km": 100_618,
        "bluetooth": True,
        "car_play": None,
        "length_mm": None,
        "width_mm": None,
        "height_mm": None,
        "status": "available",
    }
    return CarMatch(**values | changes)


def _found(*cars: CarMatch, **changes: object) -> Fact:
    values: dict[str, object] = {"criteria": CarCriteria(models=("Jetta",)), "total": len(cars)}
    return Fact("1", "search_cars", {}, SearchResult(cars=cars, **values | changes))


def _quoted(outcome: Quotation | Refusal, car: CarMatch | None = None) -> Fact:
    return Fact("q", "calculate_financing", {}, CarQuote(car, outcome))


def test_one_car_is_a_card_that_says_what_nobody_stated():
    text = render(ReplyPlan((Cars((1,)),)), facts=[_found(_car(1))], state=STATE)
    assert text.splitlines() == [
        "Encontré uno (Jetta):",
        "*Volkswagen Jetta 2018*",
        "Versión: 2.5 TRENDLINE MT",
        "Precio: $222,999",
        "Kilometraje: 100,618 km",
        "Bluetooth: sí",
        "CarPlay: no registrado",
        "Número de auto: 1",
    ]


def test_a_list_is_numbered_with_its_total_and_filters():
    wish = CarCriteria(
        makes=("Volkswagen",), max_price=Decimal(300_000), min_year=2016, transmission=Transmission.MANUAL
    )
    cars = [_car(1), _car(2, model="Mazda 3", make="Mazda", price=Decimal("199999.50"))]
    text = render(ReplyPlan((Cars((1, 2)),)), facts=[_found(*cars, criteria=wish, total=7)], state=STATE)
    assert text.splitlines() == [
        "Encontré 7 autos (Volkswagen, manual, hasta $300,000, 2016 en adelante). Van del 1 al 2:",
        "1. Volkswagen Jetta 2018, 2.5 TRENDLINE MT: $222,999, 100,618 km",
        "2. Mazda 3 2018, 2.5 TRENDLINE MT: $199,999.50 MXN, 100,618 km",
    ]


@pytest.mark.parametrize(
    ("wish", "written"),
    [
        (CarCriteria(makes=("Nissan",), excluded_models=("Sentra",)), "Nissan, sin Sentra"),
        (CarCriteria(excluded_makes=("Volkswagen", "KIA")), "sin Volkswagen ni KIA"),
        (CarCriteria(traction=Traction.FOUR_WHEELS, body=Body.SEVEN_SEATS), "7 pasajeros o más, 4x4"),
        (CarCriteria(max_length_mm=Decimal(4500), min_width_mm=Decimal("1699.5")), "largo hasta 4.50 m, ancho desde"),
        (CarCriteria(min_height_mm=Decimal(1400), max_height_mm=Decimal(1655)), "alto de 1.40 m a 1.655 m"),
    ],
)
def test_whatever_narrowed_the_search_is_read_back(wish, written):
    text = render(ReplyPlan((Cars((1,)),)), facts=[_found(_car(1), criteria=wish)], state=STATE)
    assert text.startswith(f"Encontré uno ({written}")


@pytest.mark.parametrize("said", [*Transmission, *Traction, *Body])
def test_every_choice_has_its_words(said):
    wish = CarCriteria(**{type(said).__name__.lower(): said})
    text = render(ReplyPlan((Cars((1,)),)), facts=[_found(_car(1), criteria=wish)], state=STATE)
    assert text.startswith("Encontré uno (")


@pytest.mark.parametrize("relaxed", get_args(Relaxed))
def test_every_reason_has_its_words(relaxed):
    text = render(ReplyPlan((Cars((1,)),)), facts=[_found(_car(1), total=0, relaxed=relaxed)], state=STATE)
    assert text.startswith("No encontré Jetta. Lo más cercano, ")


def test_the_next_page_goes_on_counting():
    text = render(ReplyPlan((Cars((6, 7)),)), facts=[_found(_car(6), _car(7), total=7)], state=DialogueState(offset=5))
    assert "Van del 6 al 7" in text
    assert "\n6. " in text


def test_alternatives_say_what_was_not_found_and_what_was_relaxed():
    wish = CarCriteria(models=("Jetta",), max_price=Decimal(200_000))
    fact = _found(_car(1), criteria=wish, total=0, relaxed="price")
    text = render(ReplyPlan((Cars((1,)),)), facts=[fact], state=STATE)
    assert text.startswith("No encontré Jetta, hasta $200,000. Lo más cercano, en otro precio:")


def test_a_make_that_is_not_sold_is_named():
    fact = _found(_car(1), total=0, relaxed="make", unknown=("Hyundai",))
    text = render(ReplyPlan((Cars((1,)),)), facts=[fact], state=STATE)
    assert text.startswith("No tenemos Hyundai por ahora.")


@pytest.mark.parametrize(("status", "words"), [("reserved", "(apartado)"), ("sold", "(ya vendido)")])
def test_a_car_that_is_taken_says_so(status, words):
    fact = Fact("1", "get_car_details", {}, CarDetails(1, _car(1, status=status)))
    assert words in render(ReplyPlan((Cars((1,)),)), facts=[fact], state=STATE)


def test_a_quote_shows_payments_to_the_centavo():
    principal = Decimal(421_999)
    plan = loan(principal=principal, annual_rate=Decimal("0.1"), months=48)
    outcome = Quotation(Decimal(461_999), Decimal(40_000), Decimal("0.1"), (plan,), 1, "Leyenda.")
    text = render(ReplyPlan((Quote("q"),)), facts=[_quoted(outcome, _car(1))], state=STATE)
    assert text.splitlines() == [
        "*Volkswagen Jetta 2018*: precio $461,999, enganche $40,000.",
        "A financiar: $421,999, con tasa de 10 % anual.",
        "4 años (48 meses): $10,702.98 MXN al mes; total $513,743.04 MXN, intereses $91,744.04 MXN",
        "Leyenda.",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (RefusalCode.TERM_NOT_OFFERED, "3, 4, 5 o 6 años"),
        (RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE, "$222,999"),
        (RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM, "$22,300"),
        (RefusalCode.NEGATIVE_DOWN_PAYMENT, "negativo"),
    ],
)
def test_a_refusal_says_what_would_be_possible(code, words):
    refusal = Refusal(code, Decimal(222_999), Decimal(10), Decimal(22_300), (3, 4, 5, 6))
    assert words in render(ReplyPlan((Quote("q"),)), facts=[_quoted(refusal)], state=STATE)


def test_parts_are_paragraphs_in_order():
    text = render(ReplyPlan((Say("Hola."), Ask(Slot.OWN_YEAR))), facts=[], state=STATE)
    assert text == "Hola.\n\n¿De qué año es?"


@pytest.mark.parametrize("part", [Cars((9,)), Cars(()), Quote("nothing")])
def test_a_plan_that_points_at_nothing_is_not_rendered(part):
    with pytest.raises(UnrenderablePlanError):
        render(ReplyPlan((part,)), facts=[_found(_car(1))], state=STATE)
