"""Every question of a message gets its answer, or is owned up to: what is asked of a car beside a quote, say."""

import pytest

from catalog.models import Car
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
    reply = cast.ana_reads("versa 2018", asked)
    assert "*Nissan Versa 2018*" in reply
    assert {key for key, line in LINES.items() if line in reply} == told or "Mileage" in reply, reply


def test_it_is_told_of_the_car_named_with_the_quote_too():
    reply = cast.ana_reads("el versa 2018 cuantos km trae? y con 60 a 3 años de cuanto sale, trae bluetooth?")
    assert "precio $220,999" in reply
    assert f"{KM}\n{EQUIPPED}" in reply, reply


def test_and_of_one_whose_down_payment_is_still_to_be_asked():
    reply = cast.ana_reads("versa 2018", "cuantos km tiene y de cuanto salen las mensualidades")
    assert "69,630 km" in reply
    assert "enganche" in reply


@pytest.mark.parametrize("asked", ["y el spark? es standar?", "el spark que caja trae", "los spark son automaticos?"])
def test_the_gearbox_of_each_of_a_name_is_told_in_words(asked):
    reply = cast.ana_reads("versa 2018", asked)
    assert "*Chevrolet Spark 2017*: según su versión, es de transmisión manual" in reply
    assert "Chevrolet Spark 2021" in reply.split("No sé si es automático o manual")[1]


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("de cuantas plazas es? trae carplay", "el número de asientos"),
        ("trae clima?", "el aire acondicionado"),
        ("cuantos caballos y el 0 a 100", "la potencia y la aceleración"),
        ("que tanto corre", "la aceleración"),
        ("de cuanto es la caja y cuantos kilos aguanta", "la medida de la caja"),
        ("es de 5 lugares verdad", "el número de asientos"),
        ("con 60 a 3 años, y trae clima? cuantos caben", "el número de asientos"),
    ],
)
def test_what_no_row_says_is_owned_up_to_by_name(asked, unknown):
    reply = cast.ana_reads("versa 2018", asked)
    assert "No tengo es" in reply
    assert unknown in reply, reply
    assert "transmisión" not in reply


@pytest.mark.parametrize(
    "said", [["la captiva de cuantos pasajeros es"], ["captiva", "con 90 a 4 años. cuantos caben"]]
)
def test_the_seats_that_a_version_states_are_told(said):
    assert "según su versión, es de 7 pasajeros" in cast.ana_reads(*said)


@pytest.mark.parametrize("asked", ["que motor trae", "y de que motor es?", "cuantos litros es el motor"])
def test_the_engine_is_told_from_the_version(asked):
    assert "según su versión, su motor es 1.6" in cast.ana_reads("versa 2018", asked)


@pytest.mark.parametrize(
    "asked",
    [
        "a 6 años entonces, y oiga ahi ya va el seguro y la tenencia y las placas o eso es aparte",
        "va a 48, ya con seguro, placas y tenencia?",
    ],
)
def test_all_that_a_payment_may_include_is_answered(asked):
    reply = cast.ana_reads("versa 2018", "con 60 mil", asked)
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
    reply = cast.ana_reads("versa 2018", "y si dejo mi tiida 2012 a cuenta", asked)
    assert "180,000 km" in reply
    assert "estados de cuenta" in reply or "historial" in reply, reply


@pytest.mark.parametrize(
    "asked", ["y si lo uso pa uber me respetan la garantia?", "si lo meto de taxi pierdo la garantia?"]
)
def test_of_a_car_at_work_no_page_speaks_and_nothing_is_bargained_about(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)
    reply = cast.ana_reads("versa 2018", asked)
    assert "No puedo cambiar" not in reply
    assert "auto de trabajo" in reply
    assert "garantía de" in reply, reply


@pytest.mark.parametrize(
    ("said", "verdict", "first"),
    [
        (
            ["versa 2018", "y el versa 2020 trae menos km no?"],
            "Sí, así es:",
            "Con menos kilómetros: 2. *Nissan Versa 2020*",
        ),
        (["corolla", "y el versa 2018 es mas nuevo verdad"], "No, no es así:", "Más nuevo: 1. *Toyota Corolla 2020*"),
        (["corolla", "touareg", "esta mas caro que el corolla verdad?"], "Sí, así es:", "Más barato"),
        (
            ["versa 2018 con 60 a 3 años", "y el corolla con lo mismo? ese trae menos km no"],
            "Sí, así es:",
            "36 meses $",
        ),
        (["versa", "la 2 sale mas barata que la primera?"], "No, no es así:", "Más barato: 1. *Nissan Versa 2018*"),
    ],
)
def test_what_is_supposed_of_a_car_is_confirmed_or_corrected(said, verdict, first):
    reply = cast.ana_reads(*said)
    assert reply.startswith(verdict), reply
    assert first in reply


@pytest.mark.parametrize("asked", ["algo mas barato?", "hay uno mas nuevo?", "busco otro que sea mas barato no?"])
def test_who_looks_for_another_is_not_told_so(asked):
    reply = cast.ana_reads("corolla", asked)
    assert "así es:" not in reply


@pytest.mark.parametrize(
    ("asked", "told", "not_told"),
    [
        ("cual es mas alto? en centimetros porfa", "Más alto: 1. *Nissan Versa 2018*", "de largo"),
        ("cual de los dos es mas largo", "Más largo: 2. *Nissan Versa 2020*", "Más corto"),
        ("cual esta mas ancho", "Más ancho: 2. *Nissan Versa 2020*", "de alto"),
    ],
)
def test_only_the_side_that_is_asked_is_told(asked, told, not_told):
    Car.objects.filter(stock_id=101).update(length_mm=4492, width_mm=1695, height_mm=1509)
    Car.objects.filter(stock_id=102).update(length_mm=4495, width_mm=1740, height_mm=1475)
    reply = cast.ana_reads("versa", asked)
    assert told in reply
    assert not_told not in reply
    assert ("150.9 cm de alto" in reply) is ("centimetros" in asked)


def test_the_longest_is_told_of_all_found_and_not_of_a_page():
    Car.objects.update(length_mm=4400, width_mm=1700, height_mm=1500)
    Car.objects.filter(stock_id=103).update(length_mm=4801)
    reply = cast.ana_reads("menos de 900 mil", "cual es el mas largo de esos")
    assert reply.startswith("El más largo:\n\n*Volkswagen Touareg 2018*"), reply


def test_the_miles_are_told_to_who_asks_for_them():
    assert "*Nissan Versa 2018*: 69,630 km, unas 43,300 millas." in cast.ana_reads("versa 2018", "cuantas millas trae?")
    assert "69,630 km, about 43,300 mi." in cast.ana_reads("how many miles does it have? and is it automatic?")


@pytest.mark.parametrize(
    ("said", "chosen", "cars"),
    [
        (["q tienes q corra, no de señor. hasta 350"], "por su versión (GT, Sport, turbo)", ["Mazda 3"]),
        (["busco algo deportivo", "hasta 300"], "por su versión (GT, Sport, turbo)", ["Mazda 3"]),
        (["un carro potente de menos de 150"], "no hay versiones GT, Sport ni turbo", ["Spark"]),
        (["algo pa cargar mercancia, cajas de fruta, menos d 500"], "de las más largas a las más cortas", ["Captiva"]),
        (["pickup", "algo para fletes aunq no sea pickup"], "de las más largas a las más cortas", ["Touareg"]),
    ],
)
def test_what_a_car_is_for_is_said_with_what_was_chosen(said, chosen, cars):
    cast.car(109, "Mazda", "Mazda 3", price=215_999, year=2015, km=95_136, version="2.5 HATCHBACK S GT TA")
    reply = cast.ana_reads(*said)
    assert chosen in reply, reply
    assert all(car in reply for car in cars)


@pytest.mark.parametrize("said", ["una hilux o np300 de menos de 350", "tienen la tacoma hasta 300?"])
def test_for_a_pickup_that_we_do_not_sell_none_but_a_pickup_is_shown(said):
    cast.car(110, "Nissan", "Frontier", price=637_999, year=2022, km=27_461, version="2.5 PRO-4X AUTO 4WD")
    reply = cast.ana_reads(said)
    assert "No tenemos" in reply
    assert "No encontré autos pickup" in reply
    assert "Frontier" in reply
    assert "Versa" not in reply


def test_what_none_of_a_list_is_known_to_have_compares_nothing():
    reply = cast.ana_reads("menos de 500 mil", "cual rinde mas por litro")
    assert "el consumo de gasolina" in reply
    assert "Más barato" not in reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("lo puedo ver mañana a las 11? trae quemacocos? cuantos km trae", ["ese equipo no viene", "69,630 km"]),
        ("lo quiero manejar el sabado, es automatico?", ["es de transmisión automática"]),
        ("me gustaria probarlo, trae aire y de que color es", ["el color y el aire acondicionado"]),
    ],
)
def test_what_is_asked_of_a_car_beside_a_test_drive_is_not_lost(asked, told):
    reply = cast.ana_reads("versa 2018", asked)
    assert all(part in reply for part in told), reply
    assert "probar" in reply


def test_what_no_row_says_of_a_car_pointed_at_is_owned_up_to_with_the_others():
    reply = cast.ana_reads(
        "versa o corolla", "me gusta el corolla de 313. ha tenido algun choque? es de un solo dueño?"
    )
    assert "cuántos dueños tuvo y el historial de choques" in reply


@pytest.mark.parametrize(
    "asked", ["a 4 años con 100, que garantia tiene?", "con 60 cuanto al mes? y de cuanto es la garantia?"]
)
def test_a_term_is_nothing_that_has_gone_by_of_the_warranty(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)
    reply = cast.ana_reads("versa 2018", asked)
    assert "garantía de" in reply, reply
    assert "ya se pasan" not in reply


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        (
            "busco algo para mi hija, que sea seguro y q no gaste, max 300",
            "el consumo de gasolina y el equipo de seguridad",
        ),
        ("un carro seguro de menos de 300", "el equipo de seguridad"),
        ("que no trague mucho, hasta 300", "el consumo de gasolina"),
        ("algo comodo y aguantador hasta 300", "qué tan cómodo es y qué tan confiable sale"),
    ],
)
def test_a_wish_that_no_row_can_meet_is_not_dropped_without_a_word(said, unknown):
    reply = cast.ana_reads(said)
    assert unknown in reply, reply
    assert "Encontré" in reply


@pytest.mark.parametrize(
    "asked",
    [
        "a 4 años con 50 mil, y trae pedales de aluminio?",
        "con 50 a 3 años, me dan seguro de vida?",
        "50 a 48. trae polarizado?",
    ],
)
def test_what_means_nothing_beside_a_quote_is_owned_up_to(asked):
    reply = cast.ana_reads("versa 2018", asked)
    assert "enganche $50,000" in reply
    assert "no tengo el dato" in reply or "No tengo ese dato" in reply, reply
