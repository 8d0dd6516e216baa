"""Who pays at once: saying so asks nothing, and no instalments are offered from then on, until they are asked for."""

import pytest

from catalog.spelling import fold
from conversations.dialogue import hearing, respelling, wording
from conversations.tests import cast


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pago de contado", True),
        ("me interesa el versa, sigue disponible? pago de contado", True),
        ("ponemos 70 en efectivo, cuanto queda a 6?", True),
        ("seria con transferencia", True),
        ("la pagaria en una sola exhibicion, tienen garantia?", True),
        ("si la pago de contado ese dia me la llevo?", True),
        ("aceptan tarjeta?", False),
        ("reciben efectivo o tiene que ser por transferencia", False),
        ("puedo pagar en efectivo", False),
        ("pago en efectivo?", False),
        ("de contado cuanto es lo menos", False),
        ("que formas de pago hay, tarjeta?", False),
    ],
)
def test_how_one_pays_is_told_or_asked(text, told):
    assert hearing.tells_how_it_is_paid(respelling.respell(fold(text), ())) is told


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("said", "read"),
    [
        (["Me interesa el corolla 2020, sigue disponible? pago de contado"], "Sí, sigue disponible"),
        (["el corolla. lo pago en efectivo"], "*Toyota Corolla 2020*"),
        (["corolla", "seria en efectivo todo"], "Va, de contado."),
        (["corolla", "pago de contado"], "Va, de contado."),
        (["pagamos de contado"], "¿Qué auto buscas?"),
        (["corolla con 60 a 4 años", "no pues mejor de contado, ya no quiero credito"], "Si quieres ir a verlo"),
        (["traigo 300 mil en efectivo, ocupo uno automatico"], "hasta $300,000"),
        (["versa 2018", "60 en efectivo de enganche a 5 años"], "enganche $60,000"),
    ],
)
def test_saying_how_one_pays_asks_nothing(said, read, showroom):
    told = cast.ana_reads(*said)
    assert read in told
    assert "formas de pago" not in told, told


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "asked", ["aceptan tarjeta o transferencia?", "puedo pagar en efectivo?", "q formas d pago hay", "pago con tarjeta"]
)
def test_who_asks_how_to_pay_is_told_that_it_is_not_known(asked, showroom):
    assert "No tengo ese dato: las formas de pago" in cast.ana_reads("pago de contado el versa", asked)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "said", ["pago de contado", "nada de credito", "no quiero deber nada", "sin mensualidades por favor", "de un jalon"]
)
def test_who_pays_at_once_is_offered_no_instalments(said, showroom):
    asked = ("versa", "el 2", "corolla", "no me lo dejan en menos?", "gracias")
    for body in (f"busco un versa, {said}", *asked):
        told = cast.ana_reads(body)
        assert ("ensualidad" in told, "plan" in told) == (False, False), told


@pytest.mark.django_db(transaction=True)
def test_who_then_asks_for_a_credit_is_offered_them_again(showroom):
    assert "enganche $60,000" in cast.ana_reads("versa 2018, pago de contado", "y a credito con 60 de enganche?")
    assert wording.CARD_HINT in cast.ana_reads("corolla")


@pytest.mark.parametrize(
    ("text", "at_once"),
    [
        ("de contado", True),
        ("nada de credito, traigo el dinero", True),
        ("cobro en efectivo por tocada, se puede a credito?", False),
        ("me pagan en efectivo", None),
        ("y a meses?", False),
        ("el versa", None),
    ],
)
def test_who_pays_at_once_is_told_from_who_pays_over_time(text, at_once):
    assert hearing.pays_at_once(respelling.respell(fold(text), ())) is at_once
