"""The story of one message, from Twilio's webhook to the reply on Ana's phone. Read this after turns.py."""

import pytest

from conversations import delivery, turns
from conversations.agent import choose_brain
from conversations.models import Conversation, DeliveryState, Direction, Message
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway

pytestmark = pytest.mark.django_db(transaction=True)


def test_ana_asks_for_a_badly_spelt_car_and_reads_its_price(showroom):
    # 1. Twilio posts Ana's message, signed. The webhook stores it and answers at once, with nothing to say yet.
    answer = cast.post(cast.form("ola busco un nisan bersa 2018"))

    assert answer.status_code == 200
    assert answer.content.decode().endswith("<Response/>")
    asked = Message.objects.get()
    assert (asked.direction, asked.body, asked.turn) == (Direction.IN, "ola busco un nisan bersa 2018", None)

    # 2. The chat is told apart by the number people would write; replies go to the address WhatsApp gave.
    chat = Conversation.objects.get()
    assert chat.contact.phone == "+525512345678"
    assert chat.address == "whatsapp:+5215512345678"

    # 3. A worker answers. With no model configured that is the offline brain: one turn, one tool call.
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1

    asked.refresh_from_db()
    turn = asked.turn
    assert (turn.brain, turn.verdicts) == ("offline", [])
    call = turn.tool_calls.get()
    assert (call.name, call.ok) == ("search_cars", True)
    assert (call.args["makes"], call.args["models"]) == (["Nissan"], ["Versa"])

    # 4. The brain only chose which car to show; its price was written by code, from the inventory's row.
    assert {"part": "cars", "ids": [101], "with_size": False} in turn.plan
    reply = chat.messages.get(direction=Direction.OUT)
    assert "Nissan Versa 2018" in reply.body
    assert "$220,999" in reply.body
    assert reply.turn == turn

    # 5. What the bot remembers, so that "¿y a 48 meses?" is about this car.
    assert chat.memory.data["focus"] == 101
    assert chat.memory.data["wish"]["models"] == ["Versa"]

    # 6. The reply waits in the outbox until it is sent, once, to Ana's own address.
    assert reply.delivery.state == DeliveryState.PENDING
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 1
    assert [(sent.address, sent.body) for sent in whatsapp.sent] == [(cast.ANA, reply.body)]
    reply.delivery.refresh_from_db()
    assert reply.delivery.state == DeliveryState.ACCEPTED

    # 7. Nobody has anything left to do, however often they look.
    assert turns.answer(chat.pk) == 0
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0


def test_then_ana_asks_what_it_costs_per_month(showroom):
    for body in ("busco un versa 2018", "¿cuánto pagaría a 4 años con 60 mil de enganche?"):
        cast.post(cast.form(body))
        chat = Conversation.objects.get()
        turns.answer(chat.pk, brain=choose_brain("offline"))

    card, quote = cast.replies(chat)

    # 220,999 - 60,000 = 160,999 over 48 months at 10 % / 12: French amortisation, rounded to the centavo.
    assert "$160,999" in quote
    assert "4 años (48 meses): $4,083.35 MXN al mes" in quote
    # 4,083.35 x 48 months = 196,000.80
    assert "total $196,000.80 MXN" in quote
    assert "$220,999" in card
