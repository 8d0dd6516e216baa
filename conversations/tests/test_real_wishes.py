"""What customers of the given catalogue once got no answer to, on machines that have it: the nearest, and why."""

import pytest

from catalog import search
from catalog.tests.builders import the_cars_of
from catalog.tests.cast import THE_REAL_FILE
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.dialogue.state import DialogueState

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not THE_REAL_FILE.exists(), reason="the real data is not on this machine"),
]

WISHES = {
    "hyundai": ("No tenemos Hyundai por ahora. Lo más cercano, de otra marca:", "1. Chevrolet Aveo 2017"),
    "audi a3": ("No tenemos Audi A3 por ahora. Lo más cercano, de otro modelo:", "*Audi A1 2015*"),
    "mazda 3 2019": ("No encontré Mazda 3, 2019. Lo más cercano, de otro año:", "1. Mazda 3 2018"),
    "jetta de 200k": ("No encontré Jetta, hasta $200,000. Lo más cercano, en otro precio:", "Precio: $222,999"),
    "parecido al tucson": ("No tenemos Hyundai Tucson por ahora. Lo más cercano, de otra marca:", "1. "),
    "honda 4x4": ("No encontré Honda, 4x4.", "con otra tracción o sin ese dato registrado:", "Honda Civic 2013"),
    "kia sedán": ("Encontré 8 autos (KIA, sedán).", "KIA FORTE 2016"),
    "kia pickup": ("No encontré KIA, pickup.", "de otro tipo o sin ese dato registrado:", "KIA FORTE 2016"),
    "suv de menos de 400": ("Encontré 24 autos (SUV, hasta $400,000).", "1. Renault Duster 2018"),
    "suv de 150 mil": ("No encontré autos SUV, hasta $150,000. Lo más cercano, en otro precio:", "1. Renault Duster"),
    "camioneta mazda": ("Encontré 3 autos (Mazda, camioneta):", "1. Mazda CX-5 2018", "3. Mazda CX-9 2018"),
    "la camioneta mazda cx-9": ("Encontré uno (CX-9):", "*Mazda CX-9 2018*"),
    "pickup": ("Encontré uno (pickup):", "*Nissan Frontier 2022*"),
    "sedán 2018 en adelante de 200 mil a 270 mil": (
        "(sedán, de $200,000 a $270,000, 2018 en adelante)",
        "1. KIA Rio 2020",
    ),
    "camioneta de 7 pasajeros máximo 300": ("Encontré 3 autos (7 pasajeros o más, hasta $300,000):", "Honda Odyssey"),
    "toyota 4x4": ("Encontré uno (Toyota, 4x4):", "*Toyota RAV4 2018*"),
    "tracción 4wd": ("Encontré 8 autos (4WD). Van del 1 al 5:",),
    "doble tracción": ("Encontré 11 autos (4x4). Van del 1 al 5:",),
    "toyota 4wd": ("No encontré Toyota, 4WD. Lo más cercano, en otra versión:", "*Toyota RAV4 2018*"),
    "camioneta de 7 pasajeros": ("Encontré 8 autos (7 pasajeros o más).", "1. Nissan Pathfinder 2015"),
    "un hatchback usado, por favor": ("Encontré 28 autos (hatchback).", "1. Chevrolet Spark 2017"),
    "un nissan que no sea centra": ("Encontré 9 autos (Nissan, sin Sentra).",),
    "todo menos vw": ("Encontré 92 autos (sin Volkswagen).",),
    "nissan menos el sentra y el versa de menos de 250 mil": ("Encontré 2 autos (Nissan, sin Sentra ni Versa, hasta",),
    "estándar que no sea kia": ("Encontré 4 autos (sin KIA, manual):",),
    "máximo 1.7 m de ancho": ("Encontré 12 autos (ancho hasta 1.70 m).",),
}


@pytest.fixture
def answer(policy):
    the_cars_of(THE_REAL_FILE)
    deps = Deps(choose_brain("offline"), search.vocabulary())

    def say(*texts: str) -> str:
        state = DialogueState(greeted=True)
        for text in texts:
            outcome = respond(TurnInput((text,), state=state), deps)
            assert not outcome.verdicts, (text, outcome.verdicts)
            state = outcome.state
        return outcome.text

    return say


def test_each_wish_gets_the_cars_or_the_nearest_with_the_reason(answer):
    for wish, expected in WISHES.items():
        text = answer(wish)
        assert [words for words in expected if words not in text] == [], text


def test_what_was_not_wanted_is_remembered_by_name_and_told_where_it_narrows(answer):
    assert "Encontré 4 autos (Toyota):" in answer("un nissan que no sea sentra", "y de toyota?")
    assert "Encontré 9 autos (Nissan, sin Sentra)" in answer("un nissan que no sea sentra", "y de toyota?", "y nissan?")
    assert "Encontré 3 autos (Sentra):" in answer("un nissan que no sea sentra", "y de toyota?", "mejor un sentra")


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        ("el más barato", "*Chevrolet Aveo 2017*"),
        ("el más caro", "*Mercedes Benz Clase C 2017*"),
        ("el más nuevo", "*Suzuki Swift 2023*"),
        ("el de menos km", "*MG Hs 2023*"),
        ("el más barato que no sea chevrolet", "*Mazda 3 2012*"),
        ("nissan con menos km", "1. Nissan Sentra 2019"),
    ],
)
def test_the_first_of_an_order_is_the_first(answer, wish, first):
    assert first in answer(wish)
