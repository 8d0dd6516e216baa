"""Of a message with two questions both are answered, or what is not known is called by its name."""

from dataclasses import replace

import pytest
from django.utils import timezone

from conversations.agent.brains import quoting
from conversations.dialogue.facts import CarDetails, Fact
from conversations.dialogue.plan import Say
from conversations.tests import cast
from conversations.tests.test_guard import VERSA, codes
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><head><title>Comprar en Kavak</title></head><body><main><article>
<h2>Kavak Querétaro</h2><p>Kavak Puerta Mayor<br>Av. Constituyentes 40, Villas del Sol, 76040 Querétaro, Qro.</p>
<h2>Garantía</h2><p>Cuando compras un auto tienes un periodo de prueba de 7 días o 300 km. Además, damos una garantía de
3 meses y la posibilidad de extenderla por un año más.</p>
<h2>Papeleo</h2><p>Todo el papeleo se puede realizar de forma digital, sin necesidad de visitar un centro.</p>
</article></main></body></html>"""


@pytest.fixture(autouse=True)
def pages(showroom):
    """The five cars, and a page of ours with a site."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("cabe bulto de cemento? q motor trae", ["la capacidad de carga", "su motor es 1.6"]),
        ("aguanta bultos? y es automatico?", ["la capacidad de carga", "transmisión automática"]),
        ("cabemos los 4 con carreola? onde lo veo soy de queretaro", ["el espacio interior", "Puerta Mayor"]),
        ("will we all fit? and can I return it", ["the space inside", "7 días o 300 km"]),
        ("will a rear facing baby seat fit? and can I return it", ["that equipment", "7 días o 300 km"]),
        ("el versa es chino o q? trae carplay", ["dónde se fabricó", "CarPlay"]),
        ("de que pais es? salen buenos?", ["dónde se fabricó", "qué tan confiable"]),
        ("me lo pueden guardar? trae reporte de robo, como checo", ["el reporte de robo", "no puedo apartar autos"]),
        ("me lo apartan? y ha chocado?", ["el historial de choques", "no puedo apartar autos"]),
    ],
)
def test_what_no_row_states_is_owned_up_to_beside_what_else_is_asked(asked, told):
    reply = cast.ana_reads("versa 2018", asked)
    assert all(one in reply for one in told), reply


@pytest.mark.parametrize(
    "asked",
    ["y esta en queretaro el versa?", "lo tienen en queretaro?", "ese carro esta en queretaro?", "is it in Queretaro?"],
)
def test_where_a_car_stands_is_not_known_be_it_asked_of_a_certain_place(asked):
    reply = cast.ana_reads("versa 2018", asked)
    assert "en qué sede está ese auto" in reply or "at which branch that car is" in reply, reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("como llego a la sucursal de queretaro en transporte publico?", ["cómo se llega", "Av. Constituyentes 40"]),
        ("donde estan en queretaro y que camion agarro", ["cómo se llega", "Av. Constituyentes 40"]),
        ("how do I get there by bus?", ["how to get there"]),
    ],
)
def test_how_to_get_there_is_not_known_and_the_address_is(asked, told):
    reply = cast.ana_reads("versa 2018", asked)
    assert all(one in reply for one in told), reply


def test_who_comes_to_try_a_car_reads_its_address_beside_that():
    visit = "quiero probarlo el sabado a las 11 en queretaro, en puerta mayor"
    reply = cast.ana_reads("versa 2018", visit, "como llego en camion desde la central?")
    assert "cómo se llega" in reply
    assert "Av. Constituyentes 40" in reply, reply


@pytest.mark.parametrize(
    "asked",
    [
        "llevarmelo el mismo dia? cuanto tarda la entrega",
        "en cuantos dias me lo entregan?",
        "cual es el tiempo de entrega",
    ],
)
def test_how_long_the_delivery_takes_is_not_known(asked):
    reply = cast.ana_reads("versa 2018", asked)
    assert "cuánto tarda la entrega" in reply
    assert "papeleo" not in reply, reply


@pytest.mark.parametrize(
    "asked",
    [
        "es automatico? tiene mucho km pa su edad no crees?",
        "70 mil km es mucho no? y q garantia dan",
        "esta muy trotado para el año no?",
        "isn't that a lot of miles for its age?",
    ],
)
def test_whether_it_was_driven_much_is_told_by_the_year(asked):
    years = timezone.now().year - 2018
    reply = cast.ana_reads("versa 2018", asked)
    assert f"69,630 km en unos {years} años, alrededor de {_by_the_year(69_630, years)} km por año" in reply or (
        f"69,630 km in about {years} years, around {_by_the_year(69_630, years)} km a year" in reply
    ), reply
    assert "se pasan los 300 km" not in reply


def _by_the_year(km, years):
    return f"{round(km / years / 100) * 100:,}"


DETAILS = Fact("details", "get_car_details", {}, CarDetails(VERSA.stock_id, VERSA, 8))
ITS_YEARS = "*Nissan Versa 2018*: 69,630 km en unos {years} años, alrededor de {each} km por año."


@pytest.mark.parametrize(
    "text",
    [
        ITS_YEARS.format(years=8, each="8,700"),
        "*Nissan Versa 2018*: 69,630 km in about 8 years, around 8,700 km a year.",
        "El Nissan Versa 2018 ha recorrido 8,700 km por año.",
    ],
)
def test_what_a_car_went_in_a_year_goes_out(text):
    assert codes(text, facts=(DETAILS,)) == set()


@pytest.mark.parametrize(
    "text",
    [
        ITS_YEARS.format(years=8, each="7,800"),
        ITS_YEARS.format(years=12, each="8,700"),
        "El Nissan Versa 2018 ha recorrido 5,000 km por año.",
        "El Nissan Versa 2018 ha recorrido 69,630 km por año.",
        "The Nissan Versa 2018 has gone 5,000 km a year.",
    ],
)
def test_another_figure_of_a_year_does_not(text):
    assert codes(text, facts=(DETAILS,)) != set()


AVANZA = replace(VERSA, stock_id=308634, make="Toyota", model="Avanza", version="1.5 XLE AT")
OF_SEVEN = "*{title}*: su versión no dice cuántas plazas trae, pero su modelo está entre los de 7 pasajeros o más."


def test_a_model_is_among_those_of_seven_seats_only_where_searches_find_it_there():
    both = tuple(Fact(car.model, "get_car_details", {}, CarDetails(car.stock_id, car)) for car in (AVANZA, VERSA))
    assert codes(OF_SEVEN.format(title="Toyota Avanza 2018"), facts=both) == set()
    assert codes(OF_SEVEN.format(title="Nissan Versa 2018"), facts=both) == {"unstated_equipment"}


@pytest.mark.parametrize(
    "asked", ["cabemos los 6 mas la carreola?", "pero cabemos o no?? son 7 asientos?", "son 7 lugares? es automatica?"]
)
def test_a_car_found_among_those_of_seven_seats_is_called_so(asked):
    cast.car(106, "Toyota", "Avanza", price=238_999, year=2018, km=76_000, version="1.5 XLE AT")
    reply = cast.ana_reads("una avanza 2018", asked)
    assert "su modelo está entre los de 7 pasajeros o más" in reply, reply
    assert "número de asientos" not in reply


@pytest.mark.parametrize(
    "asked", ["uy esos ya traen muchos km no? y que garantia dan", "no son muchos kilometros para esos años?"]
)
def test_of_a_list_it_is_told_of_each_car(asked):
    reply = cast.ana_reads("autos hasta 250", asked)
    assert f"*Nissan Versa 2018*: 69,630 km en unos {timezone.now().year - 2018} años" in reply, reply
    assert f"*Mazda 3 2017*: 61,200 km en unos {timezone.now().year - 2017} años" in reply
    assert ("garantía de" in reply) == ("garantia" in asked)


@pytest.mark.parametrize(
    "wanted", ["que carros q gasten poco, tienen de 180 a 280", "algo que gaste poquito hasta 280"]
)
def test_who_wants_little_consumption_reads_that_it_is_on_no_row(wanted):
    assert "el consumo de gasolina" in cast.ana_reads("hola", wanted)


def test_no_paragraph_stands_twice_in_one_reply():
    first = Say("Se piden tres papeles.\n\nIngresos: recibos de nómina.\n\nFuente: https://kavak.com/a")
    longer = Say("Ingresos: recibos de nómina. Con ellos se evalúa.\n\nFuente: https://kavak.com/a")
    again = Say("Se piden tres papeles.\n\nTambién la INE.\n\nFuente: https://kavak.com/a")
    told = "\n\n".join(part.text for part in quoting.each_once([first, longer, again]))
    assert [told.count(one) for one in ("tres papeles", "Ingresos", "la INE", "Con ellos")] == [1, 1, 1, 1], told
