"""What Ana reads who has a car that is worn out, was cheated elsewhere, haggles on, or asks the same car again."""

import pytest

from conversations.dialogue import page_wording, version_wording, wording
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<html><head><title>Kavak</title></head><body><h1>Comprar y vender en Kavak</h1>
<h2>Inspección integral</h2>
<p>Todos los autos pasan por una inspección integral: inspectores especializados revisan exterior, interior y motor.</p>
<h2>Garantía y periodo de prueba</h2>
<p>Tienes un periodo de prueba de 7 días o 300 km: si el auto no te convence, puedes devolverlo. Además tienes una
garantía de 3 meses.</p>
<h2>Tu auto como medio de pago</h2>
<p>Puedes ofrecer tu vehículo como medio de pago y pagar el resto a meses: lo cotizas, programas una inspección y, si
cumple con los estándares de calidad, el precio final es el anticipo de tu auto nuevo.</p>
<h2>Vender tu auto</h2>
<p>Si vendes tu auto hay tres ofertas: consignación, pago a 30 días y pago inmediato.</p></body></html>"""
CHECKED, TRIAL, GIVEN_IN, SOLD = "inspección integral", "7 días o 300 km", "como medio de pago", "pago inmediato"


@pytest.fixture(autouse=True)
def page(showroom):
    """The five cars, and one page of what comes with them."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/confianza", extract=extract)


@pytest.mark.parametrize(
    "said",
    [
        "traigo una avanza viejita del dos mil nueve que ya no da, que sedanes tienes",
        "mi jetta 2012 ya se la pasa en el taller, busco un versa",
        "tenemos un tsuru 2001 y ya no cabemos, tienes corolla?",
        "tengo un spark q gasta mucho, hay versa?",
    ],
)
def test_a_car_told_of_as_the_reason_is_not_offered(said):
    reply = cast.ana_reads(said)
    assert wording.TRADE_IN not in reply, reply
    assert "Anoto tu" not in reply


def test_what_was_told_of_it_is_not_asked_once_it_is_offered():
    before = "traigo una avanza viejita del dos mil nueve que ya no da, que sedanes tienes"
    reply = cast.ana_reads(before, "y la avanza la puedo dejar a cuenta? tiene doscientos diez mil kilometros")
    assert "Toyota Avanza 2009, 210,000 km" in reply, reply


@pytest.mark.parametrize(
    "said", ["y la mia en cuanto me la tomarian? trae 180 mil", "cuanto por la mia, trae 180 mil km"]
)
def test_the_one_told_of_is_meant_by_mine(said):
    reply = cast.ana_reads("tengo una xtrail 2012 q ya me deja tirado, q versas tienes", said)
    assert "Nissan X-Trail 2012, 180,000 km" in reply, reply
    assert wording.NO_VALUE_HERE in reply


@pytest.mark.parametrize(
    "said",
    [
        "tengo un tsuru 2001 que ya no da, me lo agarran a cuenta de un versa?",
        "traigo un spark 2015 que ya me dejo tirada y lo quiero cambiar por un versa",
    ],
)
def test_one_that_is_worn_out_may_be_offered_all_the_same(said):
    assert "Anoto tu" in cast.ana_reads(said)


@pytest.mark.parametrize(
    "said",
    [
        "quiero vender mi xtrail 2017 y con eso agarrar un corolla. como le hacen ustedes",
        "vendo mi jetta 2016 para comprar un versa, como funciona?",
        "quiero cambiar mi mazda 3 2016 por un corolla como le hago",
    ],
)
def test_theirs_is_to_pay_for_the_next_which_is_not_lost(said):
    reply = cast.ana_reads(said)
    assert GIVEN_IN in reply, reply
    assert SOLD not in reply
    assert "Corolla 2020" in reply or "Versa 2018" in reply


@pytest.mark.parametrize(
    "said",
    [
        "si por la mia me dan mas de lo q cuesta me regresan la diferencia??",
        "y si mi carro vale mas q ese, lo que sobra me lo dan?",
        "y si queda saldo a favor me lo depositan",
    ],
)
def test_a_surplus_is_owned_up_to(said):
    reply = cast.ana_reads("tengo un jetta 2019 con 20 mil km y lo quiero dejar a cuenta", "versa 2018", said)
    assert "si se te paga la diferencia cuando tu auto vale más" in reply, reply
    assert "Más barato" not in reply


@pytest.mark.parametrize(
    "said",
    [
        "hace 2 años me vendieron un carro con el kilometraje bajado. ustedes como me aseguran q no me va a pasar",
        "ya me estafaron una vez con un particular, que me garantiza que con ustedes no",
        "me robaron con un carro de marketplace, ustedes si son confiables?",
        "me vieron la cara en un lote el año pasado y no quiero q me pase lo mismo",
        "hola, a un primo le vendieron un carro con el motor malo, ustedes no son fraude verdad?",
        "a mi cuñado lo estafaron en facebook, como se que ustedes si son reales",
    ],
)
def test_who_was_cheated_elsewhere_reads_what_is_published(said):
    reply = cast.ana_reads(said)
    assert page_wording.CHEATED_ELSEWHERE in reply, reply
    assert CHECKED in reply
    assert TRIAL in reply


@pytest.mark.parametrize(
    "said",
    [
        "ustedes me vendieron un carro chocado, me estafaron, quiero mi dinero",
        "a mi hermano le vendieron aqui un versa y salio malo",
        "me robaron con ustedes, son un fraude",
    ],
)
def test_who_was_cheated_by_us_has_a_person(said):
    assert "Lamento lo que pasó" in cast.ana_reads(said)


def test_who_only_asks_whether_we_are_honest_complains_of_nothing():
    assert wording.NO_MONEY_ASKED in cast.ana_reads("son fraude")


@pytest.mark.parametrize(
    "said",
    [
        "que garantia dan? luego uno compra y al mes ya no prende",
        "es q cuando una compra usado a los 3 dias ya esta fallando, que garantia tiene",
        "si lo compro y al mes ya no jala que garantia tengo?",
    ],
)
def test_who_fears_that_a_car_breaks_down_complains_of_none(said):
    reply = cast.ana_reads("versa 2018", said)
    assert TRIAL in reply, reply
    assert "Lamento lo que pasó" not in reply


def test_who_bought_a_car_that_breaks_down_complains():
    assert "Lamento lo que pasó" in cast.ana_reads("hice una compra con ustedes y al mes ya no prende")


@pytest.mark.parametrize(
    "said", ["en face hay uno igual en 115 eh", "en otro lote lo vi mas barato", "la competencia lo tiene en 190"]
)
def test_what_others_ask_moves_no_price_and_gets_what_comes_with_ours(said):
    reply = cast.ana_reads("versa 2018", "te doy 180 de contado y me lo llevo hoy", said)
    assert page_wording.SAME_PRICE in reply, reply
    assert TRIAL in reply
    assert "Número de auto" not in reply


def test_what_comes_with_ours_is_not_told_twice():
    reply = cast.ana_reads("versa 2018", "en face hay uno igual en 115", "en otro lote lo vi mas barato")
    assert wording.NO_HAGGLING in reply, reply
    assert TRIAL not in reply


def test_no_is_not_said_twice_in_the_same_words():
    reply = cast.ana_reads("versa 2018", "me lo dejas en 190 mil?", "andale 200 mil y cerramos")
    assert page_wording.SAME_PRICE in reply, reply
    assert "Número de auto" not in reply


def test_an_offer_for_one_of_a_list_gets_the_no():
    assert wording.NO_HAGGLING in cast.ana_reads("que versas tienes", "el 2018 en 200 y cerramos")


@pytest.mark.parametrize("said", ["trae carplay?", "tiene car play al menos?"])
def test_what_its_record_does_not_say_is_said_so(said):
    reply = cast.ana_reads("versa 2018", said)
    assert version_wording.NOT_REGISTERED in reply, reply
    assert "Número de auto" not in reply


@pytest.mark.parametrize(
    "said", ["preferiria que me llamara una persona en la mañana", "que me marquen mañana tempranito"]
)
def test_a_call_asked_for_is_taken_up(said):
    assert wording.HANDED_OVER_TO_CALL in cast.ana_reads("versa 2018", said)


def test_who_asks_for_little_consumption_reads_of_small_engines():
    cast.car(201, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT")
    reply = cast.ana_reads("gasto un chorro de gasolina, q tienes q gaste poquito")
    assert "el consumo de gasolina no viene" in reply, reply
    assert "Spark 2017" in reply
    assert "Touareg" not in reply


@pytest.mark.parametrize(
    "said",
    [
        "es de fiar ese modelo?",
        "y ese sale bueno o da lata?",
        "q marca es? es bueno?",
        "no le se a los coches, nomas q no me deje tirado",
        "es buen carro?",
    ],
)
def test_how_a_car_turns_out_nobody_knows_and_what_we_add_is_told(said):
    reply = cast.ana_reads("versa 2018", said)
    assert "qué tan confiable sale" in reply
    assert CHECKED in reply, reply
    assert TRIAL in reply


@pytest.mark.parametrize(
    "said",
    [
        "es seguro comprarlos usados? les checan algo antes",
        "no es riesgoso comprar usado?",
        "me da miedo que me salga malo",
        "y como se q esta bien el carro?",
        "son confiables comprarlos de segunda mano?",
    ],
)
def test_who_doubts_a_used_car_reads_what_is_done_about_it(said):
    reply = cast.ana_reads("hola", said)
    assert CHECKED in reply, reply
    assert TRIAL in reply
    assert "No tengo ese dato" not in reply
