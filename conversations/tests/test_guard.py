"""The guard: what may go out and what may not, for the same facts. The lies are the ones that models tell."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.spelling import Vocabulary
from conversations.agent import checking
from conversations.dialogue import rendering, unknown_wording, wording
from conversations.dialogue.facts import CarDetails, CarQuote, Excerpt, Excerpts, Fact, FinancingTerms
from conversations.dialogue.plan import Ask, Cars, Handover, Quote, ReplyPlan, Say, Slot
from conversations.dialogue.state import DialogueState
from financing import amortization
from financing.quotation import Quotation, Refusal, RefusalCode

RATE = Decimal("0.1")
LEGAL_LINE = "Cotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones."


def a_car(stock_id, make, model, year, price, km, version, **more):
    """Return a car as a search finds it."""
    stated = {"bluetooth": True, "car_play": None, "length_mm": None, "width_mm": None, "height_mm": None, **more}
    return CarMatch(
        uuid.UUID(int=stock_id), stock_id, make, model, version, year, Decimal(price), km, status="available", **stated
    )


VERSA = a_car(173312, "Nissan", "Versa", 2018, 220_999, 69_630, "1.6 EXCLUSIVE AUTO", length_mm=Decimal(4492))
COROLLA = a_car(305016, "Toyota", "Corolla", 2020, 313_999, 29_377, "1.8 LE AUTO")
PEUGEOT = a_car(287196, "Peugeot", "208", 2018, 232_999, 73_414, "1.6 FELINE MT")
MAZDA = a_car(229702, "Mazda", "Mazda 3", 2015, 215_999, 95_136, "2.5 HATCHBACK S GT TA")
CARS = (VERSA, COROLLA, PEUGEOT, MAZDA)


def a_quote(car, down_payment, *months):
    """Return a quote of `car` over these terms."""
    price, down_payment = car.price, Decimal(down_payment)
    plans = tuple(amortization.plan(principal=price - down_payment, annual_rate=RATE, months=term) for term in months)
    return CarQuote(car, Quotation(price, down_payment, RATE, plans, 1, LEGAL_LINE))


# 220,999 - 60,000 = 160,999: 36 months 5,194.98; 48 months 4,083.35 and 196,000.80 in all; 60 months 3,420.75.
FOUND = Fact("found", "search_cars", {}, SearchResult(CarCriteria(max_price=Decimal(350_000)), CARS, 17))
QUOTED = Fact("quoted", "calculate_financing", {}, a_quote(VERSA, 60_000, 36, 48, 60))
HOURS = Fact(
    "hours",
    "search_knowledge_base",
    {},
    Excerpts(
        "horario",
        (Excerpt("Lunes a Sábados: 9:00 a.m. - 6:00 p.m.", "Kavak Explanada", "https://www.kavak.com/mx/blog/sedes"),),
    ),
)
TRIAL = Fact(
    "trial",
    "search_knowledge_base",
    {},
    Excerpts(
        "devolución",
        (
            Excerpt(
                "Tienes 7 días o 300 km. Además, una garantía de 3 meses.", "", "https://www.kavak.com/mx/blog/sedes"
            ),
        ),
    ),
)
TERMS = Fact("terms", "calculate_financing", {}, FinancingTerms(RATE, (3, 4, 5, 6)))
FACTS = (FOUND, QUOTED, HOURS, TRIAL, TERMS)


WRITTEN_BY_STAFF = Fact(
    "written",
    "search_knowledge_base",
    {},
    Excerpts("queja", (Excerpt("¿Y las quejas?\nEscribe a quejas@ejemplo.com.", "¿Y las quejas?", "", is_faq=True),)),
)


def codes(text, *, facts=FACTS, customer="busco un auto", state=None):
    """Return what the guard objects to."""
    found = checking.problems(text, facts=facts, customer=customer, state=state or DialogueState())
    return {verdict.code for verdict in found}


# ── What code renders goes out ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "plan",
    [
        ReplyPlan((Cars((173312, 305016, 287196, 229702)), Say(wording.MORE_HINT))),
        ReplyPlan((Cars((173312,)), Say(wording.CARD_HINT))),
        ReplyPlan((Cars((287196,)), Say(wording.CARD_HINT))),
        ReplyPlan((Cars((305016, 287196)),)),
        ReplyPlan((Quote("quoted"),)),
        ReplyPlan((Cars((173312,)), Quote("quoted"), Ask(Slot.CAR))),
        ReplyPlan((Say(HOURS.value.found[0].text), Cars((305016,)))),
        ReplyPlan((Say(TRIAL.value.found[0].text),)),
        ReplyPlan((Handover("asked"),)),
        *(ReplyPlan((Ask(slot),)) for slot in Slot),
    ],
)
def test_what_code_writes_passes(plan):
    text = rendering.render(plan, facts=FACTS, state=DialogueState())
    assert codes(text) == set(), text


def test_a_second_page_passes():
    state = DialogueState(offset=5, total=17, shown=(1, 2, 3, 4, 5))
    text = rendering.render(ReplyPlan((Cars((173312, 305016, 287196, 229702)),)), facts=FACTS, state=state)
    assert "6. Nissan Versa 2018" in text
    assert codes(text, state=state) == set()


def test_the_nearest_cars_pass_with_the_condition_they_miss():
    criteria = CarCriteria(max_price=Decimal(150_000), min_year=2021, max_km=20_000)
    nearest = Fact("near", "search_cars", {}, SearchResult(criteria, CARS, 0, relaxed="price"))
    text = rendering.render(ReplyPlan((Cars((173312, 287196)),)), facts=(nearest,), state=DialogueState())
    assert "$150,000" in text
    assert codes(text, facts=(nearest,)) == set()


@pytest.mark.parametrize("code", list(RefusalCode))
def test_refused_quotes_pass(code):
    refusal = Refusal(code, VERSA.price, Decimal(250_000), Decimal(20_000), (3, 4, 5, 6))
    refused = Fact("refused", "calculate_financing", {}, CarQuote(VERSA, refusal))
    text = rendering.render(ReplyPlan((Quote("refused"),)), facts=(refused,), state=DialogueState())
    assert codes(text, facts=(refused,)) == set()


@pytest.mark.parametrize(
    "words",
    [
        value
        for value in vars(wording).values()
        if isinstance(value, str) and value.endswith((".", "?")) and "{" not in value
    ],
)
def test_our_own_fixed_sentences_pass(words):
    assert codes(words, facts=()) == set()


# ── What a model may say in its own words ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "El Nissan Versa 2018 cuesta $220,999 y tiene 69,630 km.",
        "El Versa 2018 está en 220,999 pesos.",
        "El Nissan Versa 2018 está en $220,999 y el Toyota Corolla 2020 en $313,999.",
        "Toyota Corolla 2020: $313,999, 29,377 km.\nNissan Versa 2018: $220,999, 69,630 km.",
        "Tengo el Peugeot 208 2018 en $232,999, con 73,414 km.",
        "El Mazda 3 2015 cuesta $215,999.",
        "Encontré 17 autos hasta $350,000. ¿Te muestro más?",
        "Con $60,000 de enganche, el Nissan Versa 2018 queda a 48 meses en $4,083.35 MXN al mes.",
        "A 4 años (48 meses) pagarías $4,083.35 al mes; en total $196,000.80 MXN.",
        "A 36 meses son $5,194.98 al mes y a 60 meses $3,420.75 al mes.",
        "La tasa es de 10 % anual y los plazos son de 3, 4, 5 o 6 años.",
        "Lunes a Sábados: 9:00 a.m. - 6:00 p.m.",
        "Puedes leerlo en https://www.kavak.com/mx/blog/sedes",
        "Tienes 7 días o 300 km. Además, una garantía de 3 meses.",
        "No tengo ese dato, ¿te comunico con una persona del equipo?",
        "¡Claro! Te muestro 3 opciones.",
        "Mide 4492 mm de largo.",
        "Nissan Versa 2018 y Toyota Corolla 2020: $220,999 y $313,999.",
        "El Versa 2018 ($220,999) es más barato que el Corolla 2020 ($313,999).",
        "Por $313,999 te llevas el Toyota Corolla 2020.",
        "El precio total del Nissan Versa 2018 es de $220,999.",
        "El total a financiar es de $160,999 y los intereses a 48 meses son $35,001.80.",
        "$4,083.35 al mes a 48 meses y $3,420.75 al mes a 60 meses.",
        "Mensualidad de $4,083.35 MXN durante 48 meses.",
        "No manejo ese dato; mañana te responde una persona.",
        "¿Prefieres automático o estándar?",
        "El número 1 es el Nissan Versa 2018 y el 2 es el Toyota Corolla 2020.",
        "Puedes pagar el Versa 2018 a 36, 48 o 60 meses.",
        "No manejo descuentos.",
        "No te puedo asegurar que tu crédito sea aprobado.",
        "Por aquí no podemos apartarlo, pero te comunico con una persona.",
        "La cotización está sujeta a que el crédito sea autorizado.",
        "Tienes 7 días o 300 km.",
        "Además, una garantía de 3 meses.",
        "La garantía es de 3 meses.",
        "Tienes 7 días para devolverlo.",
        "No tengo el dato del color.",
        "No sé si el Nissan Versa 2018 tiene quemacocos.",
        "El Nissan Versa 2018 tiene Bluetooth.",
        "El Nissan Versa 2018: CarPlay no registrado.",
        "¿Lo quieres con CarPlay?",
        "Los plazos van de 3 a 6 años.",
        "El _Nissan Versa 2018_ cuesta *$220,999*.",
        "Mil gracias por escribirnos.",
        "No tenemos sede en Tijuana.",
        "Kavak Explanada: Lunes a Sábados: 9:00 a.m. - 6:00 p.m.",
    ],
)
def test_what_is_true_passes(text):
    assert codes(text) == set()


def test_the_customers_own_figures_may_be_repeated_as_theirs():
    customer = "tengo 80 mil de enganche y busco algo de 250 mil"
    assert (
        codes("Con tu enganche de $80,000 y un presupuesto de $250,000, te muestro opciones.", customer=customer)
        == set()
    )


# ── What nobody may say ─────────────────────────────────────────────────────────────────────────────────────────

LIES = {
    "a price that is no car's": "El Nissan Versa 2018 cuesta $199,999.",
    "another car's price": "El Nissan Versa 2018 cuesta $313,999.",
    "another car's price, further down": "Nissan Versa 2018: $313,999.\nToyota Corolla 2020: $220,999.",
    "two prices swapped in one sentence": "El Nissan Versa 2018 está en $313,999 y el Toyota Corolla 2020 en $220,999.",
    "another car's price, in a list": "1. Mazda 3 2015, 2.5 HATCHBACK S GT TA: $220,999, 95,136 km",
    "another car's price, without its year": "El Corolla cuesta $220,999.",
    "a price in words": "El Nissan Versa 2018 cuesta doscientos mil pesos.",
    "a price in thousands": "El Nissan Versa 2018 cuesta 245 mil.",
    "a price in k": "Te sale en 199k.",
    "a price with a dot": "El Nissan Versa 2018 cuesta $199.999.",
    "a price in half millions": "Cuesta medio millón.",
    "a price in words, without pesos": "Te lo doy en ciento noventa mil.",
    "kilometres of nobody": "El Nissan Versa 2018 tiene 30,000 km.",
    "another car's kilometres": "El Nissan Versa 2018 tiene 29,377 km.",
    "kilometres in thousands": "Tiene apenas 30 mil km.",
    "a year of nobody": "Tengo un Nissan Versa 2022.",
    "the total for the payment": "A 48 meses pagarías $196,000.80 al mes.",
    "the payment for the total": "A 48 meses pagarías en total $4,083.35.",
    "the payment of another term": "A 48 meses pagarías $5,194.98 al mes.",
    "the payment of another term, in years": "A 5 años son $4,083.35 MXN al mes.",
    "a payment of nobody": "Pagarías $3,999.00 al mes.",
    "a term that is not offered": "También lo financiamos a 84 meses.",
    "a term that is not offered, in years": "Te lo financiamos a 7 años.",
    "a rate of nobody": "La tasa es de 8.9 % anual.",
    "a rate in words": "La tasa es del ocho por ciento.",
    "the price for the down payment": "El enganche es de $220,999.",
    "the customer's amount as a price": "El Nissan Versa 2018 cuesta $180,000.",
    "an hour": "En Midtown Guadalajara abrimos de 10:00 a 19:00.",
    "an hour without minutes": "Abrimos de 10 am a 7 pm.",
    "an hour in words": "Abrimos de las diez de la mañana a las siete de la tarde.",
    "an hour with a las": "Cerramos a las 8 de la noche.",
    "the hours of one site for another": "Kavak Midtown abre de 9:00 a.m. a 6:00 p.m.",
    "a link": "Compra en https://kavak-ofertas.com/hoy",
    "a link without scheme": "Entra a kavak-ofertas.com",
    "a short link": "Mira bit.ly/kavak1",
    "a chat link": "Escríbeme a wa.me/5215512345678",
    "an address": "Manda tu INE a ventas@gmail.com",
    "a phone number": "Llama al 55 1234 5678.",
    "a phone number in one piece": "Llama al 5512345678.",
    "a discount": "Te hago un descuento si vienes hoy.",
    "a cheaper price": "Te lo puedo bajar un poco.",
    "an approval": "Tu crédito está aprobado.",
    "an approval in advance": "Ya estás preaprobada.",
    "an approval promised": "Te aprobamos el crédito en minutos.",
    "a reservation": "Listo, te lo aparté hasta mañana.",
    "a reservation in the present": "Te aparto el auto.",
    "a promise": "Te garantizo que no falla.",
    "a present": "Incluye seguro gratis.",
    "an owner count": "Es de un solo dueño y nunca ha chocado.",
    "no credit check": "Sin checar buró de crédito.",
    "interest free": "Son meses sin intereses.",
    "the hours of one site, word for word, for another": "Kavak Midtown\nLunes a Sábados: 9:00 a.m. - 6:00 p.m.",
    "the trial's days for the guarantee": "La garantía es de 7 días.",
    "equipment of nobody": "El Toyota Corolla 2020 trae quemacocos y asientos de piel.",
    "equipment that nobody stated": "El Nissan Versa 2018 tiene CarPlay.",
    "a site of nobody": "Sí, tenemos sede en Tijuana.",
    "a currency glued to its amount": "Cuesta MXN300,000.",
    "a currency glued to a small amount": "Cuesta MXN9,000.",
    "an amount in italics": "El Nissan Versa 2018 cuesta _300,000_.",
    "a unit before its figure": "El Nissan Versa 2018 tiene km76,000.",
    "a thousand in words": "Te queda en mil pesos al mes.",
    "an amount in words as it is spoken": "Te queda en cuatro quinientos al mes.",
    "an amount in one word": "Te queda en veinticinco.",
    "a paragraph that begins with an amount": "Te queda en\n4500. Saludos",
    "days that no page states": "Tienes 10 días para devolverlo.",
    "days in words that no page states": "Tienes diez días para devolverlo.",
    "hours without a word for them": "El horario es de 9 a 6.",
    "hours in words without a word for them": "El horario es de nueve a seis.",
    "an opening hour alone": "Abrimos 10 a 7 de lunes a sábado.",
    "a stock number as a price": "Te queda en $173,312.",
    "a place on no list": "Mira el 45.",
    "an authorisation": "Tu crédito ya está autorizado.",
    "an authorisation in advance": "Estás preautorizada.",
    "a reservation in the plural": "Te lo apartamos hoy mismo.",
    "an appointment": "Tu cita quedó agendada.",
    "a bonus": "Tenemos una bonificación por tu auto.",
    "a promotion": "Hay promociones esta semana.",
    "something free of charge": "Te lo llevamos sin costo.",
    "an only owner": "Ha tenido un solo dueño.",
    "a commitment behind another clause's negation": "No te preocupes, te aparto el auto.",
    "a commitment behind a reassuring no": "No te preocupes te aparto el auto.",
    "no problem with a discount": "No hay problema con el descuento.",
    "a negation of another thing": "No manejo descuentos pero te lo dejo en su precio, te aparto el auto.",
    "a shop": "Compra en kavak-ofertas.shop",
    "an online page": "Compra en ofertas.online hoy",
    "a handle": "Escríbenos a @kavakofertas",
    "a colour": "El Nissan Versa 2018 es de color rojo.",
    "a colour without the word": "El Nissan Versa 2018 es rojo.",
    "a camera": "El Nissan Versa 2018 trae cámara de reversa.",
    "CarPlay among other things": "El Nissan Versa 2018 cuenta con Bluetooth y CarPlay.",
    "a term of nobody among others": "Puedes pagarlo a 24, 36 o 48 meses.",
    "the weeks of nobody": "En 2 semanas te lo entregamos.",
    "the months of the terms for the guarantee": "Tiene garantía de 36 meses.",
    "nothing": "  ",
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_not_so_is_blocked(lie):
    customer = "¿me dejas el versa en 180 mil? confirma que cuesta 180,000"
    assert codes(LIES[lie], customer=customer), LIES[lie]


# ── The customer's figures are no truths ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("customer", "text"),
    [
        ("quiero pagar 3,000 al mes", "El Versa te queda en $3,000 al mes a 48 meses."),
        ("quiero pagar 3,000 al mes", "Tenemos mensualidades desde $3,000."),
        ("quiero pagar 3,000 al mes", "Mencionaste $3,000, así que el Versa te queda en $3,000 al mes."),
        ("véndemelo en 200 mil", "De acuerdo, en $200,000 es tuyo."),
        ("véndemelo en 200 mil", "De acuerdo, en $200,000."),
        ("véndemelo en 200 mil", "Te lo damos en $200,000."),
        ("¿5%?", "Sí, tu tasa es de 5 % anual."),
        ("20,000 km?", "Sí, el Versa 2018 tiene 20,000 km."),
        ("20,000 km?", "Sí, el Versa 2018 tiene menos de 20,000 km."),
        ("es 2022?", "Sí, el Versa es 2022."),
        ("garantía de 24 meses?", "Sí, tiene garantía de 24 meses."),
        ("lo quiero a 84 meses", "Claro, también lo financiamos a 84 meses."),
    ],
)
def test_what_the_customer_says_does_not_become_so(customer, text):
    state = DialogueState(wish=CarCriteria(min_year=2022, max_year=2022, max_km=20_000, max_price=Decimal(200_000)))
    assert codes(text, customer=customer), text
    assert codes(text, customer=customer, state=state), text


@pytest.mark.parametrize(
    ("customer", "text"),
    [
        ("quiero pagar 3,000 al mes", "Mencionaste $3,000 al mes."),
        ("quiero pagar 3,000 al mes", "Quieres pagar $3,000 al mes, ¿verdad?"),
        ("véndemelo en 200 mil", "Tu presupuesto es de $200,000."),
        ("20,000 km?", "Te busco uno con hasta 20,000 km."),
        ("es 2022?", "Preguntas por un 2022: no lo tengo."),
        ("2022 o más nuevo", "¿Te muestro autos 2022 en adelante?"),
        ("lo quiero a 84 meses", "84 meses no los manejamos."),
        ("algo de 200 a 250 mil", "Te muestro autos de $200,000 a $250,000."),
        ("con el 20 %", "Con 20 % de enganche serían $44,199.80 por el Versa 2018."),
        ("con el 20 %", "Para el Versa 2018, con 20 % de enganche serían $44,200."),
    ],
)
def test_what_the_customer_said_may_be_said_back(customer, text):
    assert codes(text, customer=customer) == set(), text


def test_a_share_of_another_price_is_no_share():
    text = "Para el Versa 2018, con 20 % de enganche serían $62,799.80."
    assert codes(text, customer="con el 20 %") == {"untraced_money"}


# ── Cars of nobody ──────────────────────────────────────────────────────────────────────────────────────────────

VOCABULARY = Vocabulary([(car.make, car.model) for car in CARS] + [("Nissan", "Sentra")])
TESLA = Fact(
    "none", "search_cars", {}, SearchResult(CarCriteria(makes=("Tesla",)), CARS, 0, "make", unknown=("Tesla",))
)
GUESS = Fact("guess", "search_cars", {}, SearchResult(CarCriteria(), (), 0, suggestions=(("Nissan", "Sentra"),)))


def foreign(text, *, facts=FACTS, customer="busco un auto"):
    """Return whether the guard, which knows the market's names, finds a car that no fact holds."""
    found = checking.problems(text, facts=facts, customer=customer, state=DialogueState(), vocabulary=VOCABULARY)
    return "foreign_car" in {verdict.code for verdict in found}


def test_no_name_of_a_car_goes_on_behind_a_comma():
    """A filter read back, "Chevrolet, hasta $170,000", sounds like a Chevrolet Astra."""
    asked = SearchResult(CarCriteria(makes=("Chevrolet",), max_price=Decimal(170_000)), (), 0)
    found = Fact("found", "search_cars", {}, asked)
    assert not foreign("No encontré Chevrolet, hasta $170,000.", facts=(found,), customer="chevy de menos de 170")


def test_a_car_that_no_tool_returned_is_not_offered():
    assert foreign("Tengo un Tesla Model Y disponible.")
    assert foreign("También hay un Nissan Sentra.")
    assert foreign("Tengo un Tesla disponible.", facts=(TESLA,), customer="tienes tesla?")


def test_a_car_that_was_found_suggested_or_asked_for_may_be_named():
    assert not foreign("El Versa 2018 y el Mazda 3 2015 te pueden gustar.")
    assert not foreign("¿Te referías a Nissan Sentra?", facts=(GUESS,))
    assert not foreign("No tenemos Tesla por ahora.", facts=(TESLA,))
    assert not foreign("Con gusto, ¿cuánto darías por tu Jetta?", customer="vendo mi jetta")


@pytest.mark.parametrize("words", [value for value in vars(wording).values() if isinstance(value, str)])
def test_our_own_words_name_no_car(words):
    assert not foreign(words or "-", facts=())


def test_a_fact_of_another_turn_is_no_fact():
    assert codes("El Nissan Versa 2018 cuesta $220,999.", facts=())


def test_details_of_one_car_bind_its_figures():
    details = Fact("details", "get_car_details", {}, CarDetails(173312, VERSA))
    assert codes("Cuesta $220,999.", facts=(details,)) == set()
    assert codes("Cuesta $313,999.", facts=(details,)) == {"untraced_money"}


def test_a_version_that_is_only_a_number_passes():
    found = (replace(VERSA, version="2.0"), COROLLA)
    fact = Fact("found", "search_cars", {}, SearchResult(CarCriteria(), found, 2))
    plan = ReplyPlan((Cars(tuple(car.stock_id for car in found)),))
    text = rendering.render(plan, facts=(fact,), state=DialogueState())
    assert codes(text, facts=(fact,)) == set()


def test_a_filter_read_back_is_no_claim_of_equipment():
    criteria = CarCriteria(models=("Versa",), car_play=True, transmission="automatic", max_year=2019)
    fact = Fact("found", "search_cars", {}, SearchResult(criteria, (replace(VERSA, car_play=None),), 0, "equipment"))
    plan = ReplyPlan((Cars((VERSA.stock_id,)),))
    text = rendering.render(plan, facts=(fact,), state=DialogueState())
    assert codes(text, facts=(fact,)) == set()


def test_an_excerpt_with_nothing_in_it_is_read_to_its_end():
    nothing = Fact("search_knowledge_base", "search_knowledge_base", {}, Excerpts("?", (Excerpt("", "", ""),)))
    assert codes("¿Qué auto buscas?", facts=(nothing,)) == set()


def said_of_nothing(sentence):
    """Return what the guard finds wrong with a sentence, in both languages, where nothing was looked up."""
    forms = [form for form in sentence.forms if form]
    return [checking.problems(form, facts=(), customer="", state=DialogueState()) for form in forms]


@pytest.mark.parametrize("topic", unknown_wording.NOT_KNOWN)
def test_what_is_not_known_of_us_is_said_by_its_name(topic):
    assert not any(said_of_nothing(unknown_wording.not_known({topic})))


@pytest.mark.parametrize("asked", [("color", "owners"), ("accidents", "service", "clearance"), ("traction", "trunk")])
def test_what_is_on_no_record_is_said_by_its_names(asked):
    assert not any(said_of_nothing(unknown_wording.not_on_record(asked)))


def test_the_names_of_what_is_not_known_may_not_be_promised():
    promised = "Te damos descuentos y la entrega en otro lugar."
    assert "commitment" in {
        one.code for one in checking.problems(promised, facts=(), customer="", state=DialogueState())
    }


def test_an_address_that_staff_wrote_is_theirs_to_the_letter():
    facts = (*FACTS, WRITTEN_BY_STAFF)
    assert codes("Tu queja la lee quejas@ejemplo.com.", facts=facts) == set()
    for other in ("https://ejemplo.com/pago", "ejemplo.com", "quejas@ejemplo.com.co", "pagos@ejemplo.com"):
        assert codes(f"Entra a {other}", facts=facts) == {"foreign_link"}, other
