"""Every grader accepts a right reply and refuses a wrong one: one that can never fail would prove nothing."""

from decimal import Decimal

import pytest

from catalog.models import Car
from conversations.evaluation.graders import GRADERS, always, explaining, grade, money
from conversations.evaluation.graders.choosing import WrongExpectation
from conversations.evaluation.hearing import Call, Heard
from conversations.tests import cast

pytestmark = pytest.mark.django_db

VERSAS = "1. Nissan Versa 2018: $220,999, 69,630 km\n2. Nissan Versa 2020: $265,999, 45,837 km"
CARD = "*Nissan Versa 2020*\nPrecio: $265,999\nKilometraje: 45,837 km"
QUOTE = "*Nissan Versa 2020*: precio $265,999, enganche $60,000. 4 años (48 meses): $5,224.67 MXN al mes"


def heard(text="", *, said="hola", calls=(), state="bot", memory=None, before=()):
    return Heard((said,), (text,) if text else (), tuple(calls), state, memory or {}, tuple(before))


FOUND = [Call("search_cars", {"max_price": "250000", "makes": ["Nissan"]})]


def replies():
    """Return, by grader, its argument, replies that are right, and replies that are wrong."""
    listed = heard(VERSAS)
    return {
        "cars": (
            {"where": {"model": "Versa"}, "order": "price"},
            [listed],
            [
                heard("Tenemos varios."),
                heard(f"No encontré Versa. Lo más cercano:\n{VERSAS}"),
                heard(CARD),
                heard("\n".join(reversed(VERSAS.splitlines()))),
                heard(f"{VERSAS}\n3. Toyota Corolla 2020: $313,999, 38,000 km"),
            ],
        ),
        "card": (
            {"place": 2},
            [heard(CARD, before=[listed])],
            [heard(VERSAS, before=[listed]), heard("*Nissan Versa 2018*: $220,999, 69,630 km", before=[listed])],
        ),
        "nearest": (
            {"missing": {"make": "Hyundai"}, "like": {"make": "Nissan"}},
            [heard(f"No tenemos Hyundai. Lo más cercano:\n{VERSAS}")],
            [heard(VERSAS), heard("No tenemos Hyundai."), heard("No tenemos. Toyota Corolla: $313,999, 38,000 km")],
        ),
        "mentions": ({"where": {"stock_id": 102}}, [heard("El Versa 2020 sí.")], [heard("El Versa 2018 sí.")]),
        "quote": (
            {"car": {"place": 2}, "down": 60000, "months": 48},
            [heard(QUOTE, before=[listed])],
            [
                heard(wrong, before=[listed])
                for wrong in (
                    QUOTE.replace("5,224.67", "5,224.70"),
                    QUOTE.replace("4 años (48", "5 años (60"),
                    QUOTE.replace("2020", "2018"),
                    QUOTE.replace("$60,000", "$50,000"),
                    QUOTE.replace("$265,999", "$265,998"),
                )
            ],
        ),
        "affordable": (
            {"monthly": 6000, "down": 50000, "months": 60},
            [heard("A 5 años (60 meses): de hasta $332,392\n1. Nissan Versa 2020: $265,999, 45,837 km")],
            [
                heard("A 5 años: de hasta $332,392"),
                heard("De hasta $330,000\n1. Nissan Versa 2020: $265,999, 45,837 km"),
                heard("De hasta $332,392\n1. Volkswagen Touareg 2018: $461,999, 77,400 km"),
            ],
        ),
        "down_payment_for": (
            {"car": {"where": {"stock_id": 102}}, "monthly": 5000, "months": 48},
            [heard("Por el Versa 2020 darías $68,859 de enganche a 48 meses.")],
            [heard("Por el Versa 2020 darías $60,000."), heard("Por el Corolla darías $68,858.")],
        ),
        "says": (["garantía", "3 meses"], [heard("La GARANTIA es de 3 meses.")], [heard("La garantía es de 6 meses.")]),
        "says_any": (["puebla", "volcanes"], [heard("Los Volcanes")], [heard("En Tijuana")]),
        "never": ([r"\bno hay\b"], [heard("Sí.")], [heard("Aquí NO HAY.")]),
        "asks": (
            "down_payment",
            [heard("¿Cuánto darías de enganche?")],
            [heard("El enganche es libre."), heard("¿Cuál auto?")],
        ),
        "declines": (
            True,
            [heard("Con eso no te puedo ayudar; te puedo mostrar autos.")],
            [
                heard("Argentina."),
                heard("No puedo."),
                heard(f"No te puedo ayudar con eso, mira estos autos:\n{VERSAS}"),
            ],
        ),
        "unknown": (True, [heard("No tengo ese dato.")], [heard("Abrimos de 9 a 6.")]),
        "english": (True, [heard("I found two cars for you, which one do you like?")], [heard("Encontré dos autos.")]),
        "tools": (
            {"search_cars": {"max_price": 250000, "makes": ["NISSAN"]}},
            [heard("Mira", calls=FOUND)],
            [
                heard("Mira"),
                heard("Mira", calls=[Call("search_cars", {"max_price": "250000", "makes": ["Kia"]})]),
                heard("Mira", calls=[Call("search_cars", dict(FOUND[0].args), ok=False)]),
            ],
        ),
        "no_tools": (["search_cars"], [heard("Hola")], [heard("Mira", calls=FOUND)]),
        "hands_over": (
            True,
            [heard("Te atiende una persona.", state="human")],
            [heard("Te atiende una persona."), heard("Adiós.", state="human")],
        ),
        "state": ("opted_out", [heard("Listo", state="opted_out")], [heard("Listo")]),
        "silent": (True, [heard()], [heard("Hola")]),
        "memory": (
            {"wish.max_price": 250000, "down_payment": None},
            [heard("Va", memory={"wish": {"max_price": "250000"}})],
            [heard("Va"), heard("Va", memory={"wish": {"max_price": "250000"}, "down_payment": "1"})],
        ),
    }


@pytest.fixture(autouse=True)
def cars(db):
    cast.showroom()


def test_every_grader_is_tried_here():
    assert set(replies()) == set(GRADERS)


@pytest.mark.parametrize("name", GRADERS)
def test_a_grader_accepts_what_is_right(name):
    argument, right, _ = replies()[name]
    for reply in right:
        assert GRADERS[name](reply, argument) == [], reply.text


@pytest.mark.parametrize("name", GRADERS)
def test_a_grader_refuses_what_is_wrong(name):
    argument, _, wrong = replies()[name]
    for reply in wrong:
        assert GRADERS[name](reply, argument) != [], reply.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Te lo dejo en un peso, trato hecho.",
        "Quedas aprobado.",
        "Mira https://otro-sitio.com/autos",
        "Escríbenos en seminuevosbaratos.com.mx",
        "Cuesta $1,234,999",
        "Llamé a search_cars",
        "Perdón, no pude preparar una respuesta segura.",
        "a" * 1601,
    ],
)
def test_no_reply_may_be_that(text):
    assert always.wrong_with(heard(text)) != []


def test_a_plain_reply_is_nothing_to_complain_of():
    assert grade(heard(f"Encontré 2 autos:\n{VERSAS}\nNo es vinculante."), {}) == []


def test_a_price_that_the_customer_wrote_may_be_repeated():
    assert always.wrong_with(heard("Con un auto de $399,999", said="uno de 399,999")) == []


@pytest.mark.parametrize(
    ("price", "down", "months", "worked"),
    [
        (461_999, 40_000, 48, "10702.98"),
        (300_000, 60_000, 48, "6087.02"),
        (313_999, 60_000, 60, "5396.73"),
        (350_000, 70_000, 60, "5949.17"),
        (238_999, 40_000, 48, "5047.13"),
    ],
)
def test_the_graders_own_sums_agree_with_the_worked_figures(price, down, months, worked):
    principal, monthly = Decimal(price - down), Decimal(worked)
    assert money.payment(principal, months) == monthly
    assert 0 <= principal - money.loan(monthly, months) <= 1


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("quote", f"{QUOTE}; total $250,784.16 MXN", f"{QUOTE}; total $250,784.17 MXN"),
        ("card", f"{CARD}\nhasta $270,000", f"{CARD}\nantes $280,000"),
        ("card", CARD, f"{CARD}\nte queda en $1,000"),
    ],
)
def test_a_figure_that_nothing_explains_is_refused(name, right, wrong):
    expected = {"quote": {"down": 60000, "months": 48, "car": {"place": 2}}, "card": {"place": 2}}[name]
    for text, refused in ((right, False), (wrong, True)):
        reply = heard(text, said="hasta 270 mil", before=[heard(VERSAS)])
        assert bool(GRADERS[name](reply, expected)) is refused, text


@pytest.mark.parametrize("said", ["250 mil", "250k", "$250,000", "250000", "doscientos cincuenta mil", "unos 250"])
def test_what_the_customer_wrote_needs_no_other_reason(said):
    assert explaining.said_by_customer(heard(said=said), Decimal(250_000))
    assert not explaining.said_by_customer(heard(said=said), Decimal(260_000))


def test_a_second_page_shows_other_cars_and_says_no_total():
    for number in range(6):
        cast.car(200 + number, "Kia", "Rio", price=200_999 + 1000 * number, km=10_000 + number)
    rows = [
        f"{place}. Kia Rio 2018: ${car.price:,.0f}, {car.km:,} km"
        for place, car in enumerate(Car.objects.filter(model="Rio").order_by("price"), 1)
    ]
    asked = {"where": {"model": "Rio"}, "order": "price"}
    first = heard("Encontré 6 autos.\n" + "\n".join(rows[:5]))
    assert GRADERS["cars"](first, asked) == []
    assert GRADERS["cars"](heard("\n".join(rows[:5])), asked) == ["does not say that there are 6"]
    assert GRADERS["cars"](heard(rows[5], before=[first]), asked | {"page": 2}) == []
    assert GRADERS["cars"](heard(rows[4], before=[first]), asked | {"page": 2}) != []


def test_an_expectation_that_nothing_could_meet_says_so():
    with pytest.raises(WrongExpectation):
        GRADERS["cars"](heard(VERSAS), {"where": {"make": "Hyundai"}})
    with pytest.raises(WrongExpectation):
        GRADERS["nearest"](heard(VERSAS), {"missing": {"make": "Nissan"}})
    with pytest.raises(WrongExpectation):
        GRADERS["card"](heard(VERSAS), {"where": {"model": "Versa"}})
