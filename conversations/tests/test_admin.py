"""The chats in the back office: which of them saw a car."""

import pytest
from django.db import connection
from django.urls import reverse

from conversations.models import Conversation, ToolCall, Turn
from conversations.tests import cast

pytestmark = pytest.mark.django_db
CHATS = reverse("admin:conversations_conversation_changelist")


def shown(chat: Conversation, *stock_ids: int) -> None:
    fence = chat.turns.count() + 1
    plan = [{"part": "say", "text": "Mira:"}, {"part": "cars", "ids": list(stock_ids)}]
    Turn.objects.create(conversation=chat, fence=fence, brain="offline", plan=plan)


def quoted(chat: Conversation, stock_id: int, *, ok=True) -> None:
    turn = Turn.objects.create(conversation=chat, fence=chat.turns.count() + 1, brain="offline")
    args = {"stock_id": stock_id, "down_payment": "40000"}
    ToolCall.objects.create(turn=turn, position=0, name="calculate_financing", args=args, ok=ok, milliseconds=1)


def found(client, **asked) -> set[Conversation]:
    return set(client.get(CHATS, asked).context["cl"].queryset)


def test_a_car_leads_to_the_chats_that_saw_it(admin_client):
    ana, carla = cast.ana_chat(), cast.writes("hola", who=cast.CARLA)
    shown(ana, 101, 102)
    shown(ana, 101)
    quoted(carla, 103)
    quoted(carla, 104, ok=False)
    assert found(admin_client, auto=102) == {ana}
    assert found(admin_client, auto=103) == {carla}
    assert found(admin_client, auto=104) == found(admin_client, auto=10) == set()
    assert found(admin_client) == {ana, carla}


@pytest.mark.parametrize("nonsense", ["x", "-1", "1e9", "9" * 40, "١٢"])
def test_nonsense_finds_no_chat_and_breaks_nothing(admin_client, nonsense):
    shown(cast.ana_chat(), 101)
    assert found(admin_client, auto=nonsense) == set()


def test_the_look_up_is_carried_by_indexes():
    cast.unmeasured()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    steps = Turn.objects.chats_about(101).explain()
    assert "turn_plan" in steps
    assert "tool_call_args" in steps
