"""By how much one plan or car differs from another is told, over the terms that hold, and only of what is meant."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

QUOTED = ["versa 2018", "50 de enganche a 5 años"]


@pytest.mark.parametrize(
    "asked",
    [
        "si doy 100 cuanto baja la mensualidad?",
        "y cuanto me ahorro al mes si meto 100",
        "cuanto menos seria con 100 mil",
    ],
)
def test_what_changes_is_told_beside_a_share_too_over_the_term_quoted(asked, showroom):
    reply = cast.ana_reads("versa 2018", "30% a 5 años", asked)

    # 154,699.30 over 60 months are 3,286.90 a month, 120,999 are 2,570.87.
    assert "A 5 años (60 meses) pagas $716.03 MXN menos al mes que con $66,299.70 MXN de enganche." in reply
    assert "48 meses" not in reply


@pytest.mark.parametrize(
    "asked",
    [
        "y si consigo 100 de enganche cuanto baja la mensualidad? y me lo pueden dejar en 200?",
        "con 100 de enganche en cuanto queda. y me hacen un descuento?",
        "si meto 100 de enganche cuanto es? pueden dejarmelo en 205?",
    ],
)
def test_who_bargains_beside_another_down_payment_is_answered_both(asked, showroom):
    reply = cast.ana_reads("versa 2018", "30% a 5 años", asked)

    assert "No puedo cambiar el precio" in reply
    assert "enganche $100,000" in reply


@pytest.mark.parametrize(
    "asked",
    [
        "y el corolla con lo mismo? cuanto me ahorro",
        "cuanto es la diferencia al mes contra el corolla",
        "how much less is it than the corolla",
    ],
)
def test_by_how_much_another_car_differs_is_told_a_month_and_in_price(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)

    # 170,999 over 60 months are 3,633.22 a month, 263,999 are 5,609.20.
    assert "$1,975.98 MXN)" in reply
    assert "$93,000" in reply
    assert "CarPlay" not in reply


@pytest.mark.parametrize("asked", ["y el corolla con lo mismo", "y el corolla con lo mismo? cuanto me ahorro al mes"])
def test_the_terms_quoted_before_hold_for_another_car(asked, showroom):
    reply = cast.ana_reads("versa 2018", "50 de enganche a 4 y a 5 años", asked)

    assert "$6,695.70" in reply
    assert "$5,609.20" in reply
    assert "36 meses" not in reply
    assert "72 meses" not in reply


@pytest.mark.parametrize(
    "asked",
    [
        "45 mil mas entonces. y al mes cuanto es la diferencia? dando 80 a 4 años",
        "y de cuanto es la diferencia al mes con 80 a 48",
        "con 80 a 48 meses cuanto me ahorro al mes?",
    ],
)
def test_with_the_first_terms_given_two_cars_are_told_apart_and_no_plans(asked, showroom):
    reply = cast.ana_reads("versa 2018", "y el versa 2020?", asked)

    # 140,999 over 48 months are 3,576.10 a month, 185,999 are 4,717.42.
    assert "Al mes a 48 meses pagas menos: 1. *Nissan Versa 2018* (diferencia de $1,141.32 MXN)." in reply
    assert "enganche $45,000" not in reply


@pytest.mark.parametrize(
    "asked", ["cuanto pago al mes por el 2018 y cuanto por el 2020", "cuanto seria al mes el 2020 y cuanto el 2018"]
)
def test_of_two_cars_told_by_their_years_both_are_quoted(asked, showroom):
    reply = cast.ana_reads("compara los dos versa", "el 2020 con 80 a 48", asked)

    assert "$3,576.10" in reply
    assert "$4,717.42" in reply


@pytest.mark.parametrize(
    "asked", ["en que plazo me queda y si en vez de 50 doy 70", "a cuantos meses seria con 50 o 70"]
)
def test_the_payment_said_before_tells_which_term_does(asked, showroom):
    reply = cast.ana_reads("puedo pagar 4000 al mes y dar 50 de enganche, que me alcanza", "el versa 2018", asked)

    assert reply.count("Para pagar hasta $4,000 al mes necesitas") == 2
