"""What Ana must read after a few hurried messages of hers, told in what she points at, takes back and refines."""

import pytest

from conversations import turns
from conversations.agent import choose_brain
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

DIALOGUES = {
    "a percentage is followed by another": (["versa 2018", "con 20%", "y con 30?"], ["enganche $66,299.70"]),
    "another payment is told from another down payment": (
        ["puedo pagar 8 mil al mes, tengo 50 de enganche", "mejor 9 mil"],
        ["hasta $9,000 al mes con $50,000 de enganche"],
    ),
    "a correction finds the amount it is like": (["versa 2018", "60 mil a 48", "no, mejor 90"], ["enganche $90,000"]),
    "of the only one of its model there is none cheaper": (["corolla", "tienes algo más barato?"], ["1. "]),
    "a bare term is no place in the list": (
        ["menos de 300", "el 2", "60 mil", "y a 3?"],
        ["*Mazda 3 2017*", "(36 meses)"],
    ),
    "the other one is never this one": (["touareg", "corolla", "y el touareg?", "el otro"], ["*Toyota Corolla 2020*"]),
    "a price picks one of the cars shown": (["menos de 300", "el de 245"], ["*Mazda 3 2017*"]),
    "so does its name": (["menos de 300", "me gusta el mazda"], ["*Mazda 3 2017*"]),
    "and its year": (["versa", "el del 2020"], ["*Nissan Versa 2020*"]),
    "the one before is found again": (["versa", "el 1", "el 2", "regresa al anterior"], ["*Nissan Versa 2018*"]),
    "cheaper is cheaper than the one talked about": (["corolla", "uno más barato"], ["hasta $313,998"]),
    "and newer is newer": (["versa 2018", "algo más nuevo"], ["2019 en adelante"]),
    "that one, but otherwise": (["versa", "el segundo", "ese pero 2018"], ["Nissan Versa 2018"]),
    "a colour is not on record": (["versa", "el rojo"], ["No tengo ese dato", "¿De cuál auto?"]),
    "nor is the consumption": (["versa 2018", "cuánto gasta de gasolina?"], ["No tengo ese dato"]),
    "an approximate price is a band, and told as one": (["algo como de 250"], ["de $225,000 a $275,000"]),
    "a corrected price is the last one": (["hasta 200, no perdón, 250 mil"], ["hasta $250,000"]),
    "so is a corrected down payment": (["versa 2018", "60 mil", "no, perdón, 80"], ["enganche $80,000"]),
    "half is a down payment": (["versa 2018", "la mitad"], ["enganche $110,499.50"]),
    "number words are amounts": (["versa 2018", "sesenta mil", "y a cuatro años?"], ["(48 meses)"]),
    "the same terms are asked of another car": (
        ["versa 2018", "60 mil a 4 años", "y en corolla?"],
        ["Toyota Corolla 2020", "enganche $60,000", "(48 meses)"],
    ),
    "a condition taken back is gone": (
        ["versa hasta 230 mil", "sin importar el precio"],
        ["Encontré 2 autos (Versa):"],
    ),
    "an age is a year": (["un nissan no mayor a 8 años"], ["en adelante"]),
    "another price stated replaces the first": (
        ["cuanto pagaria por un auto de 300 mil", "60 mil a 4 años", "y uno de 250?"],
        ["precio $250,000"],
    ),
    "a new wish drops the old terms": (
        ["versa 2018", "60 mil a 4 años", "mejor un corolla", "cuanto al mes?"],
        ["¿Cuánto darías de enganche?"],
    ),
    "typos in every word are no hindrance": (
        ["kiero cotisar un berza 2018 con 60 mil d enganxe a 4 anios"],
        ["Nissan Versa 2018", "enganche $60,000", "(48 meses)"],
    ),
    "what is not on record does not hide the cars": (
        ["algo rojo de menos de 230"],
        ["No tengo ese dato", "Versa 2018"],
    ),
}


@pytest.mark.parametrize("story", DIALOGUES)
def test_ana_reads_what_she_meant(story, showroom):
    said, read = DIALOGUES[story]
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert [words for words in read if words not in last] == [], last
