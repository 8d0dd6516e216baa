"""What is asked of money in hurried words: the down payment for a payment, interest alone, what is left at the end."""

import pytest

from conversations.models import ToolCall
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

QUOTED = ["versa 2018", "50 de enganche a 5 años"]
AIMED = [
    "cuanto tendria q dar de enganche pa quedar en 3000 a 5 años",
    "para que baje a 3000 cuanto mas pongo?",
    "con cuanto le entro para quedar en tres mil",
    "a cuanto tengo q subirle al enganche pa q baje a 3 mil",
    "y para bajarlo a 3000 cuanto mas tendria que dar",
    "cuanto me falta de enganche para pagar 3 mil",
    "cuanto meto de inicio para q me llegue la mensualidad a 3000",
    "q enganche ocupo para quedar pagando 3 mil",
    "a 5 me paso tantito. cuánto doy para dejarlo en 3000 a 5 años",
    "1500 a la quincena es lo q puedo, cuanto enganche ocupo",
]


@pytest.mark.parametrize("asked", AIMED)
def test_who_names_a_payment_is_told_what_to_pay_down_for_it(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)

    assert "Para pagar hasta $3,000 al mes por *Nissan Versa 2018*" in reply
    assert "A 5 años (60 meses): enganche de $" in reply
    assert "A 3 años" not in reply


def test_the_interest_asked_next_is_that_of_the_plan_just_found(showroom):
    reply = cast.ana_reads(
        *QUOTED, "cuanto doy para que quede en 3000 a 5 años", "y puro interes cuanto acabo pagando asi"
    )

    assert "$3,000.00 MXN al mes; total $180,000.00 MXN" in reply
    assert "son de intereses" in reply


def test_of_two_cars_the_interest_is_told_of_each(showroom):
    reply = cast.ana_reads("compara el versa 2018 con el corolla, doy 70", "y de puro interes cuanto seria a 4 años")

    assert reply.count("de los que $") == 2
    assert "*Nissan Versa 2018*: enganche $70,000" in reply
    assert "*Toyota Corolla 2020*: enganche $70,000" in reply


@pytest.mark.parametrize(
    "asked",
    [
        "y ya pagando eso es mio o hay q dar mas al final",
        "luego de los 60 pagos queda algo por pagar?",
        "hay un pago final o con eso ya es mio",
        "cuando acabe ya es mio o hay q dar otra lana al final?",
    ],
)
def test_who_asks_what_is_left_at_the_end_is_told_that_nothing_is(asked, showroom):
    assert "en este cálculo no queda otro pago al final" in cast.ana_reads(*QUOTED, asked)


def test_it_is_told_beside_a_quote_too(showroom):
    reply = cast.ana_reads("versa 2018 con 50 a 5 años. y ahi ya pagando eso es mio o hay q dar mas al final")

    assert "enganche $50,000" in reply
    assert "en este cálculo no queda otro pago al final" in reply


@pytest.mark.parametrize(
    "told",
    [
        "busco un sedan automatico, tengo ahorrado como 70 mil y de mensualidad podria dar unos 6 mil",
        "sedan automatico, al mes puedo dar 6000 y 70 de enganche",
        "un sedan automatico, doy 70 y al mes unos 6 mil maximo",
        "sedan automatico. a la quincena puedo dar 3 mil, tengo 70 para dar",
        "un sedan automatico, doy 6000 cada mes, 70 de enganche",
        "sedan automatico, mi presupuesto mensual son 6 mil y tengo 70 para dar",
    ],
)
def test_what_can_be_paid_is_used_with_the_search(told, showroom):
    assert "Pagando hasta $6,000 al mes con $70,000 de enganche" in cast.ana_reads(told)


def test_what_there_is_to_pay_down_is_told_once(showroom):
    cast.ana_reads("autos de menos de 350", "el corolla es automatico? tengo 30 mil nomas pa dar")
    reply = cast.ana_reads("a 6 años cuanto qda")

    assert "enganche $30,000" in reply
    assert "¿Cuánto darías" not in reply


def test_a_question_beside_it_is_answered_first(showroom):
    reply = cast.ana_reads("autos de menos de 350", "el corolla es automatico? tengo 30 mil nomas pa dar")

    assert "transmisión automática" in reply
    assert "A financiar" not in reply


@pytest.mark.parametrize("told", ["me dan 90 por mi carro + los 40 que tengo a 4 años", "90 + 40 mil a 4 años"])
def test_what_is_added_up_is_paid_down_together(told, showroom):
    assert "enganche $130,000" in cast.ana_reads("versa 2018", told)


@pytest.mark.parametrize(
    "told", ["tengo 19 y estudio, se puede?", "tengo 24 y trabajo en un oxxo", "tengo 32, soy maestra"]
)
def test_an_age_is_paid_by_nobody(told, showroom):
    cast.ana_reads("versa 2018", told)

    assert not ToolCall.objects.filter(name="calculate_financing").exists()


def test_another_term_asked_next_is_for_the_same_payment(showroom):
    reply = cast.ana_reads(*QUOTED, "cuanto doy para que quede en 3000 a 5 años", "y a 4")

    assert "Para pagar hasta $3,000 al mes" in reply
    assert "A 4 años (48 meses): enganche de $" in reply


def test_what_there_is_beside_a_payment_limits_no_price(showroom):
    reply = cast.ana_reads("quiero el versa 2020 de 265, tengo 60 y quiero pagar maximo 5 mil")

    assert "con $60,000 de enganche" in reply


@pytest.mark.parametrize("asked", ["q tanto me cobran de interes asi", "y cuanto es lo de los intereses?"])
def test_how_much_interest_is_asked_of_the_plan_at_hand_and_no_rate(asked, showroom):
    assert "son de intereses" in cast.ana_reads(*QUOTED, asked)


def test_which_rate_is_asked_in_general(showroom):
    assert "con una tasa de" in cast.ana_reads(*QUOTED, "q interes manejan?")


SHORTER_AND_LONGER = [
    "cual me sale mejor, 4 o 6 años",
    "con cual quedo a deber menos intereses, a 48 o a 72?",
    "entre 4 y 6 años que me conviene mas",
]


@pytest.mark.parametrize("asked", SHORTER_AND_LONGER)
def test_of_two_terms_it_is_told_which_costs_less_a_month_and_which_in_all(asked, showroom):
    reply = cast.ana_reads("versa 2018", "50 de enganche", asked)

    # 170,999 over 48 months are 4,336.98 a month and 208,175.04; over 72 months 3,167.90 and 228,088.80.
    assert "Al mes pagas menos a 6 años (72 meses): $1,169.08 MXN menos que a 4 años (48 meses)." in reply
    assert "En total pagas menos a 4 años (48 meses): $19,913.76 MXN menos que a 6 años (72 meses)." in reply


@pytest.mark.parametrize("asked", ["ps conviene mas el de 6 no?", "que plazo me conviene"])
def test_where_one_term_is_weighed_the_shortest_stands_beside_the_longest(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)

    assert "Al mes pagas menos a 6 años (72 meses)" in reply
    assert "En total pagas menos a 3 años (36 meses)" in reply


@pytest.mark.parametrize(
    "asked", ["y cuanto bajaria si le agrego 20 mil", "que diferencia hay si doy 70", "cuanto me ahorro al mes con 70"]
)
def test_what_another_down_payment_changes_is_told(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)

    # 170,999 over 60 months are 3,633.22 a month, 150,999 are 3,208.28.
    assert "A 5 años (60 meses) pagas $424.94 MXN menos al mes que con $50,000 de enganche." in reply
    assert "enganche $70,000" in reply


@pytest.mark.parametrize("asked", ["cuanto pago en total con todo y enganche", "y el total ya sumando el enganche?"])
def test_the_total_is_told_with_what_is_paid_down_where_that_is_asked(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)

    assert "A 5 años (60 meses), con todo y enganche: $267,993.20 MXN" in reply


@pytest.mark.parametrize("asked", ["a cuanto me queda", "en cuanto quedaria?", "y cuanto seria"])
def test_below_a_card_what_it_comes_to_are_its_payments_and_not_the_card_again(asked, showroom):
    reply = cast.ana_reads("versa 2018", asked)

    assert "Con el menor enganche quedaría así:" in reply
    assert "enganche $0." in reply
    assert "¿Cuánto darías de enganche?" in reply
    assert "Kilometraje" not in reply


def test_who_asks_for_the_price_or_to_give_a_car_back_bargains_about_nothing(showroom):
    whole = ["Precio: $220,999", "Kilometraje: 69,630 km", "!No puedo cambiar el precio"]
    dialogues = [
        (("versa 2018", "me mandas precio, año y kms porfis"), whole),
        (("versa 2018", "me pasas el precio y el km"), whole),
        (("versa 2018", "si ya que lo compre no nos gusta, lo podemos regresar?"), ["!No puedo cambiar el precio"]),
        (("versa 2018", "no le bajan tantito al precio?"), ["No puedo cambiar el precio"]),
    ]
    assert not cast.unread(dialogues)


def test_what_is_paid_in_the_end_is_told_with_what_is_paid_down(showroom):
    asked = ("versa 2018", "60 mil a 36 meses", "cuanto termino pagando en total?")
    assert not cast.unread([(asked, ["con todo y enganche: $", "!va aparte"])])
    assert not cast.unread([(("versa 2018", "sin enganche a 36", "cuanto pago en total?"), ["total $", "!con todo y"])])


@pytest.mark.parametrize(
    "asked", ["cuanto es al mes y el total que acabo pagando?", "y en total, cuanto seria por mes"]
)
def test_the_total_has_what_is_paid_down_in_it_though_the_payment_is_asked_too(asked, showroom):
    reply = cast.ana_reads(*QUOTED, asked)
    assert "al mes" in reply, reply
    assert "con todo y enganche" in reply
