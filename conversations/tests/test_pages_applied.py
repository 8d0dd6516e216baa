"""What Ana reads where a passage is applied to what she says of her case, or says nothing of it."""

import pytest

from conversations.dialogue import page_wording
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<html><head><title>Compra</title></head><body><h1>Compra con Kavak</h1>
<h2>Garantía y periodo de prueba</h2>
<p>Tienes un periodo de prueba de 7 días o 300 km: si el auto no te convence, puedes devolverlo.
Además tienes una garantía de 3 meses y puedes extenderla por un año más.</p>
<h2>Documentos</h2>
<p>Para completar la solicitud se piden los siguientes documentos:</p>
<p>Identificación oficial (INE): una copia legible de tu identificación vigente, como el INE o pasaporte. Con ella se
verifica quién eres y que cumples con los requisitos legales.</p>
<p>Comprobante de domicilio: un comprobante de domicilio reciente, como una factura de agua, luz o gas. Debe mostrar tu
nombre completo y la dirección en la que vives en la actualidad.</p>
<p>Comprobantes de ingresos: documentos que respalden tu capacidad de pago, como recibos de nómina, estados de cuenta
bancarios o declaraciones de impuestos. Con ellos se evalúa que puedas cumplir con los pagos.</p>
<h2>Plan de pagos</h2>
<p>El primer paso para tu plan de pagos será conocer tu historial crediticio y mostrarte las opciones.</p>
<h2>Videollamada</h2>
<p>Al terminar puedes agendar una reserva a domicilio, en la que te llevamos el auto hasta la puerta de tu casa.</p>
<h2>Entrega</h2>
<p>Agenda la entrega: firma el contrato y recibe las llaves de tu próximo auto.</p></body></html>"""


@pytest.fixture(autouse=True)
def page(showroom):
    """The five cars, and one page about buying."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/compra", extract=extract)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("ya pasaron 15 días, todavía lo puedo regresar?", "15 días"),
        ("lo quiero devolver, ya lo tengo hace dos semanas", "2 semanas"),
        ("si le meto 320 km en un viaje ya no me lo aceptan de regreso?", "320 km"),
        ("y si lo regreso a los diez dias", "10 días"),
        ("le puse 1,200 kms, lo puedo devolver?", "1,200 km"),
    ],
)
def test_what_went_by_is_held_against_the_limits_of_the_trial(said, gone):
    reply = cast.ana_reads("hola", said)
    assert f"({gone}) ya se pasan los " in reply, reply
    assert " de prueba" in reply


@pytest.mark.parametrize("said", ["a los 2 meses truena el motor, me responden?", "y si al mes se le truena la caja"])
def test_a_warranty_that_is_still_running_is_said_to_be_so(said):
    assert "sigues dentro de los 3 meses de garantía" in cast.ana_reads("qué garantía dan?", said)


def test_of_what_keeps_within_one_limit_the_other_is_told():
    reply = cast.ana_reads("cuántos días tengo para regresarlo?", "apenas le metí 120 km")
    assert "(120 km) sigues dentro de los 300 km de prueba" in reply
    assert "El otro límite de la prueba: 7 días." in reply
    assert "Fuente" not in reply


def test_what_is_over_in_every_way_may_be_asked_of_a_person():
    assert str(page_wording.EXCEPTIONS) in cast.ana_reads("después de 5 meses ya no me cubre la garantía?")


@pytest.mark.parametrize(
    ("said", "told"), [("entonces son 3 meses?", "Sí, son 3 meses de garantía."), ("7 días verdad?", "Sí, son 7 días")]
)
def test_a_limit_said_again_is_confirmed(said, told):
    assert told in cast.ana_reads("qué garantía y qué prueba dan?", said)


def test_miles_are_held_against_kilometres():
    reply = cast.ana_reads("is there a return policy?", "i already drove 200 miles")
    assert "(200 miles) the 300 km of the trial period are over." in reply


def test_a_term_to_pay_in_has_not_gone_by(showroom):
    reply = cast.ana_reads("versa 2018", "con 80 a 60", "qué garantía dan?", "me late. y si le bajo a 4 años?")
    assert "48 meses" in reply
    assert "prueba" not in reply


def test_a_car_that_is_brought_back_is_none_to_give_in():
    reply = cast.ana_reads("oigan ya llevo 5 días con el carro y no me gusta, lo cambio?")
    assert "sigues dentro de los 7 días de prueba" in reply
    assert "Qué marca y modelo" not in reply


@pytest.mark.parametrize(
    "said", ["la garantía es de 3 meses?", "dan 6 meses de garantía?", "son 7 días para devolverlo, verdad?"]
)
def test_a_limit_asked_about_is_held_against_nothing(said):
    assert "Con lo que mencionas" not in cast.ana_reads("hola", said)


def test_who_writes_english_reads_it_in_english():
    reply = cast.ana_reads("can i return it?", "what if i drove 500 km already")
    assert "With what you mentioned (500 km) the 300 km of the trial period are over." in reply


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("si lo meto d taxi no pierdo la garantia?", "un auto de trabajo"),
        ("y si lo uso pa didi me respetan la garantia?", "un auto de trabajo"),
        ("la garantía vale si lo llevo a Texas?", "si vale fuera de México"),
        ("si le falla la caja, la garantía la cubre?", "qué cubre exactamente"),
        ("y si sale una falla quién paga, entra en garantía?", "quién paga la reparación"),
        ("if i drive it to the states is the warranty valid?", "whether it holds outside Mexico"),
    ],
)
def test_what_no_passage_says_of_their_case_is_owned_up_to(said, unknown):
    reply = cast.ana_reads("hola", said)
    assert unknown in reply, reply
    assert "3 meses" in reply


def test_no_passage_is_quoted_twice_in_a_row_where_something_else_answers():
    reply = cast.ana_reads("qué garantía dan?", "y si lo meto de uber pierdo la garantía?")
    assert "un auto de trabajo" in reply
    assert "Fuente" not in reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("gano como 14 mil al mes pero en efectivo, vendo ropa x face. q les enseño", "ingresos en efectivo"),
        ("yo cobro puras propinas, con que compruebo mis ingresos?", "ingresos en efectivo"),
        ("trabajo x mi cuenta y no tengo recibos, asi puedo sacar un credito?", "no puedo saberlo por aquí"),
        ("me mandan remesas de mi hijo, con eso compruebo ingresos?", "si cuentan remesas"),
        ("soy ama de casa, q papeles de ingresos llevo", "sin un empleo fijo"),
        ("q puedo llevar de ingresos si declaro en ceros?", "sin declarar ingresos"),
    ],
)
def test_who_earns_without_payslips_reads_what_proves_income(said, told):
    reply = cast.ana_reads("hola", said)
    assert "estados de cuenta" in reply, reply
    assert told in reply
    assert "formas de pago" not in reply


@pytest.mark.parametrize(
    "said",
    [
        "se puede sacar carro sin historial? nunca e tenido tarjeta ni nada",
        "nunca he sacado credito, ni tarjeta tengo, asi se puede?",
        "es mi primer credito, si me lo dan?",
    ],
)
def test_who_has_no_credit_history_reads_that_it_is_looked_at_first(said):
    reply = cast.ana_reads(said)
    assert "no puedo saberlo por aquí" in reply, reply
    assert "historial crediticio" in reply


@pytest.mark.parametrize(
    "said", ["mi recibo de luz viene a nombre de mi casero", "el recibo del agua sale a nombre de mi suegra, sirve?"]
)
def test_a_bill_in_another_name_is_no_purchase_in_it(said):
    reply = cast.ana_reads("hola", said)
    assert "nombre completo" in reply, reply
    assert "compras a nombre" not in reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("y con licencia en vez de ine?", "si sirve la licencia de conducir"),
        ("sirve una carta laboral de ingresos?", "si sirve una carta laboral"),
        ("puedo llevar carta de mi patron?", "si sirve una carta laboral"),
        ("y si mi esposa si tiene nomina?", "si cuentan los ingresos de otra persona"),
        ("puedo llevar pasaporte como identificacion?", "La página sí nombra el pasaporte."),
        ("los estados de cuenta sirven para comprobar ingresos?", "La página sí nombra los estados de cuenta"),
        ("is passport ok as ID? which documents", "Yes: our page names a passport."),
        ("i have no INE, only my residence card. is it ok? what documents", "whether a residence card will do"),
    ],
)
def test_of_a_paper_it_is_told_whether_a_page_names_it(said, told):
    assert told in cast.ana_reads("hola", said)


def test_what_a_passage_is_about_is_told_in_english():
    assert "It is about the papers that are asked for." in cast.ana_reads("hi", "what documents do you ask for?")


@pytest.mark.parametrize(
    "said",
    [
        "y si me gusta me lo puedo llevar ese dia? pagaria de contado",
        "si lo pago completo hoy mismo me lo llevo?",
        "me lo entregan luego luego si pago todo?",
    ],
)
def test_whether_it_can_be_taken_the_same_day_is_owned_up_to(said):
    reply = cast.ana_reads("versa 2018", "hay estacionamiento?", said)
    assert "si te lo llevas el mismo día" in reply, reply
    assert "estacionamiento" not in reply


@pytest.mark.parametrize(
    "said", ["lo puedo apartar ya? no me lo vayan a ganar", "si doy un anticipo me lo separan?", "q no lo vendan porfa"]
)
def test_nobody_is_told_of_a_visit_at_home_who_wants_a_car_kept(said):
    reply = cast.ana_reads("versa 2018", said)
    assert "no puedo apartar autos" in reply, reply
    assert "domicilio" not in reply


def test_who_wants_to_be_called_is_told_of_the_call_and_known_by_name():
    said = "Prefiero que me llame una persona, no soy muy buena con esto. Mañana despues de las 10. Soy Graciela Ponce"
    reply = cast.ana_reads("versa 2018", said)
    assert "Graciela Ponce" in reply
    assert "con lo que dices de la llamada" in reply


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("y la transmision si entra?", "qué cubre exactamente"),
        ("y si lo trabajo de didi?", "un auto de trabajo"),
        ("y en usa?", "si vale fuera de México"),
    ],
)
@pytest.mark.parametrize("first", ["qué garantía dan?", "después de 4 meses ya no me cubre nada?"])
def test_a_short_question_on_their_case_goes_on_from_the_warranty(first, said, unknown):
    reply = cast.ana_reads(first, said)
    assert f"No tengo ese dato: {unknown}" in reply or unknown in reply.split(".")[0], reply


def test_a_second_question_that_is_announced_is_answered():
    assert "7 días o 300 km" in cast.ana_reads("hola, necesito factura y quiero saber si puedo regresar el carro")


@pytest.mark.parametrize(
    "said",
    [
        "qué papeles piden para el crédito? tengo pasaporte, mi ine ya se venció",
        "que documentos ocupo. traigo pasaporte, la ine la tengo vencida",
        "qué requisitos son? mi ine está vencida pero tengo pasaporte",
    ],
)
def test_a_list_asked_for_twice_is_told_once_and_of_an_expired_paper_no_page_says_yes(said):
    reply = cast.ana_reads("hola", said)
    assert reply.count("Comprobante de domicilio:") == 1, reply
    assert "La página sí nombra el pasaporte." in reply, reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("y si no me dan recibos de nómina en mi trabajo? yo no tengo nómina", "En lugar de los recibos de nómina"),
        ("se puede sin nómina? cómo compruebo mis ingresos", "los estados de cuenta bancarios y las declaraciones"),
        ("no tengo nomina q papeles ocupo", "las declaraciones de impuestos"),
        ("perdí mi ine, qué papeles puedo llevar", "En lugar de la INE, la página también nombra el pasaporte."),
    ],
)
def test_who_lacks_a_paper_is_told_which_others_prove_the_same(said, told):
    reply = cast.ana_reads("hola", said)
    assert told in reply, reply
    assert "ingresos en efectivo" not in reply


@pytest.mark.parametrize(
    "said",
    ["me la llevan hasta Chihuahua?", "hacen envíos a Mérida?", "entregan en Durango?", "lo mandarían a Tijuana?"],
)
def test_of_bringing_a_car_elsewhere_what_is_published_of_bringing_it_is_told(said):
    reply = cast.ana_reads("versa 2018", said)
    assert reply.startswith("No tengo ese dato: si lo llevamos hasta allá."), reply
    assert "hasta la puerta de tu casa" in reply


@pytest.mark.parametrize("said", ["tienen entrega a domicilio?", "hacen entregas a domicilio", "envían a domicilio?"])
def test_a_home_is_where_a_car_is_brought_and_no_hand_over(said):
    steps = "<p>Asegura tu compra y domicilia los pagos mensuales.</p><p>Agenda la entrega</p><p>Firma el contrato y"
    there = PAGE.replace("<h2>Entrega</h2>", "<h2>Pasos</h2>").replace(
        "<p>Agenda la entrega: firma el contrato y", steps
    )
    ingestion.ingest_html(html=there.encode(), source_url="https://www.kavak.com/mx/blog/compra", extract=extract)
    reply = cast.ana_reads("hola", said)
    assert "hasta la puerta de tu casa" in reply, reply
    assert "recibe las llaves" not in reply


HOW_THE_PLAN_GOES = PAGE.replace(
    "<h2>Plan de pagos</h2>",
    "<h2>¿Cómo funciona el plan de pago a meses?</h2><p>Solicita tu plan de pagos: conoce en dos minutos las opciones. "
    "Completa los datos para recibir tu plan. Realiza el primer pago y domicilia los pagos mensuales.</p>",
)
TRIAL, STEPS, NO_METHODS = "7 días o 300 km", "Solicita tu plan de pagos", "No tengo ese dato: las formas de pago"
OURS_IN_MONEYED_WORDS = [
    (["hola", "¿de cuánto es el tiempo de prueba?"], [TRIAL, "!Financiamos"]),
    (["hola", "cuantos dias me dan para probarlo"], [TRIAL, "!¿Qué auto quieres probar?"]),
    (["hola", "¿cuántos km puedo hacerle durante la prueba?"], [TRIAL]),
    (["hola", "¿cómo se solicita el plan de pagos?"], [STEPS, "!Financiamos"]),
    (["hola", "planes de pago"], ["Financiamos a", STEPS, "Fuente:"]),
    (["hola", "¿qué me piden para sacar el crédito?"], ["Comprobante de domicilio", "!Financiamos"]),
    (["doy mi aveo 2016 a cuenta", "¿cómo funciona el plan de pagos mensuales?"], [STEPS, "!No tengo ese dato"]),
    (["versa 2018", "plan de pagos"], ["¿Cuánto darías de enganche?", "!Solicita"]),
    (["hola", "¿les puedo dar un cheque certificado?"], [NO_METHODS]),
    (["hola", "¿reciben american express?"], [NO_METHODS, "!Chevrolet"]),
    (["hola", "qué medios de pago manejan"], [NO_METHODS, "!Financiamos"]),
    (["hola", "forma de pago?"], [NO_METHODS, "!Financiamos"]),
]


def test_what_is_ours_to_tell_is_no_quote_nor_test_drive_for_the_words_that_both_have():
    ingestion.ingest_html(
        html=HOW_THE_PLAN_GOES.encode(), source_url="https://www.kavak.com/mx/blog/compra", extract=extract
    )
    assert cast.unread(OURS_IN_MONEYED_WORDS) == {}


@pytest.mark.parametrize(
    "asked",
    [
        "cuanto sale el cambio de propietario",
        "¿cuánto me saldría el cambio de propietario?",
        "¿cuánto cobran por el cambio de propietario?",
    ],
)
def test_a_price_is_told_in_whatever_words_it_is_asked_for(asked):
    ingestion.ingest_faq(
        question="¿Cuánto cuesta el cambio de propietario?", answer="El cambio de propietario cuesta 2,900 pesos."
    )
    assert "2,900 pesos" in cast.ana_reads("hola", asked)


WASHING = "Servicio de lavado y detallado\n\nEl lavado exterior cuesta 250 pesos. Se pide en la recepción de la sede."
OF_OTHER_WORK = [
    (["hola", "¿hacen pintura?"], ["No tengo ese dato", "!250 pesos"]),
    (["hola", "¿cuánto tardan en el lavado?"], ["No tengo ese dato", "!7 días"]),
    (["hola", "¿cuánto tarda el encerado?"], ["No tengo ese dato", "!7 días", "!cinco días"]),
    (["hola", "¿hacen lavado?"], ["250 pesos"]),
]


def test_what_is_published_of_one_work_is_not_told_of_another():
    ingestion.ingest_file(
        content=WASHING.encode(), name="lavado.txt", content_type="text/plain", source_url="https://ejemplo.mx/lavado"
    )
    ingestion.ingest_faq(question="¿Cuánto tardan las placas?", answer="Las placas tardan cinco días hábiles.")
    assert cast.unread(OF_OTHER_WORK) == {}


STATED = "Todo el papeleo se hace de forma digital, sin salir de casa."
ALL_ONLINE = PAGE.replace(
    "</h1>",
    f"</h1><h2>{STATED}</h2><p>Elige el auto en el catálogo en línea y agenda una videollamada con un asesor.</p>"
    "<h2>Nuestra ayuda</h2><p>Nadie hace trámites por su cuenta: los trámites los sigue un asesor por teléfono.</p>",
    1,
)
REMOTELY = [
    (["hola", "¿el trámite completo se puede hacer por internet?"], [STATED, "videollamada", "!INE"]),
    (["hola", "puedo hacer el papeleo en linea?"], [STATED, "!INE"]),
    (["hola", "¿es en línea el proceso?"], [STATED]),
    (["hola", "qué documentos pido para hacer el trámite en línea"], ["INE"]),
]


def test_whether_all_is_done_remotely_asks_for_no_papers_and_a_heading_that_says_so_is_told():
    ingestion.ingest_html(html=ALL_ONLINE.encode(), source_url="https://ejemplo.mx/compra", extract=extract)
    assert cast.unread(REMOTELY) == {}


def test_the_address_of_a_page_promises_nothing():
    travelling = (
        "<h1>Traslado</h1><h2>Cómo viaja</h2><p>Los autos foráneos viajan en camión cerrado, nunca rodando.</p>"
    )
    address = "https://ejemplo.mx/entrega-a-domicilio-con-descuento"
    ingestion.ingest_html(html=travelling.encode(), source_url=address, extract=extract)
    assert f"Fuente: {address}" in cast.ana_reads("hola", "¿los foráneos viajan rodando o en camión?")


def test_an_age_that_no_page_states_is_owned_up_to_beside_what_it_tells_of_credit():
    reply = cast.ana_reads("versa 2018", "hay limite de edad para el plan de pagos a credito?")
    assert "No tengo ese dato: la edad que se pide." in reply, reply


@pytest.mark.parametrize("said", ["cuanto se tarda la aprobacion", "que papeles ocupo y en cuantos dias autorizan?"])
def test_how_long_the_approval_takes_is_not_whether_it_is_given(said):
    reply = cast.ana_reads("versa 2018", said)
    assert "cuánto tarda la aprobación" in reply, reply
    assert "no puedo saberlo por aquí" not in reply


def test_whether_it_is_approved_is_answered_beside_how_long_that_takes():
    assert "no puedo saberlo por aquí" in cast.ana_reads("versa 2018", "me lo autorizan? y cuanto tarda")
