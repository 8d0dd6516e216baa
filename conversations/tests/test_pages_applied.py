"""What Ana reads where a passage is applied to what she says of her case, or says nothing of it."""

import pytest

from conversations import turns
from conversations.agent import choose_brain
from conversations.dialogue import page_wording
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<html><head><title>Compra</title></head><body><h1>Compra con Kavak</h1>
<h2>Garantía y periodo de prueba</h2>
<p>Tienes un periodo de prueba de 7 días o 300 km: si el auto no te convence, puedes devolverlo.
Además tienes una garantía de 3 meses y puedes extenderla por un año más.</p></body></html>"""


@pytest.fixture(autouse=True)
def page(showroom):
    """The five cars, and one page about buying."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/compra", extract=extract)


def ana_reads(*bodies) -> str:
    """Let Ana write one message after the other, and return the last reply."""
    for body in bodies:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    return cast.replies(chat)[-1]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("ya pasaron 15 días, todavía lo puedo regresar?", "15 días"),
        ("lo quiero devolver, ya lo tengo hace dos semanas", "2 semanas"),
        ("si le meto 320 km en un viaje ya no me lo aceptan de regreso?", "320 km"),
        ("y si lo regreso a los diez dias", "10 días"),
        ("le puse 1,200 kms, lo puedo devolver?", "1,200 km"),
    ],
)
def test_what_went_by_is_held_against_the_limits_of_the_trial(said, gone):
    reply = ana_reads("hola", said)
    assert f"({gone}) ya se pasan los " in reply, reply
    assert " de prueba" in reply


@pytest.mark.parametrize("said", ["a los 2 meses truena el motor, me responden?", "y si al mes se le truena la caja"])
def test_a_warranty_that_is_still_running_is_said_to_be_so(said):
    assert "sigues dentro de los 3 meses de garantía" in ana_reads("qué garantía dan?", said)


def test_of_what_keeps_within_one_limit_the_other_is_told():
    reply = ana_reads("cuántos días tengo para regresarlo?", "apenas le metí 120 km")
    assert "(120 km) sigues dentro de los 300 km de prueba" in reply
    assert "El otro límite de la prueba: 7 días." in reply
    assert "Fuente" not in reply


def test_what_is_over_in_every_way_may_be_asked_of_a_person():
    assert str(page_wording.EXCEPTIONS) in ana_reads("después de 5 meses ya no me cubre la garantía?")


@pytest.mark.parametrize(
    "said", ["la garantía es de 3 meses?", "dan 6 meses de garantía?", "son 7 días para devolverlo, verdad?"]
)
def test_a_limit_asked_about_is_held_against_nothing(said):
    assert "Con lo que mencionas" not in ana_reads("hola", said)


def test_who_writes_english_reads_it_in_english():
    reply = ana_reads("can i return it?", "what if i drove 500 km already")
    assert "With what you mentioned (500 km) the 300 km of the trial period are over." in reply


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("si lo meto d taxi no pierdo la garantia?", "un auto de trabajo"),
        ("y si lo uso pa didi me respetan la garantia?", "un auto de trabajo"),
        ("la garantía vale si lo llevo a Texas?", "si vale fuera de México"),
        ("si le falla la caja, la garantía la cubre?", "qué cubre exactamente"),
        ("y si sale una falla quién paga, entra en garantía?", "quién paga la reparación"),
        ("if i drive it to the states is the warranty valid?", "whether it holds outside Mexico"),
    ],
)
def test_what_no_passage_says_of_their_case_is_owned_up_to(said, unknown):
    reply = ana_reads("hola", said)
    assert unknown in reply, reply
    assert "3 meses" in reply


def test_no_passage_is_quoted_twice_in_a_row_where_something_else_answers():
    reply = ana_reads("qué garantía dan?", "y si lo meto de uber pierdo la garantía?")
    assert "un auto de trabajo" in reply
    assert "Fuente" not in reply
