"""Ana says what she can pay a month: what that buys, what she must pay down, and her quote in writing."""

from decimal import Decimal

import pytest

from catalog import inventory
from catalog.criteria import CarCriteria
from catalog.models import Car
from conversations import turns
from conversations.agent import choose_brain
from conversations.agent.tools import ToolContext, find_affordable_cars
from conversations.dialogue import rendering
from conversations.dialogue.facts import Budget, DownPayments, Fact, Misuse, QuoteDocument
from conversations.dialogue.plan import Affordable, Document, Quote, ReplyPlan
from conversations.dialogue.state import DialogueState
from conversations.tests import cast
from conversations.tests.test_guard import COROLLA, VERSA, a_quote, codes
from financing.models import Quote as QuoteRecord
from financing.quotation import Changes, PriceLimit

DIALOGUES = {
    "a monthly payment alone buys without a down payment": (
        ["quiero pagar unos 5 mil al mes, que me ofreces?"],
        ["Pagando hasta $5,000 al mes sin dar enganche", "A 6 años (72 meses): de hasta $269,893", "Nissan Versa 2020"],
    ),
    "and the down payment that follows buys more": (
        ["quiero pagar unos 5 mil al mes", "60 mil"],
        ["con $60,000 de enganche", "de hasta $329,893", "1. Toyota Corolla 2020"],
    ),
    "both may be said at once": (
        ["con 60 mil de enganche y 5 mil mensuales que me alcanza"],
        ["con $60,000 de enganche", "A 4 años (48 meses): de hasta $257,140"],
    ),
    "only the cars of the wish are shown": (
        ["un nissan pagando maximo $5,000 al mes"],
        ["1. Nissan Versa 2020", "2. Nissan Versa 2018"],
    ),
    "what is out of reach is said": (
        ["puedo pagar 500 al mes, hay algo?"],
        ["No encontré autos que te alcancen así", "¿Cuánto darías de enganche?"],
    ),
    "the needed down payment of a car is found": (
        ["touareg", "cuanto tendria que dar de enganche para pagar 8 mil al mes?"],
        ["por *Volkswagen Touareg 2018*, con precio de $461,999", "A 6 años (72 meses): enganche de $30,169.41 MXN"],
    ),
    "so is that of a price": (
        ["¿cuánto enganche necesito para pagar 4 mil al mes por un auto de 280 mil?"],
        ["con precio de $280,000", "A 5 años (60 meses): enganche de $91,738.29 MXN"],
    ),
    "the car may be chosen after the question": (
        ["¿cuánto enganche para pagar 4 mil al mes por el versa?", "el segundo"],
        ["*Nissan Versa 2020*", "A 6 años (72 meses): enganche de $50,084.07 MXN"],
    ),
    "the years that keep within a payment are found": (
        ["versa 2018", "60 mil", "¿en cuántos años para pagar menos de 3500?"],
        ["Para pagar hasta $3,500 al mes necesitas 5 años (60 meses) o más.", "$3,420.75 MXN al mes"],
    ),
    "or that there are none": (
        ["versa 2018", "60 mil", "¿a cuántos meses para pagar 2 mil?"],
        ["Pagando hasta $2,000 al mes no alcanza ningún plazo"],
    ),
    "another price to spend ends the budget": (
        ["quiero pagar 5 mil al mes", "mejor de menos de 250 mil"],
        ["(hasta $250,000)"],
    ),
    "and what can be paid a month ends a price to spend": (
        ["tengo 100 mil pesos, qué me alcanza?", "100 mil de enganche y máximo 5500 mensuales"],
        ["con $100,000 de enganche", "1. Toyota Corolla 2020"],
    ),
    "a lower payment is a payment": (
        ["quiero pagar 5 mil al mes con 60 mil de enganche", "que no pase de 4,500"],
        ["Pagando hasta $4,500 al mes con $60,000 de enganche"],
    ),
    "a percentage is asked for in pesos": (["quiero pagar 5 mil al mes con 20% de enganche"], ["enganche en pesos"]),
    "several terms are quoted together": (
        ["versa 2018", "con 50 mil a 3, 4 y 5 años"],
        ["enganche $50,000", "3 años (36 meses)", "4 años (48 meses)", "5 años (60 meses)"],
    ),
    "so are two with their unit": (
        ["versa 2018 con 50 mil a 48 meses", "mejor a 36 meses o 60 meses"],
        ["enganche $50,000", "3 años (36 meses)", "5 años (60 meses)"],
    ),
    "a quote that nobody asked for cannot be sent": (["mandame la cotizacion en pdf"], ["no tengo una cotización"]),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("story", DIALOGUES)
def test_ana_reads_what_her_money_buys(story, showroom):
    said, read = DIALOGUES[story]
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert [words for words in read if words not in last] == [], last


@pytest.mark.django_db(transaction=True)
def test_a_quote_given_in_a_chat_is_kept_and_sent_as_a_link(showroom, client):
    for body in ("versa 2018", "60 mil a 48 meses", "me la mandas en pdf?"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    kept = QuoteRecord.objects.get()
    assert (kept.origin, kept.stock_id, kept.down_payment) == (f"chat:{chat.pk}", 101, 60_000)
    link = cast.replies(chat)[-1].split()[-1]
    path = "/" + link.partition("//")[2].partition("/")[2]
    assert client.get(path)["Content-Type"] == "application/pdf"


@pytest.mark.django_db(transaction=True)
def test_the_quote_given_last_is_sent_whatever_was_searched_for(showroom):
    for body in (
        "algo de menos de 300 mil",
        "el 1 con 60 mil a 48 meses",
        "touareg con 60 mil",
        "versa 2018 con 60 mil a 48 meses",
    ):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    turns.answer(cast.writes("mandamela en pdf").pk, brain=choose_brain("offline"))
    assert "cotización de Nissan Versa 2018 en PDF" in cast.replies(chat)[-1]


@pytest.mark.django_db(transaction=True)
def test_a_quote_asked_for_with_its_pdf_is_given_first(showroom):
    for body in ("versa 2018", "cotizame con 60 mil a 48 meses y mandamela en pdf"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    assert "$4,083.35 MXN al mes" in cast.replies(chat)[-1]
    assert "responde PDF" in cast.replies(chat)[-1]
    turns.answer(cast.writes("PDF").pk, brain=choose_brain("offline"))
    assert "/cotizaciones/" in cast.replies(chat)[-1]


@pytest.mark.django_db(transaction=True)
def test_a_quote_sent_after_its_car_was_repriced_says_so(showroom):
    for body in ("versa 2018", "60 mil a 48 meses"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    inventory.change_car(car=Car.objects.get(stock_id=101), price=Decimal(215_999))
    turns.answer(cast.writes("mandame la cotizacion en pdf").pk, brain=choose_brain("offline"))
    assert "el precio del auto cambió, hoy es de $215,999" in cast.replies(chat)[-1]


# ── The guard on budgets ────────────────────────────────────────────────────────────────────────────────────────
# 160,999 over 48 months is 4,083.35; 313,999 - 60,000 = 253,999 over 72 months is 4,705.55.
LIMITS = tuple(PriceLimit(months, Decimal(price)) for months, price in ((48, "257140.58"), (72, "329893.59")))
QUOTES = (a_quote(COROLLA, 60_000, 72), a_quote(VERSA, 60_000, 48))
BUDGET = Fact("b", "find_affordable_cars", {}, Budget(Decimal(5000), Decimal(60_000), CarCriteria(), LIMITS, QUOTES, 2))
NEEDED = Fact(
    "n",
    "find_down_payment",
    {},
    DownPayments(VERSA, Decimal(4100), (a_quote(VERSA, 60_000, 48), a_quote(VERSA, 0, 72))),
)
LINK = "https://agent.example.com/cotizaciones/9f3e2a10-aaaa~Zx48_7:30-2019-k.pdf"  # nothing in it is said of anything
DOCUMENT = Fact(
    "d", "get_quote_document", {}, QuoteDocument(LINK, VERSA.title, VERSA.stock_id, Changes(price_now=Decimal(215_999)))
)


@pytest.mark.parametrize(("part", "fact"), [(Affordable("b"), BUDGET), (Quote("n"), NEEDED), (Document("d"), DOCUMENT)])
def test_what_code_writes_of_budgets_passes(part, fact):
    text = rendering.render(ReplyPlan((part,)), facts=(fact,), state=DialogueState())
    assert codes(text, facts=(fact,)) == set(), text


@pytest.mark.parametrize(
    "lie",
    [
        "A 4 años (48 meses): de hasta $329,893",  # the limit of six years
        "A 6 años (72 meses): de hasta $350,000",
        "El Versa 2018 queda en 48 meses de $4,705.55 al mes",  # the Corolla's
        "Corolla 2020: mensualidad de $4,083.35",  # the Versa's
        "Pagando hasta $6,000 al mes te alcanza",
        "El Corolla 2020 cuesta $5,000",  # what she can pay
        "El Corolla 2020 queda en $5,000 al mes",
        "El Versa 2018 cuesta hasta $257,140",  # a limit
        "El Corolla 2020 lo tenemos desde $257,140",
        "Sin enganche te alcanza hasta $329,893",  # found for 60,000 down
        "El Corolla 2020 cuesta $215,999",  # what the Versa costs now
        f"Aquí está tu cotización del Toyota Corolla 2020 en PDF: {LINK}",
        "Tu cotización: https://agent.example.com/cotizaciones/xyz.pdf",
    ],
)
def test_lies_about_budgets_are_blocked(lie):
    assert codes(lie, facts=(BUDGET, DOCUMENT)), lie


@pytest.mark.parametrize(
    "lie",
    ["A 4 años (48 meses): enganche de $0", "El Versa 2018 el enganche es de $60,000 a 6 años (72 meses)"],
)
def test_the_down_payment_of_one_term_is_not_that_of_another(lie):
    assert codes(lie, facts=(NEEDED,)), lie


def test_a_model_cannot_make_up_a_down_payment_or_a_payment():
    context = ToolContext(customer_amounts=frozenset({Decimal(5000)}))
    for made_up in ({"monthly_payment": 6000}, {"monthly_payment": 5000, "down_payment": 150_000}):
        assert isinstance(find_affordable_cars.TOOL.call(made_up, context), Misuse)
