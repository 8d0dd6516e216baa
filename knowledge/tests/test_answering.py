"""Which lines of a passage answer: verbatim, names with their lines, and None for what is not stated."""

from uuid import uuid4

import pytest

from knowledge.answering import MAX_CHARS, excerpt
from knowledge.passage import Passage

GUADALAJARA = (
    "Kavak Midtown\nAv. López Mateos Nte 1133, 44648 Guadalajara, Jal.\n\n"
    "Kavak Punto Sur\nAv. Punto Sur # 235, Tlajomulco, Jal."
)
PUEBLA = (
    "Kavak Explanada\nCalle Ignacio Allende 512, Puebla, 72760.\n- Lunes a Sábados: 9:00 a.m. - 6:00 p.m.\n"
    "- Domingos: 9:00 a.m. - 6:00 p.m.\n\nKavak Las Torres\nBlvd. Municipio Libre 1910, 72480 Puebla"
)
TRIAL = (
    "Tienes 7 días o 300 km para probar el auto. Si no te convence, lo devuelves. "
    "Además, todos llevan una garantía de 3 meses, que puedes extender."
)

DOCUMENTS = (
    "Para tu solicitud se piden estos documentos:\n\n"
    "Identificación oficial: tu INE o tu pasaporte, vigentes.\n\n"
    "Comprobante de domicilio: un recibo de luz o de agua reciente.\n\n"
    "Comprobantes de ingresos: recibos de nómina, estados de cuenta o declaraciones de impuestos."
)


def passage(text, heading="Sedes"):
    return Passage(uuid4(), text, heading, "https://ejemplo.mx", "Sedes", 1.0, None)


def test_a_city_answers_with_all_its_sites_and_addresses():
    assert excerpt("dónde están en guadalajara?", passage(GUADALAJARA, "Sedes › Kavak Guadalajara")) == GUADALAJARA


def test_another_city_does_not_answer():
    assert excerpt("dónde están en guadalajara?", passage(PUEBLA, "Sedes › Kavak Puebla")) is None
    assert excerpt("tienen sede en tijuana?", passage(PUEBLA, "Sedes › Kavak Puebla")) is None


def test_a_suburb_is_answered_with_the_city_that_serves_it():
    assert excerpt("tienen en zapopan?", passage(GUADALAJARA, "Sedes › Kavak Guadalajara")) == GUADALAJARA


def test_hours_come_with_the_site_they_belong_to():
    expected = "Kavak Explanada\n- Lunes a Sábados: 9:00 a.m. - 6:00 p.m.\n- Domingos: 9:00 a.m. - 6:00 p.m."
    assert excerpt("a qué hora abren en puebla?", passage(PUEBLA, "Sedes › Kavak Puebla")) == expected
    assert excerpt("horario explanada", passage(PUEBLA, "Sedes › Kavak Puebla")) == expected


def test_where_and_when_are_told_together():
    told = excerpt("dónde están en puebla y abren domingo?", passage(PUEBLA, "Sedes › Kavak Puebla"))
    assert told == PUEBLA


def test_who_asks_about_one_item_of_a_list_is_told_that_one_alone():
    told = excerpt("soy freelance, con qué compruebo mis ingresos?", passage(DOCUMENTS, "Financiamiento"))
    assert told == DOCUMENTS.rsplit("\n\n", maxsplit=1)[-1]


def test_who_asks_for_the_list_is_told_all_of_it():
    assert excerpt("qué documentos piden?", passage(DOCUMENTS, "Financiamiento")) == DOCUMENTS


@pytest.mark.parametrize("question", ["horario de las torres", "a que hora cierran en las torres puebla"])
def test_nobody_gets_another_sites_hours(question):
    assert excerpt(question, passage(PUEBLA, "Sedes › Kavak Puebla")) is None


def test_hours_that_are_not_stated_are_not_answered():
    assert excerpt("horario de Midtown Guadalajara", passage(GUADALAJARA, "Sedes › Kavak Guadalajara")) is None


@pytest.mark.parametrize(
    "question",
    [
        "¿en qué año se fundó kavak?",
        "¿Qué métodos de pago aceptan?",
        "aceptan tarjeta?",
        "su telefono",
        "quien es el ceo",
        "cuanto cuesta",
    ],
)
def test_a_datum_that_is_not_there_is_not_answered(question):
    assert excerpt(question, passage(GUADALAJARA + "\n\n" + PUEBLA)) is None


def test_an_excerpt_is_verbatim():
    text = excerpt("cuantos dias de prueba son", passage(TRIAL, "Compra › Periodo de prueba"))
    assert text is not None
    assert all(sentence in TRIAL for sentence in text.split("\n"))
    assert "7 días o 300 km" in text


TOWING = (
    "Trayecto · Tarifa\n\nHasta 5 km · cortesía de la casa\n\nDe 5 a 30 km · $640\n\nMás de 30 km · $1,310\n\n"
    "La grúa trabaja con cita."
)


@pytest.mark.parametrize("question", ["cuánto cobran por la grúa a 12 km", "qué tarifa tiene el arrastre"])
def test_the_rows_of_a_table_go_together(question):
    told = excerpt(question, passage(TOWING, "Reglamento › Arrastre"))
    assert told is not None
    rows = ["Trayecto · Tarifa", "Hasta 5 km · cortesía de la casa", "De 5 a 30 km · $640", "Más de 30 km · $1,310"]
    assert told.split("\n")[:4] == rows


def test_a_named_site_narrows_its_city():
    answer = excerpt("dónde queda punto sur", passage(GUADALAJARA, "Sedes › Kavak Guadalajara"))
    assert answer == "Kavak Punto Sur\nAv. Punto Sur # 235, Tlajomulco, Jal."


def test_a_passage_about_something_else_does_not_answer():
    assert excerpt("tienen estacionamiento en guadalajara", passage(GUADALAJARA, "Kavak Guadalajara")) is None
    assert excerpt("que garantia dan", passage("Firma el contrato y recibe las llaves.", "Entrega")) is None


def test_an_excerpt_is_bounded_and_keeps_groups_whole():
    sites = "\n\n".join(
        f"Kavak Sede {n}\nAvenida de los Fresnos {n}, 44100 Guadalajara, Jalisco, planta baja" for n in range(40)
    )
    answer = excerpt("donde estan en guadalajara", passage(sites, "Kavak Guadalajara"))
    assert answer is not None
    assert len(answer) <= MAX_CHARS
    assert answer.endswith("planta baja")
