"""What Ana reads of cars and money: side by side, in all, at the least, and when a car is gone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog import search
from catalog.models import Car
from conversations import transcript, turns
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.dialogue import sentences, wording
from conversations.dialogue.sentences import Sentence, Voice
from conversations.dialogue.state import DialogueState
from conversations.models import Direction, Message
from conversations.tests import cast
from financing.models import FinancingPolicy, Quote

pytestmark = pytest.mark.django_db(transaction=True)


def ana_writes(*bodies) -> str:
    """Let Ana write one message after the other, and return the last reply; none was held back by the guard."""
    for body in bodies:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
        assert chat.turns.latest("pk").verdicts == []
    return cast.replies(chat)[-1]


def paragraphs(reply) -> list[str]:
    return reply.split("\n\n")


# ── Side by side ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_of_the_list_are_compared_under_their_own_numbers(showroom):
    car = Car.objects.get(stock_id=104)
    car.length_mm, car.width_mm = Decimal(4630), Decimal("1780.5")
    car.save()
    reply = ana_writes("autos de menos de 330 mil", "compara el 2 y el 4")

    mazda, corolla, verdict, _ = paragraphs(reply)
    assert mazda.startswith("2. *Mazda 3 2017*")
    assert "Medidas: no registrado" in mazda
    assert corolla.splitlines() == [
        "4. *Toyota Corolla 2020*",
        "Versión: 1.8 LE AUTO",
        "Precio: $313,999",
        "Kilometraje: 38,000 km",
        "Bluetooth: no registrado",
        "CarPlay: no registrado",
        "Medidas: 4.63 m de largo, 1.7805 m de ancho",
    ]
    assert verdict.splitlines() == [
        "Más barato: 2. *Mazda 3 2017* (diferencia de $68,000).",
        "Más nuevo: 4. *Toyota Corolla 2020* (diferencia de 3 años).",
        "Con menos kilómetros: 4. *Toyota Corolla 2020* (diferencia de 23,200 km).",
    ]


def test_the_same_terms_are_worked_out_for_each(showroom):
    reply = ana_writes("versa", "60 mil de enganche a 48 meses", "compara los dos")

    # 220,999 - 60,000 = 160,999 and 265,999 - 60,000 = 205,999, both over 48 months at 10 % / 12.
    assert "enganche de $60,000: a 48 meses $4,083.35 MXN" in paragraphs(reply)[0]
    assert "a 48 meses $5,224.67 MXN" in paragraphs(reply)[1]
    assert Quote.objects.count() == 2


def test_models_are_compared_by_their_cheapest_and_become_the_list(showroom):
    reply = ana_writes("¿cuál conviene más, el versa o el corolla?")
    assert "Tomé el más barato de cada modelo." in reply
    assert "1. *Nissan Versa 2018*" in reply
    assert "2. *Toyota Corolla 2020*" in reply
    assert "*Toyota Corolla 2020*" in ana_writes("el segundo")


def test_what_cannot_be_compared_is_asked(showroom):
    assert "Dime cuáles quieres comparar" in ana_writes("versa 2018", "compara")


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_it_comes_to_in_all_is_worked_out_afresh(showroom):
    ana_writes("versa 2018", "60 mil a 48 meses")
    # 4,083.35 x 48 months = 196,000.80, of which 196,000.80 - 160,999 = 35,001.80 is interest.
    assert "total $196,000.80 MXN, de los que $35,001.80 MXN son de intereses" in ana_writes("cuánto termino pagando?")
    assert "(72 meses)" in ana_writes("y el total a 6 años?")


def test_the_least_is_what_the_policy_asks(showroom):
    assert "enganche $0" in ana_writes("versa 2018", "lo mínimo")
    assert "enganche $0" in ana_writes("corolla", "sin enganche")


def test_a_policy_with_a_minimum_quotes_with_it(showroom):
    FinancingPolicy.objects.update(minimum_down_payment_ratio=Decimal("0.2"))
    reply = ana_writes("versa 2018", "sin enganche")
    assert "Con el enganche mínimo quedaría así:" in reply
    assert "enganche $44,199.80" in reply  # 220,999 x 0.2
    assert "El enganche mínimo es de 20 % del precio." in ana_writes("reset", "¿cuál es el enganche mínimo?")


def test_a_minimum_that_was_named_is_taken_with_a_yes(showroom):
    FinancingPolicy.objects.update(minimum_down_payment_ratio=Decimal("0.2"))
    assert "¿Lo calculo así?" in ana_writes("versa 2018", "10 mil")
    assert "enganche $44,199.80" in ana_writes("sí")


def test_no_down_payment_is_invented(showroom):
    reply = ana_writes("versa 2018", "cuánto me sale?")
    assert "¿Cuánto darías de enganche?" in reply
    assert "al mes" not in reply


# ── A car that is gone ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("then", ["el 1", "cuánto me sale el 1?", "el 1 con 50 mil de enganche", "el 1 a 5 mil al mes"])
@pytest.mark.parametrize(
    ("status", "words"), [("sold", "ya fue vendido"), ("reserved", "lo tiene apartado otra persona")]
)
def test_a_car_taken_since_it_was_shown_is_said_and_another_shown(status, words, then, showroom):
    ana_writes("versa")
    Car.objects.filter(stock_id=101).update(status=status)

    reply = ana_writes(then)

    assert f"El *Nissan Versa 2018* {words}" in reply.replace("ya lo", "lo")
    assert "Nissan Versa 2020" in reply
    assert "mes" not in reply.replace("mensualidad", "")
    assert not Quote.objects.exists()


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_turn_is_always_worded_alike_and_two_turns_need_not_be(showroom):
    deps = Deps(choose_brain("offline"), search.vocabulary())
    state = DialogueState(greeted=True)

    def thanks(seed) -> str:
        return respond(TurnInput(("gracias",), state=state, seed=seed), deps).text

    assert thanks("chat:1") == thanks("chat:1")
    assert len({thanks(f"chat:{number}") for number in range(20)}) == 3


@pytest.mark.parametrize("name", [name for name, value in vars(wording).items() if isinstance(value, Sentence)])
def test_every_wording_of_a_sentence_fills_in_the_same_figures(name):
    sentence = getattr(wording, name)
    fields = [sorted(part for part in form.split("{")[1:]) for form in sentence.forms]
    names = [sorted(part.split("}")[0] for part in found) for found in fields]
    assert all(found == names[0] for found in names)


def test_a_sentence_within_a_sentence_is_said_in_the_same_language():
    outer = Sentence("{what} ya no está", en="{what} is gone").filled(what=Sentence("el auto", en="the car"))
    assert outer.told(Voice("en")) == "the car is gone"
    assert outer.told(Voice()) == "el auto ya no está"
    assert sentences.told("as it is", Voice("en")) == "as it is"


def test_who_writes_english_is_never_left_without_an_answer(showroom):
    """In English where the guard can trace it, else in Spanish."""
    deps = Deps(choose_brain("offline"), search.vocabulary())
    state = DialogueState(language="en", greeted=True)
    for body in ("do you have any Toyotas under 400k?", "with 100k down payment", "how much interest in total?"):
        outcome = respond(TurnInput((body,), state=state), deps)
        assert wording.CANNOT_ANSWER.english not in outcome.text
        assert "Toyota Corolla 2020" in outcome.text
        state = replace(outcome.state, language="en")


def test_a_quoted_bubble_says_which_car_is_meant(showroom):
    for body in ("versa 2018", "corolla"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    first = chat.messages.filter(direction=Direction.OUT).earliest("pk")
    Message.objects.filter(pk=first.pk).update(sid="SMfirst")

    cast.writes("este con 60 mil a 4 años")
    Message.objects.filter(body__startswith="este").update(raw={"OriginalRepliedMessageSid": "SMfirst"})
    turns.answer(chat.pk, brain=choose_brain("offline"))

    assert "*Nissan Versa 2018*" in cast.replies(chat)[-1]
    [*_, quoting, _] = transcript.latest(chat).bubbles
    assert "Versa 2018" in quoting.quoted
