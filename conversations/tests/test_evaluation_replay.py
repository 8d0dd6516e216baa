"""Replaying Ana's chats: what would be answered otherwise today, with nothing written."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection

from catalog.models import Car
from conversations import turns
from conversations.agent import choose_brain
from conversations.agent.brains import Decision
from conversations.agent.testing import ScriptedBrain
from conversations.dialogue.plan import ReplyPlan, Say
from conversations.evaluation import replaying
from conversations.models import Conversation, Message, Turn
from conversations.tests import cast
from financing.models import Quote

pytestmark = pytest.mark.django_db(transaction=True)


def chat(*texts, brain=None):
    for text in texts:
        conversation = cast.writes(text)
        turns.answer(conversation.pk, brain=brain or choose_brain("offline"))
    return conversation


def replay(*options):
    out = StringIO()
    call_command("replay", "--brain", "offline", *options, stdout=out)
    return out.getvalue()


def rows():
    connection.close()
    tables = (Conversation, Message, Turn, Quote, Car)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture(autouse=True)
def told(showroom):
    """Ana asks for a Versa, picks the second, and has it financed."""
    return chat("busco un versa", "el segundo", "60 mil a 48 meses")


def test_the_same_brain_answers_the_same_and_writes_nothing():
    before = rows()
    assert "0 of 3 turns changed cars, 0 figures, 0 plans" in replay()
    assert rows() == before


def test_another_price_changes_figures_and_no_car():
    Car.objects.filter(stock_id=102).update(price=266_999)
    found = json.loads(replay("--json"))
    assert found["changed"] == {"plan": 0, "cars": 0, "figures": 3}
    last = found["differences"][-1]
    assert "$265,999" in last["then"]["reply"]
    assert "$266,999" in last["now"]["reply"]


def test_a_sold_car_changes_cars_and_later_turns_are_told_apart():
    Car.objects.filter(stock_id=101).update(status="sold")
    replayed = replaying.replay(replaying.choose(), choose_brain("offline"))
    assert [(sorted(one.then.cars), sorted(one.now.cars), one.follows) for one in replayed] == [
        ([101, 102], [102], False),
        ([102], [], True),
        ([102], [102], True),
    ]
    text = replay("--examples", "1")
    assert text.startswith("2 of 3 turns changed cars")
    assert "1 of the 2 changed ones follow another in their chat" in text
    assert "busco un versa" in text
    assert "el segundo" not in text


def test_another_plan_is_seen():
    def mute(thinking):
        return Decision(plan=ReplyPlan((Say("No sé."),)))

    replayed = replaying.replay(replaying.choose(), ScriptedBrain([mute] * 3))
    assert replaying.counts(replayed) == {"plan": 3, "cars": 3, "figures": 3}
    assert [one.follows for one in replayed] == [False, True, True]


def test_only_what_is_asked_for_is_replayed_with_all_that_went_before():
    assert "0 of 1 turns changed cars, 0 figures" in replay("--limit", "1")
    assert "0 of 0 turns" in replay("--since", "2999-01-01")
    assert "0 of 3 turns" in replay("--since", "2000-01-01")


def test_the_database_itself_refuses_to_write_meanwhile(told):
    with replaying.reading_only(), pytest.raises(InternalError):
        Conversation.objects.filter(pk=told.pk).update(attempts=1)
    Conversation.objects.filter(pk=told.pk).update(attempts=1)


@pytest.mark.parametrize("options", [("--since", "ayer"), ("--since", "2026-13-45"), ("--limit", "-1")])
def test_nonsense_is_refused_in_one_sentence(options):
    with pytest.raises(CommandError):
        replay(*options)
