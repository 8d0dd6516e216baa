"""Reading what customers write: places, topics, names, and the datum asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import datum
from knowledge.language.folding import fold, visible
from knowledge.language.places import places_in
from knowledge.language.reading import read


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("dónde están en guadalajara?", "guadalajara"),
        ("y en gdl?", "guadalajara"),
        ("y en puabla?", "puebla"),
        ("dond stan en cdmx", "ciudad de mexico"),
        ("ando en la capital", "ciudad de mexico"),
        ("hay algo en keretaro", "queretaro"),
        ("sucursal monterey", "monterrey"),
        ("tienen sede en Nuevo León", "nuevo leon"),
        ("¿y en León?", "leon"),
    ],
)
def test_a_place_is_understood_however_it_is_written(question, place):
    assert [found.names[0] for found in read(question).places] == [place]


@pytest.mark.parametrize(
    "question", ["cuantos dias de prueba tengo", "estados de cuenta", "tiene clima?", "hay tienda en polanco"]
)
def test_ordinary_words_are_no_misspelt_places(question):
    assert read(question).places == ()


def test_nuevo_leon_is_not_leon():
    assert {place.names[0] for place in places_in("Monterrey, Nuevo León")} == {"monterrey", "nuevo leon"}


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("ke garatia dan", "warranty"),
        ("y si no me gusta lo puedo regresar", "trial"),
        ("con cuanto de entrada", "down_payment"),
        ("toman mi carro a cuenta", "trade_in"),
        ("q papeles ocupo", "documents"),
        ("me lo llevan a mi casa", "delivery"),
        ("do you have a warranty?", "warranty"),
    ],
)
def test_a_topic_is_understood_in_the_customers_words(question, topic):
    assert topic in read(question).topic_names


def test_names_are_what_is_neither_topic_nor_place_nor_noise():
    assert read("hola, cual es el horario de Midtown Guadalajara porfa").terms == ("midtown",)


def test_a_place_is_asked_about_only_when_nothing_else_is():
    assert read("tienen sede en tijuana?").asks_about_places
    assert not read("mandan carros a merida?").asks_about_places


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("a que hora abren", ["hours"]),
        ("¿En qué año se fundó Kavak?", ["founding"]),
        ("¿Qué métodos de pago aceptan?", ["payment_methods"]),
        ("puedo dar mi auto como medio de pago", []),
        ("cuál es su teléfono", ["contact"]),
        ("quién es el dueño", ["person"]),
        ("venden motos", ["other_goods"]),
        ("cuanto cuesta la garantia", ["price"]),
        ("cuantos dias tengo", ["length"]),
        ("que garantia dan", []),
    ],
)
def test_the_kind_of_datum_asked_for_is_understood(question, kinds):
    assert [kind.name for kind in datum.asked(question)] == kinds


@pytest.mark.parametrize(
    ("kind", "line", "states"),
    [
        ("hours", "Lunes a Sábados: 9:00 a.m. - 6:00 p.m.", True),
        ("hours", "Blvd. Municipio Libre 1910, 72480 Puebla", False),
        ("hours", "Lo apartas por 48 horas.", False),
        ("hours", "De 3 a 8 horas · $1,150", False),
        ("hours", "El avalúo tarda de 8 a 12 horas.", False),
        ("hours", "De 9 a 18 horas", True),
        ("hours", "Sábados de 9 a 2 hrs", True),
        ("hours", "Atienden de 8 a 12 horas.", True),
        ("founding", "Empresa fundada en 2016", True),
        ("founding", "Blvd. Municipio Libre 1910, 72480 Puebla", False),
        ("founding", "Desde sus inicios han apostado por la tecnología", False),
        ("payment_methods", "Aceptamos transferencia y tarjeta de débito", True),
        ("payment_methods", "Tarjeta de circulación y tenencias pagadas", False),
        ("payment_methods", "Ofrece tu vehículo como medio de pago", False),
        ("contact", "Llama al 55 1234 5678", True),
        ("contact", "Vasco de Quiroga 200-400, Santa Fe, 01219", False),
        ("length", "7 días o 300 km", True),
        ("count", "cuenta con 15 sedes", True),
    ],
)
def test_a_line_states_a_datum_or_does_not(kind, line, states):
    [found] = [entry for entry in datum.DATA if entry.name == kind]
    assert datum.states(line, found) is states


@given(st.text(max_size=400))
def test_anything_can_be_read(text):
    read(text)
    datum.asked(text)
    assert fold(fold(text)) == fold(text)
    assert "\x00" not in visible(text)
