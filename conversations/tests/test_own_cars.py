"""The car that a customer has: whose it is, what is told of it, and what of the message is left for the one wanted."""

from decimal import Decimal

import pytest

from catalog.criteria import CarCriteria, Transmission
from catalog.tests.cast import sample_vocabulary
from conversations import turns
from conversations.agent import choose_brain, guessing
from conversations.dialogue.acts import Act
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState, Seen
from conversations.dialogue.understanding import Understanding, understand
from conversations.tests import cast

SEEN = (Seen(11, "Toyota", "Avanza", 2018, Decimal(238_999), 76_000),)
NEW = DialogueState(greeted=True)
TOLD = DialogueState(greeted=True, own_car=OwnCar("Nissan", "Tsuru", 2008))
AVANZA = DialogueState(greeted=True, shown=(11,), total=1, seen=SEEN, focus=11)


def heard(text: str, state: DialogueState = NEW) -> Understanding:
    return understand(text, state=state, vocabulary=sample_vocabulary(), this_year=2026, guess=guessing.guess)


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("nos reciben un tsuru 2008 a cuenta??", OwnCar("Nissan", "Tsuru", 2008)),
        ("tenemos un matiz 2014 se los dejamos", OwnCar("Chevrolet", "Matiz", 2014)),
        ("les dejo un chevy 2009 y pongo 50", OwnCar("Chevrolet", "Chevy", 2009)),
        ("traigo pointer 2006 lo toman?", OwnCar("Volkswagen", "Pointer", 2006)),
        ("tengo un monza 2006, lo agarran?", OwnCar("", "Monza", 2006)),
        ("tenemos ahorita un courier 2004", OwnCar("Ford", "Courier", 2004)),
        ("tengo una ranger 99", OwnCar("Ford", "Ranger", 1999)),
        ("vendo march 2013 unico dueño 98 mil km", OwnCar("Nissan", "March", 2013, 98_000)),
        ("doy un spark 2016 y 40 mil, a 4 años", OwnCar("Chevrolet", "Spark", 2016)),
        ("manejo un march 2012, quiero subir de coche", OwnCar("Nissan", "March", 2012)),
        ("quiero vender mi carro es aveo 2015 austero estandar, cuanto dan", OwnCar("Chevrolet", "Aveo", 2015)),
        ("mi esposo tiene un tsuru 2010 y lo queremos cambiar", OwnCar("Nissan", "Tsuru", 2010)),
        ("tengo un carro 2012 que quiero dejar a cuenta", OwnCar("", "", 2012)),
        ("cuanto me dan por un civic 2012", OwnCar("Honda", "Civic", 2012)),
        ("tengo una camioneta ford 2005 la reciben a cuenta?", OwnCar("Ford", "", 2005)),
        ("i have a 2012 civic to trade in", OwnCar("Honda", "Civic", 2012)),
        ("traigo 60 y un spark 2014 para dar", OwnCar("Chevrolet", "Spark", 2014)),
        ("tengo un seat ibiza 2012 rojo estandar 140 mil km", OwnCar("Seat", "Ibiza", 2012, 140_000)),
    ],
)
def test_a_car_told_as_ones_own_is_noted_and_none_is_looked_for(text, theirs):
    said = heard(text, AVANZA)
    assert (said.own_car, said.wish) == (theirs, CarCriteria())
    assert Act.TRADE_IN in said.acts


@pytest.mark.parametrize(
    "text",
    [
        "mejor se los dejo a cuenta de otro automatico",
        "lo entrego a cuenta por uno automatico",
        "o lo doy como parte de pago de uno automatico",
        "lo cambio a cuenta, quiero uno automatico",
    ],
)
def test_what_theirs_is_to_pay_for_is_looked_for(text):
    assert heard(text, TOLD).wish == CarCriteria(transmission=Transmission.AUTOMATIC)


@pytest.mark.parametrize(
    ("text", "theirs", "wish"),
    [
        ("mejor el versa. nos reciben un tsuru 2008 a cuenta??", "Tsuru", {"models": ("Versa",)}),
        ("quiero dar un golf 2010 a cuenta de una cx5", "Golf", {"models": ("CX-5",)}),
        ("cuanto me dan por un civic 2012 y cuanto cuesta la crv", "Civic", {"models": ("CR-V",)}),
        ("aceptan un derby 2007 como parte de pago? quiero una avanza", "Derby", {"models": ("Avanza",)}),
        ("tengo un monza 2006 y busco un versa", "Monza", {"models": ("Versa",)}),
        (
            "tengo una ranger 99 y quiero un sentra 2018 en adelante",
            "Ranger",
            {"models": ("Sentra",), "min_year": 2018},
        ),
        ("busco un versa 2018, tengo un atos 2005", "Atos", {"models": ("Versa",), "min_year": 2018, "max_year": 2018}),
        ("tengo un jetta 2014 gli automatico, busco algo de 300", "Jetta", {"max_price": Decimal(300_000)}),
        (
            "mi papa tiene un jetta 2009, lo puedo dar de enganche para un march?",
            "Jetta",
            {"models": ("March",)},
        ),
        ("quiero cambiar mi camioneta por uno automatico", "", {"transmission": Transmission.AUTOMATIC}),
        ("cambio mi golf 2010 estandar por otro automatico", "Golf", {"transmission": Transmission.AUTOMATIC}),
        (
            "mi carro es un fiesta 2014 manual rojo, me interesa el rio automatico",
            "Fiesta",
            {"models": ("Rio",), "transmission": Transmission.AUTOMATIC},
        ),
    ],
)
def test_what_describes_it_is_no_part_of_what_is_looked_for(text, theirs, wish):
    said = heard(text)
    told = {name: value for name, value in vars(said.wish).items() if value not in (None, ()) and name != "makes"}
    assert said.own_car is not None
    assert (said.own_car.model, told) == (theirs, wish)


@pytest.mark.parametrize(
    "text",
    [
        "tienen un versa automatico?",
        "tengo que ver el versa primero",
        "tengo 80 de enganche y quiero un jetta 2018",
        "me puedes dar un versa 2018 en 200?",
        "mi primo trae un versa 2020 y esta chido, tienen?",
        "mejor dejo el avanza y veo el versa",
        "busco algo austero y barato",
        "quiero un versa como el de mi hermana 2018",
        "tengo un presupuesto de 80 y busco un versa",
    ],
)
def test_another_car_is_none_of_theirs(text):
    assert heard(text, AVANZA).own_car is None


@pytest.mark.parametrize("text", ["y no me puedes dar un aproximado?", "aunque sea un estimado", "como en cuanto?"])
def test_roughly_asks_what_the_car_told_of_is_worth(text):
    assert Act.TRADE_IN in heard(text, TOLD).acts


def test_what_it_may_bring_is_paid_down_for_the_one_wanted():
    state = DialogueState(greeted=True, shown=(11,), seen=SEEN, focus=11, own_car=TOLD.own_car, pending=Slot.OWN_KM)
    said = heard("y si nos dan unos 45 por el tsuru cuanto pagariamos al mes a 5 años", state)
    assert (said.down_payment, said.months, said.wish) == (Decimal(45_000), 60, CarCriteria())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            ["versa", "el 2018. tenemos un matiz 2014 se los dejamos y ponemos 70 en efectivo, cuanto queda a 6"],
            ["*Nissan Versa 2018*: precio", "enganche $70,000", "6 años (72 meses)", "Anoto tu Chevrolet Matiz 2014"],
        ),
        (
            ["versa", "mejor el mas baratito. nos reciben un tsuru 2008 a cuenta??"],
            ["*Nissan Versa 2018*", "Anoto tu Nissan Tsuru 2008"],
        ),
        (
            ["quiero vender mi carro es aveo 2015 austero estandar, cuanto dan"],
            ["no puedo darte un valor por aquí", "Anoto tu Chevrolet Aveo 2015"],
        ),
        (
            ["vendo mi aveo 2015", "y no me puedes dar un aproximado? minimo pa saber si vale la pena la vuelta"],
            ["no puedo darte un valor por aquí"],
        ),
    ],
)
def test_ana_reads_of_her_car_and_of_ours_apart(said, told, showroom):
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    last = cast.replies(chat)[-1]
    assert [words for words in told if words not in last] == [], last


@pytest.mark.parametrize(
    "text", ["q tsurus tienen mas nuevos", "busco otro tsuru", "y hay algun tsuru automatico?", "tienes tsuru 2017?"]
)
def test_others_of_the_model_that_they_have_are_looked_for(text):
    said = heard(text, TOLD)
    assert said.wish.models == ("Tsuru",)
    assert said.own_car is None


@pytest.mark.parametrize("text", ["cuanto dan por un tsuru", "el tsuru tiene 190 mil km", "cuanto me dan por mi tsuru"])
def test_what_is_told_of_the_car_they_have_looks_for_no_other(text):
    assert not heard(text, TOLD).wish.models
