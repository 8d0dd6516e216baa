"""Messages typed in haste: a phrase over several bubbles, and words with a letter too many, missing or wrong."""

from decimal import Decimal

import pytest

from catalog.criteria import Ordering
from catalog.spelling import Vocabulary
from conversations.dialogue import fragments, respelling
from conversations.dialogue.acts import Act
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding, understand

VOCABULARY = Vocabulary(
    [("Nissan", "Versa"), ("Peugeot", "405"), ("Mazda", "Mazda 3"), ("Seat", "Ibiza"), ("Volkswagen", "Vento")]
)
NEW = DialogueState(greeted=True)
LISTED = DialogueState(shown=(11, 12, 13), total=9, greeted=True)


def read(text: str, state: DialogueState = NEW) -> Understanding:
    return understand(text, state=state, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("bubbles", "said"),
    [
        ("ver\nmas", "ver mas"),
        ("un versa de\nmenos de 250", "un versa de menos de 250"),
        ("un versa\nde menos de 250", "un versa de menos de 250"),
        ("algo del 2019 pa\narriba", "algo del 2019 pa arriba"),
        ("algo del 2019\nen adelante", "algo del 2019 en adelante"),
        ("entre 150\ny 200 mil", "entre 150 y 200 mil"),
        ("cuantos\nson\nen total", "cuantos son en total"),
        ("algo que no sea\nnissan", "algo que no sea nissan"),
    ],
)
def test_a_phrase_sent_in_several_bubbles_is_one_phrase(bubbles, said):
    assert fragments.joined(bubbles) == said


@pytest.mark.parametrize(
    "bubbles",
    [
        "hola\nbusco un versa",
        "no\nel segundo",
        "si\nel segundo",
        "me gusta el versa\nque enganche piden",
        "el segundo\nde que año es",
        "quiero un versa.\nde 250",
        "gracias\n",
        "\nhola",
    ],
)
def test_thoughts_of_their_own_stay_apart(bubbles):
    assert fragments.joined(bubbles) == bubbles


def test_more_cars_are_asked_for_in_two_bubbles():
    assert Act.MORE in read("ver\nmas", LISTED).acts


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("un carro etre 150 y 700 mil", 150_000, 700_000),
        ("un carro enre 150 mil y 700 mil", 150_000, 700_000),
        ("un carro de 130 mil a 885 mil", 130_000, 885_000),
        ("un auto minio de 220 mil", 220_000, None),
        ("un auto deesde 220 mil", 220_000, None),
        ("un auto arrib de 220 mil", 220_000, None),
        ("un auto maimo 220 mil", None, 220_000),
    ],
)
def test_bounds_are_understood_through_a_slip(text, low, high):
    said = read(text)
    assert (said.wish.min_price, said.wish.max_price) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize("text", ["un versa 2019 en adelate", "un versa 2019 en\nadelante", "un versa 2019 pa\narriba"])
def test_from_a_year_on(text):
    assert (read(text).wish.min_year, read(text).wish.max_year) == (2019, None)


@pytest.mark.parametrize("text", ["un versa 2019 o más nuevo", "un versa del 2019 o más reciente"])
def test_or_newer_sorts_nothing(text):
    assert (read(text).wish.min_year, read(text).wish.ordering) == (2019, None)


def test_the_newest_is_understood_through_a_slip():
    assert read("cual es el nissan mas nuebo").superlative is Ordering.NEWEST


@pytest.mark.parametrize("text", ["olvida lo anterior", "reinicia", "olvidalo todo"])
def test_starting_over(text):
    assert Act.RESET in read(text, LISTED).acts


@pytest.mark.parametrize("text", ["algo de seat por favor", "hay algun seat con menos de 90 mil km"])
def test_a_make_that_is_a_word_is_heard_where_a_car_is_looked_for(text):
    assert read(text).wish.makes == ("Seat",)


def test_a_price_is_no_model_called_by_that_number():
    said = read("un mazda 3 que no pase de 405")
    assert (said.wish.models, said.wish.max_price) == (("Mazda 3",), Decimal(405_000))


def test_the_word_before_a_make_is_no_model_of_it():
    assert read("estoy viendo volkswagen").wish.models == ()


@pytest.mark.parametrize(
    "text", ["9 mil al mes tengo 55 mil de enganche", "9000 pesos al mes tengo 55000 pesos de enganche"]
)
def test_so_much_a_month_beside_so_much_down(text):
    said = read(text)
    assert (said.monthly, said.down_payment) == (Decimal(9_000), Decimal(55_000))


def test_a_dog_is_no_but():
    assert respelling.respell("viajo con mi perro", ()) == "viajo con mi perro"
