"""What is not ours is declined before a model is paid for it; what is near is not, and a wish for a car never is.

The sentences of scope_held_out.tsv were written after the exemplars and are never among them; scope_tuning.tsv holds
those that exemplars were chosen by.
"""

from pathlib import Path

import pytest

from catalog import search
from conversations import agent, turns
from conversations.agent import Deps, TurnInput, choose_brain, scope
from conversations.agent.scope import Ruling
from conversations.dialogue import understanding, wording
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState
from conversations.models import Turn
from conversations.tests import cast
from knowledge import ingestion

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Path(__file__).parent
FRESH = DialogueState()


def sentences(name) -> dict[str, list[str]]:
    """Return the sentences of a file by what they are: `on` ours, `off` not."""
    rows = [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return {label: [text for of, text in rows if of == label] for label in ("on", "off")}


def ruling(text, state=FRESH) -> Ruling:
    said = understanding.understand(text, state=state, vocabulary=search.vocabulary())
    return scope.judge(said, state)


def test_near_topics_are_not_declined(showroom):
    near = sentences("scope_held_out.tsv")["on"]
    declined = [text for text in near if ruling(text) is not Ruling.OURS]
    assert len(declined) <= 0.02 * len(near), declined


def test_most_other_topics_are_declined_before_any_brain_is_asked(showroom):
    others = sentences("scope_held_out.tsv")["off"]
    passed = [text for text in others if ruling(text) is Ruling.OURS]
    assert len(passed) <= 0.25 * len(others), passed


def test_and_what_passes_is_answered_by_nobody_offline(showroom):
    """The offline brain knows nothing of other topics: it declines, or asks what car is wanted."""
    deps = Deps(choose_brain("offline"), search.vocabulary())
    replies = [agent.respond(TurnInput((text,)), deps).text for text in sentences("scope_held_out.tsv")["off"]]
    said_by_us = (wording.OFF_TOPIC, wording.NOT_UNDERSTOOD, wording.NO_DATUM, wording.ASK[Slot.WISH])
    declines = [form for one in said_by_us for form in one.forms]
    others = [text for text in replies if not any(words in text for words in declines)]
    assert len(others) <= 0.06 * len(replies), others


def test_the_held_out_sentences_are_no_exemplars():
    exemplars = {line for name in ("ours.txt", "others.txt") for line in scope._lines(name)}
    held_out = {scope.fold(text) for texts in sentences("scope_held_out.tsv").values() for text in texts}
    assert held_out & exemplars == set()


def test_a_model_is_not_paid_for_what_is_declined(showroom):
    brain = cast.brain_that_says()
    chat = cast.writes("escríbeme un poema de amor para mi novia")
    turns.answer(chat.pk, brain=brain)
    assert brain.seen == []
    assert Turn.objects.get().brain == "offline"
    assert wording.OFF_TOPIC in cast.replies(chat)[-1]
    assert wording.ASK["wish"] in cast.replies(chat)[-1], "with a way back"


@pytest.mark.parametrize(
    "text",
    [
        "hazme un poema y búscame un versa",
        "cuéntame un chiste, y cuánto cuesta la touareg?",
        "quiero un automático para llevar pizzas",
        "una suv, y qué película me recomiendas",
        "pásame con una persona que sepa de medicina",
    ],
)
def test_a_message_with_a_wish_for_a_car_is_ours_whatever_else_it_holds(text, showroom):
    assert ruling(text) is Ruling.OURS


def test_a_short_answer_to_what_was_asked_is_ours(showroom):
    asked = DialogueState(greeted=True, pending=Slot.DOWN_PAYMENT, focus=101)
    assert ruling("como 50 pesos", asked) is Ruling.OURS
    assert ruling("receta de pozole para 20", asked) is not Ruling.OURS


def test_talk_of_cars_does_not_open_the_door_to_other_topics(showroom):
    for body in ("touareg", "40 mil a 4 años", "hazme la tarea de matemáticas"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    assert wording.OFF_TOPIC in cast.replies(chat)[-1]

    turns.answer(cast.writes("y a 5 años?").pk, brain=choose_brain("offline"))
    assert "60 meses" in cast.replies(chat)[-1], "and the talk goes on where it was"


def test_what_is_in_doubt_is_looked_up_and_answered_where_staff_wrote_the_answer(showroom):
    asked = "¿patrocinan equipos de fútbol?"
    assert ruling(asked) is not Ruling.OURS
    chat = cast.writes(asked)
    turns.answer(chat.pk, brain=choose_brain("offline"))
    assert wording.OFF_TOPIC in cast.replies(chat)[-1]

    ingestion.ingest_faq(question="¿Patrocinan equipos de fútbol?", answer="Sí, patrocinamos ligas infantiles.")
    turns.answer(cast.writes(asked).pk, brain=choose_brain("offline"))
    assert "patrocinamos ligas infantiles" in cast.replies(chat)[-1]


def test_a_question_about_the_company_is_looked_up_however_strange(showroom):
    assert ruling("¿quién es el presidente de Kavak?") is Ruling.DOUBTFUL
    assert ruling("¿quién es el presidente de Francia?") is Ruling.NOT_OURS


@pytest.mark.parametrize("text", ["", "...", "?", "👍", "500", "123 456"])
def test_what_has_no_words_is_not_judged(text, showroom):
    assert ruling(text) is Ruling.OURS
