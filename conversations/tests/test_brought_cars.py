"""What Ana reads who gives her car in, sells it or brings it: how that goes, where to, and no test drive of hers."""

import pytest

from conversations.dialogue import wording
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<html><head><title>Tu auto</title></head><body><h1>Tu auto en Kavak</h1>
<h2>Tu auto como medio de pago</h2>
<p>Puedes ofrecer tu vehículo como medio de pago y pagar el resto a meses: lo cotizas, programas una inspección y, si
cumple con los estándares de calidad, el precio final es el anticipo de tu auto nuevo.</p>
<h2>Vender tu auto</h2>
<p>Si vendes tu auto hay tres ofertas: consignación, pago a 30 días y pago inmediato.</p>
<h2>Kavak Ciudad de México</h2>
<p>Kavak Plaza Fortuna<br>Av Fortuna 334, Magdalena de las Salinas, 07760 Ciudad de México</p></body></html>"""
GIVEN_IN, SOLD = "como medio de pago", "pago inmediato"


@pytest.fixture(autouse=True)
def page(showroom):
    """The five cars, and one page about cars that customers bring."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/tu-auto", extract=extract)


@pytest.mark.parametrize(
    "said",
    [
        "qiero vender mi carro y con eso sacar otro con ustedes, tengo un vento 2017 con 85 mil km. como le hacen",
        "tengo un march 2014 quiero cambiarlo por algo mas nuevo, como le hago",
        "traigo un jetta 2015, como funciona si lo dejo a cuenta de otro?",
    ],
)
def test_who_wants_another_for_theirs_reads_how_that_goes(said):
    reply = cast.ana_reads(said)
    assert GIVEN_IN in reply, reply
    assert SOLD not in reply


@pytest.mark.parametrize(
    "said", ["y el jetta lo agarran?", "si me lo toman a cuenta?", "y si lo quiero dar a cuenta de otro?"]
)
def test_whether_theirs_is_taken_is_answered_though_it_is_known(said):
    assert GIVEN_IN in cast.ana_reads("vendo mi jetta 2016", said)


@pytest.mark.parametrize(
    "said", ["no me lo tomarian a cuenta? ya le falla la caja", "trae un golpe en la fasia, aun asi lo aceptan?"]
)
def test_a_fault_of_theirs_is_owned_up_to(said):
    reply = cast.ana_reads("tengo un chevy 2008 y busco otro", said)
    assert "si lo tomamos con fallas o golpes" in reply, reply


@pytest.mark.parametrize(
    "said",
    ["va, donde lo llevo a revisar? ando x lindavista", "a donde lo llevo pa que lo chequen? vivo por lindavista"],
)
def test_where_theirs_is_looked_at_is_no_test_drive(said):
    reply = cast.ana_reads("vendo mi vento 2017 con 85 mil km", "versa 2018", said)
    assert "Plaza Fortuna" in reply, reply
    assert wording.OFFER_INSPECTION in reply
    assert wording.OFFER_VISIT not in reply


def test_when_theirs_is_looked_at_is_for_a_person_to_say():
    assert wording.INSPECTION_NOTED in cast.ana_reads(
        "vendo mi jetta 2016", "va, cuando lo puedo llevar a que lo revisen?"
    )


def test_a_car_in_another_name_is_no_purchase_in_it():
    reply = cast.ana_reads("vendo mi jetta 2016", "esta a nombre de mi papa")
    assert "trámites a nombre de otra persona" in reply, reply


@pytest.mark.parametrize(
    "paid", ["de mensualidad podria dar unos 4 mil", "al mes podria dar como 4 mil", "puedo pagar 4 mil al mes"]
)
def test_what_is_sought_is_not_lost_because_theirs_is_told_of(paid):
    reply = cast.ana_reads(f"tengo un chevy viejito y ahorrado 70 mil, {paid}, quisiera algo que tenga buena cajuela")
    assert "hasta $4,000 al mes con $70,000 de enganche" in reply, reply
    assert "el tamaño de la cajuela" in reply


def test_of_one_request_all_is_owned_up_to_by_name():
    reply = cast.ana_reads("versa 2018", "mandeme el reporte de la inspeccion y el numero de serie antes de ir")
    assert "el número de serie y el reporte de inspección" in reply, reply


@pytest.mark.parametrize(
    "said", ["como 98", "ciento veinte mil y fraccion", "90, pero quiero minimo 130 por el", "anda en 76 y feria"]
)
def test_kilometres_asked_for_are_taken_in_any_words(said):
    reply = cast.ana_reads("quiero dar mi jetta 2015 a cuenta", said)
    assert "Volkswagen Jetta 2015, " in reply, reply


@pytest.mark.parametrize(
    "said", ["y si me quedan 120 libres", "de 250 pa abajo, automatico", "aparte traigo 40 en efectivo"]
)
def test_money_told_instead_is_noted_as_no_kilometres(said):
    reply = cast.ana_reads("quiero dar mi jetta 2015 a cuenta", said)
    assert "Volkswagen Jetta 2015, " not in reply, reply


@pytest.mark.parametrize(
    "said",
    [
        ("tengo un tsuru 2012", "lo resiven a cuenta"),
        ("tengo un march 2014", "me lo toman como parte de pago"),
        ("quiero vender mi aveo 2017", "y si mejor lo cambio por otro"),
        ("quiero vender mi aveo 2017", "oye, si lo cambio por uno de ustedes"),
    ],
)
def test_whether_a_car_is_taken_is_answered_with_or_without_its_mark(said):
    reply = cast.ana_reads("hola", *said)
    assert GIVEN_IN in reply, reply
    assert "Anoto tu" in reply
