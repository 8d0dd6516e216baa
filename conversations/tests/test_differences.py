"""How far apart two cars are: said rightly it goes out; another figure or pair, or the wrong way round, does not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.spelling import Vocabulary
from conversations.agent import checking
from conversations.dialogue import rendering
from conversations.dialogue.facts import Comparison, Fact
from conversations.dialogue.plan import Compare, Contrast, Quote, QuoteAbout, ReplyPlan
from conversations.dialogue.sentences import ENGLISH, Voice
from conversations.dialogue.state import DialogueState
from conversations.tests.test_guard import COROLLA, FOUND, MAZDA, PEUGEOT, VERSA, a_quote

# $220,999, 69,630 km, 2018; $313,999, 29,377 km, 2020: $93,000, 40,253 km and two years apart.
COMPARED = Fact("compare_cars", "compare_cars", {}, Comparison((VERSA, COROLLA)))
VOCABULARY = Vocabulary([(car.make, car.model) for car in (VERSA, COROLLA, PEUGEOT, MAZDA)])


def problems(text, *facts):
    return checking.problems(
        text, facts=facts or (COMPARED,), customer="el versa o el corolla", state=DialogueState(), vocabulary=VOCABULARY
    )


@pytest.mark.parametrize("language", ["es", ENGLISH])
@pytest.mark.parametrize("about", [(), *((one,) for one in Contrast)])
def test_what_is_rendered_of_two_cars_goes_out(about, language):
    plan = ReplyPlan((Compare((VERSA.stock_id, COROLLA.stock_id), about=about),))
    text = rendering.render(plan, facts=(COMPARED,), state=DialogueState(), voice=Voice(language))
    assert problems(text) == (), text


@pytest.mark.parametrize("language", ["es", ENGLISH])
def test_the_car_that_is_advised_goes_out_with_how_far_it_lies_from_each_other(language):
    cars = (replace(VERSA, length_mm=Decimal(4492)), replace(COROLLA, length_mm=Decimal(4630)), PEUGEOT, MAZDA)
    compared = Fact("compare_cars", "compare_cars", {}, Comparison(cars))
    plan = ReplyPlan((Compare(tuple(car.stock_id for car in cars), about=(Contrast.ADVICE,)),))
    text = rendering.render(plan, facts=(compared,), state=DialogueState(), voice=Voice(language))
    assert len(text.splitlines()) == 3
    assert problems(text, compared) == (), text


def test_a_length_apart_is_traced_too():
    cars = Comparison((replace(VERSA, length_mm=Decimal(4492)), replace(COROLLA, length_mm=Decimal(4630))))
    compared = Fact("compare_cars", "compare_cars", {}, cars)
    assert problems("El Corolla es 13.8 cm más largo que el Versa.", compared) == ()
    assert problems("El Corolla es 15 cm más largo que el Versa.", compared) != ()
    assert problems("El Versa es 13.8 cm más largo que el Corolla.", compared) != ()
    assert problems("El Corolla es 13.8 cm más largo que el Versa.") != ()  # of whose length nobody spoke


def test_the_way_round_is_that_of_the_words_nearest_to_the_figure():
    assert problems("El Versa es $93,000 más caro y más corto que el Corolla.") != ()
    assert problems("El Corolla es $93,000 más caro y 40,253 km menos recorridos que el Versa.") == ()


def test_two_cars_of_one_name_are_compared_too():
    """Same model, year and version: what tells them apart is only their number in the list."""
    other = replace(VERSA, stock_id=VERSA.stock_id + 1000, price=VERSA.price + 13_000, km=VERSA.km + 1_841)
    twins = Fact("compare_cars", "compare_cars", {}, Comparison((VERSA, other)))
    plan = ReplyPlan((Compare((VERSA.stock_id, other.stock_id)),))
    text = rendering.render(plan, facts=(twins,), state=DialogueState())
    assert "(diferencia de $13,000)" in text
    assert problems(text, twins) == (), text
    assert problems("Más barato: 1. *Nissan Versa 2018* (diferencia de $12,000).", twins) != ()


def test_a_comparison_tells_by_how_much_the_two_differ():
    text = rendering.render(
        ReplyPlan((Compare((VERSA.stock_id, COROLLA.stock_id)),)), facts=(COMPARED,), state=DialogueState()
    )
    assert "Más barato: 1. *Nissan Versa 2018* (diferencia de $93,000)." in text
    assert "Más nuevo: 2. *Toyota Corolla 2020* (diferencia de 2 años)." in text
    assert "Con menos kilómetros: 2. *Toyota Corolla 2020* (diferencia de 40,253 km)." in text


@pytest.mark.parametrize(
    "text",
    [
        "El Corolla cuesta $93,000 más que el Versa.",
        "El Versa es $93,000 más barato que el Corolla.",
        "Entre el Versa y el Corolla hay una diferencia de $93,000.",
        "El Versa ha recorrido 40,253 km más que el Corolla.",
        "El Corolla es 2 años más nuevo que el Versa.",
        "The Versa is $93,000 cheaper than the Corolla.",
    ],
)
def test_a_true_difference_goes_out(text):
    assert problems(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "El Corolla cuesta $90,000 más que el Versa.",
        "El Versa es $93,000 más caro que el Corolla.",
        "El Versa cuesta $93,000 más que el Corolla.",
        "Más barato: 2. *Toyota Corolla 2020* (diferencia de $93,000).",
        "Hay una diferencia de $220,999 entre el Versa y el Corolla.",
        "El Corolla ha recorrido 40,253 km más que el Versa.",
        "El Versa es 2 años más nuevo que el Corolla.",
        "El Corolla es 3 años más nuevo que el Versa.",
        "El Versa cuesta $93,000.",
        "La mensualidad del Versa es de $93,000.",
    ],
)
def test_a_false_difference_does_not(text):
    assert problems(text) != ()


def test_the_difference_of_two_other_cars_does_not():
    assert problems("El Corolla cuesta $93,000 más que el Peugeot 208.", FOUND, COMPARED) != ()
    assert problems("El Peugeot 208 cuesta $17,000 más que el Mazda 3.", FOUND, COMPARED) == ()


# Over 36 months 170,999 and 150,999 are financed, and over 48 the first.
QUOTED = Fact("calculate_financing", "calculate_financing", {}, a_quote(VERSA, 50_000, 36, 48))
MORE_DOWN = Fact("calculate_financing: more", "calculate_financing", {}, a_quote(VERSA, 70_000, 36))


@pytest.mark.parametrize("language", ["es", ENGLISH])
@pytest.mark.parametrize("about", list(QuoteAbout))
def test_what_is_rendered_of_two_plans_goes_out(about, language):
    for part in (Quote(QUOTED.ref, about), Quote(MORE_DOWN.ref, about, beside=QUOTED.ref)):
        text = rendering.render(
            ReplyPlan((part,)), facts=(QUOTED, MORE_DOWN), state=DialogueState(), voice=Voice(language)
        )
        assert problems(text, QUOTED, MORE_DOWN) == (), text


@pytest.mark.parametrize(
    "lie",
    [
        "Al mes pagas menos a 4 años (48 meses): $1,200.00 MXN menos que a 3 años (36 meses).",
        "En total pagas menos a 4 años (48 meses): {in_all} MXN menos que a 3 años (36 meses).",
        "A 3 años (36 meses), con todo y enganche: {total} MXN",
        "A 3 años (36 meses) pagas {a_month} MXN más al mes que con $50,000 de enganche.",
        "A 3 años (36 meses) pagas {a_month} MXN menos al mes que con $40,000 de enganche.",
    ],
)
def test_of_two_plans_neither_another_figure_nor_the_wrong_way_round_goes_out(lie):
    short, long = QUOTED.value.outcome.plans
    [more] = MORE_DOWN.value.outcome.plans
    figures = {
        "in_all": f"${long.total_amount - short.total_amount:,}",
        "total": f"${short.total_amount:,}",
        "a_month": f"${short.monthly_payment - more.monthly_payment:,}",
    }
    assert problems(lie.format(**figures), QUOTED, MORE_DOWN) != ()


# Over 36 months 170,999 and 263,999 are financed: 5,517.66 and 8,518.51 a month, 3,000.85 apart.
PAID = Fact(
    "compare_cars",
    "compare_cars",
    {},
    Comparison((VERSA, COROLLA), (a_quote(VERSA, 50_000, 36), a_quote(COROLLA, 50_000, 36))),
)


@pytest.mark.parametrize("language", ["es", ENGLISH])
@pytest.mark.parametrize("about", [(), (Contrast.PAYMENT,)])
def test_of_two_cars_it_is_told_by_how_much_one_is_less_a_month(about, language):
    plan = ReplyPlan((Compare((VERSA.stock_id, COROLLA.stock_id), about=about),))
    text = rendering.render(plan, facts=(PAID,), state=DialogueState(), voice=Voice(language))
    assert "$3,000.85 MXN)" in text
    assert problems(text, PAID) == (), text


def test_two_cars_of_one_name_are_told_apart_by_their_payments_too():
    other = replace(VERSA, stock_id=VERSA.stock_id + 1000, price=COROLLA.price)
    twins = Comparison((VERSA, other), (a_quote(VERSA, 50_000, 36), a_quote(other, 50_000, 36)))
    fact = Fact("compare_cars", "compare_cars", {}, twins)
    plan = ReplyPlan((Compare((VERSA.stock_id, other.stock_id), about=(Contrast.PAYMENT,)),))
    text = rendering.render(plan, facts=(fact,), state=DialogueState())
    assert "$3,000.85 MXN)" in text
    assert problems(text, fact) == (), text


@pytest.mark.parametrize(
    "lie",
    [
        "Al mes a 36 meses pagas menos: 1. *Nissan Versa 2018* (diferencia de $3,000.00 MXN).",
        "Al mes a 48 meses pagas menos: 1. *Nissan Versa 2018* (diferencia de $3,000.85 MXN).",
        "Al mes a 36 meses pagas menos: 2. *Toyota Corolla 2020* (diferencia de $3,000.85 MXN).",
        "Al mes a 36 meses pagas menos: 1. *Nissan Versa 2018* (diferencia de $93,000 MXN).",
        "A month over 36 months you pay less: 2. *Toyota Corolla 2020* (a difference of $3,000.85 MXN).",
    ],
)
def test_neither_another_amount_a_month_nor_another_car_goes_out(lie):
    assert problems(lie, PAID) != ()
