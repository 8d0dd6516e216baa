"""The policy's table: every row can be reached, what is left is always answered, and no turn asks two things."""

import re

import pytest

from catalog import search
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.agent.brains import Thinking, policy
from conversations.dialogue import memory, understanding
from conversations.dialogue.plan import Ask, TradeIn, Visit
from conversations.dialogue.state import DialogueState

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, GREETED, LISTED = DialogueState(), DialogueState(greeted=True), DialogueState(greeted=True, shown=(101, 102))
FOCUSED = DialogueState(greeted=True, shown=(101, 102), focus=101)
SAID = {
    "hola": FIRST,
    "asdf": FIRST,
    "busco un versa": FIRST,
    "me llamo Ana": GREETED,
    "quiero hablar con una persona": GREETED,
    "tengo una queja": GREETED,
    "empezar de nuevo": GREETED,
    "ver más": LISTED,
    "cancela mi cita": GREETED,
    "quiero una prueba de manejo": FOCUSED,
    "compara el 1 y el 2": LISTED,
    "mándame la cotización en pdf": GREETED,
    "lo mínimo": FOCUSED,
    "puedo pagar 5 mil al mes": GREETED,
    "¿qué tasa manejan?": GREETED,
    "con 60 mil de enganche": FOCUSED,
    "el 9": LISTED,
    "el 2": LISTED,
    "¿de qué color es?": FOCUSED,
    "vendo mi aveo 2015": GREETED,
    "sí": FOCUSED,
    "gracias": GREETED,
    "🙂": GREETED,
    "¿dónde están?": GREETED,
}


def thinking(text, state) -> Thinking:
    said = understanding.understand(text, state=state, vocabulary=search.vocabulary())
    return Thinking(TurnInput((text,), state=state), said, memory.hear(state, said))


@pytest.mark.parametrize("text", SAID)
def test_whatever_is_said_something_is_set_out_to_be_done(text, showroom):
    at = thinking(text, SAID[text])
    groups = (policy.ALONE, policy.MAIN, policy.BESIDES, policy.SMALL_TALK)
    assert [goal for rows in groups for goal in policy.first(rows, at)]


def test_the_last_row_of_small_talk_takes_all_that_is_left(showroom):
    assert policy.SMALL_TALK[-1].conditions == ()


@pytest.mark.parametrize("text", SAID)
def test_a_reply_asks_one_thing_at_most(text, showroom):
    outcome = respond(TurnInput((text,), state=SAID[text]), Deps(choose_brain("offline"), search.vocabulary()))
    assert sum(isinstance(part, Ask | Visit | TradeIn) for part in outcome.plan.parts) <= 1
    assert outcome.text
    assert not re.search(r"\{\w*\}", outcome.text)
    assert outcome.verdicts == ()
