"""What is not known: owned up to by its name, once in a reply, and beside whatever else was asked."""

import pytest

from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><head><title>Comprar en Kavak</title></head><body>
<h2>Garantía</h2><p>Cuando compras un auto tienes un periodo de prueba de 7 días o 300 km. Además, damos una garantía de
3 meses y la posibilidad de extenderla por un año más.</p>
<h2>Documentos</h2><p>Para el financiamiento se piden tres documentos: identificación oficial vigente, comprobante de
domicilio reciente y comprobante de ingresos de los últimos tres meses.</p>
<h2>Mantenimiento</h2><p>En la aplicación agendas los servicios de mantenimiento y consultas su historial.</p>
<h2>A domicilio</h2><p>También puedes agendar una cita en la que te llevamos el auto hasta la puerta de tu casa, en la
Ciudad de México.</p></body></html>"""


@pytest.fixture
def pages():
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        (["versa 2018", "cuantos dueños a tenido y si es factura de origen"], "cuántos dueños tuvo y la facturación"),
        (["versa 2018", "y factura a nombre de la empresa se puede? la ocupo deducir"], "la facturación"),
        (["versa 2018", "trae sensores? de que color es? y me lo facturan?"], "el color, ese equipo y la facturación"),
        (["versa 2018", "todavia trae garantia de agencia?"], "si conserva la garantía de agencia"),
        (["versa 2018", "ya esta muy viejo o aguanta?"], "qué tan confiable sale"),
        (["versa 2018", "trae isofix? o algo para anclar las sillas de bebe?"], "ese equipo"),
        (["versa 2018", "cuánto gasta de gasolina y cuanto es la tenencia"], "el consumo de gasolina"),
        (["no vaya a ser robado, tiene adeudos? y la factura es original?"], "multas y adeudos"),
    ],
)
def test_all_of_a_reply_is_owned_up_to_in_one_sentence(said, unknown, showroom):
    told = cast.ana_reads(*said)
    assert unknown in told
    assert (told.count("No tengo es"), told.count("no tengo el dato")) == (1, 0), told


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("yo no trabajo, mi papa me da 50 de enganche, se puede sacar el credito a nombre de el?", "a nombre de otra"),
        ("con 50 a 4 años. puede ir mi hermano de aval?", "si se pide aval"),
        ("60 de enganche, y se puede pagar antes de tiempo?", "pagos por adelantado"),
    ],
)
def test_a_question_of_the_credit_beside_a_quote_is_not_lost(asked, unknown, showroom):
    told = cast.ana_reads("versa 2018", asked)
    assert "*Nissan Versa 2018*: precio" in told
    assert unknown in told, told


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("me preocupa el mantenimiento, cuanto sale el servicio de un mercedes con uds", "el costo del mantenimiento"),
        ("cuanto cuesta el seguro de un jetta?", "el costo del seguro"),
        ("en cuanto salen las placas del corolla", "las placas"),
        (
            "el cambio d propietario y las placas lo hacen uds y cuanto cuesta",
            "el cambio de propietario, las placas y su",
        ),
        ("cuanto me cuesta la tenencia de un touareg", "el costo de la tenencia"),
        ("cuanto me saldria el cambio de dueño", "el costo del cambio de propietario"),
        ("¿en cuánto queda cambiarlo de dueño?", "el costo del cambio de propietario"),
        ("en cuanto sale la verificación", "el costo de la verificación"),
    ],
)
def test_a_price_asked_of_a_service_looks_for_no_car(asked, unknown, showroom):
    told = cast.ana_reads("versa 2018", asked)
    assert unknown in told
    assert ("Encontré" in told, "Precio:" in told) == (False, False), told


@pytest.mark.parametrize(
    "asked",
    [
        "y el seguro va incluido ahi?",
        "eso ya con seguro?",
        "incluye el seguro la mensualidad",
        "el seguro es aparte vdd?",
    ],
)
def test_whether_insurance_is_in_it_is_told_as_quotes_say_it(asked, showroom):
    told = cast.ana_reads("versa 2018", "60 a 5 años", asked)
    assert told == "Así lo dicen las cotizaciones: No incluye seguro ni comisiones."


def test_insurance_of_ones_own_is_not_known(showroom):
    told = cast.ana_reads("versa 2018", "60 a 5 años", "eso ya con seguro? o lo puedo meter con mi aseguradora jaja")
    assert "No incluye seguro ni comisiones." in told
    assert "No tengo ese dato: si puedes usar tu propio seguro." in told


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("y la garantia cubre si lo mete de taxi?", "si vale para un auto de trabajo (taxi, plataformas, reparto)"),
        ("dicen q a esas se les truena la transmision, la garantia me cubre eso?", "qué cubre exactamente"),
        ("la garantia que cubre? el motor si?", "qué cubre exactamente"),
    ],
)
def test_a_passage_that_is_only_near_comes_behind_what_is_not_known(asked, unknown, showroom, pages):
    told = cast.ana_reads("versa 2018", asked)
    assert told.startswith(f"No tengo ese dato: {unknown}."), told
    assert told.index(unknown) < told.index("Lo más cercano que tenemos publicado:") < told.index("3 meses")


def test_what_holds_elsewhere_is_not_told_of_the_place_asked_about(showroom, pages):
    told = cast.ana_reads("versa 2018", "¿Y me lo llevan hasta mi casa aqui en Merida? ¿cuanto cuesta el envio?")
    assert told.startswith("No tengo esos datos: si lo llevamos hasta allá y el costo del envío a domicilio."), told


@pytest.mark.parametrize(
    "asked",
    [
        "aaa ok. ocupa ine nomas y q mas",
        "y aparte de la ine q mas piden",
        "que otra cosa tengo que llevar",
        "solo mi identificacion y que mas ocupo",
        "nomas comprobante de domicilio y que otros documentos",
    ],
)
def test_what_else_is_asked_of_documents_is_no_more_cars(asked, showroom, pages):
    told = cast.ana_reads("versa", asked)
    assert "comprobante de" in told
    assert "Encontré" not in told


def test_a_colour_is_owned_up_to_beside_a_wish(showroom):
    told = cast.ana_reads("versa", "hay rojo o blanco? y que sea automatico xq estandar no manejo")
    assert "el color no viene en el registro" in told
    assert "automático" in told


@pytest.mark.parametrize(
    "asked",
    [
        "por que tanta diferencia de una a otra",
        "porque el 2020 cuesta mas si es el mismo modelo",
        "xq el segundo es mas caro si son iguales",
        "a que se debe la diferencia de precio",
    ],
)
def test_why_one_is_dearer_is_not_known_and_in_what_they_differ_is(asked, showroom):
    told = cast.ana_reads("versa", asked)
    assert told.startswith("Por qué cuesta lo que cuesta cada uno no lo tengo registrado"), told
    assert ("69,630 km" in told, "Más barato: " in told) == (True, True), told


def test_why_something_else_is_so_asks_no_price(showroom):
    told = cast.ana_reads(
        "versa", "dice mi papa que mejor un nissan pq salen buenos, cual es la diferencia entre los dos"
    )
    assert "no lo tengo registrado" not in told, told


def test_of_a_long_list_those_of_the_year_said_are_told_apart(showroom):
    cast.car(106, "Nissan", "Versa", price=231_999, year=2018, km=80_000, version="1.6 ADVANCE")
    told = cast.ana_reads("menos de 900 mil", "y porque uno de los versas 2018 cuesta mas si es el mismo año?")
    assert ("$220,999" in told, "$231,999" in told, "Corolla" in told) == (True, True, False), told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("traen control crucero?? eso si lo ocupo", "No tengo ese dato: ese equipo no viene en el registro."),
        ("soy pensionada, si me prestan?", "Si te lo aprueban no puedo saberlo por aquí"),
        ("hasta que edad me prestan", "No tengo ese dato: la edad que se pide."),
        ("hay edad maxima para el credito? yo tengo 71", "No tengo ese dato: la edad que se pide."),
        ("y me lo mandan hasta tuxtla? cuanto cobran el envio", "si lo llevamos hasta allá y el costo del envío"),
        ("cobran comision por apertura?", "No tengo ese dato: comisiones."),
    ],
)
def test_what_is_only_told_is_not_asked(asked, told, showroom):
    last = cast.ana_reads("versa 2018", asked)
    assert told in last
    assert "lo otro" not in last, last


@pytest.mark.parametrize("asked", ["estan contratando vendedores?", "tienen vacantes?", "busco chamba, contratan?"])
def test_who_looks_for_work_is_told_that_nothing_is_known_of_it(asked, showroom):
    assert "las vacantes" in cast.ana_reads(asked)


@pytest.mark.parametrize("asked", ["lo prefiero en rojo", "de preferencia blanco", "de q color son?"])
def test_of_what_no_row_says_of_any_car_it_is_not_asked_which_is_meant(asked):
    reply = cast.ana_reads("tienen versa", asked)
    assert "No tengo ese dato" in reply, reply
    assert "¿De cuál auto?" not in reply


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("es a gasolina o diesel?", "el tipo de combustible"),
        ("que gasolina usa", "el tipo de combustible"),
        ("es de gasolina o de diesel, y es cabina sencilla?", "el tipo de combustible y el tipo de cabina"),
        ("la cabina doble cual es? trae king cab?", "el tipo de cabina"),
    ],
)
def test_which_fuel_it_takes_is_not_how_much_of_it(asked, unknown, showroom):
    reply = cast.ana_reads("versa 2018", asked)
    assert unknown in reply, reply
    assert "consumo" not in reply


@pytest.mark.parametrize(
    "asked",
    [
        "me dan factura a nombre de persona moral?",
        "la factura puede salir a nombre de empresa?",
        "a nombre de tercero?",
    ],
)
def test_who_buys_for_a_company_is_not_greeted_by_its_kind(asked, showroom, pages):
    reply = cast.ana_reads("versa 2018", asked)
    assert "No tengo es" in reply, reply
    assert not any(name in reply for name in ("Persona Moral", "Empresa", "Tercero"))


def test_an_invoice_for_a_company_is_no_dealing_in_somebody_elses_name(showroom, pages):
    reply = cast.ana_reads("versa 2018", "me facturan a nombre de persona moral?")
    assert "No tengo ese dato: la facturación." in reply, reply
