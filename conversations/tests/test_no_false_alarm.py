"""Right replies pass the guard: whatever the offline brain writes about the sample catalogue goes out."""

import random

import pytest
from django.conf import settings
from django.core.management import call_command

from catalog import search
from catalog.models import Car
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.dialogue.state import DialogueState

pytestmark = pytest.mark.django_db(transaction=True)

OPENINGS = ("busco {make}", "{make} {model}", "{model} de menos de 300 mil", "{model} 2019 automatico con carplay")
THEN = ("el primero", "con 35 mil de enganche", "y a 6 años?", "ver más", "24 meses", "y con 20%?")


def _blocked(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    deps = Deps(choose_brain("offline"), search.vocabulary())
    found = []
    for make, model in pairs:
        for opening in OPENINGS:
            state = DialogueState(greeted=True)
            for text in (opening.format(make=make, model=model), *THEN):
                outcome = respond(TurnInput((text,), state=state), deps)
                state = outcome.state
                found += [(f"{make} {model}: {text}", verdict.excerpt) for verdict in outcome.verdicts]
    return found


@pytest.fixture
def pairs(policy) -> list[tuple[str, str]]:
    call_command("import_cars", str(settings.BASE_DIR / "catalog" / "sample" / "cars.csv"))
    return sorted(set(Car.objects.values_list("make", "model")))


def test_no_reply_about_a_tenth_of_the_sample_is_blocked(pairs):
    assert _blocked(random.Random(7).sample(pairs, len(pairs) // 10)) == []


@pytest.mark.slow
def test_no_reply_about_the_whole_sample_is_blocked(pairs):
    assert _blocked(pairs) == []
