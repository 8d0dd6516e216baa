"""Every question of a message gets its answer, or is owned up to: what is asked of a car beside a quote, say."""

import pytest

from conversations import turns
from conversations.agent import choose_brain
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><head><title>Comprar en Kavak</title></head><body>
<h2>Garantía</h2><p>Cuando compras un auto tienes un periodo de prueba de 7 días o 300 km. Además, damos una garantía de
3 meses y la posibilidad de extenderla por un año más.</p>
<h2>Requisitos</h2><p>Comprobantes de ingresos: se piden recibos de nómina, estados de cuenta bancarios o declaraciones
de impuestos.</p></body></html>"""
KM, EQUIPPED, AUTOMATIC = "*Nissan Versa 2018*\nKilometraje: 69,630 km", "Bluetooth: sí", "es de transmisión automática"
LINES = {
    "km": "Kilometraje: ",
    "equipment": "Bluetooth: ",
    "gearbox": "según su versión, es de",
    "engine": "su motor es",
}


@pytest.fixture(autouse=True)
def stock(showroom):
    """The five cars, two Sparks of which one says its gearbox, and one that says how many it seats."""
    cast.car(106, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT")
    cast.car(107, "Chevrolet", "Spark", price=212_999, year=2021, km=45_110, version="1.4 ACTIV D")
    cast.car(108, "Chevrolet", "Captiva", price=385_999, year=2022, km=30_486, version="1.5 LT 7 PASAJEROS B CVT")


def ana_reads(*said: str) -> str:
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    return cast.replies(chat)[-1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("con 60 mil a 3 años, y cuantos km trae", {"km"}),
        ("cuantos km trae y d cuanto la mensualidad a 3 años con 60", {"km"}),
        ("a 4 años con 80 cuanto, es automatico vdd?", {"gearbox"}),
        ("con 50 a 48 y oiga tiene para conectar el telefono, q motor es", {"equipment", "engine"}),
        ("cuanto al mes con 70? trae blutut? que kilometraje tiene? que caja trae", {"km", "equipment", "gearbox"}),
        ("monthly with 70k down 5 years? how many km does it have", {"km"}),
        ("60 mil de enganche a 3 años", set()),
        ("cuanto sale el automatico con 60 a 3 años", set()),
        ("con 60 a 3 años. cuantos km da por litro", set()),
    ],
)
def test_what_is_asked_beside_a_quote_is_told_and_nothing_else(asked, told):
    reply = ana_reads("versa 2018", asked)
    assert "*Nissan Versa 2018*" in reply
    assert {key for key, line in LINES.items() if line in reply} == told or "Mileage" in reply, reply


def test_it_is_told_of_the_car_named_with_the_quote_too():
    reply = ana_reads("el versa 2018 cuantos km trae? y con 60 a 3 años de cuanto sale, trae bluetooth?")
    assert "precio $220,999" in reply
    assert f"{KM}\n{EQUIPPED}" in reply, reply


def test_and_of_one_whose_down_payment_is_still_to_be_asked():
    reply = ana_reads("versa 2018", "cuantos km tiene y de cuanto salen las mensualidades")
    assert "69,630 km" in reply
    assert "enganche" in reply


@pytest.mark.parametrize("asked", ["y el spark? es standar?", "el spark que caja trae", "los spark son automaticos?"])
def test_the_gearbox_of_each_of_a_name_is_told_in_words(asked):
    reply = ana_reads("versa 2018", asked)
    assert "*Chevrolet Spark 2017*: según su versión, es de transmisión manual" in reply
    assert "Chevrolet Spark 2021" in reply.split("No sé si es automático o manual")[1]


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("de cuantas plazas es? trae carplay", "el número de asientos"),
        ("trae clima?", "ese equipo"),
        ("cuantos caballos y el 0 a 100", "la potencia y la aceleración"),
        ("que tanto corre", "la aceleración"),
        ("de cuanto es la caja y cuantos kilos aguanta", "la medida de la caja"),
        ("es de 5 lugares verdad", "el número de asientos"),
        ("con 60 a 3 años, y trae clima? cuantos caben", "el número de asientos"),
    ],
)
def test_what_no_row_says_is_owned_up_to_by_name(asked, unknown):
    reply = ana_reads("versa 2018", asked)
    assert "No tengo es" in reply
    assert unknown in reply, reply
    assert "transmisión" not in reply


@pytest.mark.parametrize(
    "said", [["la captiva de cuantos pasajeros es"], ["captiva", "con 90 a 4 años. cuantos caben"]]
)
def test_the_seats_that_a_version_states_are_told(said):
    assert "según su versión, es de 7 pasajeros" in ana_reads(*said)


@pytest.mark.parametrize("asked", ["que motor trae", "y de que motor es?", "cuantos litros es el motor"])
def test_the_engine_is_told_from_the_version(asked):
    assert "según su versión, su motor es 1.6" in ana_reads("versa 2018", asked)


@pytest.mark.parametrize(
    "asked",
    [
        "a 6 años entonces, y oiga ahi ya va el seguro y la tenencia y las placas o eso es aparte",
        "va a 48, ya con seguro, placas y tenencia?",
    ],
)
def test_all_that_a_payment_may_include_is_answered(asked):
    reply = ana_reads("versa 2018", "con 60 mil", asked)
    assert "meses)" in reply
    assert "las placas y la tenencia" in reply, reply


@pytest.mark.parametrize(
    "asked",
    [
        "tiene 180 mil km, bien cuidado. y otra cosa, no tengo nomina trabajo x mi cuenta, asi se puede?",
        "tiene 180 mil km y ya esta pagado. oye y yo cobro en efectivo, sin nomina me dan credito?",
    ],
)
def test_what_a_buyer_is_asked_for_is_told_beside_the_car_to_give_in(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)
    reply = ana_reads("versa 2018", "y si dejo mi tiida 2012 a cuenta", asked)
    assert "180,000 km" in reply
    assert "estados de cuenta" in reply or "historial" in reply, reply


@pytest.mark.parametrize(
    "asked", ["y si lo uso pa uber me respetan la garantia?", "si lo meto de taxi pierdo la garantia?"]
)
def test_of_a_car_at_work_no_page_speaks_and_nothing_is_bargained_about(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)
    reply = ana_reads("versa 2018", asked)
    assert "No puedo cambiar" not in reply
    assert "auto de trabajo" in reply
    assert "garantía de" in reply, reply
