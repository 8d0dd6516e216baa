"""What Ana reads when she bargains, asks on, asks what nobody knows, sells her car, or writes in English."""

import pytest

from conversations.dialogue import opting, wording
from conversations.dialogue.plan import Slot
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = b"""<html><head><title>Compra</title></head><body><h1>Compra con Kavak</h1>
<h2>Garant\xc3\xada y periodo de prueba</h2>
<p>Tienes un periodo de prueba de 7 d\xc3\xadas o 300 km: si el auto no te convence, puedes devolverlo.
Adem\xc3\xa1s tienes una garant\xc3\xada de 3 meses.</p>
<h2>Vender tu auto</h2>
<p>Si vendes tu auto con Kavak, eliges entre pago inmediato, pago a 30 d\xc3\xadas o dejarlo en consignaci\xc3\xb3n.</p>
<h2>Compra por videollamada</h2>
<p>En kavak.com eliges el auto y una cita por videollamada, y te lo entregamos en tu domicilio.</p></body></html>"""
NO, UNKNOWN, SEVERAL_UNKNOWN = wording.NO_HAGGLING, "No tengo ese dato", "No tengo esos datos"


@pytest.fixture(autouse=True)
def page(showroom):
    """The five cars, and one page about buying and selling."""
    ingestion.ingest_html(html=PAGE, source_url="https://www.kavak.com/mx/blog/compra", extract=extract)


@pytest.mark.parametrize("said", ["no me contestaste", "eso no te pregunté", "no era eso lo que te pregunté"])
def test_who_was_not_understood_is_asked_again_and_offered_a_person(said):
    reply = cast.ana_reads("versa 2018", "lo saca mi esposa a su nombre, se puede?", said)
    assert wording.WHAT_WAS_MISSED in reply, reply
    assert wording.ASK[Slot.PERSON] in reply


def test_what_is_asked_again_is_answered():
    reply = cast.ana_reads("versa 2018", "y el seguro cuanto cuesta", "no me contestaste lo de la garantia")
    assert "3 meses" in reply
    assert "Lamento" not in reply


@pytest.mark.parametrize(
    "offer",
    [
        "hazme un descuentito",
        "te doy 180 de contado y me lo llevo hoy",
        "andale dile a tu jefe, 190",
        "me lo dejas en 190 mil",
        "es tu ultimo precio?",
        "¿es negociable?",
    ],
)
def test_an_offer_to_bargain_gets_a_clear_no_and_changes_no_terms(offer):
    reply = cast.ana_reads("versa 2018", offer)
    assert NO in reply or wording.TO_WHO_PAYS_AT_ONCE[NO] in reply, reply
    assert "enganche $50,000" in cast.ana_reads("con 50 mil de enganche a 4 años")


def test_bargaining_about_the_rate_of_a_car_shows_the_car():
    reply = cast.ana_reads("si me bajas la tasa al 8 me llevo el touareg")
    assert NO in reply
    assert "Touareg" in reply
    assert "(72 meses)" in cast.ana_reads("ok con tu tasa. 100 de enganche a 6 años")


@pytest.mark.parametrize("text", ["doy 60 mil de enganche", "te doy 60 mil", "con 60 de entrada"])
def test_a_down_payment_is_no_offer_to_bargain(text):
    reply = cast.ana_reads("versa 2018", text)
    assert NO not in reply
    assert "enganche $60,000" in reply


@pytest.mark.parametrize("on", ["y si ya le metí 500 km", "y si ya recorri 400 kms?", "y si le meti mil km"])
def test_a_question_that_follows_on_belongs_to_the_one_before(on):
    assert "300 km" in cast.ana_reads("puedo devolver el carro?", on)


@pytest.mark.parametrize(
    ("first", "on"),
    [
        ("el precio ya incluye seguro?", "y placas y tenencia?"),
        ("con cuanto aparto el carro", "y cuanto tiempo me lo guardan"),
        ("con cuanto aparto el carro", "y con que se paga eso"),
    ],
)
def test_what_is_asked_and_not_known_is_said_to_be_so(first, on):
    reply = cast.ana_reads(first, on)
    assert UNKNOWN in reply or SEVERAL_UNKNOWN in reply


def test_who_compares_cars_before_any_was_named_is_asked_for_them():
    reply = cast.ana_reads("cual es mas pesado")
    assert "¿Qué auto buscas?" in reply
    assert "Fuente" not in reply


@pytest.mark.parametrize("asked", ["estan contratando vendedores?", "¿quién es el dueño de Kavak?"])
def test_a_passage_of_another_topic_is_no_answer(asked):
    reply = cast.ana_reads(asked)
    assert UNKNOWN in reply
    assert "Fuente" not in reply


@pytest.mark.parametrize("asked", ["me lo llevan a la casa?", "lo entregan a domicilio?"])
def test_a_page_that_names_its_own_site_can_be_quoted(asked):
    assert "cita por videollamada" in cast.ana_reads(asked)


def test_each_question_of_a_message_is_answered():
    assert "garantía de 3 meses" in cast.ana_reads("viene con llanta de refaccion? y que garantia dan?")


@pytest.mark.parametrize(
    "asked", ["quiero vender mi carro como le hago", "me interesa vender mi coche, que opciones hay"]
)
def test_who_sells_a_car_reads_how_that_goes(asked):
    reply = cast.ana_reads(asked)
    assert "pago a 30 días" in reply
    assert wording.ASK[Slot.OWN_CAR] in reply
    assert "pago inmediato" in cast.ana_reads("pagan luego luego?")


def test_what_the_car_in_focus_costs_is_its_card():
    assert "Precio: $220,999" in cast.ana_reads("versa 2018", "jajaja ok, y cuanto cuesta")


@pytest.mark.parametrize("text", ["entre 200 y 300 que hay", "de 200 a 230 qué tienen"])
def test_a_range_of_prices_is_ours(text):
    assert "Encontré" in cast.ana_reads(text)


def test_a_year_or_newer_is_no_newer_than_what_was_shown():
    assert "2018 or newer" in cast.ana_reads("do you have cars under 350k?", "automatic, 2018 or newer")


def test_a_page_is_introduced_to_who_reads_english_with_the_figures_in_it():
    reply = cast.ana_reads("can i return it?")
    assert "It speaks of a trial period of 7 days or 300 km, a warranty of 3 months." in reply


@pytest.mark.parametrize(
    "text",
    ["dejen de molestarme", "ya no me molesten por favor", "stop texting me", "please remove me from your list"],
)
def test_silence_is_asked_for_in_many_ways(text):
    assert opting.opts_out(text)


@pytest.mark.parametrize("text", ["no es molestia", "el stop del carro viene fundido?", "stop by the store tomorrow?"])
def test_what_only_sounds_so_is_no_wish_for_silence(text):
    assert not opting.opts_out(text)


def test_fear_of_a_fraud_is_no_complaint():
    assert wording.COMPLAINT not in cast.ana_reads("como se que no me van a estafar")
    assert wording.COMPLAINT in cast.ana_reads("me estafaron con el carro")


@pytest.mark.parametrize(
    "text",
    ["ok pasame con alguien q sepa", "quiero hacer efectiva la garantia", "ya no prende el carro que les compré"],
)
def test_a_person_and_a_complaint_are_handed_over(text):
    reply = cast.ana_reads(text)
    assert wording.HANDOVER in reply or wording.COMPLAINT in reply


@pytest.mark.parametrize("term", ["the versa 2018 at 4 years", "versa 2018 over 48 months"])
def test_a_term_is_no_time_of_day_in_english(term):
    reply = cast.ana_reads("cars under 350k please", f"{term} with 60k down")
    assert "48 months" in reply
    assert "60 months" not in reply


@pytest.mark.parametrize("text", ["no manches, está muy caro", "se me hace caro", "it's too expensive"])
def test_who_finds_it_dear_is_offered_something_cheaper(text):
    assert cast.ana_reads("versa 2018", text).split("\n\n")[0] in NO.forms


def test_an_offered_person_is_taken_up_by_a_yes():
    assert UNKNOWN in cast.ana_reads("¿qué seguro me recomiendan?")
    assert "le paso tu conversación" in cast.ana_reads("sí, por favor")


@pytest.mark.parametrize(
    "text",
    [
        "compre un versa con ustedes hace 2 semanas y ya le prendio el check engine, estoy bien molesta",
        "compramos un versa 2018 con kavak y se calienta",
    ],
)
def test_what_is_wrong_with_a_car_bought_of_us_is_a_complaint(text):
    reply = cast.ana_reads(text)
    assert wording.COMPLAINT in reply
    assert "Encontré" not in reply


@pytest.mark.parametrize(
    "text", ["le compre un versa a ustedes y no falla nada, busco otro", "compramos con kavak y nunca trono"]
)
def test_who_has_nothing_to_complain_of_is_given_over_to_nobody(text):
    assert wording.COMPLAINT not in cast.ana_reads(text)


@pytest.mark.parametrize("yes", ["si porfa comuniqueme", "va, comuníqueme", "órale pásame", "simón", "sí quiero"])
def test_an_offered_person_is_taken_up_in_many_ways(yes):
    assert wording.CANNOT_RESERVE in cast.ana_reads("versa 2020", "¿me lo apartas hasta el sábado?")
    assert "le paso tu conversación" in cast.ana_reads(yes)


def test_who_fears_fraud_hears_what_the_bot_never_asks_for():
    assert wording.NO_MONEY_ASKED in cast.ana_reads("hola", "mi tía dice que por aquí todo es estafa")


def test_a_visit_that_nobody_arranged_is_not_called_off_by_a_question():
    assert "en qué sede está ese auto" in cast.ana_reads(
        "versa 2020", "¿dónde está el coche? porque yo no voy a ir de balde"
    )


def test_a_car_to_give_in_is_answered_from_the_page(page):
    html = b"""<html><body><h1>Tu auto como pago</h1><p>Puedes ofrecer tu veh\xc3\xadculo como medio de pago: cotizas,
agendas una inspecci\xc3\xb3n, y el precio final es tu anticipo.</p></body></html>"""
    ingestion.ingest_html(html=html, source_url="https://www.kavak.com/mx/blog/a-cuenta", extract=extract)
    assert "medio de pago" in cast.ana_reads("traigo un tsuru 2006 jalando bien, ¿me lo toman a cuenta?")


def test_a_car_is_not_kept_for_anybody_by_the_bot():
    assert "no puedo apartar" in cast.ana_reads("versa 2020", "¿me lo apartas hasta el sábado?")
    assert "le paso tu conversación" in cast.ana_reads("sí")


def test_what_the_car_to_give_in_may_bring_is_paid_down():
    reply = cast.ana_reads(
        "tengo un jetta 2014 y lo quiero dar a cuenta", "póngale que me dan 60", "el versa 2018 a 4 años"
    )
    assert "enganche $60,000" in reply


def test_a_site_that_a_page_names_is_told_of_and_that_its_hours_are_not():
    html = b"""<html><body><h1>Nuestras sedes</h1><h2>Kavak Puebla</h2>
<p>Kavak Los Fuertes<br>Calzada de los Fuertes 77, 72270 Puebla</p>
<p>Kavak Angel\xc3\xb3polis<br>Boulevard del Ni\xc3\xb1o 2510, 72197 Puebla</p></body></html>"""
    ingestion.ingest_html(html=html, source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)
    reply = cast.ana_reads("hola", "Y LA DE LOS FUERTES A QUE HORA ABREN")
    assert "no está registrado el horario de *Kavak Los Fuertes*" in reply
    assert "Calzada de los Fuertes 77" in reply
    assert "Boulevard" not in reply
