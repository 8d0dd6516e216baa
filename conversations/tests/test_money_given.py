"""Money that Ana has is kept: savings are paid down, a rest is financed, and what buys no car at all is told so."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(policy):
    """Cars of several kinds, the cheapest of them 138,999."""
    cast.car(7301, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT")
    cast.car(7302, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT")
    cast.car(7303, "Chevrolet", "Spark", price=212_999, year=2021, km=45_110, version="1.4 ACTIV D", car_play=True)
    cast.car(7304, "Chevrolet", "Tracker", price=301_999, year=2021, km=15_560, version="1.2 LS A", car_play=True)
    cast.car(7305, "Chevrolet", "Trax", price=304_999, year=2020, km=34_511, version="1.8 LT AUTO", height_mm=1656)
    cast.car(7306, "Renault", "Captur", price=302_999, year=2020, km=40_269, version="2.0 ICONIC AUTO", height_mm=1622)
    cast.car(7307, "Nissan", "Kicks", price=338_999, year=2020, km=21_000, version="1.6 ADVANCE CVT", height_mm=1590)
    cast.car(7308, "Nissan", "March", price=184_999, year=2018, km=68_601, version="1.6 ADVANCE AUTO")
    cast.car(7309, "Nissan", "Frontier", price=637_999, year=2022, km=27_461, version="2.5 PRO-4X AUTO 4WD")


def test_savings_that_buy_no_car_are_paid_down():
    with_them = "Pagando hasta $5,000 al mes con $90,000 de enganche"
    looking = "una camioneta con carplay, traemos 90 mil q juntamos de la boda"
    dialogues = [
        ((looking,), ["Tracker 2021", "como enganche", "!hasta $90,000"]),
        ((looking, "podemos pagar como 5 mil al mes"), ["*Chevrolet Tracker 2021*: precio", "enganche $90,000"]),
        (("busco suv, tengo 90 mil ahorrados", "y al mes puedo 5 mil"), [with_them]),
        (("quiero una suv, mis ahorros son 90 mil", "me alcanza con 5 mil al mes?"), [with_them]),
        (("suv automatica, ahorramos 90 mil",), ["como enganche", "!hasta $90,000"]),
        (("busco suv traigo 90 de mi aguinaldo",), ["como enganche", "!hasta $90,000"]),
        (("algo de 90 mil", "y si pago 5 mil al mes?"), [with_them]),
        (("un sedan de maximo 90", "podria dar 5000 mensuales"), ["enganche $90,000"]),
        (("tengo 250 mil ahorrados, busco un sedan",), ["hasta $250,000"]),
    ]
    assert not cast.unread(dialogues)


def test_what_is_given_with_a_term_is_quoted_at_once():
    listed = "maximo 200 carplay", "el spark 2021"
    quoted = ["enganche $100,000", "(36 meses)", "!¿Cuánto darías"]
    dialogues = [
        ((*listed, "dice mi papa q a lo mejor lo saca a meses, da 100. cuanto seria a 3 años"), quoted),
        ((*listed, "a lo mejor doy 100 a 3 años"), quoted),
        ((*listed, "mi jefe pone 100, a 3 años?"), quoted),
        ((*listed, "100 al principio y lo demas en 3 años"), quoted),
        ((*listed, "a lo mejor sale a 36 meses con 100"), quoted),
        ((*listed, "mis papas dan 100 mil a 3 años a lo mejor"), quoted),
    ]
    assert not cast.unread(dialogues)


def test_what_is_left_to_pay_is_financed():
    financed = ["A financiar: $50,000", "$1,613.36"]
    dialogues = [
        (("march", "y si quedara debiendo unos 50 a 3 años de cuanto serian los pagos"), financed),
        (("march", "si me faltaran 50 mil a 3 años cuanto"), financed),
        (("march", "mi carro lo cubre casi todo, quedaria a deber 50 a 36 meses"), financed),
        (("march", "la diferencia serian 50 mil, a 3 años?"), financed),
        (("tienen un mini", "mejor un march. si me dan mas me regresan la diferencia?"), ["March 2018", "!Más barato"]),
    ]
    assert not cast.unread(dialogues)


def test_what_buys_no_car_at_all_is_told_so_of_the_whole_stock():
    none = ["Aveo 2017", "Ninguno de los que tengo cuesta tan poco", "!de $81,000"]
    dialogues = [
        (("spark", "y si no paso de contado q alcanza con unos 90 q me prestaria mi cuñado"), none),
        (("spark", "y de contado q compro con 90 mil"), none),
        (("el spark 2021 con 20 a 6 años", "no pues de contado, que me alcanza en 90 mil"), none),
        (("que tienes de 80 mil",), none),
        (("spark", "de contado maximo 150 q hay"), ["Aveo 2017", "!Ninguno"]),
    ]
    assert not cast.unread(dialogues)


def test_what_is_paid_by_the_week_is_told_by_the_month():
    dialogues = [
        (("el aveo, en cuanto saldria por semana? tengo 15 de enganche",), ["al mes", "por quincena o por semana"]),
        (("aveo", "doy 20, cuanto semanal?"), ["al mes", "por semana"]),
        (("puedo pagar 900 a la semana y doy 40",), ["Pagando hasta $3,900 al mes con $40,000 de enganche"]),
        (("que me alcanza con 900 semanales, 40 de enganche",), ["$3,900 al mes con $40,000"]),
    ]
    assert not cast.unread(dialogues)


def test_what_comes_first_is_meant_of_all_that_were_listed():
    listed = "suv automatica de 300 a 350"
    dialogues = [
        ((listed, "¿Y cuál de esos que me hizo favor de mencionar es el más alto?"), ["Más alto", "Trax", "1.656"]),
        ((listed, "y cual de todas las que me acabas de pasar esta mas alta"), ["Trax", "1.656"]),
        ((listed, "la mas alta de todas esas cual es"), ["Trax", "1.656"]),
        ((listed, "cual de esas que me enseñaste ahorita es la mas bajita"), ["Kicks", "1.59"]),
    ]
    assert not cast.unread(dialogues)


def test_a_car_that_was_listed_is_not_denied():
    listed = "maximo 200", "con carplay hay?"
    dialogues = [
        ((*listed, "mmm el spark el del 2021 cuantos km trae? y es estandar o automatico"), ["45,110", "!No encontré"]),
        ((*listed, "y el spark 2021 cuanto cuesta"), ["$212,999", "!No encontré"]),
        ((*listed, "el spark del 21 q tal"), ["$212,999", "!No encontré"]),
        (("para cargar maximo 260", "y camionetas de batea no manejan?? tipo np300"), ["Frontier", "por encima"]),
    ]
    assert not cast.unread(dialogues)


def test_a_thousand_in_a_message_of_its_own_completes_the_figure_before_it():
    dialogues = [
        (("spark 2017", "doy 35", "mil"), ["enganche $35,000"]),
        (("spark 2017", "puedo 4", "mil al mes jaja"), ["$4,000 al mes"]),
        (("hola", "busco algo de 150", "mil pesos"), ["Aveo", "hasta $150,000"]),
    ]
    assert not cast.unread(dialogues)


def test_a_term_right_behind_an_amount_says_that_it_is_paid_down():
    asked = ("frontier", "cuanto es lo minimo de enganche?")
    quoted = ["enganche $180,000", "!¿Cuánto darías"]
    dialogues = [
        ((*asked, "supongamos 180 mil a 60"), [*quoted, "(60 meses)"]),
        ((*asked, "imaginate 180 a 4 años"), [*quoted, "(48 meses)"]),
        ((*asked, "supon 180 mil a 60", "no mejor a 72"), [*quoted, "(72 meses)"]),
    ]
    assert not cast.unread(dialogues)


def test_of_two_terms_both_are_quoted_and_none_is_money():
    quoted = ["enganche $35,000", "!$48,000", "!$3,000 al mes", "!gasolina"]
    dialogues = [
        (("spark 2017", "35 mil", "con cual quedo a deber menos, 48 o 60"), [*quoted, "(48 meses)", "(60 meses)"]),
        (("spark 2017", "35 mil", "cual rinde mas 36 o 72?"), [*quoted, "(36 meses)", "(72 meses)"]),
        (("spark 2017", "35 mil", "que es mejor 3 o 5 años"), [*quoted, "(36 meses)", "(60 meses)"]),
        (("spark 2017", "35 mil", "entre 4 y 6 años en cual pago menos?"), [*quoted, "(48 meses)", "(72 meses)"]),
        (("spark 2017", "y con 48 o 60 de enganche?"), ["enganche $48,000", "enganche $60,000"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize("said", ["de 200 a 250", "entre 200 y 250", "pues entre 200 y 300 mas o menos"])
def test_a_range_of_bare_figures_is_what_a_car_may_cost(said):
    limited = ["Spark", "$212,999", "!$184,999", "!Con eso no te puedo ayudar"]
    assert not cast.unread([(("hola", said), limited), (("hola", "busco carro para mi hermano", said), limited)])
