"""The first reply of a chat says that a machine wrote it and where the privacy notice is; later ones do not."""

from contextlib import suppress

import pytest

from catalog.spelling import fold
from conversations import quarantine, turns
from conversations.agent import choose_brain
from conversations.dialogue import hearing
from conversations.dialogue.state import DialogueState
from conversations.models import Direction
from conversations.tests import cast
from kavakbot import checks

pytestmark = pytest.mark.django_db(transaction=True)

NOTICE = "https://kavak.example.com/privacidad"


@pytest.fixture(autouse=True)
def privacy(settings):
    """An installation with a privacy notice."""
    settings.PRIVACY_NOTICE_URL = NOTICE


def told(body, brain) -> list[str]:
    """Have Ana write, and return everything that her chat has been told, word for word."""
    chat = cast.writes(body)
    turns.answer(chat.pk, brain=brain)
    return list(chat.messages.filter(direction=Direction.OUT).order_by("pk").values_list("body", flat=True))


@pytest.mark.parametrize(
    "body", ["hola", "touareg", "¿cuál es la capital de Francia?", "quiero hablar con una persona"]
)
def test_the_first_reply_says_it_once_whatever_it_answers(body, showroom):
    first, *later = told(body, choose_brain("offline"))
    assert first.count("asistente automático") == 1
    assert first.count(NOTICE) == 1
    assert later == []


def test_later_replies_do_not(showroom):
    told("hola", choose_brain("offline"))
    last = told("touareg", choose_brain("offline"))[-1]
    assert "asistente" not in last
    assert NOTICE not in last


def test_starting_again_is_no_new_conversation(showroom):
    told("hola", choose_brain("offline"))
    told("empecemos de nuevo", choose_brain("offline"))
    assert NOTICE not in told("touareg", choose_brain("offline"))[-1]


def test_a_model_says_it_too_and_need_not_think_of_it(showroom):
    [first] = told("hola, busco auto", cast.brain_that_says("¡Hola! ¿Qué auto buscas?"))
    assert first == (
        f"Soy el asistente automático de Kavak.\n\n¡Hola! ¿Qué auto buscas?\n\nAviso de privacidad: {NOTICE}"
    )


def test_who_writes_english_reads_it_in_english(showroom):
    [first] = told("Hi, do you have any SUV?", cast.brain_that_says("Sure! What is your budget?"))
    assert first == f"I'm Kavak's automated assistant.\n\nSure! What is your budget?\n\nPrivacy notice: {NOTICE}"


def test_without_an_address_no_notice_is_invented(showroom, settings):
    settings.PRIVACY_NOTICE_URL = ""
    [first] = told("hola", choose_brain("offline"))
    assert "asistente automático" in first
    assert "rivacidad" not in first
    assert "http" not in first


def test_the_apology_for_what_cannot_be_answered_says_it_as_well(showroom):
    def breaks(thinking):
        raise RuntimeError

    chat = cast.writes("busco un auto")
    for _ in range(quarantine.MOST_ATTEMPTS):
        with suppress(RuntimeError):
            turns.answer(chat.pk, brain=cast.ScriptedBrain([breaks]))
    assert NOTICE in chat.messages.get(direction=Direction.OUT).body


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("do you have any Nissan Versa?", True),
        ("I'm looking for a cheap car", True),
        ("how much is it per month", True),
        ("Hello", True),
        ("busco un Nissan Versa", False),
        ("hola, me interesa el March", False),
        ("ok", False),
        ("jetta 2018", False),
        ("cuánto me sale el Beat con bluetooth", False),
        ("no", False),
        ("", False),
        ("🚗🚗", False),
    ],
)
def test_english_is_told_from_spanish_by_its_small_words(text, english):
    assert (hearing.language(fold(text), DialogueState()) == "en") is english


def test_a_production_without_a_privacy_notice_is_warned(settings):
    assert checks.privacy_notice_is_linked(None) == []
    for wrong in ("", "http://kavak.example.com", "privacidad"):
        settings.PRIVACY_NOTICE_URL = wrong
        [warning] = checks.privacy_notice_is_linked(None)
        assert warning.id == "kavakbot.W003"
