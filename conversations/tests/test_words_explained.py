"""What Ana reads where she asks what a word means."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cars(showroom):
    """The five cars."""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("perdon, q es el enganche", "El enganche es lo que pagas al principio"),
        ("y eso del enganche que significa?", "El enganche es lo que pagas al principio"),
        ("no entiendo que es eso del enganche", "El enganche es lo que pagas al principio"),
        ("¿a qué se refieren con mensualidad?", "La mensualidad es lo que pagas cada mes"),
        ("que son los intereses", "Los intereses son lo que pagas de más"),
        ("qué es la tasa de interés?", "La tasa es el porcentaje al año"),
        ("explicame lo del plazo", "El plazo es el tiempo"),
        ("what is a down payment?", "The down payment is what you pay"),
    ],
)
def test_who_asks_what_a_word_means_reads_what_it_means(asked, told):
    reply = cast.ana_reads("hola", asked)
    assert told in reply, reply
    assert "Financiamos a" not in reply
    assert "No tengo ese dato" not in reply


@pytest.mark.parametrize("asked", ["cuál es el enganche mínimo?", "de cuánto es el enganche", "qué plazos manejan"])
def test_who_asks_how_much_or_which_reads_no_meaning(asked):
    reply = cast.ana_reads("hola", asked)
    assert " es lo que pagas" not in reply
    assert "Financiamos a" in reply or "enganche mínimo" in reply, reply


def test_what_a_word_means_is_told_beside_what_else_is_asked():
    cast.publishes("<h2>Garantía</h2><p>Además, damos una garantía de 3 meses.</p>")
    reply = cast.ana_reads("hola", "que es el enganche? y que garantia dan")
    assert "El enganche es" in reply
    assert "3 meses" in reply, reply
